/// One direction of one convolutional LSTM layer over a whole batch of sequences of maps, as one operation.
///
/// The equations are those of `lstmSequence` at every pixel, with convolutions (`*`) for the products (Shi et al. 2015,
/// equation 3, without the peepholes):
///
///     i, f, o = σ(W * x + b + U * h' + b')   g = tanh(W * x + b + U * h' + b')
///     c = f ∘ c' + i ∘ g                     h = o ∘ tanh(c)
///
/// What lies past the edges of a map is zero, so that a state has the height and width of the input.
///
/// - Parameters:
///   - input: Packed maps, `[layout.rowCount, height, width, inputSize]`.
///   - weights: Blocks in the order input, forget, cell, output; `inputWeight`
///     `[4 * hiddenSize, inputSize, kernelSize, kernelSize]`, `recurrentWeight`
///     `[4 * hiddenSize, hiddenSize, kernelSize, kernelSize]`, `kernelSize` odd.
///   - state: Hidden and cell state before the first step, `[batch, height, width, hiddenSize]` each; `nil` for zeros.
///   - isReversed: Runs each sequence from its own last step to its first.
///   - precision: `bf16` rounds both sides of every product, forward and backward.
/// - Returns: Packed hidden states `[layout.rowCount, height, width, hiddenSize]`, and the state after each sequence's
///   own last step (its first, when reversed), in the caller's order of sequences.
public func convLSTMSequence(
    _ input: Variable, layout: SequenceLayout, weights: RecurrentWeights,
    state: (hidden: Variable, cell: Variable)? = nil, isReversed: Bool = false, precision: Precision = .fp32
) -> (output: Variable, hidden: Variable, cell: Variable) {
    let kernelShape = Array(weights.recurrentWeight.shape.suffix(2))
    precondition(
        input.shape.count == 4 && input.shape[0] == layout.rowCount
            && Array(weights.inputWeight.shape.suffix(2)) == kernelShape,
        "convLSTMSequence: input \(input.shape) of \(layout.rowCount) rows, weights \(weights.all.map(\.shape)).")
    let maps = MapShape(height: input.shape[1], width: input.shape[2], kernelSize: kernelShape[0])
    let flat = RecurrentWeights(
        inputWeight: channelsLast(weights.inputWeight), recurrentWeight: channelsLast(weights.recurrentWeight),
        inputBias: weights.inputBias, recurrentBias: weights.recurrentBias)
    let stateShape = [layout.batchSize, maps.height, maps.width, weights.recurrentWeight.shape[1]]
    let direction = RecurrentDirection(
        weights: flat, state: state.map { [flattened($0.hidden, stateShape), flattened($0.cell, stateShape)] },
        isReversed: isReversed)
    let (output, final) = recurrentSequences(
        .lstm, input.reshaped([layout.rowCount * maps.pixelCount, input.shape[3]]),
        layout: layout, maps: maps, directions: [direction], precision: precision)[0]
    return (
        output.reshaped([layout.rowCount] + stateShape.dropFirst()), final[0].reshaped(stateShape),
        final[1].reshaped(stateShape)
    )
}

/// A state of maps with a row for each sequence.
private func flattened(_ state: Variable, _ shape: [Int]) -> Variable {
    precondition(state.shape == shape, "convLSTMSequence: state \(state.shape), expected \(shape).")
    return state.reshaped([shape[0], shape[1] * shape[2] * shape[3]])
}
