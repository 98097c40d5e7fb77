// Multiply-adds in registers alone, to learn what the processor can do.

/// As many independent sums as hide the latency of the multiply-adds.
static ptrdiff_t multiply_add_chains(ptrdiff_t iterations, float *sink) {
    enum { CHAINS = TILE_ROWS * TILE_VECTORS };
    vector sum[CHAINS];
    const vector factor = splat(0.999f), term = splat(*sink);
#pragma unroll
    for (int i = 0; i < CHAINS; i++) sum[i] = splat((float)i);
    for (ptrdiff_t n = 0; n < iterations; n++) {
#pragma unroll
        for (int i = 0; i < CHAINS; i++) sum[i] = sum[i] * factor + term;
    }
    vector total = {};
#pragma unroll
    for (int i = 0; i < CHAINS; i++) total += sum[i];
    *sink = total[0];
    return iterations * CHAINS * VECTOR_WIDTH;
}
