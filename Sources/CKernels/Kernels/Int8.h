// Products with weights and inputs of eight bits, for inference: a quarter of the memory to read.
//
// Every output column has a scale of its own, every input row too; the sums between are whole numbers, so all
// instruction sets give the same bits. Weights are -127 ... 127. Inputs are -63 ... 63, written 64 higher, which the sums
// of the weights take back: no sign is left to treat, and two products of at most 127 * 127 fit into sixteen bits. A
// panel holds groups of four along the depth, [panel][depth / 4][column][4].
enum { GROUP = 4 };
/// The largest size of an input, and what stands for an input of zero.
enum { INPUT_LIMIT = 63, INPUT_ZERO = 64 };
/// Rows that a product takes at a time.
enum { INT8_ROWS = VECTOR_WIDTH == 8 ? 5 : FEW_ROWS };
/// Panels that a single row takes at a time.
enum { INT8_PANELS = TILE_VECTORS < 8 ? 8 / TILE_VECTORS : 1 };

typedef int8_t group_vector __attribute__((vector_size(VECTOR_WIDTH * GROUP)));

INLINE ptrdiff_t group_count(ptrdiff_t depth) { return (depth + GROUP - 1) / GROUP; }

/// A row of `depth` values as `scale * (quantized - INPUT_ZERO)`, the largest being ±INPUT_LIMIT away; `quantized` is
/// padded with zeros to whole groups.
static float int8_quantize(const float *values, uint8_t *quantized, ptrdiff_t depth) {
#pragma STDC FP_CONTRACT OFF  // fused, a value near the middle of two whole numbers may go to the other one
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
    const float factor = largest > 1e-30f ? INPUT_LIMIT / largest : 0;
    for (ptrdiff_t k = 0; k < depth; k++) {
        // 1.5 * 2^23: the last bits of the sum are the whole number.
        const float shifted = values[k] * factor + (12582912.0f + INPUT_ZERO);
        uint32_t bits;
        memcpy(&bits, &shifted, sizeof(bits));
        quantized[k] = (uint8_t)bits;
    }
    for (ptrdiff_t k = depth; k % GROUP != 0; k++) quantized[k] = 0;
    return largest / INPUT_LIMIT;
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

/// A group of inputs, in all lanes.
#if defined(__x86_64__) && VECTOR_WIDTH == 16
typedef __m512i input_group;
#elif defined(__x86_64__) && VECTOR_WIDTH == 8
typedef __m256i input_group;
#else
typedef struct {
    uint8_t values[GROUP];
} input_group;
#endif

INLINE input_group input_group_at(const uint8_t *a) {
#if defined(__x86_64__) && VECTOR_WIDTH >= 8
    int32_t bits;
    memcpy(&bits, a, sizeof(bits));
#endif
#if defined(__x86_64__) && VECTOR_WIDTH == 16
    return _mm512_set1_epi32(bits);
#elif defined(__x86_64__) && VECTOR_WIDTH == 8
    return _mm256_set1_epi32(bits);
#else
    input_group group;
    memcpy(group.values, a, sizeof(group.values));
    return group;
#endif
}

/// Adds to each lane the product of its GROUP weights with the inputs.
INLINE int_vector add_group(int_vector sum, const int8_t *weights, input_group inputs) {
    group_vector bytes;
    memcpy(&bytes, weights, sizeof(bytes));
#if defined(INT8_DOT_PRODUCTS)
    return (int_vector)_mm512_dpbusd_epi32((__m512i)sum, inputs, (__m512i)bytes);
#elif defined(__x86_64__) && VECTOR_WIDTH == 16
    const __m512i pairs = _mm512_maddubs_epi16(inputs, (__m512i)bytes);
    return sum + (int_vector)_mm512_madd_epi16(pairs, _mm512_set1_epi16(1));
#elif defined(__x86_64__) && VECTOR_WIDTH == 8
    const __m256i pairs = _mm256_maddubs_epi16(inputs, (__m256i)bytes);
    return sum + (int_vector)_mm256_madd_epi16(pairs, _mm256_set1_epi16(1));
#else
    for (int lane = 0; lane < VECTOR_WIDTH; lane++) {
        for (int k = 0; k < GROUP; k++) sum[lane] += bytes[GROUP * lane + k] * inputs.values[k];
    }
    return sum;
#endif
}

/// ROWS rows times PANELS panels, both constants at each call.
INLINE void int8_tile(const int ROWS, const int PANELS, const uint8_t *a, ptrdiff_t a_row, const float *a_scales,
                      const int8_t *panel, const float *scales, const int32_t *sums, const float *bias, float *output,
                      ptrdiff_t output_row, bool accumulate, ptrdiff_t width, ptrdiff_t groups) {
    int_vector sum[INT8_ROWS][INT8_PANELS][TILE_VECTORS];
#pragma unroll
    for (int i = 0; i < ROWS; i++) {
#pragma unroll
        for (int p = 0; p < PANELS; p++) {
#pragma unroll
            for (int v = 0; v < TILE_VECTORS; v++) sum[i][p][v] = (int_vector){};
        }
    }
    for (ptrdiff_t g = 0; g < groups; g++) {
#pragma unroll
        for (int i = 0; i < ROWS; i++) {
            const input_group inputs = input_group_at(a + i * a_row + g * GROUP);
#pragma unroll
            for (int p = 0; p < PANELS; p++) {
#pragma unroll
                for (int v = 0; v < TILE_VECTORS; v++) {
                    const ptrdiff_t place = (p * groups + g) * PANEL_WIDTH + v * VECTOR_WIDTH;
                    sum[i][p][v] = add_group(sum[i][p][v], panel + place * GROUP, inputs);
                }
            }
        }
    }
#pragma unroll
    for (int i = 0; i < ROWS; i++) {
#pragma unroll
        for (int p = 0; p < PANELS; p++) {
            const ptrdiff_t first = p * PANEL_WIDTH, columns = p + 1 < PANELS ? PANEL_WIDTH : width;
            vector value[TILE_VECTORS];
#pragma unroll
            for (int v = 0; v < TILE_VECTORS; v++) {
                const ptrdiff_t column = first + v * VECTOR_WIDTH, left = columns - v * VECTOR_WIDTH;
                int_vector total = sum[i][p][v];
                vector scale = {};
                if (left >= VECTOR_WIDTH) scale = load(scales + column);
                else if (left > 0) scale = load_some(scales + column, left);
                int_vector weights = {};
                if (left >= VECTOR_WIDTH) memcpy(&weights, sums + column, sizeof(weights));
                else if (left > 0) memcpy(&weights, sums + column, (size_t)left * sizeof(int32_t));
                total -= weights * INPUT_ZERO;
                value[v] = __builtin_convertvector(total, vector) * (scale * a_scales[i]);
            }
            store_panel_row(output + i * output_row + first, value, bias == NULL ? NULL : bias + first, accumulate,
                            columns);
        }
    }
}

/// `a` [rows, a_row] is quantized with `a_scales` [rows].
static void int8_product(const uint8_t *a, ptrdiff_t a_row, const float *a_scales, const int8_t *packed,
                         const float *scales, const int32_t *sums, const float *bias, float *output,
                         ptrdiff_t output_row, bool accumulate, ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t depth,
                         ptrdiff_t panel_begin, ptrdiff_t panel_end) {
    const ptrdiff_t groups = group_count(depth), panel_size = groups * PANEL_WIDTH * GROUP;
#define TILE(ROWS, PANELS)                                                                                         \
    int8_tile(ROWS, PANELS, a + i * a_row, a_row, a_scales + i, packed + panel * panel_size, scales + column,      \
              sums + column, panel_bias, output + i * output_row + column, output_row, accumulate,                 \
              panel_columns(panel + PANELS - 1, columns), groups)
    for (ptrdiff_t panel = panel_begin, panels = 1; panel < panel_end; panel += panels) {
        const ptrdiff_t column = panel * PANEL_WIDTH;
        const float *panel_bias = bias == NULL ? NULL : bias + column;
        panels = rows == 1 && panel + INT8_PANELS <= panel_end ? INT8_PANELS : 1;
        ptrdiff_t i = 0;
        if (panels > 1) {
            TILE(1, INT8_PANELS);
            continue;
        }
        for (; i + INT8_ROWS <= rows; i += INT8_ROWS) TILE(INT8_ROWS, 1);
        switch (rows - i) {
        case 4: TILE(4 < INT8_ROWS ? 4 : 1, 1); break;
        case 3: TILE(3 < INT8_ROWS ? 3 : 1, 1); break;
        case 2: TILE(2 < INT8_ROWS ? 2 : 1, 1); break;
        case 1: TILE(1, 1); break;
        default: break;
        }
    }
#undef TILE
}
