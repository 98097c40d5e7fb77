// Softmax and cross entropy in one pass: the probabilities are never stored, only their gradient.
#include <math.h>

INLINE float row_maximum(const float *row, ptrdiff_t count) {
#pragma clang fp reassociate(on)
    float highest = row[0];
    for (ptrdiff_t j = 1; j < count; j++) highest = row[j] > highest ? row[j] : highest;
    return highest;
}

/// exp(factor * (row[j] - highest)) into `output` (may be NULL); returns their sum.
INLINE float row_exponentials(const float *row, float highest, float factor, float *output, ptrdiff_t count) {
    vector sums = {};
    ptrdiff_t j = 0;
    for (; j + VECTOR_WIDTH <= count; j += VECTOR_WIDTH) {
        const vector e = exp_of((load(row + j) - highest) * factor);
        if (output != NULL) store(output + j, e);
        sums += e;
    }
    float sum = 0;
    if (j < count) {
        const vector e = exp_of((load_some(row + j, count - j) - highest) * factor);
        if (output != NULL) store_some(output + j, e, count - j);
        for (ptrdiff_t lane = 0; lane < count - j; lane++) sum += e[lane];
    }
    for (int lane = 0; lane < VECTOR_WIDTH; lane++) sum += sums[lane];
    return sum;
}

static float softmax_weights(float *values, float factor, ptrdiff_t count) {
    return row_exponentials(values, row_maximum(values, count), factor, values, count);
}

static float log_sum_exp(const float *values, ptrdiff_t count) {
    const float highest = row_maximum(values, count);
    return highest + logf(row_exponentials(values, highest, 1.0f, NULL, count));
}

static void cross_entropy(const float *logits, const int32_t *targets, const float *weights, float *losses,
                          float *gradient, float smoothing, ptrdiff_t classes, ptrdiff_t begin, ptrdiff_t end) {
    const float spread = smoothing / (float)classes;
    for (ptrdiff_t i = begin; i < end; i++) {
        const float *row = logits + i * classes;
        float *to = gradient == NULL ? NULL : gradient + i * classes;
        const float weight = weights == NULL ? 1.0f : weights[i];
        if (weight == 0.0f) {
            losses[i] = 0.0f;
            if (to != NULL) memset(to, 0, (size_t)classes * sizeof(float));
            continue;
        }
        const float highest = row_maximum(row, classes);
        const float sum = row_exponentials(row, highest, 1.0f, to, classes);
        const float normalizer = highest + logf(sum);
        float loss = (1.0f - smoothing) * (normalizer - row[targets[i]]);
        if (smoothing > 0.0f) {
            float total = 0;
            for (ptrdiff_t j = 0; j < classes; j++) total += normalizer - row[j];
            loss += spread * total;
        }
        losses[i] = weight * loss;
        if (to == NULL) continue;
        const float scale = weight / sum;
        for (ptrdiff_t j = 0; j < classes; j++) to[j] = to[j] * scale - weight * spread;
        to[targets[i]] -= weight * (1.0f - smoothing);
    }
}
