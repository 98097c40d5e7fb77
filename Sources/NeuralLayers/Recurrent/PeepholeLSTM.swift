import Tensors

/// An ``LSTM`` whose gates see the cell state through peepholes, one weight a unit (Gers & Schmidhuber 2000):
///
///     i, f = σ(W x + b + U h' + b' + p ∘ c')   g = tanh(W x + b + U h' + b')
///     c = f ∘ c' + i ∘ g                       o = σ(W x + b + U h' + b' + p ∘ c)   h = o ∘ tanh(c)
///
/// Parameters are named as those of an LSTM; the peepholes are called `peephole_l0`, `peephole_l0_reverse`, …
public typealias PeepholeLSTM = RecurrentStack<PeepholeLSTMCell>

/// One direction of one layer of an LSTM with peepholes; gates in the order input, forget, cell, output.
public struct PeepholeLSTMCell: RecurrentCell {
    public typealias State = LSTMState
    public static let kernel = RecurrentKernel.peepholeLSTM
    public static let title = "peephole LSTM"
    public static let summary = "LSTM with peephole connections, Gers & Schmidhuber 2000"
    public static let gates = LSTMCell.gates

    private let lstm: LSTMCell
    public let peepholes: Parameter?  // [3 * hiddenSize]: of the input, forget and output gate

    /// Starts as an ``LSTMCell`` does, the peepholes at zero.
    public init(inputSize: Int, hiddenSize: Int, using generator: inout some RandomNumberGenerator) {
        lstm = LSTMCell(inputSize: inputSize, hiddenSize: hiddenSize, using: &generator)
        peepholes = .zeros([3 * hiddenSize], using: &generator)
    }

    /// The matrix of the input, `[4 * hiddenSize, inputSize]`.
    public var inputWeight: Parameter { lstm.inputWeight }
    /// The matrix of the hidden state, `[4 * hiddenSize, hiddenSize]`.
    public var recurrentWeight: Parameter { lstm.recurrentWeight }
    /// The bias added to the product of the input, `[4 * hiddenSize]`.
    public var inputBias: Parameter { lstm.inputBias }
    /// The bias added to the product of the hidden state, `[4 * hiddenSize]`.
    public var recurrentBias: Parameter { lstm.recurrentBias }
}
