// The files of the shipped model `movie-reviews-en`, part of the binary.
#ifndef CMOVIEREVIEWSMODEL_H
#define CMOVIEREVIEWSMODEL_H

#include <stddef.h>

typedef struct {
    const void *bytes;
    size_t count;
} embedded_classifier_file;

extern const embedded_classifier_file movie_reviews_configuration;
extern const embedded_classifier_file movie_reviews_tokenizer;
extern const embedded_classifier_file movie_reviews_weights;
extern const embedded_classifier_file movie_reviews_card;
/// The cases of `sentiment evaluate --suite`.
extern const embedded_classifier_file movie_reviews_suite;

#endif
