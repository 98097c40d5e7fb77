// A vector of floats and the functions recurrent cells need on it.
//
// exp: argument reduced to |r| <= ln 2 / 2, degree-6 polynomial, relative error below 2e-7 (Cody & Waite 1980).
// sigmoid and tanh follow from it; tanh uses an odd polynomial below 0.625 so that small values keep their precision.
#include <string.h>

typedef float vector __attribute__((vector_size(VECTOR_WIDTH * 4)));
typedef float unaligned_vector __attribute__((vector_size(VECTOR_WIDTH * 4), aligned(4)));
typedef int32_t int_vector __attribute__((vector_size(VECTOR_WIDTH * 4)));
typedef uint32_t word_vector __attribute__((vector_size(VECTOR_WIDTH * 4)));

#define INLINE static inline __attribute__((always_inline))

INLINE vector load(const float *from) { return *(const unaligned_vector *)from; }
INLINE void store(float *to, vector value) { *(unaligned_vector *)to = value; }
INLINE vector splat(float value) { return value - (vector){}; }  // minus zero leaves every value as it is

/// The first `count` floats, the rest zero.
INLINE vector load_some(const float *from, ptrdiff_t count) {
    vector value = {};
    memcpy(&value, from, (size_t)count * sizeof(float));
    return value;
}

INLINE void store_some(float *to, vector value, ptrdiff_t count) {
    memcpy(to, &value, (size_t)count * sizeof(float));
}

/// Lanes of `yes` where `mask` is all ones, else of `no`.
INLINE vector choose_lanes(int_vector mask, vector yes, vector no) {
    return (vector)(((int_vector)yes & mask) | ((int_vector)no & ~mask));
}

INLINE vector exp_of(vector x) {
    // Above 127.5 ln 2 = 88.38 the exponent bits come out as those of infinity, below -126.5 ln 2 = -87.68 as zero.
    const vector highest = splat(89.0f), lowest = splat(-88.0f);
    x = choose_lanes(x > highest, highest, x);
    x = choose_lanes(x < lowest, lowest, x);
    const vector rounder = splat(12582912.0f);  // 1.5 * 2^23: adding it rounds to an integer
    const vector shifted = x * 1.44269504088896341f + rounder;
    const vector n = shifted - rounder;
    const vector r = (x - n * 0.693359375f) + n * 2.12194440e-4f;
    vector p = splat(1.9875691500e-4f);
    p = p * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    p = p * (r * r) + r + 1.0f;
    const int_vector exponent = (int_vector)shifted - (int_vector)rounder;
    return p * (vector)((exponent + 127) << 23);
}

INLINE vector sigmoid_of(vector x) { return 1.0f / (1.0f + exp_of(-x)); }

INLINE vector tanh_of(vector x) {
    const int_vector sign = (int_vector)((word_vector)x & 0x80000000u);
    const vector magnitude = (vector)((int_vector)x ^ sign);
    const vector far = 1.0f - 2.0f / (exp_of(2.0f * magnitude) + 1.0f);
    const vector z = x * x;
    vector p = splat(-5.70498872745e-3f);
    p = p * z + 2.06390887954e-2f;
    p = p * z - 5.37397155531e-2f;
    p = p * z + 1.33314422036e-1f;
    p = p * z - 3.33332819422e-1f;
    const vector near = p * z * x + x;
    return choose_lanes(magnitude < 0.625f, near, (vector)((int_vector)far | sign));
}

INLINE float sum_of_lanes(vector value) {
    float lanes[VECTOR_WIDTH];
    store(lanes, value);
    for (int width = VECTOR_WIDTH / 2; width > 0; width /= 2) {
        for (int lane = 0; lane < width; lane++) lanes[lane] += lanes[lane + width];
    }
    return lanes[0];
}
