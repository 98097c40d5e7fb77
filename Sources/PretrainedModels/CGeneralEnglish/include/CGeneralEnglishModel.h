// The files of the shipped model `general-en`, part of the binary.
#ifndef CGENERALENGLISHMODEL_H
#define CGENERALENGLISHMODEL_H

#include <stddef.h>

typedef struct {
    const void *bytes;
    size_t count;
} embedded_general_file;

extern const embedded_general_file general_english_configuration;
extern const embedded_general_file general_english_tokenizer;
extern const embedded_general_file general_english_weights;
extern const embedded_general_file general_english_card;

#endif
