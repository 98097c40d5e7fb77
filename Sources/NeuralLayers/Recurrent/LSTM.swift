import Tensors

/// A stacked, optionally bidirectional LSTM (Hochreiter & Schmidhuber 1997; Schuster & Paliwal 1997) over sequences of
/// any lengths.
///
/// For each layer and direction, with the previous step's `h'` and `c'`:
///
///     i, f, o = σ(W x + b + U h' + b')   g = tanh(W x + b + U h' + b')
///     c = f ∘ c' + i ∘ g                 h = o ∘ tanh(c)
///
/// Equations, gate order (input, forget, cell, output) and parameter names are PyTorch's, so weights travel both ways.
/// How layers and directions are put together and masked is said at ``RecurrentStack``.
///
/// ```swift
/// let lstm = LSTM(inputSize: 64, hiddenSize: 256, numLayers: 2, using: &generator)
/// let (output, state) = lstm(embedded, lengths: [5, 3], in: &context)
/// let (more, _) = lstm(nextChunk, state: state.detached(), in: &context)
/// ```
public typealias LSTM = RecurrentStack<LSTMCell>

/// One direction of one LSTM layer; gates in the order input, forget, cell, output.
public struct LSTMCell: RecurrentCell {
    public typealias State = LSTMState
    public static let kernel = RecurrentKernel.lstm
    public static let title = "LSTM"
    public static let summary = "Hochreiter & Schmidhuber 1997"
    public static let gates: [RecurrentGate] = [
        .init("input", fixing: [1]), .init("forget", fixing: [0, 1]), .init("candidate"), .init("output", fixing: [1]),
    ]

    /// The matrix of the input, `[4 * hiddenSize, inputSize]`.
    public let inputWeight: Parameter
    /// The matrix of the hidden state, `[4 * hiddenSize, hiddenSize]`.
    public let recurrentWeight: Parameter
    /// The bias added to the product of the input, `[4 * hiddenSize]`.
    public let inputBias: Parameter
    /// The bias added to the product of the hidden state, `[4 * hiddenSize]`.
    public let recurrentBias: Parameter

    /// Input weights start uniform in ±1/√inputSize, so that a narrow input moves the gates as much as a wide one;
    /// recurrent weights orthogonal; biases at zero but for the forget gate's, which starts at 1 so that memory lasts
    /// from the first step (Jozefowicz, Zaremba & Sutskever 2015).
    public init(inputSize: Int, hiddenSize: Int, using generator: inout some RandomNumberGenerator) {
        inputWeight = .inputWeight(rows: 4 * hiddenSize, inputSize: inputSize, using: &generator)
        recurrentWeight = Parameter(.orthogonalBlocks(4, size: hiddenSize, using: &generator))
        inputBias = .openForgetGate(hiddenSize: hiddenSize, using: &generator)
        recurrentBias = .zeros([4 * hiddenSize], using: &generator)
    }

    /// The sum of both biases, `[4 * hiddenSize]`, for inference.
    public var bias: Tensor { (Variable(inputBias) + Variable(recurrentBias)).value }
}

extension Parameter {
    /// The input bias of an LSTM at the start, `[4 * hiddenSize]`: 1 for the forget gate, else 0.
    static func openForgetGate(
        hiddenSize: Int, using generator: inout some RandomNumberGenerator
    ) -> Parameter {
        var bias = Tensor.zeros([4 * hiddenSize], using: &generator)
        if generator is DeferredWeights { return Parameter(bias) }
        bias.mutate { for unit in hiddenSize..<2 * hiddenSize { $0[unit] = 1 } }
        return Parameter(bias)
    }
}
