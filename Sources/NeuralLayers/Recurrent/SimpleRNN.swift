import Tensors

/// A stacked, optionally bidirectional simple recurrent network (Elman 1990) over sequences of any lengths:
/// `h = tanh(W x + b + U h' + b')`.
///
/// Parameter names are those of PyTorch's `RNN`.
public typealias SimpleRNN = RecurrentStack<SimpleRNNCell>

/// One direction of one layer of a simple recurrent network.
public struct SimpleRNNCell: RecurrentCell {
    public typealias State = HiddenState
    public static let kernel = RecurrentKernel.simpleRNN
    public static let title = "RNN"
    public static let summary = "Elman 1990"
    public static let gates = [RecurrentGate("candidate")]

    /// The matrix of the input, `[hiddenSize, inputSize]`.
    public let inputWeight: Parameter
    /// The matrix of the hidden state, `[hiddenSize, hiddenSize]`.
    public let recurrentWeight: Parameter
    /// The bias added to the product of the input, `[hiddenSize]`.
    public let inputBias: Parameter
    /// The bias added to the product of the hidden state, `[hiddenSize]`.
    public let recurrentBias: Parameter

    /// Input weights start uniform in ±1/√inputSize, recurrent weights orthogonal, biases at zero.
    public init(inputSize: Int, hiddenSize: Int, using generator: inout some RandomNumberGenerator) {
        inputWeight = .inputWeight(rows: hiddenSize, inputSize: inputSize, using: &generator)
        recurrentWeight = Parameter(.orthogonalBlocks(1, size: hiddenSize, using: &generator))
        inputBias = .zeros([hiddenSize], using: &generator)
        recurrentBias = .zeros([hiddenSize], using: &generator)
    }
}
