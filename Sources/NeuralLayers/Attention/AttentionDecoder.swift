import Tensors

/// An LSTM layer that attends to a memory at every step and, with input feeding, reads what came of it at the next
/// (Bahdanau, Cho & Bengio 2015; Luong, Pham & Manning 2015); see `attentionDecoder` for the equations.
public struct AttentionDecoder: Layer, Sendable {
    /// The LSTM cell that reads the input and, with input feeding, the last output.
    public let cell: LSTMCell
    /// The weight of the last output, `[4 * hiddenSize, hiddenSize]`; `nil` without input feeding.
    public let feedWeight: Parameter?
    /// The attention over the memory.
    public let attention: Attention
    /// The map from the hidden state and the context, `[rows, hiddenSize + memorySize]`, to the output, `[rows,
    /// hiddenSize]`.
    public let mix: Linear
    /// The dropout of the cell's recurrent weights.
    public let dropout: RecurrentDropout

    /// The width of hidden state and output.
    public var hiddenSize: Int { cell.recurrentWeight.shape[1] }

    /// A decoder with random weights.
    ///
    /// - Parameters:
    ///   - memorySize: The width of the rows that are attended to.
    ///   - feedsInput: Whether the output of a step is an input of the next (Luong, Pham & Manning 2015, section 3.3).
    public init(
        inputSize: Int, hiddenSize: Int, attention: Attention, memorySize: Int, feedsInput: Bool = true,
        dropout: RecurrentDropout = .none, using generator: inout some RandomNumberGenerator
    ) {
        cell = LSTMCell(inputSize: inputSize, hiddenSize: hiddenSize, using: &generator)
        feedWeight =
            feedsInput
            ? .inputWeight(rows: 4 * hiddenSize, inputSize: hiddenSize, using: &generator) : nil
        self.attention = attention
        mix = Linear(inputSize: hiddenSize + memorySize, outputSize: hiddenSize, using: &generator)
        self.dropout = dropout
    }

    /// - Parameters:
    ///   - input: Packed rows, `[layout.rowCount, inputSize]`.
    ///   - memory: As ``Attention/memory(_:lengths:precision:)`` makes it.
    ///   - state: Before the first step, `[batch, hiddenSize]` each.
    /// - Returns: Packed outputs `[layout.rowCount, hiddenSize]`, and the attention of each row to each place.
    public func callAsFunction(
        _ input: Variable, layout: SequenceLayout, memory: AttentionMemory, state: (hidden: Variable, cell: Variable),
        in context: inout ForwardContext
    ) -> (output: Variable, attention: Tensor) {
        attentionDecoder(
            input, layout: layout, memory: memory, weights: weights(in: &context), state: state,
            precision: context.precision)
    }

    /// The weights for one pass, with the recurrent ones dropped out where training asks for it.
    public func weights(in context: inout ForwardContext) -> AttentionDecoderWeights {
        let matrices = cell.weights(dropout: dropout, in: &context)
        return AttentionDecoderWeights(
            inputWeight: matrices.inputWeight, feedWeight: feedWeight.map { Variable($0) },
            recurrentWeight: matrices.recurrentWeight, bias: matrices.inputBias + matrices.recurrentBias,
            attention: attention.weights, mixWeight: Variable(mix.weight), mixBias: Variable(mix.bias!))
    }

    public func visitParameters(_ visitor: inout ParameterVisitor) {
        for (name, parameter) in cell.parameters { visitor.visit(name + "_l0", parameter) }
        if let feedWeight { visitor.visit("weight_feed_l0", feedWeight) }
        visitor.visit("attention", attention)
        visitor.visit("mix", mix)
    }
}
