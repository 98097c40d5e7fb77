// The files of the shipped model `shakespeare`, part of the binary.
#ifndef CSHAKESPEAREMODEL_H
#define CSHAKESPEAREMODEL_H

#include <stddef.h>

typedef struct {
    const void *bytes;
    size_t count;
} embedded_file;

extern const embedded_file shakespeare_configuration;
extern const embedded_file shakespeare_tokenizer;
extern const embedded_file shakespeare_weights;
extern const embedded_file shakespeare_card;

#endif
