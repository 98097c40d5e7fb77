// The gates of an LSTM (Hochreiter & Schmidhuber 1997, with the forget gate of Gers et al. 2000):
//
//     i = sigmoid(a_i)   f = sigmoid(a_f)   g = tanh(a_g)   o = sigmoid(a_o)      a = W_ih x + b_ih + W_hh h' + b_hh
//     c = f * c' + i * g                    h = o * tanh(c)

/// Activates the gates and moves the state on.
INLINE void lstm_units_forward(forward_row row, ptrdiff_t j, ptrdiff_t count) {
    const ptrdiff_t size = row.size;
    float *gates = row.gates + j;
    const vector i = sigmoid_of(load_some(gates, count));
    const vector f = sigmoid_of(load_some(gates + size, count));
    const vector g = tanh_of(load_some(gates + 2 * size, count));
    const vector o = sigmoid_of(load_some(gates + 3 * size, count));
    const vector c = f * load_some(row.cell + j, count) + i * g;
    const vector h = o * tanh_of(c);
    store_some(gates, i, count);
    store_some(gates + size, f, count);
    store_some(gates + 2 * size, g, count);
    store_some(gates + 3 * size, o, count);
    store_some(row.cell + j, c, count);
    store_some(row.hidden + j, h, count);
    if (row.kept_cell != NULL) store_some(row.kept_cell + j, c, count);
}

/// Turns activated gates into the gradients of their pre-activations. With dh and dc from above and behind:
///
///     dc += dh * o * (1 - tanh(c)^2)                 dc' = dc * f
///     da_i = dc * g * i * (1 - i)   da_f = dc * c' * f * (1 - f)
///     da_g = dc * i * (1 - g^2)     da_o = dh * tanh(c) * o * (1 - o)
INLINE void lstm_units_backward(backward_row row, ptrdiff_t j, ptrdiff_t count) {
    const ptrdiff_t size = row.size;
    float *gates = row.gates + j;
    const vector i = load_some(gates, count), f = load_some(gates + size, count);
    const vector g = load_some(gates + 2 * size, count), o = load_some(gates + 3 * size, count);
    const vector squashed = tanh_of(load_some(row.carried + j, count));
    const vector before = row.previous == NULL ? (vector){} : load_some(row.previous + j, count);
    const vector dh = load_some(row.gradient_output + j, count) + load_some(row.gradient_hidden + j, count);
    const vector dc = load_some(row.gradient_cell + j, count) + dh * o * (1.0f - squashed * squashed);
    store_some(gates, dc * g * i * (1.0f - i), count);
    store_some(gates + size, dc * before * f * (1.0f - f), count);
    store_some(gates + 2 * size, dc * i * (1.0f - g * g), count);
    store_some(gates + 3 * size, dh * squashed * o * (1.0f - o), count);
    store_some(row.gradient_cell + j, dc * f, count);
}

static const cell_description lstm_cell = {
    .traits = {.blocks = 4, .has_cell_state = true},
    .forward = lstm_units_forward, .backward = lstm_units_backward};
DEFINE_SEQUENCE_OF(lstm)
