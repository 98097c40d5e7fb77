// The matrix product with both sides rounded to bfloat16 and sums of 32 bits, for training in mixed precision: twice
// the multiply-adds an instruction where the processor has dot products of bfloat16, half the memory anywhere.
//
// The right-hand side is packed as BFloat16.h says. Of the left-hand side a block at a time is rounded into the
// workspace: row by row where a row lies together in memory, else in strips of pairs, [strip][depth / 2][row][2].

INLINE vector add_pair_products(vector sum, uint32_t a, word_vector b) {
#if defined(BFLOAT16_DOT_PRODUCTS)
    return (vector)_mm512_dpbf16_ps((__m512)sum, (__m512bh)_mm512_set1_epi32((int)a), (__m512bh)b);
#else
    const word_vector both = (word_vector){} + a;
    sum += (vector)(both & 0xffff0000u) * (vector)(b & 0xffff0000u);
    return sum + (vector)(both << 16) * (vector)(b << 16);
#endif
}

/// One tile: ROWS rows, a constant at each call, times one panel, `pairs` deep.
INLINE void mixed_tile(const int ROWS, const uint32_t *a, ptrdiff_t a_row, ptrdiff_t a_pair, const uint32_t *panel,
                       const float *bias, float *output, ptrdiff_t output_row, bool accumulate, ptrdiff_t width,
                       ptrdiff_t pairs) {
    vector sum[TILE_ROWS][TILE_VECTORS];
#pragma unroll
    for (int i = 0; i < ROWS; i++) {
#pragma unroll
        for (int v = 0; v < TILE_VECTORS; v++) sum[i][v] = (vector){};
    }
    for (int i = 0; i < ROWS; i++) {
        for (ptrdiff_t j = 0; j < width; j += 16) __builtin_prefetch(output + i * output_row + j, 1);
    }
    for (ptrdiff_t p = 0; p < pairs; p++) {
        word_vector b[TILE_VECTORS];
#pragma unroll
        for (int v = 0; v < TILE_VECTORS; v++) memcpy(&b[v], panel + p * PANEL_WIDTH + v * VECTOR_WIDTH, sizeof(b[v]));
#pragma unroll
        for (int i = 0; i < ROWS; i++) {
            const uint32_t value = a[i * a_row + p * a_pair];
#pragma unroll
            for (int v = 0; v < TILE_VECTORS; v++) sum[i][v] = add_pair_products(sum[i][v], value, b[v]);
        }
    }
#pragma unroll
    for (int i = 0; i < ROWS; i++) store_panel_row(output + i * output_row, sum[i], bias, accumulate, width);
}

static void mixed_strip(ptrdiff_t rows, const uint32_t *a, ptrdiff_t a_row, ptrdiff_t a_pair, const uint32_t *panel,
                        const float *bias, float *output, ptrdiff_t stride, bool accumulate, ptrdiff_t width,
                        ptrdiff_t pairs) {
    switch (rows) {
        case 1: mixed_tile(1, a, a_row, a_pair, panel, bias, output, stride, accumulate, width, pairs); break;
        case 2: mixed_tile(2, a, a_row, a_pair, panel, bias, output, stride, accumulate, width, pairs); break;
        case 3: mixed_tile(3, a, a_row, a_pair, panel, bias, output, stride, accumulate, width, pairs); break;
        case 4: mixed_tile(4, a, a_row, a_pair, panel, bias, output, stride, accumulate, width, pairs); break;
        case 5: mixed_tile(5, a, a_row, a_pair, panel, bias, output, stride, accumulate, width, pairs); break;
        default: mixed_tile(6, a, a_row, a_pair, panel, bias, output, stride, accumulate, width, pairs); break;
    }
}

/// Rounds a block whose rows lie together: [rows][pairs].
static void round_rows(const float *a, ptrdiff_t a_row, uint32_t *to, ptrdiff_t rows, ptrdiff_t depth) {
    const ptrdiff_t pairs = (depth + 1) / 2;
    for (ptrdiff_t i = 0; i < rows; i++) {
        const float *from = a + i * a_row;
        for (ptrdiff_t p = 0; p < depth / 2; p++) to[i * pairs + p] = pair_of(from[2 * p], from[2 * p + 1]);
        if (depth % 2 != 0) to[i * pairs + pairs - 1] = pair_of(from[depth - 1], 0);
    }
}

/// Rounds a block of any strides into strips.
static void round_strips(const float *a, ptrdiff_t a_row, ptrdiff_t a_depth, uint32_t *to, ptrdiff_t rows,
                         ptrdiff_t depth) {
    const ptrdiff_t pairs = (depth + 1) / 2;
    uint32_t line[PRODUCT_BLOCK_ROWS];
    for (ptrdiff_t p = 0; p < pairs; p++) {
        const float *first = a + 2 * p * a_depth, *second = first + a_depth;
        if (2 * p + 1 < depth) {
            for (ptrdiff_t i = 0; i < rows; i++) line[i] = pair_of(first[i * a_row], second[i * a_row]);
        } else {
            for (ptrdiff_t i = 0; i < rows; i++) line[i] = pair_of(first[i * a_row], 0);
        }
        for (ptrdiff_t begin = 0, count; begin < rows; begin += count) {
            count = strip_rows(rows - begin);
            memcpy(to + begin * pairs + p * count, line + begin, (size_t)count * sizeof(uint32_t));
        }
    }
}

static void mixed_product(const float *a, ptrdiff_t a_row, ptrdiff_t a_depth, const uint16_t *packed_b,
                          const float *bias, float *output, ptrdiff_t output_stride, float *workspace, bool accumulate,
                          ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t depth, ptrdiff_t panel_begin,
                          ptrdiff_t panel_end) {
    uint32_t *rounded = (uint32_t *)workspace;
    const bool strided = a_depth != 1;
    const ptrdiff_t all_pairs = (depth + 1) / 2;
    for (ptrdiff_t k0 = 0; k0 < depth || k0 == 0; k0 += PRODUCT_BLOCK_DEPTH) {
        const ptrdiff_t block_depth = depth - k0 < PRODUCT_BLOCK_DEPTH ? depth - k0 : PRODUCT_BLOCK_DEPTH;
        const ptrdiff_t pairs = (block_depth + 1) / 2;
        for (ptrdiff_t i0 = 0; i0 < rows; i0 += PRODUCT_BLOCK_ROWS) {
            const ptrdiff_t block_rows = rows - i0 < PRODUCT_BLOCK_ROWS ? rows - i0 : PRODUCT_BLOCK_ROWS;
            const float *block = a + i0 * a_row + k0 * a_depth;
            if (strided) round_strips(block, a_row, a_depth, rounded, block_rows, block_depth);
            else round_rows(block, a_row, rounded, block_rows, block_depth);
            for (ptrdiff_t panel = panel_begin; panel < panel_end; panel++) {
                const ptrdiff_t column = panel * PANEL_WIDTH;
                const uint32_t *b = (const uint32_t *)packed_b + (panel * all_pairs + k0 / 2) * PANEL_WIDTH;
                const float *panel_bias = bias == NULL || k0 > 0 ? NULL : bias + column;
                for (ptrdiff_t i = 0, count; i < block_rows; i += count) {
                    count = strip_rows(block_rows - i);
                    mixed_strip(count, rounded + i * pairs, strided ? 1 : pairs, strided ? count : 1, b, panel_bias,
                                output + (i0 + i) * output_stride + column, output_stride, accumulate || k0 > 0,
                                panel_columns(panel, columns), pairs);
                }
            }
        }
    }
}
