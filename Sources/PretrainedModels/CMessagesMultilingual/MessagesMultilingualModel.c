#include "CMessagesMultilingualModel.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

#define ALIGNED __attribute__((aligned(64)))

static const unsigned char configuration[] ALIGNED = {
#embed "Resources/config.json"
};
static const unsigned char tokenizer[] ALIGNED = {
#embed "../../../vocab/messages-multilingual/tokenizer.json"
};
static const unsigned char weights[] ALIGNED = {
#embed "Resources/model.safetensors"
};
static const unsigned char card[] ALIGNED = {
#embed "Resources/MODEL_CARD.md"
};

const embedded_messages_file messages_multilingual_configuration = {configuration, sizeof(configuration)};
const embedded_messages_file messages_multilingual_tokenizer = {tokenizer, sizeof(tokenizer)};
const embedded_messages_file messages_multilingual_weights = {weights, sizeof(weights)};
const embedded_messages_file messages_multilingual_card = {card, sizeof(card)};
