// A recurrent layer over a whole sequence: the loop over time, forward and backward, whatever the cell.
//
// The input projections come ready-made in `gates`, or stand elsewhere, those of a word once. Forward, each step makes the
// recurrent product for the sequences still running and applies the cell's gates behind it. Backward, the gates of each
// step become the gradients of their pre-activations, and the product with these is the gradient of the hidden state
// before.
//
// A row is a sequence at a step or, where states are maps, one pixel of such a map: the recurrent product then is a
// convolution (Convolution.h), and the gates know nothing of it.
//
// A cell is a constant `cell_description`, and the loop is inlined into functions of each cell (DEFINE_SEQUENCE_OF), so
// the compiler writes every cell a loop of its own, gates included.

/// One row of a forward pass: a sequence at a step. What the cell has not is NULL.
typedef struct {
    float *gates;             // [blocks * size]: input projections, activated in place
    const float *product;     // [blocks * size]: the recurrent product of a cell that keeps it apart
    float *hidden;            // [size]: the state, moved on in place
    float *cell;              // [size]: likewise
    float *kept_cell;         // [size]: where the new cell state is kept; NULL when no backward pass follows
    const float *peepholes;   // [3 * size]
    ptrdiff_t size;
} forward_row;

/// One row of a backward pass. What the cell has not is NULL.
typedef struct {
    float *gates;                    // [blocks * size]: activated, turned into gradients of the pre-activations
    float *product;                  // [blocks * size]: as in the forward pass, turned into its gradient
    const float *carried;            // [size]: what the cell passes on beside its gates, after this step
    const float *previous;           // [size]: the same before this step; NULL for zeros
    const float *gradient_output;    // [size]: of the hidden state, from the layer above
    float *gradient_hidden;          // [size]: of the hidden state, from the step behind; receives what goes back
                                     //   directly where `passes_hidden`
    float *gradient_cell;            // [size]: of the cell state, from the step behind to the step before
    const float *peepholes;          // [3 * size]
    ptrdiff_t size;
} backward_row;

/// What the loop knows of a cell. The functions treat units [j, j + count), count <= VECTOR_WIDTH.
typedef struct {
    recurrent_cell_traits traits;
    bool passes_hidden;  // the new hidden state holds a part of the previous one, past the product
    void (*forward)(forward_row row, ptrdiff_t j, ptrdiff_t count);
    void (*backward)(backward_row row, ptrdiff_t j, ptrdiff_t count);
} cell_description;

INLINE void row_forward(cell_description cell, forward_row row) {
    ptrdiff_t j = 0;
    for (; j + VECTOR_WIDTH <= row.size; j += VECTOR_WIDTH) cell.forward(row, j, VECTOR_WIDTH);
    if (j < row.size) cell.forward(row, j, row.size - j);
}

INLINE void row_backward(cell_description cell, backward_row row) {
    ptrdiff_t j = 0;
    for (; j + VECTOR_WIDTH <= row.size; j += VECTOR_WIDTH) cell.backward(row, j, VECTOR_WIDTH);
    if (j < row.size) cell.backward(row, j, row.size - j);
}

/// Row `row` of a matrix that may be NULL.
INLINE float *row_of(float *matrix, ptrdiff_t row, ptrdiff_t width) {
    return matrix == NULL ? NULL : matrix + row * width;
}
INLINE const float *constant_row_of(const float *matrix, ptrdiff_t row, ptrdiff_t width) {
    return matrix == NULL ? NULL : matrix + row * width;
}

INLINE void sequence_forward(cell_description cell, mixed_product_function mixed, recurrent_forward_pass pass,
                             float *workspace, recurrent_sequence sequence, ptrdiff_t begin, ptrdiff_t end) {
    const ptrdiff_t size = sequence.hidden, width = cell.traits.blocks * size;
    for (ptrdiff_t n = sequence.begin_step; n < sequence.end_step; n++) {
        const ptrdiff_t t = sequence.reverse ? sequence.begin_step + sequence.end_step - 1 - n : n;
        const ptrdiff_t active = sequence.step_count[t] < end ? sequence.step_count[t] : end;
        if (active <= begin) continue;
        const ptrdiff_t first = sequence.step_offset[t];
        const ptrdiff_t place = pass.projected == NULL ? first * width : 0;
        float *gates = pass.gates + place, *product = cell.traits.keeps_product ? pass.product + place : NULL;
        for (ptrdiff_t r = begin; r < active && pass.projected != NULL; r++) {
            memcpy(gates + r * width, pass.projected[first + r], (size_t)width * sizeof(float));
        }
        convolve(mixed, sequence.map, pass.state_hidden, size, pass.packed_recurrent,
                 product == NULL ? NULL : pass.recurrent_bias, product == NULL ? gates : product, width, workspace,
                 product == NULL, begin, active);
        for (ptrdiff_t r = begin; r < active; r++) {
            const ptrdiff_t row = first + r;
            float *hidden = pass.state_hidden + r * size;
            row_forward(cell, (forward_row){
                .gates = gates + r * width,
                .product = row_of(product, r, width),
                .hidden = hidden,
                .cell = row_of(pass.state_cell, r, size),
                .kept_cell = row_of(pass.cell, row, size),
                .peepholes = pass.peepholes,
                .size = size,
            });
            memcpy(pass.hidden + row * size, hidden, (size_t)size * sizeof(float));
        }
    }
}

INLINE void sequence_backward(cell_description cell, mixed_product_function mixed, recurrent_backward_pass pass,
                              float *workspace, recurrent_sequence sequence, ptrdiff_t begin, ptrdiff_t end) {
    const ptrdiff_t size = sequence.hidden, width = cell.traits.blocks * size, steps = sequence.steps;
    for (ptrdiff_t n = sequence.begin_step; n < sequence.end_step; n++) {
        const ptrdiff_t t = sequence.reverse ? n : sequence.begin_step + sequence.end_step - 1 - n;
        const ptrdiff_t before = sequence.reverse ? t + 1 : t - 1;  // the step this one took its state from
        const ptrdiff_t active = sequence.step_count[t] < end ? sequence.step_count[t] : end;
        const ptrdiff_t running = before < 0 || before >= steps ? 0 : sequence.step_count[before];
        if (active <= begin) continue;
        const ptrdiff_t first = sequence.step_offset[t];
        for (ptrdiff_t r = begin; r < active; r++) {
            const ptrdiff_t row = first + r;
            row_backward(cell, (backward_row){
                .gates = pass.gates + row * width,
                .product = row_of(pass.product, row, width),
                .carried = constant_row_of(pass.carried, row, size),
                .previous = r < running ? constant_row_of(pass.carried, sequence.step_offset[before] + r, size)
                                        : constant_row_of(pass.initial_carried, r, size),
                .gradient_output = pass.gradient_hidden + row * size,
                .gradient_hidden = pass.gradient_state_hidden + r * size,
                .gradient_cell = row_of(pass.gradient_state_cell, r, size),
                .peepholes = pass.peepholes,
                .size = size,
            });
        }
        const float *slopes = (cell.traits.keeps_product ? pass.product : pass.gates) + first * width;
        convolve_backward(mixed, sequence.map, slopes, width, pass.packed_recurrent, pass.gradient_state_hidden, size,
                          workspace, cell.passes_hidden, begin, active);
    }
}

/// `name`_forward, `name`_backward and `name`_gates: the loops, and the gates of one row, for the cell that the constant
/// `name`_cell describes.
#define DEFINE_SEQUENCE_OF(name)                                                                                 \
    static void name##_forward(mixed_product_function mixed, recurrent_forward_pass pass, float *workspace,      \
                               recurrent_sequence sequence, ptrdiff_t begin, ptrdiff_t end) {                    \
        sequence_forward(name##_cell, mixed, pass, workspace, sequence, begin, end);                             \
    }                                                                                                            \
    static void name##_backward(mixed_product_function mixed, recurrent_backward_pass pass, float *workspace,    \
                                recurrent_sequence sequence, ptrdiff_t begin, ptrdiff_t end) {                   \
        sequence_backward(name##_cell, mixed, pass, workspace, sequence, begin, end);                            \
    }                                                                                                            \
    static void name##_gates(const float *product, const float *peepholes, float *gates, float *state_hidden,    \
                             float *state_cell, ptrdiff_t hidden) {                                              \
        row_forward(name##_cell, (forward_row){.gates = gates, .product = product, .hidden = state_hidden,       \
                                               .cell = state_cell, .peepholes = peepholes, .size = hidden});     \
    }
