// Chooses the table of kernels once and forwards every public function to it.
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "Kernels/KernelTable.h"

static const kernel_table *choose(void) {
#if defined(__x86_64__)
    const char *wanted = getenv("RECURRENT_SIMD");
    const bool portable = wanted != NULL && strcmp(wanted, "portable") == 0;
    const bool at_most_avx2 = wanted != NULL && strcmp(wanted, "avx2") == 0;
    __builtin_cpu_init();
    if (portable) return &kernels_portable;
    if (!at_most_avx2 && __builtin_cpu_supports("x86-64-v4")) return &kernels_avx512;
    if (__builtin_cpu_supports("x86-64-v3")) return &kernels_avx2;
#endif
    return &kernels_portable;
}

static const kernel_table *kernels(void) {
    static _Atomic(const kernel_table *) chosen = NULL;
    const kernel_table *table = atomic_load_explicit(&chosen, memory_order_relaxed);
    if (table == NULL) {
        table = choose();
        atomic_store_explicit(&chosen, table, memory_order_relaxed);
    }
    return table;
}

const char *kernels_instruction_set(void) { return kernels()->name; }
ptrdiff_t kernels_multiply_add_chains(ptrdiff_t iterations, float *sink) {
    return kernels()->multiply_add_chains(iterations, sink);
}
ptrdiff_t kernels_panel_width(void) { return kernels()->panel_width; }
ptrdiff_t kernels_product_workspace(void) { return PRODUCT_BLOCK_ROWS * PRODUCT_BLOCK_DEPTH; }

void matrix_pack_f32(const float *source, ptrdiff_t depth_stride, ptrdiff_t column_stride, float *packed,
                     ptrdiff_t depth, ptrdiff_t columns, ptrdiff_t panel_begin, ptrdiff_t panel_end) {
    kernels()->matrix_pack(source, depth_stride, column_stride, packed, depth, columns, panel_begin, panel_end);
}

void matrix_product_f32(const float *a, ptrdiff_t a_row_stride, ptrdiff_t a_depth_stride, const float *packed_b,
                        const float *bias, float *output, ptrdiff_t output_stride, float *workspace, bool accumulate,
                        ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t depth, ptrdiff_t panel_begin,
                        ptrdiff_t panel_end) {
    kernels()->matrix_product(a, a_row_stride, a_depth_stride, packed_b, bias, output, output_stride, workspace,
                              accumulate, rows, columns, depth, panel_begin, panel_end);
}

bool kernels_have_fast_bf16(void) {
#if defined(__x86_64__)
    return kernels() == &kernels_avx512 && __builtin_cpu_supports("avx512bf16");
#else
    return false;
#endif
}

static const mixed_kernels *mixed(void) {
#if defined(__x86_64__)
    if (kernels_have_fast_bf16()) return &mixed_kernels_bf16;
#endif
    return &kernels()->mixed;
}

void matrix_pack_bf16(const float *source, ptrdiff_t depth_stride, ptrdiff_t column_stride, uint16_t *packed,
                      ptrdiff_t depth, ptrdiff_t columns, ptrdiff_t panel_begin, ptrdiff_t panel_end) {
    mixed()->pack(source, depth_stride, column_stride, packed, depth, columns, panel_begin, panel_end);
}

void matrix_product_mixed(const float *a, ptrdiff_t a_row_stride, ptrdiff_t a_depth_stride, const uint16_t *packed_b,
                          const float *bias, float *output, ptrdiff_t output_stride, float *workspace, bool accumulate,
                          ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t depth, ptrdiff_t panel_begin,
                          ptrdiff_t panel_end) {
    mixed()->product(a, a_row_stride, a_depth_stride, packed_b, bias, output, output_stride, workspace, accumulate,
                     rows, columns, depth, panel_begin, panel_end);
}

void matrix_product_bf16(const float *a, ptrdiff_t a_row_stride, const uint16_t *packed_b, const float *bias,
                         float *output, ptrdiff_t output_stride, bool accumulate, ptrdiff_t rows, ptrdiff_t columns,
                         ptrdiff_t depth, ptrdiff_t panel_begin, ptrdiff_t panel_end) {
    kernels()->bf16_product(a, a_row_stride, packed_b, bias, output, output_stride, accumulate, rows, columns, depth,
                            panel_begin, panel_end);
}

static const int8_kernels *bytes(void) {
#if defined(__x86_64__)
    if (kernels() == &kernels_avx512 && __builtin_cpu_supports("avx512vnni")) return &int8_kernels_vnni;
#endif
    return &kernels()->int8;
}

float vector_quantize_int8(const float *values, uint8_t *quantized, ptrdiff_t depth) {
    return bytes()->quantize(values, quantized, depth);
}

void matrix_pack_int8(const float *weight, int8_t *packed, float *scales, int32_t *sums, ptrdiff_t depth,
                      ptrdiff_t columns, ptrdiff_t panel_begin, ptrdiff_t panel_end) {
    bytes()->pack(weight, packed, scales, sums, depth, columns, panel_begin, panel_end);
}

void matrix_product_int8(const uint8_t *a, ptrdiff_t a_row_stride, const float *a_scales, const int8_t *packed_b,
                         const float *scales, const int32_t *sums, const float *bias, float *output,
                         ptrdiff_t output_stride, bool accumulate, ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t depth,
                         ptrdiff_t panel_begin, ptrdiff_t panel_end) {
    bytes()->product(a, a_row_stride, a_scales, packed_b, scales, sums, bias, output, output_stride, accumulate, rows,
                     columns, depth, panel_begin, panel_end);
}

ptrdiff_t kernels_convolution_workspace(map_shape map, ptrdiff_t channels) {
    const ptrdiff_t squares = map.kernel == 1 ? 0 : PRODUCT_BLOCK_ROWS * map.kernel * map.kernel * channels;
    return kernels_product_workspace() + squares;
}

void gather_squares_f32(map_shape map, const float *maps, ptrdiff_t channels, float *squares, ptrdiff_t begin,
                        ptrdiff_t end) {
    kernels()->gather_squares(map, maps, channels, squares, begin, end);
}

void convolve_f32(bool is_mixed, map_shape map, const float *maps, ptrdiff_t channels, const void *packed,
                  const float *bias, float *output, ptrdiff_t columns, float *workspace, bool accumulate,
                  ptrdiff_t begin, ptrdiff_t end) {
    kernels()->convolve(is_mixed ? mixed()->product : NULL, map, maps, channels, packed, bias, output, columns,
                        workspace, accumulate, begin, end);
}

void convolve_backward_f32(bool is_mixed, map_shape map, const float *slopes, ptrdiff_t columns, const void *packed,
                           float *maps, ptrdiff_t channels, float *workspace, bool accumulate, ptrdiff_t begin,
                           ptrdiff_t end) {
    kernels()->convolve_backward(is_mixed ? mixed()->product : NULL, map, slopes, columns, packed, maps, channels,
                                 workspace, accumulate, begin, end);
}

void recurrent_forward_f32(recurrent_cell cell, recurrent_forward_pass pass, float *workspace,
                           recurrent_sequence sequence, ptrdiff_t begin, ptrdiff_t end) {
    kernels()->cells[cell].forward(sequence.mixed ? mixed()->product : NULL, pass, workspace, sequence, begin, end);
}

void recurrent_backward_f32(recurrent_cell cell, recurrent_backward_pass pass, float *workspace,
                            recurrent_sequence sequence, ptrdiff_t begin, ptrdiff_t end) {
    kernels()->cells[cell].backward(sequence.mixed ? mixed()->product : NULL, pass, workspace, sequence, begin, end);
}

void recurrent_gates_f32(recurrent_cell cell, const float *product, const float *peepholes, float *gates,
                         float *state_hidden, float *state_cell, ptrdiff_t hidden) {
    kernels()->cells[cell].gates(product, peepholes, gates, state_hidden, state_cell, hidden);
}

recurrent_cell_traits recurrent_cell_traits_of(recurrent_cell cell) { return *kernels()->cells[cell].traits; }

const char *recurrent_cell_name(recurrent_cell cell) {
#define RECURRENT_CELL_NAME(constant, name) [constant] = #name,
    static const char *const names[] = {FOR_EACH_RECURRENT_CELL(RECURRENT_CELL_NAME)};
    return names[cell];
}

void attention_f32(attention_source source, const float *query, ptrdiff_t query_stride, float *weights, ptrdiff_t most,
                   float *context, ptrdiff_t context_stride, ptrdiff_t begin, ptrdiff_t end) {
    kernels()->attention(source, query, query_stride, weights, most, context, context_stride, begin, end);
}

void decoder_forward_f32(decoder_forward_pass pass, float *workspace, recurrent_sequence sequence, ptrdiff_t begin,
                         ptrdiff_t end) {
    kernels()->decoder_forward(sequence.mixed ? mixed()->product : NULL, pass, workspace, sequence, begin, end);
}

void decoder_backward_f32(decoder_backward_pass pass, float *workspace, recurrent_sequence sequence, ptrdiff_t begin,
                          ptrdiff_t end) {
    kernels()->decoder_backward(sequence.mixed ? mixed()->product : NULL, pass, workspace, sequence, begin, end);
}

void vector_add_f32(const float *a, const float *b, float *output, ptrdiff_t count) {
    kernels()->add(a, b, output, count);
}
void vector_multiply_f32(const float *a, const float *b, float *output, ptrdiff_t count) {
    kernels()->multiply(a, b, output, count);
}
void vector_accumulate_f32(const float *a, float scale, float *output, ptrdiff_t count) {
    kernels()->accumulate(a, scale, output, count);
}
void vector_scale_f32(const float *a, float scale, float *output, ptrdiff_t count) {
    kernels()->scale(a, scale, output, count);
}
void vector_widen_int8_f32(const int8_t *a, float scale, float *output, ptrdiff_t count) {
    kernels()->widen_int8(a, scale, output, count);
}
void vector_exp_f32(const float *a, float *output, ptrdiff_t count) { kernels()->exp(a, output, count); }
void vector_sigmoid_f32(const float *a, float *output, ptrdiff_t count) { kernels()->sigmoid(a, output, count); }
void vector_tanh_f32(const float *a, float *output, ptrdiff_t count) { kernels()->tanh(a, output, count); }
double vector_sum_of_squares_f32(const float *a, ptrdiff_t count) { return kernels()->sum_of_squares(a, count); }
bool vector_is_finite_f32(const float *a, ptrdiff_t count) { return kernels()->is_finite(a, count); }

void matrix_sum_rows_f32(const float *a, float *output, bool accumulate, ptrdiff_t rows, ptrdiff_t columns,
                         ptrdiff_t begin, ptrdiff_t end) {
    kernels()->sum_rows(a, output, accumulate, rows, columns, begin, end);
}
void scatter_rows_f32(const float *a, const int32_t *index, const float *weight, float *output, ptrdiff_t rows,
                      ptrdiff_t columns) {
    kernels()->scatter_rows(a, index, weight, output, rows, columns);
}
void spread_rows_f32(const float *a, const int32_t *index, const float *weight, float *output, ptrdiff_t rows,
                     ptrdiff_t columns) {
    kernels()->spread_rows(a, index, weight, output, rows, columns);
}
void maximum_rows_f32(const float *a, const int32_t *index, float *output, int32_t *winner, ptrdiff_t rows,
                      ptrdiff_t columns) {
    kernels()->maximum_rows(a, index, output, winner, rows, columns);
}
void dot_rows_f32(const float *a, const float *b, const int32_t *index, float *output, ptrdiff_t rows,
                  ptrdiff_t columns) {
    kernels()->dot_rows(a, b, index, output, rows, columns);
}
void matrix_sum_row_products_f32(const float *a, ptrdiff_t a_row_stride, const float *b, ptrdiff_t b_row_stride,
                                 float *output, ptrdiff_t rows, ptrdiff_t begin, ptrdiff_t end) {
    kernels()->sum_row_products(a, a_row_stride, b, b_row_stride, output, rows, begin, end);
}
void dropout_f32(const float *a, float *output, uint64_t key, float keep, ptrdiff_t begin, ptrdiff_t end) {
    kernels()->dropout(a, output, key, keep, begin, end);
}
void dropout_rows_f32(const float *a, const int32_t *mask_row, float *output, uint64_t key, float keep,
                      ptrdiff_t columns, ptrdiff_t row_begin, ptrdiff_t row_end) {
    kernels()->dropout_rows(a, mask_row, output, key, keep, columns, row_begin, row_end);
}
float softmax_weights_f32(float *values, float factor, ptrdiff_t count) {
    return kernels()->softmax_weights(values, factor, count);
}
float log_sum_exp_f32(const float *values, ptrdiff_t count) { return kernels()->log_sum_exp(values, count); }

void cross_entropy_f32(const float *logits, const int32_t *targets, const float *weights, float *losses,
                       float *gradient, float smoothing, ptrdiff_t classes, ptrdiff_t begin, ptrdiff_t end) {
    kernels()->cross_entropy(logits, targets, weights, losses, gradient, smoothing, classes, begin, end);
}
void adam_step_f32(const float *gradient, float *weight, float *first, float *second, float gradient_scale,
                   float step_size, float beta1, float beta2, float epsilon, float second_scale, float decay,
                   ptrdiff_t count) {
    kernels()->adam_step(gradient, weight, first, second, gradient_scale, step_size, beta1, beta2, epsilon,
                         second_scale, decay, count);
}
void sgd_step_f32(const float *gradient, float *weight, float *velocity, float gradient_scale, float rate,
                  float momentum, float decay, ptrdiff_t count) {
    kernels()->sgd_step(gradient, weight, velocity, gradient_scale, rate, momentum, decay, count);
}
double skip_gram_f32(skip_gram_windows windows, float *input_table, float *output_table, float rate,
                     ptrdiff_t row_floats) {
    return kernels()->skip_gram(windows, input_table, output_table, rate, row_floats);
}
