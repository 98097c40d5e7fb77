// The unit of a simple recurrent network (Elman 1990): h = tanh(a)      a = W_ih x + b_ih + W_hh h' + b_hh

INLINE void simple_rnn_units_forward(forward_row row, ptrdiff_t j, ptrdiff_t count) {
    const vector h = tanh_of(load_some(row.gates + j, count));
    store_some(row.gates + j, h, count);
    store_some(row.hidden + j, h, count);
}

/// da = dh * (1 - h^2), with dh from above and behind.
INLINE void simple_rnn_units_backward(backward_row row, ptrdiff_t j, ptrdiff_t count) {
    const vector h = load_some(row.gates + j, count);
    const vector dh = load_some(row.gradient_output + j, count) + load_some(row.gradient_hidden + j, count);
    store_some(row.gates + j, dh * (1.0f - h * h), count);
}

static const cell_description simple_rnn_cell = {
    .traits = {.blocks = 1}, .forward = simple_rnn_units_forward, .backward = simple_rnn_units_backward};
DEFINE_SEQUENCE_OF(simple_rnn)
