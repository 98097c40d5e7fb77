import ModelFiles
import NeuralLayers
import Tensors

/// Two language models over words, one reading forwards and one backwards, with one embedding for input and output.
///
/// They are trained on text without labels. A ``TextClassifierNetwork`` can start from their embedding and, in the two
/// directions of its first layer, from their recurrent weights (Dai & Le 2015; Peters et al. 2018).
public struct WordLanguageModel: Layer, Sendable {
    /// The sizes, as `config.json` holds them.
    public struct Configuration: Codable, Sendable, Equatable {
        /// The recurrent cell; LSTM where `config.json` names none, as in files of early versions.
        public var cell = RecurrentCellKind.lstm
        public var vocabularySize: Int
        /// The width of a word's vector, 1 ... 16,384.
        public var embeddingSize: Int
        /// Units of each direction, 1 ... 16,384.
        public var hiddenSize: Int

        /// The sizes of a model. ``problem`` says whether they can be used.
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
    /// The vectors of the words, `[vocabularySize, embeddingSize]`: the input of both directions and the matrix of
    /// their output.
    public let embedding: Embedding
    /// The embedding and one layer in both directions.
    public let encoder: SequenceEncoder
    /// The maps from the states of each direction, forward first, to the width of the embedding:
    /// `[embeddingSize, hiddenSize]` each.
    public let bridges: [Linear]
    /// The bias of each word's logit, `[vocabularySize, 1]`, the same for both directions.
    public let bias: Parameter

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

    /// The logits of candidate words: for the word after each row (forward), and for the word before it (backward).
    ///
    /// - Parameters:
    ///   - ids: Packed token ids, `[layout.rowCount]`.
    ///   - dropout: The rate of locked dropout of embeddings and states.
    /// - Returns: `[layout.rowCount, candidates.count]` for each direction, forward first.
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
