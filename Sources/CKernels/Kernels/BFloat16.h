// Numbers of sixteen bits (bfloat16: the upper half of a float32), and matrices packed of them.
//
// A panel holds pairs along the depth, [panel][depth / 2][column][2]: one load gives the values of an even depth in the
// lower and of an odd depth in the upper halves of its lanes. A depth that is odd is filled up with zeros.

/// Rounds to the nearest, ties to even; what is not a number stays one.
INLINE uint16_t bfloat16_of(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof(bits));
    if (value != value) return (uint16_t)(bits >> 16 | 0x40);
    return (uint16_t)((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}

/// Two values as a pair, the first in the lower half.
INLINE uint32_t pair_of(float first, float second) {
    return (uint32_t)bfloat16_of(first) | (uint32_t)bfloat16_of(second) << 16;
}

static void bf16_pack(const float *source, ptrdiff_t depth_stride, ptrdiff_t column_stride, uint16_t *packed,
                       ptrdiff_t depth, ptrdiff_t columns, ptrdiff_t panel_begin, ptrdiff_t panel_end) {
    enum { BLOCK = 32 };  // pairs: four cache lines of the source
    const ptrdiff_t pairs = (depth + 1) / 2;
    for (ptrdiff_t panel = panel_begin; panel < panel_end; panel++) {
        uint32_t *to = (uint32_t *)packed + panel * pairs * PANEL_WIDTH;
        const float *from = source + panel * PANEL_WIDTH * column_stride;
        const ptrdiff_t width = panel_columns(panel, columns);
        if (width < PANEL_WIDTH) memset(to, 0, (size_t)(pairs * PANEL_WIDTH) * sizeof(uint32_t));
        for (ptrdiff_t p0 = 0; p0 < pairs; p0 += BLOCK) {
            const ptrdiff_t p1 = p0 + BLOCK < pairs ? p0 + BLOCK : pairs;
            if (column_stride == 1) {
                for (ptrdiff_t p = p0; p < p1; p++) {
                    const float *first = from + 2 * p * depth_stride, *second = first + depth_stride;
                    if (2 * p + 1 < depth) {
                        for (ptrdiff_t j = 0; j < width; j++) to[p * PANEL_WIDTH + j] = pair_of(first[j], second[j]);
                    } else {
                        for (ptrdiff_t j = 0; j < width; j++) to[p * PANEL_WIDTH + j] = pair_of(first[j], 0);
                    }
                }
                continue;
            }
            for (ptrdiff_t j = 0; j < width; j++) {
                for (ptrdiff_t p = p0; p < p1; p++) {
                    const float *at = from + 2 * p * depth_stride + j * column_stride;
                    to[p * PANEL_WIDTH + j] = pair_of(at[0], 2 * p + 1 < depth ? at[depth_stride] : 0);
                }
            }
        }
    }
}
