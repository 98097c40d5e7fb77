// The kernels, compiled once for each instruction set: the file that includes this one defines INSTRUCTION_SET,
// KERNEL_TABLE, VECTOR_WIDTH and TILE_VECTORS.
#include "VectorMath.h"
#include "Panels.h"
#include "MatrixProduct.h"
#include "BFloat16.h"
#include "BFloat16Inference.h"
#include "MixedProduct.h"
#include "Int8.h"
#include "Convolution.h"
#include "RecurrentSequence.h"
#define RECURRENT_CELL_KERNELS
#include "../include/RecurrentCells.h"
#include "Elementwise.h"
#include "Pooling.h"
#include "Loss.h"
#include "Attention.h"
#include "AttentionDecoder.h"
#include "Optimizers.h"
#include "SkipGram.h"
#include "Peak.h"

#define KERNELS_OF_CELL(constant, name) [constant] = {&name##_cell.traits, name##_forward, name##_backward, name##_gates},

const kernel_table KERNEL_TABLE = {
    .name = INSTRUCTION_SET,
    .panel_width = PANEL_WIDTH,
    .matrix_pack = matrix_pack,
    .matrix_product = matrix_product,
    .bf16_product = bf16_product,
    .int8 = {int8_quantize, int8_pack, int8_product},
    .mixed = {bf16_pack, mixed_product},
    .gather_squares = gather_squares,
    .convolve = convolve,
    .convolve_backward = convolve_backward,
    .cells = {FOR_EACH_RECURRENT_CELL(KERNELS_OF_CELL)},
    .attention = attention,
    .decoder_forward = decoder_forward,
    .decoder_backward = decoder_backward,
    .add = vector_add,
    .multiply = vector_multiply,
    .accumulate = vector_accumulate,
    .scale = vector_scale,
    .widen_int8 = vector_widen_int8,
    .exp = vector_exp,
    .sigmoid = vector_sigmoid,
    .tanh = vector_tanh,
    .sum_of_squares = sum_of_squares,
    .is_finite = is_finite,
    .sum_rows = sum_rows,
    .scatter_rows = scatter_rows,
    .spread_rows = spread_rows,
    .maximum_rows = maximum_rows,
    .dot_rows = dot_rows,
    .sum_row_products = sum_row_products,
    .dropout = dropout,
    .dropout_rows = dropout_rows,
    .softmax_weights = softmax_weights,
    .log_sum_exp = log_sum_exp,
    .cross_entropy = cross_entropy,
    .adam_step = adam_step,
    .sgd_step = sgd_step,
    .skip_gram = skip_gram,
    .multiply_add_chains = multiply_add_chains,
};
