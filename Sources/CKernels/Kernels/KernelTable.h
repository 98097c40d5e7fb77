// One table of kernels for each instruction set; `kernels()` returns the one in use.
#ifndef KERNEL_TABLE_H
#define KERNEL_TABLE_H

#include "../include/CKernels.h"

typedef __typeof__(&matrix_product_mixed) mixed_product_function;

/// What depends on how the processor multiplies bfloat16.
typedef struct {
    __typeof__(&matrix_pack_bf16) pack;
    mixed_product_function product;
} mixed_kernels;

/// A convolution and its backward pass; their products are `mixed`, or of float32 where that is NULL.
typedef void (*convolve_function)(mixed_product_function mixed, map_shape map, const float *maps, ptrdiff_t channels,
                                  const void *packed, const float *bias, float *output, ptrdiff_t columns,
                                  float *workspace, bool accumulate, ptrdiff_t begin, ptrdiff_t end);
typedef void (*convolve_backward_function)(mixed_product_function mixed, map_shape map, const float *slopes,
                                           ptrdiff_t columns, const void *packed, float *maps, ptrdiff_t channels,
                                           float *workspace, bool accumulate, ptrdiff_t begin, ptrdiff_t end);

/// A recurrent layer over a sequence; its products are `mixed`, or of float32 where that is NULL.
typedef void (*recurrent_forward_function)(mixed_product_function mixed, recurrent_forward_pass pass,
                                           float *workspace, recurrent_sequence sequence, ptrdiff_t begin,
                                           ptrdiff_t end);
typedef void (*recurrent_backward_function)(mixed_product_function mixed, recurrent_backward_pass pass,
                                            float *workspace, recurrent_sequence sequence, ptrdiff_t begin,
                                            ptrdiff_t end);

/// A recurrent cell.
typedef struct {
    const recurrent_cell_traits *traits;
    recurrent_forward_function forward;
    recurrent_backward_function backward;
    void (*gates)(const float *product, const float *peepholes, float *gates, float *state_hidden, float *state_cell,
                  ptrdiff_t hidden);
} cell_kernels;

/// An LSTM with attention over a sequence, likewise.
typedef void (*decoder_forward_function)(mixed_product_function mixed, decoder_forward_pass pass, float *workspace,
                                         recurrent_sequence sequence, ptrdiff_t begin, ptrdiff_t end);
typedef void (*decoder_backward_function)(mixed_product_function mixed, decoder_backward_pass pass, float *workspace,
                                          recurrent_sequence sequence, ptrdiff_t begin, ptrdiff_t end);

/// What depends on how the processor multiplies bytes.
typedef struct {
    __typeof__(&vector_quantize_int8) quantize;
    __typeof__(&matrix_pack_int8) pack;
    __typeof__(&matrix_product_int8) product;
} int8_kernels;

typedef struct {
    const char *name;
    ptrdiff_t panel_width;
    __typeof__(&matrix_pack_f32) matrix_pack;
    __typeof__(&matrix_product_f32) matrix_product;
    __typeof__(&matrix_product_bf16) bf16_product;
    int8_kernels int8;
    mixed_kernels mixed;
    __typeof__(&gather_squares_f32) gather_squares;
    convolve_function convolve;
    convolve_backward_function convolve_backward;
    cell_kernels cells[RECURRENT_CELL_COUNT];
    __typeof__(&attention_f32) attention;
    decoder_forward_function decoder_forward;
    decoder_backward_function decoder_backward;
    __typeof__(&vector_add_f32) add;
    __typeof__(&vector_multiply_f32) multiply;
    __typeof__(&vector_accumulate_f32) accumulate;
    __typeof__(&vector_scale_f32) scale;
    __typeof__(&vector_widen_int8_f32) widen_int8;
    __typeof__(&vector_exp_f32) exp;
    __typeof__(&vector_sigmoid_f32) sigmoid;
    __typeof__(&vector_tanh_f32) tanh;
    __typeof__(&vector_sum_of_squares_f32) sum_of_squares;
    __typeof__(&vector_is_finite_f32) is_finite;
    __typeof__(&matrix_sum_rows_f32) sum_rows;
    __typeof__(&scatter_rows_f32) scatter_rows;
    __typeof__(&spread_rows_f32) spread_rows;
    __typeof__(&maximum_rows_f32) maximum_rows;
    __typeof__(&dot_rows_f32) dot_rows;
    __typeof__(&matrix_sum_row_products_f32) sum_row_products;
    __typeof__(&dropout_f32) dropout;
    __typeof__(&dropout_rows_f32) dropout_rows;
    __typeof__(&softmax_weights_f32) softmax_weights;
    __typeof__(&log_sum_exp_f32) log_sum_exp;
    __typeof__(&cross_entropy_f32) cross_entropy;
    __typeof__(&adam_step_f32) adam_step;
    __typeof__(&sgd_step_f32) sgd_step;
    __typeof__(&skip_gram_f32) skip_gram;
    __typeof__(&kernels_multiply_add_chains) multiply_add_chains;
} kernel_table;

/// Rows and depth of the block of the left-hand side that a product works on at a time.
enum { PRODUCT_BLOCK_ROWS = 192, PRODUCT_BLOCK_DEPTH = 512 };

extern const kernel_table kernels_portable;
#if defined(__x86_64__)
extern const kernel_table kernels_avx2;
extern const kernel_table kernels_avx512;
extern const int8_kernels int8_kernels_vnni;
extern const mixed_kernels mixed_kernels_bf16;
#endif

#endif
