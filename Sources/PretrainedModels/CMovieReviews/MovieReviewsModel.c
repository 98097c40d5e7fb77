#include "CMovieReviewsModel.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

#define ALIGNED __attribute__((aligned(64)))

static const unsigned char configuration[] ALIGNED = {
#embed "Resources/config.json"
};
static const unsigned char tokenizer[] ALIGNED = {
#embed "../../../vocab/movie-reviews-en/tokenizer.json"
};
static const unsigned char weights[] ALIGNED = {
#embed "Resources/model.safetensors"
};
static const unsigned char card[] ALIGNED = {
#embed "Resources/MODEL_CARD.md"
};
static const unsigned char suite[] ALIGNED = {
#embed "../../../corpora/behaviour-en.tsv"
};

const embedded_classifier_file movie_reviews_configuration = {configuration, sizeof(configuration)};
const embedded_classifier_file movie_reviews_tokenizer = {tokenizer, sizeof(tokenizer)};
const embedded_classifier_file movie_reviews_weights = {weights, sizeof(weights)};
const embedded_classifier_file movie_reviews_card = {card, sizeof(card)};
const embedded_classifier_file movie_reviews_suite = {suite, sizeof(suite)};
