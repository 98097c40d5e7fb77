extension RecurrentKernel {
    /// A simple recurrent network (Elman 1990).
    public static let simpleRNN = RecurrentKernel("simple_rnn")
}

/// One direction of one layer of a simple recurrent network (Elman 1990) over a whole batch of sequences, as one
/// operation: `h = tanh(W x + b + U h' + b')`.
///
/// - Parameters:
///   - input: Packed rows, `[layout.rowCount, inputSize]`.
///   - weights: One block.
///   - state: The hidden state before the first step, `[batch, hiddenSize]`; `nil` for zeros.
///   - isReversed: Runs each sequence from its own last step to its first.
///   - precision: `bf16` rounds both sides of every product, forward and backward.
/// - Returns: Packed hidden states `[layout.rowCount, hiddenSize]`, and the one after each sequence's own last step
///   (its first, when reversed), `[batch, hiddenSize]`, in the caller's order of sequences.
public func simpleRNNSequence(
    _ input: Variable, layout: SequenceLayout, weights: RecurrentWeights, state: Variable? = nil,
    isReversed: Bool = false, precision: Precision = .fp32
) -> (output: Variable, hidden: Variable) {
    let direction = RecurrentDirection(weights: weights, state: state.map { [$0] }, isReversed: isReversed)
    let (output, final) = recurrentSequences(
        .simpleRNN, input, layout: layout, directions: [direction], precision: precision)[0]
    return (output, final[0])
}
