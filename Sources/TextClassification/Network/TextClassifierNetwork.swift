import Foundation
import ModelFiles
import NeuralLayers
import Tensors

/// A classifier of documents: word embeddings → bidirectional LSTM, or another cell → pooling over time → classes.
///
/// The documents of a batch are packed by their lengths, without padding (see `SequenceLayout`): the logits of a
/// document are the same to the bit, whatever other documents are in its batch.
public struct TextClassifierNetwork: Layer, Sendable {
    public internal(set) var configuration: Configuration
    /// Word embeddings and the recurrent layers above them.
    public let encoder: SequenceEncoder
    /// The vectors of the words, `[vocabularySize, embeddingSize]`.
    public let embedding: Embedding
    /// Turns the states of a document, `[layout.rowCount, stateSize]`, into one vector for each kind of pooling.
    public let pooling: Pooling
    /// The map from the pooled vector to the logits, `[classNames.count, pooling.count * stateSize]`.
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
        /// The recurrent cell; LSTM where `config.json` names none, as in files of early versions.
        public var cell = RecurrentCellKind.lstm
        public var vocabularySize: Int
        /// The width of a word's vector, 1 ... 16,384.
        public var embeddingSize: Int
        /// Units of each recurrent layer and direction, 1 ... 16,384.
        public var hiddenSize: Int
        /// Recurrent layers, one above the other, 1 ... 64.
        public var numLayers: Int
        /// Whether each recurrent layer also reads the document backward, which doubles ``stateSize``.
        public var isBidirectional: Bool
        /// The kinds of pooling whose results are concatenated: at least one, none of them twice.
        public var pooling: [PoolingKind]
        /// The names of the classes, in the order of the logits: 2 ... 10,000 different ones; of a multi-label model the
        /// names of its labels, of which one is enough.
        public var classNames: [String]
        /// The probabilities above which a multi-label model gives its labels, each in 0 ..< 1; `nil` for a model that
        /// gives each text one class.
        public var thresholds: [Double]?
        /// The most tokens of a document that are read: of a longer one half from its start, half from its end.
        public var maxTokens: Int
        /// The logits of a document of n tokens are divided by n to this power, which calibrates the probabilities of
        /// short and of long documents; see ``TemperatureScaling``. In -4 ... 4; 0 changes nothing.
        public var lengthExponent = 0.0
        /// What is dropped in training; does not affect a trained model.
        public var dropout: Dropout

        /// A configuration with LSTM layers. ``problem`` says whether the sizes can be used.
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

        /// Dropout rates in training, each in 0 ..< 1; 0, the default, drops nothing.
        public struct Dropout: Codable, Sendable, Equatable {
            /// Word dropout: whole words are replaced by the unknown word.
            public var words: Float = 0
            /// Elements of the embeddings, with one mask for each document.
            public var embedding: Float = 0
            /// Elements of the states that each recurrent layer hands to the next, with one mask for each document.
            public var betweenLayers: Float = 0
            /// Recurrent weights, one mask for each pass (DropConnect; Merity, Keskar & Socher 2018).
            public var recurrentWeights: Float = 0
            /// Elements of the pooled vector, before the output layer.
            public var output: Float = 0

            /// Rates of 0.
            public init() {}
        }

        /// The ids of a document that are read: all, or of a long one its beginning and its end.
        public func clip(_ ids: [Int32]) -> [Int32] {
            guard ids.count > maxTokens else { return ids }
            return Array(ids.prefix((maxTokens + 1) / 2) + ids.suffix(maxTokens / 2))
        }

        /// What the logits of a document of `length` tokens are multiplied by.
        func lengthFactor(_ length: Int) -> Double {
            lengthExponent == 0 ? 1 : pow(Double(length), -lengthExponent)
        }

        /// Whether a text gets any number of labels, and not one class.
        public var isMultiLabel: Bool { thresholds != nil }
        var labelling: Labelling { isMultiLabel ? .multiple : .single }

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
            let fewest = isMultiLabel ? 1 : 2
            guard (fewest...10_000).contains(classNames.count), Set(classNames).count == classNames.count else {
                return "classNames are \(classNames.count), not \(fewest) or more different ones"
            }
            if let thresholds {
                guard thresholds.count == classNames.count else {
                    return "thresholds are \(thresholds.count), not one for each of \(classNames.count) labels"
                }
                for value in thresholds where !(value >= 0 && value < 1) {
                    return "thresholds has \(value), not in 0 ..< 1"
                }
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
    public static let fileNames = [
        ModelFolder.tokenizerFile, ModelFolder.pretrainingFolder, ModelFolder.trialsFile,
    ]
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
