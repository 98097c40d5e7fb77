import Datasets
import Foundation
import NeuralLayers
import Tensors
import Training

/// A language model that reads a text in lanes, with the state carried from chunk to chunk.
public struct TextGeneratorTask: TrainingTask, @unchecked Sendable {  // the carried state is of constants alone
    public let model: TextGeneratorNetwork
    private var batches: LaneBatches
    private var state: EncoderState?
    private let validation: TextGeneratorValidation?
    private let labelSmoothing: Float
    /// Losses are those of a character.
    private let tokensPerCharacter: Double

    /// - Parameters:
    ///   - validation: Token ids of the held-out text; empty for none.
    ///   - characters: How many characters the training and the held-out text have, which losses are divided by; `nil`
    ///     for the number of tokens.
    ///   - generator: Draws rotations and chunk lengths.
    public init(
        model: TextGeneratorNetwork, training: [Int32], validation: [Int32], batches: LaneBatches.Configuration,
        labelSmoothing: Float = 0, characters: (training: Int, validation: Int)? = nil, generator: SeededGenerator
    ) {
        self.model = model
        self.batches = LaneBatches(ids: training, configuration: batches, generator: generator)
        self.validation =
            validation.isEmpty ? nil : TextGeneratorValidation(ids: validation, characters: characters?.validation)
        self.labelSmoothing = labelSmoothing
        tokensPerCharacter = characters.map { Double(training.count) / Double(max($0.training, 1)) } ?? 1
    }

    public var unitsPerEpoch: Int { batches.tokensPerEpoch }
    public var largestLoss: Double { tokensPerCharacter * Self.largestLoss(tokens: model.configuration.vocabularySize) }

    public mutating func nextGradients(
        in context: inout ForwardContext
    ) -> (loss: Float, gradients: Gradients, units: Int) {
        let batch = batches.next()
        if batch.startsEpoch { state = nil }
        let (loss, gradients) = withGradients {
            let (logits, final) = model(batch.inputs, layout: batch.layout, state: state, in: &context)
            state = final.detached()
            return crossEntropy(logits: logits, targets: batch.targets, labelSmoothing: labelSmoothing)
        }
        return (loss * Float(tokensPerCharacter), gradients, batch.targets.count)
    }

    public func validationLoss() throws -> Double? {
        validation.map { $0.natsPerCharacter(of: model) }
    }

    public func snapshot() throws -> (cursor: Data, tensors: [String: Tensor]) {
        var tensors: [String: Tensor] = [:]
        for (index, hidden) in (state?.hidden ?? []).enumerated() { tensors["hidden.\(index)"] = hidden.value }
        for (index, cell) in (state?.cell ?? []).enumerated() { tensors["cell.\(index)"] = cell.value }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return (try encoder.encode(batches.cursor), tensors)
    }

    public mutating func restore(cursor: Data, tensors: [String: Tensor]) throws {
        guard batches.restore(try JSONDecoder().decode(LaneBatches.Cursor.self, from: cursor)) else {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(codingPath: [], debugDescription: "The cursor lies outside of the text."))
        }
        let shape = [batches.configuration.batchSize, model.configuration.hiddenSize]
        func layers(_ name: String) throws -> [Variable] {
            try (0..<model.configuration.numLayers).map { index in
                guard let tensor = tensors["\(name).\(index)"], tensor.shape == shape else {
                    throw OptimizerStateError(
                        tensor: "carried.\(name).\(index)", expected: shape, found: tensors["\(name).\(index)"]?.shape)
                }
                return Variable(tensor)
            }
        }
        let hasCellState = model.configuration.cell.type.kernel.hasCellState
        state =
            tensors.isEmpty
            ? nil : EncoderState(hidden: try layers("hidden"), cell: hasCellState ? try layers("cell") : [])
    }
}
