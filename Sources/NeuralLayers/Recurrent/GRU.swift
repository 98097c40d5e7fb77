import Tensors

/// A stacked, optionally bidirectional network of gated recurrent units (Cho et al. 2014) over sequences of any
/// lengths:
///
///     r, z = σ(W x + b + U h' + b')   n = tanh(W x + b + r ∘ (U h' + b'))
///     h = (1 - z) ∘ n + z ∘ h'
///
/// Equations (the reset acts after the product, as in cuDNN), gate order (reset, update, new) and parameter names are
/// PyTorch's.
public typealias GRU = RecurrentStack<GRUCell>

/// One direction of one GRU layer; gates in the order reset, update, new.
public struct GRUCell: RecurrentCell {
    public typealias State = HiddenState
    public static let kernel = RecurrentKernel.gru
    public static let title = "GRU"
    public static let summary = "Cho et al. 2014"
    public static let gates: [RecurrentGate] = [
        .init("reset", fixing: [0, 1]), .init("update", fixing: [0]), .init("candidate"),
    ]

    /// The matrix of the input, `[3 * hiddenSize, inputSize]`.
    public let inputWeight: Parameter
    /// The matrix of the hidden state, `[3 * hiddenSize, hiddenSize]`.
    public let recurrentWeight: Parameter
    /// The bias added to the product of the input, `[3 * hiddenSize]`.
    public let inputBias: Parameter
    /// The bias added to the product of the hidden state, `[3 * hiddenSize]`.
    public let recurrentBias: Parameter

    /// Input weights start uniform in ±1/√inputSize, recurrent weights orthogonal, biases at zero.
    public init(inputSize: Int, hiddenSize: Int, using generator: inout some RandomNumberGenerator) {
        inputWeight = .inputWeight(rows: 3 * hiddenSize, inputSize: inputSize, using: &generator)
        recurrentWeight = Parameter(.orthogonalBlocks(3, size: hiddenSize, using: &generator))
        inputBias = .zeros([3 * hiddenSize], using: &generator)
        recurrentBias = .zeros([3 * hiddenSize], using: &generator)
    }
}
