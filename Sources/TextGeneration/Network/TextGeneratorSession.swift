import NeuralLayers
import Tensors

/// Step-by-step inference: reads one token at a time and returns the logits of the next one.
///
/// Weights are packed once; state is kept in place; the first layer's input projection is folded into a table with a
/// row for each token. Copies share the weights and have a state of their own.
public struct TextGeneratorSession: Sendable {
    let weights: OutputWeights
    private(set) var encoder: SequenceEncoderStep
    private var logitsTensor: Tensor

    /// - Parameter precision: How many bits the products read for each weight.
    public init(_ model: TextGeneratorNetwork, precision: Precision = .fp32) {
        weights = OutputWeights(model, precision)
        encoder = SequenceEncoderStep(model.encoder, precision: precision)
        logitsTensor = .zeros([1, model.configuration.vocabularySize])
    }

    /// The logits of the token after the last one read, one for each id of the vocabulary.
    public var logits: [Float] { logitsTensor.elements }

    /// Reads a token.
    public mutating func read(_ id: Int32) {
        precondition(
            id >= 0 && id < logitsTensor.count, "TextGeneratorSession.read: id \(id) of \(logitsTensor.count).")
        encoder.read(id)
    }

    /// Reads a token and works out the logits of the next.
    public mutating func next(after id: Int32) {
        read(id)
        let hidden = encoder.hidden
        let output = weights.bridge.map { affine(hidden, $0, bias: nil) } ?? hidden
        affineRow(output, weights.projection, bias: weights.projectionBias, into: &logitsTensor)
    }

    /// Reads the logits in place.
    public func withLogits<Result>(_ body: (UnsafeBufferPointer<Float>) throws -> Result) rethrows -> Result {
        try logitsTensor.withElements(body)
    }
}

/// The weights above the encoder as the kernels want them; shared by all copies of a session.
final class OutputWeights: Sendable {
    let bridge: InferenceMatrix?
    let projection: InferenceMatrix
    let projectionBias: Tensor

    init(_ model: TextGeneratorNetwork, _ precision: Precision) {
        func packed(_ weight: Parameter) -> InferenceMatrix {
            InferenceMatrix(transposing: weight.value, precision: precision)
        }
        bridge = model.bridge.map { packed($0.weight) }
        projection = packed(model.projection.weight)
        projectionBias = model.projection.bias.value
    }

    /// The logits of hidden states `[rows, hiddenSize]`, `[rows, vocabularySize]`.
    func logits(of hidden: Tensor) -> Tensor {
        affine(bridge.map { affine(hidden, $0, bias: nil) } ?? hidden, projection, bias: projectionBias)
    }
}
