// Links the system's ICU. The header is empty on purpose: ICU's own headers clash with those of
// Foundation when both are imported, so only the .c files of CUnicode include them.
