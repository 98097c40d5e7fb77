// Products with weights and inputs of eight bits, for inference: a quarter of the memory to read.
//
// Every output column has a scale of its own, every input row too; the sums between are whole numbers, so all
// instruction sets give the same bits. A panel holds groups along the depth, [panel][depth / GROUP][column][GROUP],
// GROUP being what one multiply-add instruction takes: four bytes where the processor has dot products of bytes
// (AVX-512 VNNI), else two, widened to sixteen bits.
//
// Quantized inputs lie as the products read them: in bytes where there are dot products of these, else in sixteen bits,
// so that a group of them is one load that goes to all lanes.
#if defined(INT8_DOT_PRODUCTS)
enum { GROUP = 4 };
typedef int8_t int8_input;
#else
enum { GROUP = 2 };
typedef int16_t int8_input;
#endif
/// Rows that a product takes at a time.
enum { INT8_ROWS = VECTOR_WIDTH == 8 ? 5 : FEW_ROWS };

typedef int8_t group_vector __attribute__((vector_size(VECTOR_WIDTH * GROUP)));

INLINE ptrdiff_t group_count(ptrdiff_t depth) { return (depth + GROUP - 1) / GROUP; }

/// A row of `depth` values as `scale * quantized`, the largest being ±127; `quantized` is padded with zeros to whole
/// groups of four.
static float int8_quantize(const float *values, void *output, ptrdiff_t depth) {
    int8_input *quantized = output;
    // Sizes are compared as whole numbers, whose order is the same; what is not a number comes out largest of all.
    uint32_t highest = 0;
    for (ptrdiff_t k = 0; k < depth; k++) {
        uint32_t bits;
        memcpy(&bits, values + k, sizeof(bits));
        bits &= 0x7fffffffu;
        highest = bits > highest ? bits : highest;
    }
    float largest;
    memcpy(&largest, &highest, sizeof(largest));
    const float factor = largest > 1e-30f ? 127 / largest : 0;
    for (ptrdiff_t k = 0; k < depth; k++) {
        const float shifted = values[k] * factor + 12582912.0f;  // 1.5 * 2^23: its last bits are the whole number
        uint32_t bits;
        memcpy(&bits, &shifted, sizeof(bits));
        quantized[k] = (int8_input)(int8_t)(uint8_t)bits;
    }
    for (ptrdiff_t k = depth; k % 4 != 0; k++) quantized[k] = 0;
    return largest / 127;
}

/// `scales` and `sums` [columns] receive the scale of each column and the sum of its quantized weights.
static void int8_pack(const float *weight, int8_t *packed, float *scales, int32_t *sums, ptrdiff_t depth,
                      ptrdiff_t columns, ptrdiff_t panel_begin, ptrdiff_t panel_end) {
    const ptrdiff_t groups = group_count(depth);
    for (ptrdiff_t panel = panel_begin; panel < panel_end; panel++) {
        int8_t *to = packed + panel * groups * PANEL_WIDTH * GROUP;
        memset(to, 0, (size_t)(groups * PANEL_WIDTH * GROUP));
        for (ptrdiff_t j = 0; j < panel_columns(panel, columns); j++) {
            const ptrdiff_t column = panel * PANEL_WIDTH + j;
            const float *from = weight + column * depth;
            float largest = 0;
            for (ptrdiff_t k = 0; k < depth; k++) {
                const float size = __builtin_fabsf(from[k]);
                largest = size > largest ? size : largest;
            }
            if (!(largest > 1e-30f)) largest = 0;
            const float factor = largest > 0 ? 127 / largest : 0;
            int32_t sum = 0;
            for (ptrdiff_t k = 0; k < depth; k++) {
                const int8_t value = (int8_t)__builtin_rintf(from[k] * factor);
                to[(k / GROUP * PANEL_WIDTH + j) * GROUP + k % GROUP] = value;
                sum += value;
            }
            scales[column] = largest / 127;
            sums[column] = sum;
        }
    }
}

/// Adds to each lane the product of its GROUP weights with the GROUP inputs at `a`.
INLINE int_vector add_group(int_vector sum, const int8_t *weights, const int8_input *a) {
#if defined(INT8_DOT_PRODUCTS)
    // The instruction wants unsigned inputs: 128 more than they are, which the sums of the weights take back.
    uint32_t inputs;
    memcpy(&inputs, a, sizeof(inputs));
    word_vector pattern;
    memcpy(&pattern, weights, sizeof(pattern));
    return (int_vector)_mm512_dpbusd_epi32((__m512i)sum, _mm512_set1_epi32((int)(inputs ^ 0x80808080u)),
                                           (__m512i)pattern);
#else
    group_vector bytes;
    memcpy(&bytes, weights, sizeof(bytes));
#if defined(__x86_64__) && VECTOR_WIDTH >= 8
    int32_t inputs;
    memcpy(&inputs, a, sizeof(inputs));
#if VECTOR_WIDTH == 16
    const __m512i products = _mm512_madd_epi16(_mm512_cvtepi8_epi16((__m256i)bytes), _mm512_set1_epi32(inputs));
#else
    const __m256i products = _mm256_madd_epi16(_mm256_cvtepi8_epi16((__m128i)bytes), _mm256_set1_epi32(inputs));
#endif
    return sum + (int_vector)products;
#else
    for (int lane = 0; lane < VECTOR_WIDTH; lane++) sum[lane] += bytes[2 * lane] * a[0] + bytes[2 * lane + 1] * a[1];
    return sum;
#endif
#endif
}

INLINE void int8_tile(const int ROWS, const int8_input *a, ptrdiff_t a_row, const float *a_scales, const int8_t *panel,
                      const float *scales, const int32_t *sums, const float *bias, float *output, ptrdiff_t output_row,
                      bool accumulate, ptrdiff_t width, ptrdiff_t groups) {
    // Sums of whole numbers may be split: a single row keeps two of each, to hide the latency.
    const int SETS = ROWS == 1 ? 2 : 1;
    int_vector sum[INT8_ROWS > 2 ? INT8_ROWS : 2][TILE_VECTORS];
#pragma unroll
    for (int i = 0; i < ROWS * SETS; i++) {
#pragma unroll
        for (int v = 0; v < TILE_VECTORS; v++) sum[i][v] = (int_vector){};
    }
    ptrdiff_t g = 0;
    for (; g + SETS <= groups; g += SETS) {
#pragma unroll
        for (int i = 0; i < ROWS * SETS; i++) {
            const ptrdiff_t group = g + (SETS == 2 ? i : 0), row = SETS == 2 ? 0 : i;
#pragma unroll
            for (int v = 0; v < TILE_VECTORS; v++) {
                sum[i][v] = add_group(sum[i][v], panel + (group * PANEL_WIDTH + v * VECTOR_WIDTH) * GROUP,
                                      a + row * a_row + group * GROUP);
            }
        }
    }
    if (SETS == 2) {
#pragma unroll
        for (int v = 0; v < TILE_VECTORS; v++) {
            if (g < groups) {
                sum[0][v] = add_group(sum[0][v], panel + (g * PANEL_WIDTH + v * VECTOR_WIDTH) * GROUP, a + g * GROUP);
            }
            sum[0][v] += sum[1][v];
        }
    }
#pragma unroll
    for (int i = 0; i < ROWS; i++) {
        vector value[TILE_VECTORS];
#pragma unroll
        for (int v = 0; v < TILE_VECTORS; v++) {
            const ptrdiff_t column = v * VECTOR_WIDTH, left = width - column;
            int_vector total = sum[i][v], correction = {};
            vector scale = {};
            if (left >= VECTOR_WIDTH) {
                memcpy(&correction, sums + column, sizeof(correction));
                scale = load(scales + column);
            } else if (left > 0) {
                memcpy(&correction, sums + column, (size_t)left * sizeof(int32_t));
                scale = load_some(scales + column, left);
            }
#if defined(INT8_DOT_PRODUCTS)
            total -= correction << 7;
#endif
            value[v] = __builtin_convertvector(total, vector) * (scale * a_scales[i]);
        }
        store_panel_row(output + i * output_row, value, bias, accumulate, width);
    }
}

/// `a` [rows, a_row] is quantized with `a_scales` [rows].
static void int8_product(const void *quantized, ptrdiff_t a_row, const float *a_scales, const int8_t *packed,
                         const float *scales, const int32_t *sums, const float *bias, float *output,
                         ptrdiff_t output_row, bool accumulate, ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t depth,
                         ptrdiff_t panel_begin, ptrdiff_t panel_end) {
    const int8_input *a = quantized;
    const ptrdiff_t groups = group_count(depth), panel_size = groups * PANEL_WIDTH * GROUP;
    for (ptrdiff_t panel = panel_begin; panel < panel_end; panel++) {
        const ptrdiff_t column = panel * PANEL_WIDTH, width = panel_columns(panel, columns);
        const float *panel_bias = bias == NULL ? NULL : bias + column;
#define TILE(ROWS)                                                                                                \
    int8_tile(ROWS, a + i * a_row, a_row, a_scales + i, packed + panel * panel_size, scales + column,             \
              sums + column, panel_bias, output + i * output_row + column, output_row, accumulate, width, groups)
        ptrdiff_t i = 0;
        for (; i + INT8_ROWS <= rows; i += INT8_ROWS) TILE(INT8_ROWS);
        switch (rows - i) {
        case 4: TILE(4 < INT8_ROWS ? 4 : 1); break;
        case 3: TILE(3 < INT8_ROWS ? 3 : 1); break;
        case 2: TILE(2 < INT8_ROWS ? 2 : 1); break;
        case 1: TILE(1); break;
        default: break;
        }
#undef TILE
    }
}
