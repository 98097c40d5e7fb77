// Skip-gram with negative sampling (Mikolov et al. 2013): all inputs of a window meet the same few outputs, so that a
// window is three small matrix products (Ji et al. 2016, "Parallelizing Word2Vec in Shared and Distributed Memory").
//
// With x = v · u for the outputs that are no neighbours and x = -v · u for the one that is, the loss is the sum of
// log(1 + exp(x)) and its gradient by x is sigmoid(x). Scores lie as [input][output].
#include <math.h>

enum { OUTPUT_TILE = 6, INPUT_TILE = 2 };  // 12 sums fit beside their factors in the 16 registers of AVX2

/// The rows of the tables that a window reads and moves.
typedef struct {
    float *inputs[SKIP_GRAM_MOST_INPUTS];
    float *outputs[SKIP_GRAM_MOST_OUTPUTS];
    ptrdiff_t input_count, output_count;
} window_rows;

/// The dot products of `rows` inputs and `columns` outputs.
INLINE void dot_tile(float *const *inputs, float *const *outputs, const int rows, const int columns, float *scores,
                     ptrdiff_t score_stride, ptrdiff_t row_floats) {
    vector sums[INPUT_TILE][OUTPUT_TILE] = {};
    for (ptrdiff_t k = 0; k < row_floats; k += VECTOR_WIDTH) {
        vector input[INPUT_TILE];
        for (int i = 0; i < rows; i++) input[i] = load(inputs[i] + k);
        for (int j = 0; j < columns; j++) {
            const vector output = load(outputs[j] + k);
            for (int i = 0; i < rows; i++) sums[i][j] += input[i] * output;
        }
    }
    for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) scores[i * score_stride + j] = sum_of_lanes(sums[i][j]);
    }
}

INLINE void dot_columns(const window_rows *window, ptrdiff_t first, const int columns, float *scores,
                        ptrdiff_t row_floats) {
    const ptrdiff_t count = window->input_count, stride = window->output_count;
    ptrdiff_t i = 0;
    for (; i + INPUT_TILE <= count; i += INPUT_TILE) {
        dot_tile(window->inputs + i, window->outputs + first, INPUT_TILE, columns, scores + i * stride + first, stride,
                 row_floats);
    }
    if (i < count) {
        dot_tile(window->inputs + i, window->outputs + first, 1, columns, scores + i * stride + first, stride,
                 row_floats);
    }
}

/// How far the floats from `k` on of the inputs move towards `columns` outputs, and these towards the inputs.
INLINE void move_columns(const window_rows *window, ptrdiff_t first, const int columns, const float *steps,
                         vector *input_moves, vector *output_moves, ptrdiff_t k) {
    const ptrdiff_t stride = window->output_count;
    vector outputs[OUTPUT_TILE], moves[OUTPUT_TILE] = {};
    for (int j = 0; j < columns; j++) outputs[j] = load(window->outputs[first + j] + k);
    for (ptrdiff_t i = 0; i < window->input_count; i++) {
        const vector input = load(window->inputs[i] + k);
        vector move = first == 0 ? splat(0) : input_moves[i];
        for (int j = 0; j < columns; j++) {
            const vector step = splat(steps[i * stride + first + j]);
            moves[j] += step * input;
            move += step * outputs[j];
        }
        input_moves[i] = move;
    }
    for (int j = 0; j < columns; j++) output_moves[first + j] = moves[j];
}

/// Calls `function` with a number of columns that the compiler knows.
#define WITH_COLUMNS(count, function, ...)     \
    switch (count) {                           \
        case 1: function(1, __VA_ARGS__); break; \
        case 2: function(2, __VA_ARGS__); break; \
        case 3: function(3, __VA_ARGS__); break; \
        case 4: function(4, __VA_ARGS__); break; \
        case 5: function(5, __VA_ARGS__); break; \
        default: function(6, __VA_ARGS__);       \
    }
#define DOT(columns, first) dot_columns(window, first, columns, scores, row_floats)
#define MOVE(columns, first) move_columns(window, first, columns, scores, input_moves, output_moves, k)

/// Replaces dot products by rate * (label - sigmoid(dot product)); returns the loss in nats. The scores have room for
/// a vector more.
static double window_loss(float *scores, float rate, const window_rows *window) {
    const ptrdiff_t stride = window->output_count, count = window->input_count * stride;
    for (ptrdiff_t i = 0; i < count; i += stride) scores[i] = -scores[i];
    for (int lane = 0; lane < VECTOR_WIDTH; lane++) scores[count + lane] = -1000;  // a loss of zero
    vector linear = {}, factors = splat(1);
    double loss = 0;
    for (ptrdiff_t from = 0; from < count; from += VECTOR_WIDTH) {
        const vector x = load(scores + from);
        const int_vector is_positive = x > 0.0f;
        const vector e = exp_of(choose_lanes(is_positive, -x, x));
        const vector factor = 1.0f + e;
        linear += choose_lanes(is_positive, x, splat(0));
        factors *= factor;  // log(1 + e^x) = max(x, 0) + log(1 + e^-|x|), and the logarithm of all at once
        store(scores + from, -rate * choose_lanes(is_positive, splat(1), e) / factor);
        if ((from / VECTOR_WIDTH & 31) == 31 || from + VECTOR_WIDTH >= count) {  // each factor is at most two
            double product = 1;
            for (int lane = 0; lane < VECTOR_WIDTH; lane++) product *= (double)factors[lane];
            loss += log(product);
            factors = splat(1);
        }
    }
    for (ptrdiff_t i = 0; i < count; i += stride) scores[i] = -scores[i];
    return loss + (double)sum_of_lanes(linear);
}

/// Moves all rows of a window by the sum of their gradients, each computed from the rows as they were before.
static double train_window(const window_rows *window, const window_rows *next, float rate, ptrdiff_t row_floats) {
    float scores[SKIP_GRAM_MOST_INPUTS * SKIP_GRAM_MOST_OUTPUTS + VECTOR_WIDTH];
    vector input_moves[SKIP_GRAM_MOST_INPUTS], output_moves[SKIP_GRAM_MOST_OUTPUTS];
    const ptrdiff_t inputs = window->input_count, outputs = window->output_count;
    for (ptrdiff_t j = 0; j < outputs; j += OUTPUT_TILE) WITH_COLUMNS(outputs - j, DOT, j)
    const double loss = window_loss(scores, rate, window);
    for (ptrdiff_t k = 0; k < row_floats; k += VECTOR_WIDTH) {
        if (next != NULL && k % 16 == 0) {  // a cache line
            for (ptrdiff_t j = 0; j < next->output_count; j++) __builtin_prefetch(next->outputs[j] + k, 1);
        }
        for (ptrdiff_t j = 0; j < outputs; j += OUTPUT_TILE) WITH_COLUMNS(outputs - j, MOVE, j)
        for (ptrdiff_t i = 0; i < inputs; i++) {
            store(window->inputs[i] + k, load(window->inputs[i] + k) + input_moves[i]);
        }
        for (ptrdiff_t j = 0; j < outputs; j++) {
            store(window->outputs[j] + k, load(window->outputs[j] + k) + output_moves[j]);
        }
    }
    return loss;
}

INLINE void find_rows(window_rows *rows, const skip_gram_windows *windows, ptrdiff_t index, float *input_table,
                      float *output_table, ptrdiff_t row_floats) {
    const int32_t begin = windows->input_start[index];
    rows->input_count = windows->input_start[index + 1] - begin;
    rows->output_count = windows->outputs_per_window;
    for (ptrdiff_t i = 0; i < rows->input_count; i++) {
        rows->inputs[i] = input_table + windows->inputs[begin + i] * row_floats;
    }
    for (ptrdiff_t j = 0; j < rows->output_count; j++) {
        rows->outputs[j] = output_table + windows->outputs[index * rows->output_count + j] * row_floats;
    }
}

static double skip_gram(skip_gram_windows windows, float *input_table, float *output_table, float rate,
                        ptrdiff_t row_floats) {
    window_rows rows[2];
    double loss = 0;
    if (windows.count > 0) find_rows(&rows[0], &windows, 0, input_table, output_table, row_floats);
    for (ptrdiff_t index = 0; index < windows.count; index++) {
        const bool is_last = index + 1 == windows.count;
        window_rows *next = &rows[(index + 1) & 1];
        if (!is_last) find_rows(next, &windows, index + 1, input_table, output_table, row_floats);
        loss += train_window(&rows[index & 1], is_last ? NULL : next, rate, row_floats);
    }
    return loss;
}
