#include "CProseEnglishModel.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

#define ALIGNED __attribute__((aligned(64)))

static const unsigned char configuration[] ALIGNED = {
#embed "Resources/config.json"
};
static const unsigned char tokenizer[] ALIGNED = {
#embed "../../../vocab/prose-en/tokenizer.json"
};
static const unsigned char weights[] ALIGNED = {
#embed "Resources/model.safetensors"
};
static const unsigned char card[] ALIGNED = {
#embed "Resources/MODEL_CARD.md"
};

const embedded_file prose_english_configuration = {configuration, sizeof(configuration)};
const embedded_file prose_english_tokenizer = {tokenizer, sizeof(tokenizer)};
const embedded_file prose_english_weights = {weights, sizeof(weights)};
const embedded_file prose_english_card = {card, sizeof(card)};
