import ModelFiles
import NeuralLayers
import Tensors

/// A classifier of documents: word embeddings → bidirectional LSTM, or another cell → pooling over time → classes.
///
/// Documents of a batch lie packed by their lengths (see `SequenceLayout`), so there is no padding that could count:
/// neither the length of its neighbours nor their number changes a bit of what a document gets.
public struct TextClassifierNetwork: Layer, Sendable {
    public let configuration: Configuration
    /// Word embeddings and the recurrent layers above them.
    public let encoder: SequenceEncoder
    public let embedding: Embedding
    public let pooling: Pooling
    public let output: Linear

    public init(_ configuration: Configuration, using generator: inout some RandomNumberGenerator) {
        self.configuration = configuration
        let c = configuration
        embedding = Embedding(
            vocabularySize: c.vocabularySize, embeddingSize: c.embeddingSize, standardDeviation: 0.3, using: &generator)
        encoder = SequenceEncoder(
            cell: c.cell, embedding: embedding, inputSize: c.embeddingSize, hiddenSize: c.hiddenSize,
            numLayers: c.numLayers, isBidirectional: c.isBidirectional, embeddingDropout: c.dropout.embedding,
            dropout: RecurrentDropout(
                betweenLayers: c.dropout.betweenLayers, recurrentWeights: c.dropout.recurrentWeights),
            using: &generator)
        pooling = Pooling(c.pooling, inputSize: c.stateSize, using: &generator)
        output = Linear(
            inputSize: Pooling.outputSize(of: c.pooling, inputSize: c.stateSize), outputSize: c.classNames.count,
            using: &generator)
    }

    /// The logits of each document.
    ///
    /// - Parameters:
    ///   - ids: Packed token ids, `[layout.rowCount]`.
    ///   - perturbation: Is added to the embeddings, `[layout.rowCount, embeddingSize]`, for adversarial training.
    /// - Returns: `[layout.batchSize, classNames.count]`, in the caller's order of documents.
    public func callAsFunction(
        _ ids: [Int32], layout: SequenceLayout, perturbation: Variable? = nil, in context: inout ForwardContext
    ) -> Variable {
        let embedded = embedding(ids)  // [rows, embeddingSize]
        return logits(embedded: perturbation.map { embedded + $0 } ?? embedded, layout: layout, in: &context)
    }

    /// The logits of documents whose words are given as vectors, `[layout.rowCount, embeddingSize]`.
    public func logits(embedded: Variable, layout: SequenceLayout, in context: inout ForwardContext) -> Variable {
        let (states, final) = encoder(embedded: embedded, layout: layout, in: &context)  // [rows, stateSize]
        var pooled = pooling(states, final: encoder.lastHidden(of: final), layout: layout)
        if let key = context.dropoutKey(rate: configuration.dropout.output) {
            pooled = dropout(pooled, rate: configuration.dropout.output, key: key)
        }
        return output(pooled)
    }

    public func visitParameters(_ visitor: inout ParameterVisitor) {
        encoder.visitParameters(&visitor)
        visitor.visit("pooling", pooling)
        visitor.visit("output", output)
    }
}

extension TextClassifierNetwork {
    /// The sizes and regularisation of a classifier, as `config.json` holds them.
    public struct Configuration: Codable, Sendable, Equatable {
        /// The recurrent cell; files of versions that had none but the LSTM do not name it.
        public var cell = RecurrentCellKind.lstm
        public var vocabularySize: Int
        public var embeddingSize: Int
        public var hiddenSize: Int
        public var numLayers: Int
        public var isBidirectional: Bool
        public var pooling: [PoolingKind]
        /// The classes' names, in the order of the logits.
        public var classNames: [String]
        /// The most tokens of a document that are read: half of them from its start, half from its end.
        public var maxTokens: Int
        /// The logits of a document of n tokens are divided by n to this power, so that short documents and long ones
        /// are each as sure as they are right; see ``TemperatureScaling``.
        public var lengthExponent = 0.0
        public var dropout: Dropout

        public init(
            vocabularySize: Int, embeddingSize: Int, hiddenSize: Int, numLayers: Int = 1, isBidirectional: Bool = true,
            pooling: [PoolingKind] = [.last, .mean, .max], classNames: [String], maxTokens: Int = 400,
            dropout: Dropout = Dropout()
        ) {
            self.vocabularySize = vocabularySize
            self.embeddingSize = embeddingSize
            self.hiddenSize = hiddenSize
            self.numLayers = numLayers
            self.isBidirectional = isBidirectional
            self.pooling = pooling
            self.classNames = classNames
            self.maxTokens = maxTokens
            self.dropout = dropout
        }

        /// Rates in 0 ..< 1 of what is dropped in training.
        public struct Dropout: Codable, Sendable, Equatable {
            /// Whole words, which become the unknown one.
            public var words: Float = 0
            /// Elements of the embeddings, the same ones over a document.
            public var embedding: Float = 0
            public var betweenLayers: Float = 0
            public var recurrentWeights: Float = 0
            /// Elements of the pooled vector.
            public var output: Float = 0

            public init() {}
        }

        /// The ids of a document that are read: all, or of a long one its beginning and its end.
        public func clip(_ ids: [Int32]) -> [Int32] {
            guard ids.count > maxTokens else { return ids }
            return Array(ids.prefix((maxTokens + 1) / 2) + ids.suffix(maxTokens / 2))
        }

        var directions: Int { isBidirectional ? 2 : 1 }
        /// The width of the recurrent layers' output.
        public var stateSize: Int { hiddenSize * directions }

        /// What is wrong with these sizes, in words, or `nil`.
        public var problem: String? {
            let sizes = [
                ("vocabularySize", vocabularySize, 1 << 22), ("embeddingSize", embeddingSize, 1 << 14),
                ("hiddenSize", hiddenSize, 1 << 14), ("numLayers", numLayers, 64), ("maxTokens", maxTokens, 1 << 20),
            ]
            for (name, size, limit) in sizes where size < 1 || size > limit {
                return "\(name) is \(size), not in 1 ... \(limit)"
            }
            guard classNames.count >= 2, classNames.count <= 10_000, Set(classNames).count == classNames.count else {
                return "classNames are \(classNames.count), not 2 or more different ones"
            }
            guard abs(lengthExponent) <= 4 else { return "lengthExponent is \(lengthExponent), not in -4 ... 4" }
            guard !pooling.isEmpty, Set(pooling).count == pooling.count else {
                return "pooling names a kind twice or none"
            }
            let rates = [
                ("words", dropout.words), ("embedding", dropout.embedding), ("betweenLayers", dropout.betweenLayers),
                ("output", dropout.output), ("recurrentWeights", dropout.recurrentWeights),
            ]
            for (name, rate) in rates where !(rate >= 0 && rate < 1) {
                return "the dropout rate \(name) is \(rate), not in 0 ..< 1"
            }
            return nil
        }
    }
}

extension TextClassifierNetwork: StoredModel {}
extension TextClassifierNetwork.Configuration: TokenModelConfiguration {
    public static let modelType = "sentimentClassifier"
    public static let fileNames = [ModelFolder.tokenizerFile, ModelFolder.pretrainingFolder]
}

extension TextClassifierNetwork.Configuration: DefaultedDecodable {
    package static var decodingDefaults: TextClassifierNetwork.Configuration? {
        TextClassifierNetwork.Configuration(
            vocabularySize: 0, embeddingSize: 0, hiddenSize: 0, classNames: [])
    }
    package static var requiredEntries: Set<String> { ["vocabularySize", "embeddingSize", "hiddenSize", "classNames"] }
}

extension TextClassifierNetwork.Configuration.Dropout: DefaultedDecodable {
    package static var decodingDefaults: TextClassifierNetwork.Configuration.Dropout? {
        TextClassifierNetwork.Configuration.Dropout()
    }
}
