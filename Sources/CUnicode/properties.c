#include "CUnicode.h"

#include <unicode/uchar.h>
#include <unicode/uloc.h>
#include <unicode/uvernum.h>

const char *unicode_icu_version(void) {
    return U_ICU_VERSION;
}

const char *unicode_character_database_version(void) {
    return U_UNICODE_VERSION;
}

bool unicode_is_pictographic(uint32_t scalar) {
    return u_hasBinaryProperty((UChar32)scalar, UCHAR_EXTENDED_PICTOGRAPHIC);
}

bool unicode_is_known_locale(const char *locale) {
    return uloc_getISO3Language(locale)[0] != '\0';
}
