// The gates of an LSTM with peepholes (Gers & Schmidhuber 2000): input and forget gate see the cell state before the
// step, the output gate the one after it, each unit its own alone.
//
//     i = sigmoid(a_i + p_i * c')   f = sigmoid(a_f + p_f * c')   g = tanh(a_g)      a = W_ih x + b_ih + W_hh h' + b_hh
//     c = f * c' + i * g            o = sigmoid(a_o + p_o * c)    h = o * tanh(c)

/// Activates the gates and moves the state on.
INLINE void peephole_lstm_units_forward(forward_row row, ptrdiff_t j, ptrdiff_t count) {
    const ptrdiff_t size = row.size;
    float *gates = row.gates + j;
    const float *peepholes = row.peepholes + j;
    const vector before = load_some(row.cell + j, count);
    const vector i = sigmoid_of(load_some(gates, count) + load_some(peepholes, count) * before);
    const vector f = sigmoid_of(load_some(gates + size, count) + load_some(peepholes + size, count) * before);
    const vector g = tanh_of(load_some(gates + 2 * size, count));
    const vector c = f * before + i * g;
    const vector o = sigmoid_of(load_some(gates + 3 * size, count) + load_some(peepholes + 2 * size, count) * c);
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
///     da_o = dh * tanh(c) * o * (1 - o)
///     dc += dh * o * (1 - tanh(c)^2) + p_o * da_o     dc' = dc * f + p_i * da_i + p_f * da_f
///     da_i = dc * g * i * (1 - i)   da_f = dc * c' * f * (1 - f)   da_g = dc * i * (1 - g^2)
///
/// The gradients of the peepholes are sums over all rows: of da_i * c', da_f * c' and da_o * c.
INLINE void peephole_lstm_units_backward(backward_row row, ptrdiff_t j, ptrdiff_t count) {
    const ptrdiff_t size = row.size;
    float *gates = row.gates + j;
    const float *peepholes = row.peepholes + j;
    const vector i = load_some(gates, count), f = load_some(gates + size, count);
    const vector g = load_some(gates + 2 * size, count), o = load_some(gates + 3 * size, count);
    const vector squashed = tanh_of(load_some(row.carried + j, count));
    const vector before = row.previous == NULL ? (vector){} : load_some(row.previous + j, count);
    const vector dh = load_some(row.gradient_output + j, count) + load_some(row.gradient_hidden + j, count);
    const vector da_o = dh * squashed * o * (1.0f - o);
    const vector dc = load_some(row.gradient_cell + j, count) + dh * o * (1.0f - squashed * squashed)
                      + load_some(peepholes + 2 * size, count) * da_o;
    const vector da_i = dc * g * i * (1.0f - i);
    const vector da_f = dc * before * f * (1.0f - f);
    store_some(gates, da_i, count);
    store_some(gates + size, da_f, count);
    store_some(gates + 2 * size, dc * i * (1.0f - g * g), count);
    store_some(gates + 3 * size, da_o, count);
    store_some(row.gradient_cell + j,
               dc * f + load_some(peepholes, count) * da_i + load_some(peepholes + size, count) * da_f, count);
}

static const cell_description peephole_lstm_cell = {
    .traits = {.blocks = 4, .has_cell_state = true, .has_peepholes = true},
    .forward = peephole_lstm_units_forward, .backward = peephole_lstm_units_backward};
DEFINE_SEQUENCE_OF(peephole_lstm)
