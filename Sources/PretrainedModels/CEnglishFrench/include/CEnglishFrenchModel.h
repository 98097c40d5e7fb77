// The files of the shipped model `english-french`, part of the binary.
#ifndef CENGLISHFRENCHMODEL_H
#define CENGLISHFRENCHMODEL_H

#include <stddef.h>

typedef struct {
    const void *bytes;
    size_t count;
} embedded_translator_file;

extern const embedded_translator_file english_french_configuration;
extern const embedded_translator_file english_french_tokenizer;
extern const embedded_translator_file english_french_target_tokenizer;
extern const embedded_translator_file english_french_weights;
extern const embedded_translator_file english_french_card;

#endif
