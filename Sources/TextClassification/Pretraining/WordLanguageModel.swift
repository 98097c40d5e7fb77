import ModelFiles
import NeuralLayers
import Tensors

/// Two language models over words, one reading forwards and one backwards, with one embedding for input and output.
///
/// What they learn from text without labels is where a ``TextClassifierNetwork`` can start (Dai & Le 2015; Peters et al.
/// 2018): its embedding and the two directions of its first layer.
public struct WordLanguageModel: Layer, Sendable {
    /// The sizes, as `config.json` holds them.
    public struct Configuration: Codable, Sendable, Equatable {
        /// The recurrent cell; files of versions that had none but the LSTM do not name it.
        public var cell = RecurrentCellKind.lstm
        public var vocabularySize: Int
        public var embeddingSize: Int
        public var hiddenSize: Int

        public init(
            vocabularySize: Int, embeddingSize: Int, hiddenSize: Int, cell: RecurrentCellKind = .lstm
        ) {
            self.cell = cell
            self.vocabularySize = vocabularySize
            self.embeddingSize = embeddingSize
            self.hiddenSize = hiddenSize
        }
    }

    public let configuration: Configuration
    public let embedding: Embedding
    /// The embedding and one layer in both directions.
    public let encoder: SequenceEncoder
    /// From the states of either direction to the width of the embedding.
    public let bridges: [Linear]
    public let bias: Parameter  // [vocabularySize, 1]

    public init(_ configuration: Configuration, using generator: inout some RandomNumberGenerator) {
        self.configuration = configuration
        let c = configuration
        embedding = Embedding(
            vocabularySize: c.vocabularySize, embeddingSize: c.embeddingSize, standardDeviation: 0.1, using: &generator)
        encoder = SequenceEncoder(
            cell: c.cell, embedding: embedding, inputSize: c.embeddingSize, hiddenSize: c.hiddenSize,
            isBidirectional: true, using: &generator)
        bridges = (0..<2).map { _ in
            Linear(inputSize: c.hiddenSize, outputSize: c.embeddingSize, using: &generator)
        }
        bias = .zeros([c.vocabularySize, 1], using: &generator)
    }

    /// The logits of some candidate words: forwards after each row, backwards before it.
    ///
    /// - Parameters:
    ///   - ids: Packed token ids, `[layout.rowCount]`.
    ///   - dropout: The rate of locked dropout of embeddings and states.
    /// - Returns: Two of `[layout.rowCount, candidates.count]`.
    public func callAsFunction(
        _ ids: [Int32], layout: SequenceLayout, candidates: [Int32], dropout: Float = 0,
        in context: inout ForwardContext
    ) -> [Variable] {
        func drop(_ rows: Variable) -> Variable {
            dropRows(rows, rate: dropout, isLocked: true, layout: layout, in: &context)
        }
        let states = drop(encoder(embedded: drop(embedding(ids)), layout: layout, in: &context).output)
        let size = configuration.hiddenSize
        let words = embedding(candidates)  // [candidates, embeddingSize]
        let biases = gatherRows(Variable(bias), candidates).reshaped([candidates.count])
        return bridges.enumerated().map { direction, bridge in
            let own = columns(direction * size..<(direction + 1) * size, of: states)
            return linear(bridge(own), weight: words, bias: biases)
        }
    }

    public func visitParameters(_ visitor: inout ParameterVisitor) {
        encoder.visitParameters(&visitor)
        visitor.visit("forward", bridges[0])
        visitor.visit("backward", bridges[1])
        visitor.visit("bias", bias)
    }
}

extension WordLanguageModel: StoredModel {}
extension WordLanguageModel.Configuration: TokenModelConfiguration {
    public static let modelType = "wordLanguageModel"

    public var problem: String? {
        let sizes = [
            ("vocabularySize", vocabularySize, 1 << 22), ("embeddingSize", embeddingSize, 1 << 14),
            ("hiddenSize", hiddenSize, 1 << 14),
        ]
        for (name, size, limit) in sizes where size < 1 || size > limit {
            return "\(name) is \(size), not in 1 ... \(limit)"
        }
        return nil
    }
}
