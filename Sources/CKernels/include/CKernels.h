// The vector kernels of Recurrent.
//
// Every matrix is float32. A "packed" matrix is the right-hand side of a product, stored in panels of
// `kernels_panel_width()` columns: [panel][depth][column], the last panel padded with zeros.
// Functions take a range of rows (or panels, or elements) so that a caller can share the work among threads; no range
// ever splits a sum, hence results do not depend on how many threads there are.
// `const` inputs come first, outputs next, sizes last. Nothing here allocates or keeps state.
#ifndef CKERNELS_H
#define CKERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "RecurrentCells.h"

// MARK: Instruction sets

/// The instruction set in use: "avx512", "avx2" or "portable". Chosen once, by what the processor has;
/// the environment variable RECURRENT_SIMD (avx512, avx2, portable) forces a lower one.
const char *kernels_instruction_set(void);

/// Processors that this process may run on.
ptrdiff_t kernels_processor_count(void);

/// Tells the processor that the calling thread spins.
static inline void kernels_pause(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

/// Multiplies and adds in registers alone, to learn how fast that can be. `sink` is read and written so that the work
/// counts. Returns the number of multiply-adds made.
ptrdiff_t kernels_multiply_add_chains(ptrdiff_t iterations, float *sink);

// MARK: Matrix product

/// Columns of a panel of a packed matrix.
ptrdiff_t kernels_panel_width(void);

/// Floats that a product needs as workspace.
ptrdiff_t kernels_product_workspace(void);

/// Packs panels [panel_begin, panel_end) of the [depth, columns] matrix whose element (k, j) is
/// source[k * depth_stride + j * column_stride].
void matrix_pack_f32(const float *source, ptrdiff_t depth_stride, ptrdiff_t column_stride, float *packed,
                     ptrdiff_t depth, ptrdiff_t columns, ptrdiff_t panel_begin, ptrdiff_t panel_end);

/// output[i, j] (+)= sum over k of a[i, k] * b[k, j] (+ bias[j]), for rows [0, rows) and panels
/// [panel_begin, panel_end).
/// Element (i, k) of `a` is a[i * a_row_stride + k * a_depth_stride]. With `accumulate`, the sum is added to what
/// `output` holds, else it replaces it; `bias` may be NULL, as may `workspace` for less than six rows whose depth stride
/// is 1. Each element is summed in order of k, 512 at a time.
void matrix_product_f32(const float *a, ptrdiff_t a_row_stride, ptrdiff_t a_depth_stride, const float *packed_b,
                        const float *bias, float *output, ptrdiff_t output_stride, float *workspace, bool accumulate,
                        ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t depth, ptrdiff_t panel_begin,
                        ptrdiff_t panel_end);

// MARK: Products of fewer bits
//
// Memory for the packed forms: panels times kernels_panel_width() columns, each of `depth` rounded up to a multiple of
// four, of two bytes or one.

/// Packs as `matrix_pack_f32`, rounded to bfloat16, for both products that follow.
void matrix_pack_bf16(const float *source, ptrdiff_t depth_stride, ptrdiff_t column_stride, uint16_t *packed,
                      ptrdiff_t depth, ptrdiff_t columns, ptrdiff_t panel_begin, ptrdiff_t panel_end);

/// Whether the processor multiplies bfloat16 faster than float32.
bool kernels_have_fast_bf16(void);

/// As `matrix_product_f32`, but with both sides rounded to bfloat16: sums stay in 32 bits.
void matrix_product_mixed(const float *a, ptrdiff_t a_row_stride, ptrdiff_t a_depth_stride, const uint16_t *packed_b,
                          const float *bias, float *output, ptrdiff_t output_stride, float *workspace, bool accumulate,
                          ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t depth, ptrdiff_t panel_begin,
                          ptrdiff_t panel_end);

/// output (+)= a * b (+ bias) for `a` [rows, a_row_stride] of float32 and sums of float32.
void matrix_product_bf16(const float *a, ptrdiff_t a_row_stride, const uint16_t *packed_b, const float *bias,
                         float *output, ptrdiff_t output_stride, bool accumulate, ptrdiff_t rows, ptrdiff_t columns,
                         ptrdiff_t depth, ptrdiff_t panel_begin, ptrdiff_t panel_end);

/// Writes `values` as whole numbers of -63 ... 63, each 64 higher so that it has no sign, and zeros up to a multiple of
/// four. Returns what one is worth; not a number where a value is none.
float vector_quantize_int8(const float *values, uint8_t *quantized, ptrdiff_t depth);

/// Packs panels of `weight` [columns, depth], row-major, as whole numbers; `scales` and `sums` [columns] receive what
/// one is worth in each column, and their sum.
void matrix_pack_int8(const float *weight, int8_t *packed, float *scales, int32_t *sums, ptrdiff_t depth,
                      ptrdiff_t columns, ptrdiff_t panel_begin, ptrdiff_t panel_end);

/// output (+)= a * b (+ bias) for rows that were quantized, each with its scale; the stride counts values.
void matrix_product_int8(const uint8_t *a, ptrdiff_t a_row_stride, const float *a_scales, const int8_t *packed_b,
                         const float *scales, const int32_t *sums, const float *bias, float *output,
                         ptrdiff_t output_stride, bool accumulate, ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t depth,
                         ptrdiff_t panel_begin, ptrdiff_t panel_end);

// MARK: Convolution

/// Maps [height, width, channels], one behind the other, and the square of kernel * kernel neighbours, an odd number a
/// side, that a convolution sees around each pixel; past the edges it sees zeros. A pixel is a row of channels.
typedef struct {
    ptrdiff_t height, width, kernel;
} map_shape;

/// Floats of workspace that a convolution of so many channels needs, forward or backward.
ptrdiff_t kernels_convolution_workspace(map_shape map, ptrdiff_t channels);

/// The squares of pixels [begin, end), counted over all maps: `squares` [end - begin, kernel, kernel, channels].
void gather_squares_f32(map_shape map, const float *maps, ptrdiff_t channels, float *squares, ptrdiff_t begin,
                        ptrdiff_t end);

/// output (+)= squares * packed (+ bias) for pixels [begin, end); `packed` [kernel * kernel * channels, columns], by
/// matrix_pack_bf16 where `mixed`.
void convolve_f32(bool mixed, map_shape map, const float *maps, ptrdiff_t channels, const void *packed,
                  const float *bias, float *output, ptrdiff_t columns, float *workspace, bool accumulate,
                  ptrdiff_t begin, ptrdiff_t end);

/// The gradient of the maps of pixels [begin, end), which are whole maps, from that of the output, `slopes`:
/// maps (+)= the squares slopes * packed, each added where it was gathered; `packed` [columns, kernel * kernel *
/// channels].
void convolve_backward_f32(bool mixed, map_shape map, const float *slopes, ptrdiff_t columns, const void *packed,
                           float *maps, ptrdiff_t channels, float *workspace, bool accumulate, ptrdiff_t begin,
                           ptrdiff_t end);

// MARK: Recurrent layers over a sequence
//
// Rows are packed by time: step t holds the rows step_offset[t] ..< step_offset[t] + step_count[t] for the first
// step_count[t] sequences of the batch, which are sorted longest first. The pre-activations of a row are blocks, each
// `hidden` wide, of a = W_ih x + b_ih and u = W_hh h' + b_hh, where h' and c' are the state before the step.
//
// Where states are maps, W_hh is a convolution and a row is a pixel: offsets, counts, batch and ranges of sequences are
// all in pixels, those of a sequence one behind the other.

/// The cells of RecurrentCells.h: LSTM_CELL, GRU_CELL, … Their equations stand in their headers under Kernels/, and the
/// blocks lie in the order of the equations.
#define RECURRENT_CELL_CONSTANT(constant, name) constant,
typedef enum { FOR_EACH_RECURRENT_CELL(RECURRENT_CELL_CONSTANT) RECURRENT_CELL_COUNT } recurrent_cell;

/// What decides how the memory of a cell is laid out.
typedef struct {
    ptrdiff_t blocks;     // of pre-activations
    bool has_cell_state;  // c beside h
    bool has_peepholes;
    bool keeps_product;   // u lies apart from a, with b_hh of its own; else u is added to a, which has both biases
} recurrent_cell_traits;

recurrent_cell_traits recurrent_cell_traits_of(recurrent_cell cell);

/// The name of a cell in the list, such as "lstm".
const char *recurrent_cell_name(recurrent_cell cell);

/// The shape of one direction of one layer over a batch.
typedef struct {
    const int32_t *step_offset;  // [steps]: first row of a step
    const int32_t *step_count;   // [steps]: sequences still running at a step, never growing
    ptrdiff_t steps;
    ptrdiff_t begin_step, end_step;  // a pass over a recurrent layer goes through these alone
    ptrdiff_t hidden;
    map_shape map;  // of a state; all 1 where it is a plain row
    bool reverse;  // from each sequence's last step to its first
    bool mixed;  // the recurrent weights are packed by matrix_pack_bf16, and the products mixed
} recurrent_sequence;

/// The memory of a forward pass. What a cell has not is NULL.
typedef struct {
    const void *packed_recurrent;  // the packed [squares of hidden, blocks * hidden] transpose of weight_hh
    const float *recurrent_bias;   // [blocks * hidden]: b_hh of a cell that keeps u apart; others have it in `gates`
    const float *peepholes;        // [3 * hidden]: p_i, p_f, p_o
    const float *const *projected; // [rows]: where a of each row stands, [blocks * hidden]; NULL: in `gates`
    float *gates;                  // [rows, blocks * hidden]: a, with b_hh where it is not apart; receives gates.
                                   //   With `projected`, [batch, blocks * hidden]: memory for a step
    float *product;                // as `gates`: receives u of a cell that keeps it apart
    float *hidden;                 // [rows, hidden]: receives h
    float *cell;                   // [rows, hidden]: receives c; NULL when no backward pass follows
    float *state_hidden;           // [batch, hidden]: initial state, receives the one after each sequence's last step
    float *state_cell;             // [batch, hidden]: likewise
} recurrent_forward_pass;

/// The memory of a backward pass. What a cell has not is NULL.
typedef struct {
    const void *packed_recurrent;   // packed weight_hh, [blocks * hidden, squares of hidden]
    const float *peepholes;         // [3 * hidden]
    const float *carried;           // [rows, hidden]: c of a cell that has it, else h
    const float *initial_carried;   // [batch, hidden]: the same before the first step; NULL for zeros
    const float *gradient_hidden;   // [rows, hidden]: of every row's output
    float *gates;                   // [rows, blocks * hidden]: activated gates, receives the gradients of a
    float *product;                 // [rows, blocks * hidden]: u of a cell that keeps it apart, receives its gradient
    float *gradient_state_hidden;   // [batch, hidden]: of the final state, receives that of the initial one
    float *gradient_state_cell;     // [batch, hidden]: likewise
} recurrent_backward_pass;

/// Runs sequences [begin, end).
void recurrent_forward_f32(recurrent_cell cell, recurrent_forward_pass pass, float *workspace,
                           recurrent_sequence sequence, ptrdiff_t begin, ptrdiff_t end);

/// The backward pass for sequences [begin, end).
void recurrent_backward_f32(recurrent_cell cell, recurrent_backward_pass pass, float *workspace,
                            recurrent_sequence sequence, ptrdiff_t begin, ptrdiff_t end);

/// Applies the gates of one step of one sequence: `gates` [blocks * hidden] holds a, with u where `product`
/// [blocks * hidden] does not hold that apart, and receives the activated gates; the state [hidden] each is moved on.
/// What the cell has not is never read.
void recurrent_gates_f32(recurrent_cell cell, const float *product, const float *peepholes, float *gates,
                         float *state_hidden, float *state_cell, ptrdiff_t hidden);

// MARK: Attention

/// The memory that the rows of a batch attend to. Memory rows of a sequence lie one after the other; rows of the batch
/// may share a sequence.
typedef struct {
    const float *keys;      // [memory rows, key_width]
    const float *values;    // [memory rows, value_width]
    const float *score;     // [key_width]: additive attention scores score . tanh(key + query); NULL: key . query
    const int32_t *first;   // [batch]: first memory row of each
    const int32_t *length;  // [batch]: at least 1
    ptrdiff_t key_width, value_width;
} attention_source;

/// Attention of rows [begin, end), each with a query of `key_width` floats: `weights` [batch, most] receives the softmax
/// of the scores, exactly zero past each length; `context` the mean of the values under them.
void attention_f32(attention_source source, const float *query, ptrdiff_t query_stride, float *weights, ptrdiff_t most,
                   float *context, ptrdiff_t context_stride, ptrdiff_t begin, ptrdiff_t end);

/// Gradients with respect to an `attention_source`: memory rows are summed over steps, and of each batch row apart.
typedef struct {
    float *keys;    // [memory rows, key_width]
    float *values;  // [memory rows, value_width]; may be the same as `keys`
    float *score;   // [batch, key_width]; NULL where there is none
} attention_gradients;

/// The memory of the forward pass of an LSTM with attention. Rows are packed by time as in a recurrent layer. With
/// h, c = LSTM(input; state [feed, h'], c') and context = attention(query), a step's output is
/// tanh(W_mix [h, context] + b_mix), which the next step reads as its feed where feed_width is not 0.
typedef struct {
    const void *packed_state;   // the packed [feed_width + hidden, 4 * hidden] transpose of [W_feed, W_hh]
    const void *packed_query;   // packed [hidden, key_width]; NULL: the query is h
    const float *query_bias;    // [key_width]
    const void *packed_mix;     // packed [hidden + value_width, output_width]
    const float *mix_bias;      // [output_width]
    attention_source source;    // in the sorted order of the batch
    float *gates;               // [rows, 4 * hidden]: input projections with all biases; receives activated gates
    float *state;               // [batch, feed_width + hidden]: feed and h, moved on
    float *state_cell;          // [batch, hidden]: c, moved on
    float *before;              // [rows, feed_width + hidden]: receives the state before each step
    float *cell;                // [rows, hidden]: receives c
    float *query;               // [rows, key_width]: receives queries; NULL: the query is h
    float *weights;             // [rows, most]: receives the attention
    float *joined;              // [rows, hidden + value_width]: receives h and context
    float *output;              // [rows, output_width]: receives the outputs
    ptrdiff_t feed_width;       // 0 or output_width
    ptrdiff_t output_width;
    ptrdiff_t most;             // the longest memory
} decoder_forward_pass;

/// The memory of its backward pass; names as above.
typedef struct {
    const void *packed_state;        // packed [4 * hidden, feed_width + hidden]
    const void *packed_query;        // packed [key_width, hidden]
    const void *packed_mix;          // packed [output_width, hidden + value_width]
    attention_source source;
    attention_gradients gradients;   // added to
    const float *cell, *initial_cell, *query, *weights, *joined, *output;
    const float *gradient_output;    // [rows, output_width]: from above
    float *gates;                    // receives the gradients of the pre-activations
    float *slope_output;             // [rows, output_width]: receives those of the outputs' pre-activations
    float *slope_query;              // [rows, key_width]: receives those of the queries
    float *gradient_joined;          // [batch, hidden + value_width]: workspace
    float *slopes;                   // [batch, most]: workspace
    float *gradient_state;           // [batch, feed_width + hidden]: of the final state, receives that of the initial
    float *gradient_cell;            // [batch, hidden]: likewise
    ptrdiff_t feed_width, output_width, most;
} decoder_backward_pass;

/// Runs sequences [begin, end).
void decoder_forward_f32(decoder_forward_pass pass, float *workspace, recurrent_sequence sequence, ptrdiff_t begin,
                         ptrdiff_t end);

/// The backward pass for sequences [begin, end).
void decoder_backward_f32(decoder_backward_pass pass, float *workspace, recurrent_sequence sequence, ptrdiff_t begin,
                          ptrdiff_t end);

// MARK: Elementwise

void vector_add_f32(const float *a, const float *b, float *output, ptrdiff_t count);
void vector_multiply_f32(const float *a, const float *b, float *output, ptrdiff_t count);
/// output = scale * a + output
void vector_accumulate_f32(const float *a, float scale, float *output, ptrdiff_t count);
void vector_scale_f32(const float *a, float scale, float *output, ptrdiff_t count);
/// output = scale * a
void vector_widen_int8_f32(const int8_t *a, float scale, float *output, ptrdiff_t count);
void vector_exp_f32(const float *a, float *output, ptrdiff_t count);
void vector_sigmoid_f32(const float *a, float *output, ptrdiff_t count);
void vector_tanh_f32(const float *a, float *output, ptrdiff_t count);

/// Sum of squares, in double precision.
double vector_sum_of_squares_f32(const float *a, ptrdiff_t count);
/// Whether every value is finite.
bool vector_is_finite_f32(const float *a, ptrdiff_t count);

/// output[j] (+)= sum over rows of a[i, j], for columns [begin, end).
void matrix_sum_rows_f32(const float *a, float *output, bool accumulate, ptrdiff_t rows, ptrdiff_t columns,
                         ptrdiff_t begin, ptrdiff_t end);

/// output[index[r]] += weight[r] * a[r] for each row r in order; `weight` NULL means 1. An index below 0 is not allowed.
void scatter_rows_f32(const float *a, const int32_t *index, const float *weight, float *output, ptrdiff_t rows,
                      ptrdiff_t columns);
/// output[r] = weight[r] * a[index[r]] for each row r.
void spread_rows_f32(const float *a, const int32_t *index, const float *weight, float *output, ptrdiff_t rows,
                     ptrdiff_t columns);
/// Raises output[index[r]] to a[r] element by element, and notes in `winner` the row that each value is from; of equal
/// ones, the first. `output` begins at minus infinity.
void maximum_rows_f32(const float *a, const int32_t *index, float *output, int32_t *winner, ptrdiff_t rows,
                      ptrdiff_t columns);
/// output[r] = sum over columns of a[r] * b[index[r]].
void dot_rows_f32(const float *a, const float *b, const int32_t *index, float *output, ptrdiff_t rows,
                  ptrdiff_t columns);

/// output[j] = sum over rows of a[i, j] * b[i, j], for columns [begin, end).
void matrix_sum_row_products_f32(const float *a, ptrdiff_t a_row_stride, const float *b, ptrdiff_t b_row_stride,
                                 float *output, ptrdiff_t rows, ptrdiff_t begin, ptrdiff_t end);

/// Inverted dropout of elements [begin, end): kept with probability `keep` and divided by it, else zero. Whether an
/// element is kept depends on (key, index) alone.
void dropout_f32(const float *a, float *output, uint64_t key, float keep, ptrdiff_t begin, ptrdiff_t end);
/// Locked dropout of rows: the index of element (row, j) is mask_row[row] * columns + j, so that rows with the same
/// mask row share their mask.
void dropout_rows_f32(const float *a, const int32_t *mask_row, float *output, uint64_t key, float keep,
                      ptrdiff_t columns, ptrdiff_t row_begin, ptrdiff_t row_end);

// MARK: Loss

/// Replaces each value by exp(factor * (value - the highest)) and returns the sum: what a draw from a softmax needs.
/// Minus infinity becomes zero; the sum is not a number where a value is none, where one is infinite, or all are minus
/// infinity.
float softmax_weights_f32(float *values, float factor, ptrdiff_t count);

/// log(sum of exp(values)), without overflow.
float log_sum_exp_f32(const float *values, ptrdiff_t count);

/// Softmax cross entropy of rows [begin, end) of `logits` [rows, classes]: losses[i] is in nats times weights[i]
/// (NULL: 1). The target distribution is (1 - smoothing) at targets[i] plus smoothing / classes everywhere.
/// `gradient` (may be NULL) receives d losses[i] / d logits.
void cross_entropy_f32(const float *logits, const int32_t *targets, const float *weights, float *losses,
                       float *gradient, float smoothing, ptrdiff_t classes, ptrdiff_t begin, ptrdiff_t end);

// MARK: Optimizers

/// One step of Adam (Kingma & Ba 2015) with decoupled weight decay (Loshchilov & Hutter 2019).
/// step_size = learning rate / (1 - beta1^t); second_scale = 1 / (1 - beta2^t); decay = learning rate * weight decay.
void adam_step_f32(const float *gradient, float *weight, float *first, float *second, float gradient_scale,
                   float step_size, float beta1, float beta2, float epsilon, float second_scale, float decay,
                   ptrdiff_t count);

/// velocity = momentum * velocity + gradient; weight -= rate * velocity, after decay as above.
void sgd_step_f32(const float *gradient, float *weight, float *velocity, float gradient_scale, float rate,
                  float momentum, float decay, ptrdiff_t count);

// MARK: Skip-gram

/// The most that a window may hold, and floats that the length of a table's rows is a multiple of.
enum { SKIP_GRAM_MOST_INPUTS = 64, SKIP_GRAM_MOST_OUTPUTS = 32, SKIP_GRAM_ROW_UNIT = 16 };

/// Windows of a text: the words around a place, the inputs, and what they are to predict, the outputs.
typedef struct {
    const int32_t *input_start;  // [count + 1]: where a window's inputs begin; at most SKIP_GRAM_MOST_INPUTS each
    const int32_t *inputs;       // rows of the input table
    const int32_t *outputs;      // [count, outputs_per_window]: rows of the output table, the first the right one
    ptrdiff_t outputs_per_window;  // at most SKIP_GRAM_MOST_OUTPUTS
    ptrdiff_t count;
} skip_gram_windows;

/// One step of gradient descent for each window in turn, on the sum over its inputs v and outputs u of
/// -log sigmoid(v . u) for the first output and -log sigmoid(-v . u) for the others (Mikolov et al. 2013). Rows that a
/// window names twice move twice as far. Returns the sum of the losses before each step, in nats.
/// Rows are `row_floats` apart, a multiple of SKIP_GRAM_ROW_UNIT, and all of it counts: fill up with zeros, which stay.
double skip_gram_f32(skip_gram_windows windows, float *input_table, float *output_table, float rate,
                     ptrdiff_t row_floats);

#endif
