// Elementwise functions, sums and dropout. Plain loops: the compiler turns them into vector code.

static void vector_add(const float *a, const float *b, float *output, ptrdiff_t count) {
    for (ptrdiff_t i = 0; i < count; i++) output[i] = a[i] + b[i];
}

static void vector_multiply(const float *a, const float *b, float *output, ptrdiff_t count) {
    for (ptrdiff_t i = 0; i < count; i++) output[i] = a[i] * b[i];
}

static void vector_accumulate(const float *a, float scale, float *output, ptrdiff_t count) {
    for (ptrdiff_t i = 0; i < count; i++) output[i] += scale * a[i];
}

static void vector_scale(const float *a, float scale, float *output, ptrdiff_t count) {
    for (ptrdiff_t i = 0; i < count; i++) output[i] = scale * a[i];
}

static void vector_widen_int8(const int8_t *a, float scale, float *output, ptrdiff_t count) {
    for (ptrdiff_t i = 0; i < count; i++) output[i] = scale * (float)a[i];
}

#define APPLY_VECTOR_FUNCTION(name, function)                                       \
    static void name(const float *a, float *output, ptrdiff_t count) {              \
        ptrdiff_t i = 0;                                                            \
        for (; i + VECTOR_WIDTH <= count; i += VECTOR_WIDTH) {                      \
            store(output + i, function(load(a + i)));                               \
        }                                                                           \
        if (i < count) store_some(output + i, function(load_some(a + i, count - i)), count - i); \
    }
APPLY_VECTOR_FUNCTION(vector_exp, exp_of)
APPLY_VECTOR_FUNCTION(vector_sigmoid, sigmoid_of)
APPLY_VECTOR_FUNCTION(vector_tanh, tanh_of)

static double sum_of_squares(const float *a, ptrdiff_t count) {
#pragma clang fp reassociate(on)
    double sum = 0;
    for (ptrdiff_t i = 0; i < count; i++) sum += (double)a[i] * (double)a[i];
    return sum;
}

static bool is_finite(const float *a, ptrdiff_t count) {
    // The exponent bits of infinities and NaNs are all ones; in every other value at least one is zero.
    uint32_t found = 0;
    for (ptrdiff_t i = 0; i < count; i++) {
        uint32_t bits;
        memcpy(&bits, a + i, sizeof(bits));
        found |= (bits & 0x7f800000u) == 0x7f800000u;
    }
    return found == 0;
}

static void sum_rows(const float *a, float *output, bool accumulate, ptrdiff_t rows, ptrdiff_t columns,
                     ptrdiff_t begin, ptrdiff_t end) {
    if (!accumulate) memset(output + begin, 0, (size_t)(end - begin) * sizeof(float));
    for (ptrdiff_t i = 0; i < rows; i++) {
        const float *row = a + i * columns;
        for (ptrdiff_t j = begin; j < end; j++) output[j] += row[j];
    }
}

static void sum_row_products(const float *a, ptrdiff_t a_row_stride, const float *b, ptrdiff_t b_row_stride,
                             float *output, ptrdiff_t rows, ptrdiff_t begin, ptrdiff_t end) {
    memset(output + begin, 0, (size_t)(end - begin) * sizeof(float));
    for (ptrdiff_t i = 0; i < rows; i++) {
        const float *a_row = a + i * a_row_stride, *b_row = b + i * b_row_stride;
        for (ptrdiff_t j = begin; j < end; j++) output[j] += a_row[j] * b_row[j];
    }
}

/// 32 random bits for (key, index): two rounds of the multiply-xorshift mixing of Wellons (2018, "lowbias32").
INLINE uint32_t random_bits(uint64_t key, uint32_t index) {
    uint32_t x = index ^ (uint32_t)key;
    x ^= x >> 16;
    x *= 0x7feb352du;
    x ^= x >> 15;
    x *= 0x846ca68bu;
    x ^= x >> 16;
    x ^= (uint32_t)(key >> 32);
    x ^= x >> 16;
    x *= 0x7feb352du;
    x ^= x >> 15;
    x *= 0x846ca68bu;
    x ^= x >> 16;
    return x;
}

INLINE float dropped(float value, uint64_t key, uint32_t index, uint32_t threshold, float scale) {
    return (random_bits(key, index) >> 8) < threshold ? value * scale : 0.0f;
}

static void dropout(const float *a, float *output, uint64_t key, float keep, ptrdiff_t begin, ptrdiff_t end) {
    const uint32_t threshold = (uint32_t)(keep * 16777216.0f);
    const float scale = 1.0f / keep;
    for (ptrdiff_t i = begin; i < end; i++) output[i] = dropped(a[i], key, (uint32_t)i, threshold, scale);
}

static void dropout_rows(const float *a, const int32_t *mask_row, float *output, uint64_t key, float keep,
                         ptrdiff_t columns, ptrdiff_t row_begin, ptrdiff_t row_end) {
    const uint32_t threshold = (uint32_t)(keep * 16777216.0f);
    const float scale = 1.0f / keep;
    for (ptrdiff_t row = row_begin; row < row_end; row++) {
        const float *from = a + row * columns;
        float *to = output + row * columns;
        const uint32_t first = (uint32_t)mask_row[row] * (uint32_t)columns;
        for (ptrdiff_t j = 0; j < columns; j++) to[j] = dropped(from[j], key, first + (uint32_t)j, threshold, scale);
    }
}
