// The files of the shipped model `messages-multilingual`, part of the binary.
#ifndef CMESSAGESMULTILINGUALMODEL_H
#define CMESSAGESMULTILINGUALMODEL_H

#include <stddef.h>

typedef struct {
    const void *bytes;
    size_t count;
} embedded_messages_file;

extern const embedded_messages_file messages_multilingual_configuration;
extern const embedded_messages_file messages_multilingual_tokenizer;
extern const embedded_messages_file messages_multilingual_weights;
extern const embedded_messages_file messages_multilingual_card;

#endif
