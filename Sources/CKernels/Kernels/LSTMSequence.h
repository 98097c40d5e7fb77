// An LSTM over a whole sequence (Hochreiter & Schmidhuber 1997, with the forget gate of Gers et al. 2000):
//
//     i = sigmoid(a_i)   f = sigmoid(a_f)   g = tanh(a_g)   o = sigmoid(a_o)      a = W_ih x + b_ih + W_hh h' + b_hh
//     c = f * c' + i * g                    h = o * tanh(c)
//
// The input projections of all steps come ready-made in `gates`. Each step adds the recurrent product for the
// sequences still running and then applies the gates in place.

/// Activates `count` (<= VECTOR_WIDTH) units of one row and moves their state on.
INLINE void lstm_units_forward(float *gates, float *state_cell, float *cell, float *state_hidden, ptrdiff_t size,
                               ptrdiff_t count) {
    const vector i = sigmoid_of(load_some(gates, count));
    const vector f = sigmoid_of(load_some(gates + size, count));
    const vector g = tanh_of(load_some(gates + 2 * size, count));
    const vector o = sigmoid_of(load_some(gates + 3 * size, count));
    const vector c = f * load_some(state_cell, count) + i * g;
    const vector h = o * tanh_of(c);
    store_some(gates, i, count);
    store_some(gates + size, f, count);
    store_some(gates + 2 * size, g, count);
    store_some(gates + 3 * size, o, count);
    store_some(state_cell, c, count);
    store_some(state_hidden, h, count);
    if (cell != NULL) store_some(cell, c, count);
}

static void lstm_row_forward(float *gates, float *state_cell, float *cell, float *state_hidden, ptrdiff_t size) {
    ptrdiff_t j = 0;
    for (; j + VECTOR_WIDTH <= size; j += VECTOR_WIDTH) {
        lstm_units_forward(gates + j, state_cell + j, cell == NULL ? NULL : cell + j, state_hidden + j, size,
                           VECTOR_WIDTH);
    }
    if (j == size) return;
    lstm_units_forward(gates + j, state_cell + j, cell == NULL ? NULL : cell + j, state_hidden + j, size, size - j);
}

/// The product of a step: `mixed` where the weights are packed as bfloat16, `matrix_product` where it is NULL.
static void recurrent_product(mixed_product_function mixed, const float *a, ptrdiff_t a_row, const void *packed,
                              float *output, ptrdiff_t output_row, float *workspace, bool accumulate, ptrdiff_t rows,
                              ptrdiff_t columns, ptrdiff_t depth) {
    const ptrdiff_t panels = (columns + PANEL_WIDTH - 1) / PANEL_WIDTH;
    if (mixed != NULL) {
        mixed(a, a_row, 1, packed, NULL, output, output_row, workspace, accumulate, rows, columns, depth, 0, panels);
    } else {
        matrix_product(a, a_row, 1, packed, NULL, output, output_row, workspace, accumulate, rows, columns, depth, 0,
                       panels);
    }
}

static void lstm_forward(mixed_product_function mixed, const void *packed_recurrent, float *gates, float *hidden,
                         float *cell, float *state_hidden, float *state_cell, float *workspace,
                         lstm_sequence sequence, ptrdiff_t begin, ptrdiff_t end) {
    const ptrdiff_t size = sequence.hidden;
    for (ptrdiff_t n = 0; n < sequence.steps; n++) {
        const ptrdiff_t t = sequence.reverse ? sequence.steps - 1 - n : n;
        const ptrdiff_t active = sequence.step_count[t] < end ? sequence.step_count[t] : end;
        if (active <= begin) continue;
        const ptrdiff_t first = sequence.step_offset[t];
        recurrent_product(mixed, state_hidden + begin * size, size, packed_recurrent,
                          gates + (first + begin) * 4 * size, 4 * size, workspace, true, active - begin, 4 * size,
                          size);
        for (ptrdiff_t r = begin; r < active; r++) {
            const ptrdiff_t row = first + r;
            lstm_row_forward(gates + row * 4 * size, state_cell + r * size, cell == NULL ? NULL : cell + row * size,
                             state_hidden + r * size, size);
            memcpy(hidden + row * size, state_hidden + r * size, (size_t)size * sizeof(float));
        }
    }
}

static void lstm_gates(float *gates, float *cell, float *hidden, ptrdiff_t size) {
    lstm_row_forward(gates, cell, NULL, hidden, size);
}

/// Turns `count` units' activated gates into the gradients of their pre-activations. `previous` may be NULL for zeros.
INLINE void lstm_units_backward(float *gates, const float *cell, const float *previous, const float *gradient_hidden,
                                const float *gradient_state_hidden, float *gradient_state_cell, ptrdiff_t size,
                                ptrdiff_t count) {
    const vector i = load_some(gates, count), f = load_some(gates + size, count);
    const vector g = load_some(gates + 2 * size, count), o = load_some(gates + 3 * size, count);
    const vector squashed = tanh_of(load_some(cell, count));
    const vector before = previous == NULL ? (vector){} : load_some(previous, count);
    const vector dh = load_some(gradient_hidden, count) + load_some(gradient_state_hidden, count);
    const vector dc = load_some(gradient_state_cell, count) + dh * o * (1.0f - squashed * squashed);
    store_some(gates, dc * g * i * (1.0f - i), count);
    store_some(gates + size, dc * before * f * (1.0f - f), count);
    store_some(gates + 2 * size, dc * i * (1.0f - g * g), count);
    store_some(gates + 3 * size, dh * squashed * o * (1.0f - o), count);
    store_some(gradient_state_cell, dc * f, count);
}

static void lstm_backward(mixed_product_function mixed, const void *packed_recurrent, const float *cell,
                          const float *initial_cell, const float *gradient_hidden, float *gates,
                          float *gradient_state_hidden, float *gradient_state_cell, float *workspace,
                          lstm_sequence sequence, ptrdiff_t begin, ptrdiff_t end) {
    const ptrdiff_t size = sequence.hidden, steps = sequence.steps;
    for (ptrdiff_t n = 0; n < steps; n++) {
        const ptrdiff_t t = sequence.reverse ? n : steps - 1 - n;
        const ptrdiff_t before = sequence.reverse ? t + 1 : t - 1;  // the step this one took its state from
        const ptrdiff_t active = sequence.step_count[t] < end ? sequence.step_count[t] : end;
        const ptrdiff_t carried = before < 0 || before >= steps ? 0 : sequence.step_count[before];
        if (active <= begin) continue;
        const ptrdiff_t first = sequence.step_offset[t];
        for (ptrdiff_t r = begin; r < active; r++) {
            const float *c = cell + (first + r) * size, *dh = gradient_hidden + (first + r) * size;
            const float *previous = r < carried            ? cell + (sequence.step_offset[before] + r) * size
                                    : initial_cell != NULL ? initial_cell + r * size
                                                           : NULL;
            float *g = gates + (first + r) * 4 * size;
            float *sh = gradient_state_hidden + r * size, *sc = gradient_state_cell + r * size;
            ptrdiff_t j = 0;
            for (; j + VECTOR_WIDTH <= size; j += VECTOR_WIDTH) {
                lstm_units_backward(g + j, c + j, previous == NULL ? NULL : previous + j, dh + j, sh + j, sc + j, size,
                                    VECTOR_WIDTH);
            }
            if (j < size) {
                lstm_units_backward(g + j, c + j, previous == NULL ? NULL : previous + j, dh + j, sh + j, sc + j, size,
                                    size - j);
            }
        }
        recurrent_product(mixed, gates + (first + begin) * 4 * size, 4 * size, packed_recurrent,
                          gradient_state_hidden + begin * size, size, workspace, false, active - begin, size,
                          4 * size);
    }
}
