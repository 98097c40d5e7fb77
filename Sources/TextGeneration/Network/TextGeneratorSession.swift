import Tensors

/// Step-by-step inference: reads one token at a time and returns the logits of the next one.
///
/// Weights are packed once; state is kept in place; the first layer's input projection is folded into a table with a
/// row for each token. Copies share the weights and have a state of their own.
public struct TextGeneratorSession: Sendable {
    private let weights: Weights
    private var layers: [LSTMStep]
    private var logitsTensor: Tensor

    /// - Parameter precision: How many bits the products read for each weight.
    public init(_ model: TextGeneratorNetwork, precision: Precision = .fp32) {
        weights = Weights(model, precision)
        layers = model.lstm.cells.indices.map { _ in LSTMStep(hiddenSize: model.configuration.hiddenSize) }
        logitsTensor = .zeros([1, model.configuration.vocabularySize])
    }

    /// The logits of the token after the last one read, one for each id of the vocabulary.
    public var logits: [Float] { logitsTensor.elements }

    /// Reads a token.
    public mutating func read(_ id: Int32) {
        precondition(
            id >= 0 && id < logitsTensor.count, "TextGeneratorSession.read: id \(id) of \(logitsTensor.count).")
        layers[0].advance(projectedInput: weights.inputTable, row: Int(id), weights.recurrent[0])
        for index in layers.indices.dropFirst() {
            layers[index].advance(
                input: layers[index - 1].hidden, weights.input[index - 1], weights.biases[index - 1],
                weights.recurrent[index])
        }
    }

    /// Reads a token and works out the logits of the next.
    public mutating func next(after id: Int32) {
        read(id)
        let hidden = layers[layers.count - 1].hidden
        let output = weights.bridge.map { affine(hidden, $0, bias: nil) } ?? hidden
        affineRow(output, weights.projection, bias: weights.projectionBias, into: &logitsTensor)
    }

    /// Reads the logits in place.
    public func withLogits<Result>(_ body: (UnsafeBufferPointer<Float>) throws -> Result) rethrows -> Result {
        try logitsTensor.withElements(body)
    }

    /// The model's weights as the kernels want them; shared by all copies of a session.
    private final class Weights: Sendable {
        let inputTable: Tensor  // [vocabularySize, 4 * hiddenSize], biases included
        let input: [InferenceMatrix]  // of the layers above the first
        let recurrent: [InferenceMatrix]
        let biases: [Tensor]  // of the layers above the first
        let bridge: InferenceMatrix?
        let projection: InferenceMatrix
        let projectionBias: Tensor

        init(_ model: TextGeneratorNetwork, _ precision: Precision) {
            func packed(_ weight: Parameter) -> InferenceMatrix {
                InferenceMatrix(transposing: weight.value, precision: precision)
            }
            let cells = model.lstm.cells
            inputTable = affine(
                model.embedding.weight.value, PackedMatrix(transposing: cells[0].inputWeight.value), bias: cells[0].bias
            )
            input = cells.dropFirst().map { packed($0.inputWeight) }
            recurrent = cells.map { packed($0.recurrentWeight) }
            biases = cells.dropFirst().map(\.bias)
            bridge = model.bridge.map { packed($0.weight) }
            projection = packed(model.projection.weight)
            projectionBias = model.projection.bias.value
        }
    }
}
