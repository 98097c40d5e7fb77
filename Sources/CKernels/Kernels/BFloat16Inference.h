// Products with weights of sixteen bits and inputs of 32, for inference: a few rows at a time, half the memory to read.
// Even and odd depths are summed apart.

/// ROWS rows, a constant at each call, times one panel.
INLINE void bf16_tile(const int ROWS, const float *a, ptrdiff_t a_row, const uint16_t *panel, const float *bias,
                      float *output, ptrdiff_t output_row, bool accumulate, ptrdiff_t width, ptrdiff_t depth) {
    vector even[FEW_ROWS][TILE_VECTORS], odd[FEW_ROWS][TILE_VECTORS];
#pragma unroll
    for (int i = 0; i < ROWS; i++) {
#pragma unroll
        for (int v = 0; v < TILE_VECTORS; v++) even[i][v] = odd[i][v] = (vector){};
    }
    for (ptrdiff_t k = 0; k + 1 < depth; k += 2) {
#pragma unroll
        for (int v = 0; v < TILE_VECTORS; v++) {
            word_vector pair;
            memcpy(&pair, panel + k * PANEL_WIDTH + v * VECTOR_WIDTH * 2, sizeof(pair));
            const vector lower = (vector)(pair << 16), upper = (vector)(pair & 0xffff0000u);
#pragma unroll
            for (int i = 0; i < ROWS; i++) {
                even[i][v] += splat(a[i * a_row + k]) * lower;
                odd[i][v] += splat(a[i * a_row + k + 1]) * upper;
            }
        }
    }
    if (depth % 2 != 0) {
#pragma unroll
        for (int v = 0; v < TILE_VECTORS; v++) {
            word_vector pair;
            memcpy(&pair, panel + (depth - 1) * PANEL_WIDTH + v * VECTOR_WIDTH * 2, sizeof(pair));
#pragma unroll
            for (int i = 0; i < ROWS; i++) even[i][v] += splat(a[i * a_row + depth - 1]) * (vector)(pair << 16);
        }
    }
#pragma unroll
    for (int i = 0; i < ROWS; i++) {
        vector sum[TILE_VECTORS];
#pragma unroll
        for (int v = 0; v < TILE_VECTORS; v++) sum[v] = even[i][v] + odd[i][v];
        store_panel_row(output + i * output_row, sum, bias, accumulate, width);
    }
}

static void bf16_product(const float *a, ptrdiff_t a_row, const uint16_t *packed, const float *bias, float *output,
                         ptrdiff_t output_row, bool accumulate, ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t depth,
                         ptrdiff_t panel_begin, ptrdiff_t panel_end) {
    const ptrdiff_t panel_size = (depth + 1) / 2 * PANEL_WIDTH * 2;
    for (ptrdiff_t panel = panel_begin; panel < panel_end; panel++) {
        const ptrdiff_t column = panel * PANEL_WIDTH, width = panel_columns(panel, columns);
        const uint16_t *b = packed + panel * panel_size;
        const float *panel_bias = bias == NULL ? NULL : bias + column;
        ptrdiff_t i = 0;
        for (; i + FEW_ROWS <= rows; i += FEW_ROWS) {
            bf16_tile(FEW_ROWS, a + i * a_row, a_row, b, panel_bias, output + i * output_row + column, output_row,
                      accumulate, width, depth);
        }
        for (; i < rows; i++) {
            bf16_tile(1, a + i * a_row, a_row, b, panel_bias, output + i * output_row + column, output_row, accumulate,
                      width, depth);
        }
    }
}
