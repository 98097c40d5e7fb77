// How a packed matrix is cut: panels of as many columns as a row of a register tile holds.
enum { PANEL_WIDTH = TILE_VECTORS * VECTOR_WIDTH };
/// Rows of a register tile.
enum { TILE_ROWS = 6 };
/// Rows that the products of inference take at a time.
enum { FEW_ROWS = VECTOR_WIDTH == 16 ? 3 : 2 };

/// The columns of a panel that belong to the matrix; the rest are padding.
INLINE ptrdiff_t panel_columns(ptrdiff_t panel, ptrdiff_t columns) {
    const ptrdiff_t left = columns - panel * PANEL_WIDTH;
    return left < PANEL_WIDTH ? left : PANEL_WIDTH;
}

/// Writes one row of sums of a panel: output (+)= sum (+ bias).
INLINE void store_panel_row(float *output, const vector *sum, const float *bias, bool accumulate, ptrdiff_t width) {
    const bool full = width == PANEL_WIDTH;
#pragma unroll
    for (int v = 0; v < TILE_VECTORS; v++) {
        const ptrdiff_t column = v * VECTOR_WIDTH;
        ptrdiff_t count = VECTOR_WIDTH;
        if (!full) count = width - column < VECTOR_WIDTH ? width - column : VECTOR_WIDTH;
        if (count <= 0) continue;
        vector value = sum[v];
        if (bias != NULL) value += full ? load(bias + column) : load_some(bias + column, count);
        if (accumulate) value += full ? load(output + column) : load_some(output + column, count);
        if (full) store(output + column, value);
        else store_some(output + column, value, count);
    }
}

/// The rows of the next strip when `left` are to be shared out evenly: 16 as 6 + 5 + 5, not 6 + 6 + 4.
INLINE ptrdiff_t strip_rows(ptrdiff_t left) {
    const ptrdiff_t strips = (left + TILE_ROWS - 1) / TILE_ROWS;
    return (left + strips - 1) / strips;
}
