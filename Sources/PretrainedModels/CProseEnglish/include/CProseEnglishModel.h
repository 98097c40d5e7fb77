// The files of the shipped model `prose-en`, part of the binary.
#ifndef CPROSEENGLISHMODEL_H
#define CPROSEENGLISHMODEL_H

#include <stddef.h>

typedef struct {
    const void *bytes;
    size_t count;
} embedded_file;

extern const embedded_file prose_english_configuration;
extern const embedded_file prose_english_tokenizer;
extern const embedded_file prose_english_weights;
extern const embedded_file prose_english_card;

#endif
