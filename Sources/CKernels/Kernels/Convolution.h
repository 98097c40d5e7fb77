// Convolutions of maps as products: the square of neighbours around each pixel, gathered into a row, times packed
// weights. Neighbours past an edge are zeros, so a map keeps its size.
//
// Pixels are gathered in blocks, whose rows are still in a near cache when they are multiplied. A square is gathered by
// its rows, each of which lies in one piece in the map. With a kernel of 1 the map itself is the matrix of squares.

/// The product of some rows: `mixed` where the weights are packed as bfloat16, `matrix_product` where it is NULL.
static void recurrent_product(mixed_product_function mixed, const float *a, ptrdiff_t a_row, const void *packed,
                              const float *bias, float *output, ptrdiff_t output_row, float *workspace,
                              bool accumulate, ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t depth) {
    const ptrdiff_t panels = (columns + PANEL_WIDTH - 1) / PANEL_WIDTH;
    if (mixed != NULL) {
        mixed(a, a_row, 1, packed, bias, output, output_row, workspace, accumulate, rows, columns, depth, 0, panels);
    } else {
        matrix_product(a, a_row, 1, packed, bias, output, output_row, workspace, accumulate, rows, columns, depth, 0,
                       panels);
    }
}

/// One row of the square around a pixel: its columns [left, right) lie in the map, the first of them at `pixel`.
typedef struct {
    ptrdiff_t left, right, pixel;
} square_row;

INLINE square_row row_of_square(map_shape map, ptrdiff_t pixel, ptrdiff_t row) {
    const ptrdiff_t reach = map.kernel / 2, x = pixel % map.width, y = pixel / map.width % map.height + row - reach;
    if (y < 0 || y >= map.height) return (square_row){0, 0, pixel};
    const ptrdiff_t left = x < reach ? reach - x : 0;
    const ptrdiff_t right = x + reach < map.width ? map.kernel : map.width - x + reach;
    return (square_row){left, right, pixel + (row - reach) * map.width + left - reach};
}

static void gather_squares(map_shape map, const float *maps, ptrdiff_t channels, float *squares, ptrdiff_t begin,
                           ptrdiff_t end) {
    const size_t bytes = (size_t)channels * sizeof(float);
    float *to = squares;
    for (ptrdiff_t pixel = begin; pixel < end; pixel++) {
        for (ptrdiff_t row = 0; row < map.kernel; row++, to += map.kernel * channels) {
            const square_row part = row_of_square(map, pixel, row);
            memset(to, 0, (size_t)part.left * bytes);
            memcpy(to + part.left * channels, maps + part.pixel * channels, (size_t)(part.right - part.left) * bytes);
            memset(to + part.right * channels, 0, (size_t)(map.kernel - part.right) * bytes);
        }
    }
}

/// Adds the squares of pixels [begin, end) to the pixels that they were gathered from.
static void scatter_squares(map_shape map, const float *squares, ptrdiff_t channels, float *maps, ptrdiff_t begin,
                            ptrdiff_t end) {
    const float *from = squares;
    for (ptrdiff_t pixel = begin; pixel < end; pixel++) {
        for (ptrdiff_t row = 0; row < map.kernel; row++, from += map.kernel * channels) {
            const square_row part = row_of_square(map, pixel, row);
            const float *piece = from + part.left * channels;
            float *to = maps + part.pixel * channels;
            for (ptrdiff_t j = 0; j < (part.right - part.left) * channels; j++) to[j] += piece[j];
        }
    }
}

static void convolve(mixed_product_function mixed, map_shape map, const float *maps, ptrdiff_t channels,
                     const void *packed, const float *bias, float *output, ptrdiff_t columns, float *workspace,
                     bool accumulate, ptrdiff_t begin, ptrdiff_t end) {
    const ptrdiff_t depth = map.kernel * map.kernel * channels;
    if (map.kernel == 1) {
        recurrent_product(mixed, maps + begin * channels, channels, packed, bias, output + begin * columns, columns,
                          workspace, accumulate, end - begin, columns, depth);
        return;
    }
    float *squares = workspace + PRODUCT_BLOCK_ROWS * PRODUCT_BLOCK_DEPTH;
    for (ptrdiff_t first = begin; first < end; first += PRODUCT_BLOCK_ROWS) {
        const ptrdiff_t last = first + PRODUCT_BLOCK_ROWS < end ? first + PRODUCT_BLOCK_ROWS : end;
        gather_squares(map, maps, channels, squares, first, last);
        recurrent_product(mixed, squares, depth, packed, bias, output + first * columns, columns, workspace, accumulate,
                          last - first, columns, depth);
    }
}

static void convolve_backward(mixed_product_function mixed, map_shape map, const float *slopes, ptrdiff_t columns,
                              const void *packed, float *maps, ptrdiff_t channels, float *workspace, bool accumulate,
                              ptrdiff_t begin, ptrdiff_t end) {
    const ptrdiff_t depth = map.kernel * map.kernel * channels;
    if (map.kernel == 1) {
        recurrent_product(mixed, slopes + begin * columns, columns, packed, NULL, maps + begin * channels, channels,
                          workspace, accumulate, end - begin, channels, columns);
        return;
    }
    float *squares = workspace + PRODUCT_BLOCK_ROWS * PRODUCT_BLOCK_DEPTH;
    if (!accumulate) memset(maps + begin * channels, 0, (size_t)((end - begin) * channels) * sizeof(float));
    for (ptrdiff_t first = begin; first < end; first += PRODUCT_BLOCK_ROWS) {
        const ptrdiff_t last = first + PRODUCT_BLOCK_ROWS < end ? first + PRODUCT_BLOCK_ROWS : end;
        recurrent_product(mixed, slopes + first * columns, columns, packed, NULL, squares, depth, workspace, false,
                          last - first, depth, columns);
        scatter_squares(map, squares, channels, maps, first, last);
    }
}
