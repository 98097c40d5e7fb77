import Tensors

/// The parameters of one direction of one LSTM layer; gates in the order input, forget, cell, output.
public struct LSTMCell: Sendable {
    public let inputWeight: Parameter  // [4 * hiddenSize, inputSize]
    public let recurrentWeight: Parameter  // [4 * hiddenSize, hiddenSize]
    public let inputBias: Parameter  // [4 * hiddenSize]
    public let recurrentBias: Parameter  // [4 * hiddenSize]

    /// Input weights start uniform in ±1/√inputSize, so that a narrow input moves the gates as much as a wide one;
    /// recurrent weights orthogonal; biases at zero but for the forget
    /// gate's, which starts at 1 so that memory lasts from the first step (Jozefowicz, Zaremba & Sutskever 2015).
    public init(inputSize: Int, hiddenSize: Int, using generator: inout some RandomNumberGenerator) {
        let bound = 1 / Float(inputSize).squareRoot()
        inputWeight = Parameter(.uniform([4 * hiddenSize, inputSize], in: -bound...bound, using: &generator))
        recurrentWeight = Parameter(.orthogonalBlocks(4, size: hiddenSize, using: &generator))
        var forgetOpen = Tensor.zeros([4 * hiddenSize])
        forgetOpen.mutate { for unit in hiddenSize..<2 * hiddenSize { $0[unit] = 1 } }
        inputBias = Parameter(forgetOpen)
        recurrentBias = Parameter(.zeros([4 * hiddenSize]))
    }

    /// The sum of both biases, `[4 * hiddenSize]`, for inference.
    public var bias: Tensor { (Variable(inputBias) + Variable(recurrentBias)).value }

    /// The weights for one pass, with the recurrent ones dropped out where training asks for it.
    func weights(dropout: RecurrentDropout, in context: inout ForwardContext) -> LSTMWeights {
        var recurrent = Variable(recurrentWeight)
        if let key = context.dropoutKey(rate: dropout.recurrentWeights) {
            recurrent = Tensors.dropout(recurrent, rate: dropout.recurrentWeights, key: key)
        }
        return LSTMWeights(
            inputWeight: Variable(inputWeight), recurrentWeight: recurrent, inputBias: Variable(inputBias),
            recurrentBias: Variable(recurrentBias))
    }
}
