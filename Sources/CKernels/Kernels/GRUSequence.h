// The gates of a GRU (Cho et al. 2014), in the variant of cuDNN and PyTorch that resets after the product:
//
//     r = sigmoid(a_r + u_r)   z = sigmoid(a_z + u_z)         a = W_ih x + b_ih   u = W_hh h' + b_hh
//     n = tanh(a_n + r * u_n)  h = (1 - z) * n + z * h'

/// Activates the gates and moves the state on.
INLINE void gru_units_forward(forward_row row, ptrdiff_t j, ptrdiff_t count) {
    const ptrdiff_t size = row.size;
    float *gates = row.gates + j;
    const float *product = row.product + j;
    const vector r = sigmoid_of(load_some(gates, count) + load_some(product, count));
    const vector z = sigmoid_of(load_some(gates + size, count) + load_some(product + size, count));
    const vector n = tanh_of(load_some(gates + 2 * size, count) + r * load_some(product + 2 * size, count));
    const vector h = (1.0f - z) * n + z * load_some(row.hidden + j, count);
    store_some(gates, r, count);
    store_some(gates + size, z, count);
    store_some(gates + 2 * size, n, count);
    store_some(row.hidden + j, h, count);
}

/// Turns activated gates and product into the gradients of a and u. With dh from above and behind:
///
///     da_n = dh * (1 - z) * (1 - n^2)   da_z = dh * (h' - n) * z * (1 - z)   da_r = da_n * u_n * r * (1 - r)
///     du_n = da_n * r                   du_z = da_z                          du_r = da_r
///     dh' = dh * z, beside what comes through u
INLINE void gru_units_backward(backward_row row, ptrdiff_t j, ptrdiff_t count) {
    const ptrdiff_t size = row.size;
    float *gates = row.gates + j, *product = row.product + j;
    const vector r = load_some(gates, count), z = load_some(gates + size, count);
    const vector n = load_some(gates + 2 * size, count), u_n = load_some(product + 2 * size, count);
    const vector before = row.previous == NULL ? (vector){} : load_some(row.previous + j, count);
    const vector dh = load_some(row.gradient_output + j, count) + load_some(row.gradient_hidden + j, count);
    const vector da_n = dh * (1.0f - z) * (1.0f - n * n);
    const vector da_z = dh * (before - n) * z * (1.0f - z);
    const vector da_r = da_n * u_n * r * (1.0f - r);
    store_some(gates, da_r, count);
    store_some(gates + size, da_z, count);
    store_some(gates + 2 * size, da_n, count);
    store_some(product, da_r, count);
    store_some(product + size, da_z, count);
    store_some(product + 2 * size, da_n * r, count);
    store_some(row.gradient_hidden + j, dh * z, count);
}

static const cell_description gru_cell = {
    .traits = {.blocks = 3, .keeps_product = true}, .passes_hidden = true,
    .forward = gru_units_forward, .backward = gru_units_backward};
DEFINE_SEQUENCE_OF(gru)
