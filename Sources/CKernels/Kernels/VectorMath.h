// A vector of floats and the functions recurrent cells need on it.
//
// exp: argument reduced to |r| <= ln 2 / 2, degree-6 polynomial, relative error below 2e-7 (Cody & Waite 1980).
// sigmoid follows from it. tanh: x times a quotient of two polynomials in x^2, fitted to the least greatest relative error
// up to 9, where it is 1 in 32 bits; relative error below 3e-7, without fused multiply-adds 4e-7. The factor x keeps the
// precision of small values.
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

/// Between `lowest` and `highest`; what is not a number stays one.
INLINE vector clamp(vector x, float lowest, float highest) {
    x = choose_lanes(x > splat(highest), splat(highest), x);
    return choose_lanes(x < splat(lowest), splat(lowest), x);
}

INLINE vector exp_of(vector x) {
    // Above 127.5 ln 2 = 88.38 the exponent bits come out as those of infinity, below -126.5 ln 2 = -87.68 as zero.
    x = clamp(x, -88.0f, 89.0f);
    // Adding 1.5 * 2^23 rounds to an integer; 127 more, and the last bits are those of the power's exponent.
    const vector rounder = splat(12582912.0f + 127.0f);
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
    return p * (vector)((int_vector)shifted << 23);
}

INLINE vector sigmoid_of(vector x) { return 1.0f / (1.0f + exp_of(-x)); }

INLINE vector tanh_of(vector x) {
    x = clamp(x, -9.0f, 9.0f);
    const vector z = x * x;
    vector p = splat(1.619515959e-8f);
    p = p * z + 2.336817266e-5f;
    p = p * z + 3.819658661e-3f;
    p = p * z + 1.439066519e-1f;
    p = p * z + 1.070636397f;
    vector q = splat(9.081274681e-7f);
    q = q * z + 3.645208588e-4f;
    q = q * z + 2.799670644e-2f;
    q = q * z + 5.007853847e-1f;
    q = q * z + 1.070636405f;
    return clamp(p / q * x, -1.0f, 1.0f);
}

INLINE float sum_of_lanes(vector value) {
    float lanes[VECTOR_WIDTH];
    store(lanes, value);
    for (int width = VECTOR_WIDTH / 2; width > 0; width /= 2) {
        for (int lane = 0; lane < width; lane++) lanes[lane] += lanes[lane + width];
    }
    return lanes[0];
}
