// An LSTM that looks back at a memory at every step, over a whole sequence (Bahdanau, Cho & Bengio 2015; Luong, Pham &
// Manning 2015). Each step, for the sequences still running:
//
//     h, c    = LSTM(input; state [feed, h'], c')
//     context = attention(query of h, memory)
//     output  = tanh(W [h, context] + b)            which is the feed of the next step
//
// Sequences need nothing of each other, so each thread takes its share of the batch through all steps.

static void decoder_forward(mixed_product_function mixed, decoder_forward_pass pass, float *workspace,
                            recurrent_sequence sequence, ptrdiff_t begin, ptrdiff_t end) {
    const attention_source source = pass.source;
    const ptrdiff_t size = sequence.hidden, width = 4 * size, state_width = pass.feed_width + size;
    const ptrdiff_t joined_width = size + source.value_width, output_width = pass.output_width;
    for (ptrdiff_t t = 0; t < sequence.steps; t++) {
        const ptrdiff_t active = sequence.step_count[t] < end ? sequence.step_count[t] : end;
        if (active <= begin) continue;
        const ptrdiff_t first = sequence.step_offset[t] + begin, rows = active - begin;
        float *joined = pass.joined + first * joined_width, *output = pass.output + first * output_width;
        float *query = row_of(pass.query, first, source.key_width);
        memcpy(pass.before + first * state_width, pass.state + begin * state_width,
               (size_t)(rows * state_width) * sizeof(float));
        recurrent_product(mixed, pass.state + begin * state_width, state_width, pass.packed_state, NULL,
                          pass.gates + first * width, width, workspace, true, rows, width, state_width);
        for (ptrdiff_t r = 0; r < rows; r++) {
            float *hidden = pass.state + (begin + r) * state_width + pass.feed_width;
            row_forward(lstm_cell, (forward_row){
                .gates = pass.gates + (first + r) * width,
                .hidden = hidden,
                .cell = pass.state_cell + (begin + r) * size,
                .kept_cell = pass.cell + (first + r) * size,
                .size = size,
            });
            memcpy(joined + r * joined_width, hidden, (size_t)size * sizeof(float));
        }
        if (query != NULL) {
            recurrent_product(mixed, joined, joined_width, pass.packed_query, pass.query_bias, query, source.key_width,
                              workspace, false, rows, source.key_width, size);
        }
        for (ptrdiff_t r = 0; r < rows; r++) {
            attend_row(source, begin + r, query == NULL ? joined + r * joined_width : query + r * source.key_width,
                       pass.weights + (first + r) * pass.most, pass.most, joined + r * joined_width + size);
        }
        recurrent_product(mixed, joined, joined_width, pass.packed_mix, pass.mix_bias, output, output_width, workspace,
                          false, rows, output_width, joined_width);
        vector_tanh(output, output, rows * output_width);
        for (ptrdiff_t r = 0; r < rows && pass.feed_width > 0; r++) {
            memcpy(pass.state + (begin + r) * state_width, output + r * output_width,
                   (size_t)output_width * sizeof(float));
        }
    }
}

/// slope = (gradient of the output from above and, as feed, from the next step) * (1 - output^2)
INLINE void decoder_output_backward(const float *output, const float *above, const float *feed, float *slope,
                                    ptrdiff_t width) {
    for (ptrdiff_t j = 0; j < width; j++) {
        slope[j] = (above[j] + (feed == NULL ? 0.0f : feed[j])) * (1.0f - output[j] * output[j]);
    }
}

static void decoder_backward(mixed_product_function mixed, decoder_backward_pass pass, float *workspace,
                             recurrent_sequence sequence, ptrdiff_t begin, ptrdiff_t end) {
    const attention_source source = pass.source;
    const ptrdiff_t size = sequence.hidden, width = 4 * size, state_width = pass.feed_width + size;
    const ptrdiff_t joined_width = size + source.value_width, output_width = pass.output_width;
    for (ptrdiff_t t = sequence.steps - 1; t >= 0; t--) {
        const ptrdiff_t active = sequence.step_count[t] < end ? sequence.step_count[t] : end;
        if (active <= begin) continue;
        const ptrdiff_t first = sequence.step_offset[t] + begin, rows = active - begin;
        const float *joined = pass.joined + first * joined_width;
        float *slope = pass.slope_output + first * output_width;
        float *of_joined = pass.gradient_joined + begin * joined_width;
        float *of_query = row_of(pass.slope_query, first, source.key_width);
        for (ptrdiff_t r = 0; r < rows; r++) {
            decoder_output_backward(pass.output + (first + r) * output_width,
                                    pass.gradient_output + (first + r) * output_width,
                                    pass.feed_width > 0 ? pass.gradient_state + (begin + r) * state_width : NULL,
                                    slope + r * output_width, output_width);
        }
        recurrent_product(mixed, slope, output_width, pass.packed_mix, NULL, of_joined, joined_width, workspace, false,
                          rows, joined_width, output_width);
        if (of_query != NULL) memset(of_query, 0, (size_t)(rows * source.key_width) * sizeof(float));
        for (ptrdiff_t r = 0; r < rows; r++) {
            float *row = of_joined + r * joined_width;
            const float *query = of_query == NULL ? joined + r * joined_width
                                                  : pass.query + (first + r) * source.key_width;
            attend_row_backward(source, pass.gradients, begin + r, query, pass.weights + (first + r) * pass.most,
                                row + size, of_query == NULL ? row : of_query + r * source.key_width,
                                pass.slopes + (begin + r) * pass.most);
        }
        if (of_query != NULL) {
            recurrent_product(mixed, of_query, source.key_width, pass.packed_query, NULL, of_joined, joined_width,
                              workspace, true, rows, size, source.key_width);
        }
        for (ptrdiff_t r = 0; r < rows; r++) {
            const ptrdiff_t row = first + r, sequence_row = begin + r;
            row_backward(lstm_cell, (backward_row){
                .gates = pass.gates + row * width,
                .carried = pass.cell + row * size,
                .previous = t == 0 ? pass.initial_cell + sequence_row * size
                                   : pass.cell + (sequence.step_offset[t - 1] + sequence_row) * size,
                .gradient_output = of_joined + r * joined_width,
                .gradient_hidden = pass.gradient_state + sequence_row * state_width + pass.feed_width,
                .gradient_cell = pass.gradient_cell + sequence_row * size,
                .size = size,
            });
        }
        recurrent_product(mixed, pass.gates + first * width, width, pass.packed_state, NULL,
                          pass.gradient_state + begin * state_width, state_width, workspace, false, rows, state_width,
                          width);
    }
}
