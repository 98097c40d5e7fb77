extension RecurrentKernel {
    /// Long short-term memory (Hochreiter & Schmidhuber 1997); see ``lstmSequence(_:layout:weights:state:isReversed:precision:)``.
    public static let lstm = RecurrentKernel("lstm")
    /// The same with peepholes (Gers & Schmidhuber 2000).
    public static let peepholeLSTM = RecurrentKernel("peephole_lstm")
}

/// The parameters of one direction of one LSTM layer, blocks in the order input, forget, cell, output.
public struct LSTMWeights {
    let matrices: RecurrentWeights  // of 4 blocks
    let peepholes: Variable?  // [3 * hiddenSize]: of the input, forget and output gate

    /// The weights of a layer, with peepholes `[3 * hiddenSize]` (Gers & Schmidhuber 2000) or without.
    public init(_ matrices: RecurrentWeights, peepholes: Variable? = nil) {
        self.matrices = matrices
        self.peepholes = peepholes
    }

    /// The weights of a layer, gates in the order input, forget, cell, output.
    ///
    /// - Parameters:
    ///   - inputWeight: `[4 * hiddenSize, inputSize]`.
    ///   - recurrentWeight: `[4 * hiddenSize, hiddenSize]`.
    ///   - inputBias: `[4 * hiddenSize]`.
    ///   - recurrentBias: `[4 * hiddenSize]`.
    ///   - peepholes: `[3 * hiddenSize]` in the order input, forget, output; `nil` for a cell without peepholes.
    public init(
        inputWeight: Variable, recurrentWeight: Variable, inputBias: Variable, recurrentBias: Variable,
        peepholes: Variable? = nil
    ) {
        self.init(
            RecurrentWeights(
                inputWeight: inputWeight, recurrentWeight: recurrentWeight, inputBias: inputBias,
                recurrentBias: recurrentBias),
            peepholes: peepholes)
    }
}

/// One direction of one LSTM layer over a whole batch of sequences, as one operation.
///
/// Follows PyTorch's equations (Hochreiter & Schmidhuber 1997; Gers, Schmidhuber & Cummins 2000):
///
///     i, f, o = σ(W x + b + U h' + b')   g = tanh(W x + b + U h' + b')
///     c = f ∘ c' + i ∘ g                 h = o ∘ tanh(c)
///
/// With peepholes (Gers & Schmidhuber 2000) the gates see the cell state too: the argument of `i` and `f` has `p ∘ c'`
/// beside, that of `o` `p ∘ c`.
///
/// - Parameters:
///   - input: Packed rows, `[layout.rowCount, inputSize]`.
///   - state: Hidden and cell state before the first step, `[batch, hiddenSize]` each; `nil` for zeros.
///   - isReversed: Runs each sequence from its own last step to its first.
///   - precision: `bf16` rounds both sides of every product, forward and backward.
/// - Returns: Packed hidden states `[layout.rowCount, hiddenSize]`, and the state after each sequence's own last step
///   (its first, when reversed), `[batch, hiddenSize]` each, in the caller's order of sequences.
public func lstmSequence(
    _ input: Variable, layout: SequenceLayout, weights: LSTMWeights, state: (hidden: Variable, cell: Variable)? = nil,
    isReversed: Bool = false, precision: Precision = .fp32
) -> (output: Variable, hidden: Variable, cell: Variable) {
    let direction = RecurrentDirection(
        weights: weights.matrices, peepholes: weights.peepholes, state: state.map { [$0.hidden, $0.cell] },
        isReversed: isReversed)
    let (output, final) = recurrentSequences(
        weights.peepholes == nil ? .lstm : .peepholeLSTM, input, layout: layout, directions: [direction],
        precision: precision)[0]
    return (output, final[0], final[1])
}
