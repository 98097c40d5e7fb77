extension RecurrentKernel {
    /// Gated recurrent units (Cho et al. 2014); see ``gruSequence(_:layout:weights:state:isReversed:precision:)``.
    public static let gru = RecurrentKernel("gru")
}

/// One direction of one layer of gated recurrent units over a whole batch of sequences, as one operation.
///
/// Follows PyTorch's equations (Cho et al. 2014, but with the reset after the product, as in cuDNN):
///
///     r, z = σ(W x + b + U h' + b')   n = tanh(W x + b + r ∘ (U h' + b'))
///     h = (1 - z) ∘ n + z ∘ h'
///
/// - Parameters:
///   - input: Packed rows, `[layout.rowCount, inputSize]`.
///   - weights: Three blocks in the order reset, update, new.
///   - state: The hidden state before the first step, `[batch, hiddenSize]`; `nil` for zeros.
///   - isReversed: Runs each sequence from its own last step to its first.
///   - precision: `bf16` rounds both sides of every product, forward and backward.
/// - Returns: Packed hidden states `[layout.rowCount, hiddenSize]`, and the one after each sequence's own last step
///   (its first, when reversed), `[batch, hiddenSize]`, in the caller's order of sequences.
public func gruSequence(
    _ input: Variable, layout: SequenceLayout, weights: RecurrentWeights, state: Variable? = nil,
    isReversed: Bool = false, precision: Precision = .fp32
) -> (output: Variable, hidden: Variable) {
    let direction = RecurrentDirection(weights: weights, state: state.map { [$0] }, isReversed: isReversed)
    let (output, final) = recurrentSequences(
        .gru, input, layout: layout, directions: [direction], precision: precision)[0]
    return (output, final[0])
}
