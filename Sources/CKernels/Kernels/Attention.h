// Attention of one query over the memory rows of its sequence: a score for each row, a softmax over the true length,
// the mean of the values under these weights. What lies past a sequence's end is neither stored nor read.

/// Additive (Bahdanau, Cho & Bengio 2015): score . tanh(key + query); without `score`, the product key . query.
INLINE float attention_score(const float *key, const float *query, const float *score, ptrdiff_t width) {
    vector sums = {};
    ptrdiff_t j = 0;
    for (; j + VECTOR_WIDTH <= width; j += VECTOR_WIDTH) {
        const vector k = load(key + j), q = load(query + j);
        sums += score == NULL ? k * q : load(score + j) * tanh_of(k + q);
    }
    if (j < width) {
        const ptrdiff_t count = width - j;
        const vector k = load_some(key + j, count), q = load_some(query + j, count);
        sums += score == NULL ? k * q : load_some(score + j, count) * tanh_of(k + q);
    }
    return sum_of_lanes(sums);
}

INLINE void add_scaled(float *to, const float *from, float factor, ptrdiff_t count) {
    for (ptrdiff_t j = 0; j < count; j++) to[j] += factor * from[j];
}

/// `weights` [most] receives the softmax, zero past the length; `context` [value_width] the mean of the values.
static void attend_row(attention_source source, ptrdiff_t row, const float *query, float *weights, ptrdiff_t most,
                       float *context) {
    const ptrdiff_t first = source.first[row], length = source.length[row];
    for (ptrdiff_t s = 0; s < length; s++) {
        weights[s] = attention_score(source.keys + (first + s) * source.key_width, query, source.score,
                                     source.key_width);
    }
    const float scale = 1.0f / row_exponentials(weights, row_maximum(weights, length), 1.0f, weights, length);
    memset(context, 0, (size_t)source.value_width * sizeof(float));
    for (ptrdiff_t s = 0; s < length; s++) {
        weights[s] *= scale;
        add_scaled(context, source.values + (first + s) * source.value_width, weights[s], source.value_width);
    }
    if (most > length) memset(weights + length, 0, (size_t)(most - length) * sizeof(float));
}

/// Through one score: with `slope` the gradient of the score, adds to those of query and key and, additive, of `score`.
INLINE void attention_score_backward(attention_source source, attention_gradients gradients, ptrdiff_t at,
                                     ptrdiff_t row, const float *query, float slope, float *of_query) {
    const ptrdiff_t width = source.key_width;
    const float *key = source.keys + at * width;
    float *of_key = gradients.keys + at * width;
    if (source.score == NULL) {
        add_scaled(of_query, key, slope, width);
        add_scaled(of_key, query, slope, width);
        return;
    }
    float *of_score = gradients.score + row * width;
    for (ptrdiff_t j = 0; j < width; j += VECTOR_WIDTH) {
        const ptrdiff_t count = width - j < VECTOR_WIDTH ? width - j : VECTOR_WIDTH;
        const vector squashed = tanh_of(load_some(key + j, count) + load_some(query + j, count));
        const vector through = slope * load_some(source.score + j, count) * (1.0f - squashed * squashed);
        store_some(of_query + j, load_some(of_query + j, count) + through, count);
        store_some(of_key + j, load_some(of_key + j, count) + through, count);
        store_some(of_score + j, load_some(of_score + j, count) + slope * squashed, count);
    }
}

/// The backward pass of `attend_row`: adds to the gradients of memory, score and, at `of_query`, of the query.
/// `slopes` [length] is workspace.
static void attend_row_backward(attention_source source, attention_gradients gradients, ptrdiff_t row,
                                const float *query, const float *weights, const float *of_context, float *of_query,
                                float *slopes) {
    const ptrdiff_t first = source.first[row], length = source.length[row], width = source.value_width;
    float mean = 0;
    for (ptrdiff_t s = 0; s < length; s++) {
        slopes[s] = attention_score(source.values + (first + s) * width, of_context, NULL, width);
        add_scaled(gradients.values + (first + s) * width, of_context, weights[s], width);
        mean += weights[s] * slopes[s];
    }
    for (ptrdiff_t s = 0; s < length; s++) {
        const float slope = weights[s] * (slopes[s] - mean);
        attention_score_backward(source, gradients, first + s, row, query, slope, of_query);
    }
}

static void attention(attention_source source, const float *query, ptrdiff_t query_stride, float *weights,
                      ptrdiff_t most, float *context, ptrdiff_t context_stride, ptrdiff_t begin, ptrdiff_t end) {
    for (ptrdiff_t row = begin; row < end; row++) {
        attend_row(source, row, query + row * query_stride, weights + row * most, most, context + row * context_stride);
    }
}
