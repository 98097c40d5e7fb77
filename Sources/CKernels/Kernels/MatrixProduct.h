// The packed matrix product.
//
// A register tile of up to six rows by one panel of columns holds its sums in vector registers while it walks down the
// depth: one step loads TILE_VECTORS vectors of the panel, broadcasts one value a row and multiplies and adds. A panel
// is read in order, so it streams. The rows of the left-hand side are read along the depth, or copied into strips of six
// first: where reading them would stride (a transposed left-hand side), and, with vectors of less than 16, where there
// are many rows and panels, since addresses known beforehand then save more instructions than the copy costs.
//
// Weights of some megabytes come from afar, and a few strips of rows are soon done with a panel. So while they work on
// it, they fetch the next: each of the first PANEL_SHARES strips a share, a few bytes at each step of the depth.
enum { PANEL_SHARES = 4, SHARE_WIDTH = PANEL_WIDTH / PANEL_SHARES, FEW_TILED_ROWS = 16 * TILE_ROWS };

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

enum { MOST_PANELS = TILE_VECTORS < 8 ? 8 / TILE_VECTORS : 1 };

/// Panels that a tile of a constant number of rows takes at a time: few rows of one panel have not the eight sums that
/// keep two multiply-add units with a latency of four steps busy.
#define PANELS_OF(ROWS) ((ROWS) * TILE_VECTORS < 8 ? 8 / ((ROWS) * TILE_VECTORS) : 1)

/// One tile: ROWS rows of `a` times PANELS panels, both constants at each call; `width` columns of the last panel are
/// the matrix's. The output is fetched while the sums are worked out, since it may lie far away, and so is `share`, a
/// part of the panel that comes next, if FETCHES.
INLINE void product_tile(const int ROWS, const int PANELS, const bool FETCHES, const float *a, ptrdiff_t a_row,
                         ptrdiff_t a_depth, const float *panel, ptrdiff_t panel_stride, const float *share,
                         const float *bias, float *output, ptrdiff_t output_stride, bool accumulate, ptrdiff_t width,
                         ptrdiff_t depth) {
    vector sum[TILE_ROWS][MOST_PANELS][TILE_VECTORS];
#pragma unroll
    for (int i = 0; i < ROWS; i++) {
#pragma unroll
        for (int p = 0; p < PANELS; p++) {
#pragma unroll
            for (int v = 0; v < TILE_VECTORS; v++) sum[i][p][v] = (vector){};
        }
    }
    for (int i = 0; i < ROWS; i++) {
        for (ptrdiff_t j = 0; j < (PANELS - 1) * PANEL_WIDTH + width; j += 16) {
            __builtin_prefetch(output + i * output_stride + j, 1);
        }
    }
#pragma clang loop unroll_count(VECTOR_WIDTH < 16 ? 4 : 1)
    for (ptrdiff_t k = 0; k < depth; k++) {
        vector b[MOST_PANELS][TILE_VECTORS];
        if (FETCHES) __builtin_prefetch(share + k * SHARE_WIDTH);
#pragma unroll
        for (int p = 0; p < PANELS; p++) {
#pragma unroll
            for (int v = 0; v < TILE_VECTORS; v++) {
                b[p][v] = load(panel + p * panel_stride + k * PANEL_WIDTH + v * VECTOR_WIDTH);
            }
        }
#pragma unroll
        for (int i = 0; i < ROWS; i++) {
            const vector value = splat(a[i * a_row + k * a_depth]);
#pragma unroll
            for (int p = 0; p < PANELS; p++) {
#pragma unroll
                for (int v = 0; v < TILE_VECTORS; v++) sum[i][p][v] += value * b[p][v];
            }
        }
    }
#pragma unroll
    for (int i = 0; i < ROWS; i++) {
#pragma unroll
        for (int p = 0; p < PANELS; p++) {
            store_panel_row(output + i * output_stride + p * PANEL_WIDTH, sum[i][p],
                            bias == NULL ? NULL : bias + p * PANEL_WIDTH, accumulate,
                            p + 1 < PANELS ? PANEL_WIDTH : width);
        }
    }
}

/// A tile of `rows` rows, which lie `a_row` apart, or in a strip where that is 0, and as many panels as suit them: up to
/// `panels`. Fetches `share` meanwhile, if there is one. Returns how many panels these are.
static ptrdiff_t product_strip(ptrdiff_t rows, const float *a, ptrdiff_t a_row, ptrdiff_t panels, const float *panel,
                               ptrdiff_t panel_stride, const float *share, const float *bias, float *output,
                               ptrdiff_t stride, bool accumulate, ptrdiff_t columns, ptrdiff_t depth) {
#define TILE_OF(ROWS, PANELS, FETCHES, A_ROW, A_DEPTH)                                                           \
    product_tile(ROWS, PANELS, FETCHES, a, A_ROW, A_DEPTH, panel, panel_stride, share, bias, output, stride,     \
                 accumulate, panel_columns(PANELS - 1, columns), depth)
#define TILE(ROWS, PANELS)                                                                                       \
    do {                                                                                                         \
        if (a_row == 0 && share == NULL) TILE_OF(ROWS, PANELS, false, 1, ROWS);                                  \
        else if (a_row == 0) TILE_OF(ROWS, PANELS, true, 1, ROWS);                                               \
        else if (share == NULL) TILE_OF(ROWS, PANELS, false, a_row, 1);                                          \
        else TILE_OF(ROWS, PANELS, true, a_row, 1);                                                              \
        return PANELS;                                                                                           \
    } while (0)
    switch (rows) {
        case 1: if (panels >= PANELS_OF(1)) TILE(1, PANELS_OF(1)); TILE(1, 1);
        case 2: if (panels >= PANELS_OF(2)) TILE(2, PANELS_OF(2)); TILE(2, 1);
        case 3: TILE(3, 1);
        case 4: TILE(4, 1);
        case 5: TILE(5, 1);
        default: TILE(6, 1);
    }
#undef TILE
#undef TILE_OF
}

typedef float four_floats __attribute__((vector_size(16), aligned(4)));

/// Turns six rows of four values, `a_row` apart, into four rows of six.
INLINE void transpose_six_rows(const float *a, ptrdiff_t a_row, float *to) {
    four_floats row[6];
    for (int i = 0; i < 6; i++) row[i] = *(const four_floats *)(a + i * a_row);
    const four_floats low01 = __builtin_shufflevector(row[0], row[1], 0, 4, 1, 5);
    const four_floats low23 = __builtin_shufflevector(row[2], row[3], 0, 4, 1, 5);
    const four_floats high01 = __builtin_shufflevector(row[0], row[1], 2, 6, 3, 7);
    const four_floats high23 = __builtin_shufflevector(row[2], row[3], 2, 6, 3, 7);
    const four_floats low45 = __builtin_shufflevector(row[4], row[5], 0, 4, 1, 5);
    const four_floats high45 = __builtin_shufflevector(row[4], row[5], 2, 6, 3, 7);
    *(four_floats *)to = __builtin_shufflevector(low01, low23, 0, 1, 4, 5);
    *(four_floats *)(to + 6) = __builtin_shufflevector(low01, low23, 2, 3, 6, 7);
    *(four_floats *)(to + 12) = __builtin_shufflevector(high01, high23, 0, 1, 4, 5);
    *(four_floats *)(to + 18) = __builtin_shufflevector(high01, high23, 2, 3, 6, 7);
    for (int k = 0; k < 2; k++) memcpy(to + 4 + 6 * k, (const float *)&low45 + 2 * k, 2 * sizeof(float));
    for (int k = 0; k < 2; k++) memcpy(to + 16 + 6 * k, (const float *)&high45 + 2 * k, 2 * sizeof(float));
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
            if (a_depth == 1 && count == 6) {
                for (; k + 4 <= k1; k += 4) transpose_six_rows(a + first * a_row + k, a_row, to + k * 6);
            }
            for (; k < k1; k++) {
                const float *from = a + first * a_row + k * a_depth;
                for (ptrdiff_t i = 0; i < count; i++) to[k * count + i] = from[i * a_row];
            }
        }
    }
}

/// Whether copying rows that could be read in place costs less than it saves.
INLINE bool strips_pay(ptrdiff_t rows, ptrdiff_t panels) {
    return VECTOR_WIDTH < 16 && rows >= TILE_ROWS && panels >= (rows > 64 ? 16 : 64);
}

static void matrix_product(const float *a, ptrdiff_t a_row, ptrdiff_t a_depth, const float *packed_b,
                           const float *bias, float *output, ptrdiff_t output_stride, float *workspace,
                           bool accumulate, ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t depth, ptrdiff_t panel_begin,
                           ptrdiff_t panel_end) {
    const bool in_strips = a_depth != 1 || strips_pay(rows, panel_end - panel_begin);
    for (ptrdiff_t k0 = 0; k0 < depth || k0 == 0; k0 += PRODUCT_BLOCK_DEPTH) {
        const ptrdiff_t block_depth = depth - k0 < PRODUCT_BLOCK_DEPTH ? depth - k0 : PRODUCT_BLOCK_DEPTH;
        for (ptrdiff_t i0 = 0; i0 < rows; i0 += PRODUCT_BLOCK_ROWS) {
            const ptrdiff_t block_rows = rows - i0 < PRODUCT_BLOCK_ROWS ? rows - i0 : PRODUCT_BLOCK_ROWS;
            const float *block = a + i0 * a_row + k0 * a_depth;
            if (in_strips) pack_strips(block, a_row, a_depth, workspace, block_rows, block_depth);
            // Rows of more than one strip take one panel at a time, which all of them find in the nearest cache.
            const ptrdiff_t most_panels = block_rows > TILE_ROWS ? 1 : MOST_PANELS;
            for (ptrdiff_t panel = panel_begin, panels = 1; panel < panel_end; panel += panels) {
                const ptrdiff_t column = panel * PANEL_WIDTH, left = panel_end - panel;
                const float *b = packed_b + (panel * depth + k0) * PANEL_WIDTH;
                const float *panel_bias = bias == NULL || k0 > 0 ? NULL : bias + column;
                const bool fetches = left > 1 && block_rows > TILE_ROWS && block_rows <= FEW_TILED_ROWS;
                const float *next = b + depth * PANEL_WIDTH;
                for (ptrdiff_t i = 0, strips = 0, count; i < block_rows; i += count, strips++) {
                    count = strip_rows(block_rows - i);
                    const float *strip = in_strips ? workspace + i * block_depth : block + i * a_row;
                    const float *share =
                        fetches && strips < PANEL_SHARES ? next + strips * block_depth * SHARE_WIDTH : NULL;
                    panels = product_strip(count, strip, in_strips ? 0 : a_row, left < most_panels ? left : most_panels,
                                           b, depth * PANEL_WIDTH, share, panel_bias,
                                           output + (i0 + i) * output_stride + column, output_stride,
                                           accumulate || k0 > 0, columns - column, block_depth);
                }
            }
        }
    }
}
