// The packed matrix product.
//
// A register tile of up to six rows by one panel of columns holds its sums in vector registers while it walks down the
// depth: one step loads TILE_VECTORS vectors of the panel, broadcasts one value a row and multiplies and adds. A panel
// is read in order, so it streams; the rows of the left-hand side are read along the depth, or, where that would
// stride (a transposed left-hand side), copied into strips of six first.
static void matrix_pack(const float *source, ptrdiff_t depth_stride, ptrdiff_t column_stride, float *packed,
                        ptrdiff_t depth, ptrdiff_t columns, ptrdiff_t panel_begin, ptrdiff_t panel_end) {
    enum { BLOCK = 64 };  // four cache lines of the source, a quarter of the nearest cache for the target
    for (ptrdiff_t panel = panel_begin; panel < panel_end; panel++) {
        float *to = packed + panel * depth * PANEL_WIDTH;
        const float *from = source + panel * PANEL_WIDTH * column_stride;
        const ptrdiff_t width = panel_columns(panel, columns);
        if (width < PANEL_WIDTH) memset(to, 0, (size_t)(depth * PANEL_WIDTH) * sizeof(float));
        if (column_stride == 1) {
            for (ptrdiff_t k = 0; k < depth; k++) {
                memcpy(to + k * PANEL_WIDTH, from + k * depth_stride, (size_t)width * sizeof(float));
            }
            continue;
        }
        for (ptrdiff_t k0 = 0; k0 < depth; k0 += BLOCK) {
            const ptrdiff_t k1 = k0 + BLOCK < depth ? k0 + BLOCK : depth;
            for (ptrdiff_t j = 0; j < width; j++) {
                for (ptrdiff_t k = k0; k < k1; k++) {
                    to[k * PANEL_WIDTH + j] = from[k * depth_stride + j * column_stride];
                }
            }
        }
    }
}

/// One tile: ROWS rows of `a` times one panel, ROWS a constant at each call. The output is fetched while the sums are
/// worked out, since it may lie far away.
INLINE void product_tile(const int ROWS, const float *a, ptrdiff_t a_row, ptrdiff_t a_depth, const float *panel,
                         const float *bias, float *output, ptrdiff_t output_stride, bool accumulate, ptrdiff_t width,
                         ptrdiff_t depth) {
    vector sum[TILE_ROWS][TILE_VECTORS];
#pragma unroll
    for (int i = 0; i < ROWS; i++) {
#pragma unroll
        for (int v = 0; v < TILE_VECTORS; v++) sum[i][v] = (vector){};
    }
    for (int i = 0; i < ROWS; i++) {
        for (ptrdiff_t j = 0; j < width; j += 16) __builtin_prefetch(output + i * output_stride + j, 1);
    }
    for (ptrdiff_t k = 0; k < depth; k++) {
        vector b[TILE_VECTORS];
#pragma unroll
        for (int v = 0; v < TILE_VECTORS; v++) b[v] = load(panel + k * PANEL_WIDTH + v * VECTOR_WIDTH);
#pragma unroll
        for (int i = 0; i < ROWS; i++) {
            const vector value = splat(a[i * a_row + k * a_depth]);
#pragma unroll
            for (int v = 0; v < TILE_VECTORS; v++) sum[i][v] += value * b[v];
        }
    }
#pragma unroll
    for (int i = 0; i < ROWS; i++) store_panel_row(output + i * output_stride, sum[i], bias, accumulate, width);
}

static void product_strip(ptrdiff_t rows, const float *a, ptrdiff_t a_row, ptrdiff_t a_depth, const float *panel,
                          const float *bias, float *output, ptrdiff_t stride, bool accumulate, ptrdiff_t width,
                          ptrdiff_t depth) {
    switch (rows) {
        case 1: product_tile(1, a, a_row, a_depth, panel, bias, output, stride, accumulate, width, depth); break;
        case 2: product_tile(2, a, a_row, a_depth, panel, bias, output, stride, accumulate, width, depth); break;
        case 3: product_tile(3, a, a_row, a_depth, panel, bias, output, stride, accumulate, width, depth); break;
        case 4: product_tile(4, a, a_row, a_depth, panel, bias, output, stride, accumulate, width, depth); break;
        case 5: product_tile(5, a, a_row, a_depth, panel, bias, output, stride, accumulate, width, depth); break;
        default: product_tile(6, a, a_row, a_depth, panel, bias, output, stride, accumulate, width, depth); break;
    }
}

/// Copies a [rows, depth] block into strips, [strip][depth][row], sixteen steps of the depth at a time so that the rows
/// read and the strips written both stay in the nearest cache.
static void pack_strips(const float *a, ptrdiff_t a_row, ptrdiff_t a_depth, float *strips, ptrdiff_t rows,
                        ptrdiff_t depth) {
    enum { BLOCK = 16 };
    for (ptrdiff_t k0 = 0; k0 < depth; k0 += BLOCK) {
        const ptrdiff_t k1 = k0 + BLOCK < depth ? k0 + BLOCK : depth;
        for (ptrdiff_t first = 0, count; first < rows; first += count) {
            count = strip_rows(rows - first);
            float *to = strips + first * depth;
            ptrdiff_t k = k0;
            if (a_row == 1 && count == TILE_ROWS && first + 8 <= rows) {
                // Eight values in one piece; what is too much, the next step writes over.
                const ptrdiff_t limit = k1 < depth ? k1 : depth - 1;
                for (; k < limit; k++) memcpy(to + k * TILE_ROWS, a + first + k * a_depth, 8 * sizeof(float));
            }
            for (; k < k1; k++) {
                const float *from = a + first * a_row + k * a_depth;
                for (ptrdiff_t i = 0; i < count; i++) to[k * count + i] = from[i * a_row];
            }
        }
    }
}

static void matrix_product(const float *a, ptrdiff_t a_row, ptrdiff_t a_depth, const float *packed_b,
                           const float *bias, float *output, ptrdiff_t output_stride, float *workspace,
                           bool accumulate, ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t depth, ptrdiff_t panel_begin,
                           ptrdiff_t panel_end) {
    const bool strided = a_depth != 1;
    for (ptrdiff_t k0 = 0; k0 < depth || k0 == 0; k0 += PRODUCT_BLOCK_DEPTH) {
        const ptrdiff_t block_depth = depth - k0 < PRODUCT_BLOCK_DEPTH ? depth - k0 : PRODUCT_BLOCK_DEPTH;
        for (ptrdiff_t i0 = 0; i0 < rows; i0 += PRODUCT_BLOCK_ROWS) {
            const ptrdiff_t block_rows = rows - i0 < PRODUCT_BLOCK_ROWS ? rows - i0 : PRODUCT_BLOCK_ROWS;
            const float *block = a + i0 * a_row + k0 * a_depth;
            if (strided) pack_strips(block, a_row, a_depth, workspace, block_rows, block_depth);
            for (ptrdiff_t panel = panel_begin; panel < panel_end; panel++) {
                const ptrdiff_t column = panel * PANEL_WIDTH;
                const ptrdiff_t width = panel_columns(panel, columns);
                const float *b = packed_b + (panel * depth + k0) * PANEL_WIDTH;
                const float *panel_bias = bias == NULL || k0 > 0 ? NULL : bias + column;
                for (ptrdiff_t i = 0, count; i < block_rows; i += count) {
                    count = strip_rows(block_rows - i);
                    const float *strip = strided ? workspace + i * block_depth : block + i * a_row;
                    product_strip(count, strip, strided ? 1 : a_row, strided ? count : 1, b, panel_bias,
                                  output + (i0 + i) * output_stride + column, output_stride, accumulate || k0 > 0,
                                  width, block_depth);
                }
            }
        }
    }
}
