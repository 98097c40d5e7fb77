#include "CEnglishFrenchModel.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

#define ALIGNED __attribute__((aligned(64)))

static const unsigned char configuration[] ALIGNED = {
#embed "Resources/config.json"
};
static const unsigned char tokenizer[] ALIGNED = {
#embed "../../../vocab/english-french/tokenizer.json"
};
static const unsigned char target_tokenizer[] ALIGNED = {
#embed "../../../vocab/english-french/target-tokenizer.json"
};
static const unsigned char weights[] ALIGNED = {
#embed "Resources/model.safetensors"
};
static const unsigned char card[] ALIGNED = {
#embed "Resources/MODEL_CARD.md"
};

const embedded_translator_file english_french_configuration = {configuration, sizeof(configuration)};
const embedded_translator_file english_french_tokenizer = {tokenizer, sizeof(tokenizer)};
const embedded_translator_file english_french_target_tokenizer = {target_tokenizer, sizeof(target_tokenizer)};
const embedded_translator_file english_french_weights = {weights, sizeof(weights)};
const embedded_translator_file english_french_card = {card, sizeof(card)};
