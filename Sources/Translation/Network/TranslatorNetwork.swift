import ModelFiles
import NeuralLayers
import Tensors

/// A sequence-to-sequence model with attention (Sutskever, Vinyals & Le 2014; Bahdanau, Cho & Bengio 2015; Luong, Pham &
/// Manning 2015): embeddings → stacked bidirectional LSTM, or another cell → bridge → LSTM that attends, and any layers
/// upon it → projection to the target's vocabulary.
///
/// Sequences of a batch lie packed by their lengths, so there is no padding that could count.
public struct TranslatorNetwork: Layer, Sendable {
    public let configuration: Configuration
    public let embedding: Embedding
    let ownTargetEmbedding: Embedding?
    /// The embedding of the source and the bidirectional layers above it.
    public let encoder: SequenceEncoder
    public let bridge: Linear
    public let decoder: AttentionDecoder
    /// The layers upon the one that attends.
    public let upper: SequenceEncoder?
    public let outputBridge: Linear?
    public let projection: Projection

    /// The vectors of the target's tokens.
    public var targetEmbedding: Embedding { ownTargetEmbedding ?? embedding }

    public init(_ configuration: Configuration, using generator: inout some RandomNumberGenerator) {
        self.configuration = configuration
        let c = configuration
        let dropout = RecurrentDropout(
            betweenLayers: c.dropout.betweenLayers, recurrentWeights: c.dropout.recurrentWeights)
        let deviation: Float = c.tiesWeights ? 0.1 : 0.3
        func table(_ count: Int) -> Embedding {
            Embedding(
                vocabularySize: count, embeddingSize: c.embeddingSize, standardDeviation: deviation, using: &generator)
        }
        embedding = table(c.vocabularySize)
        ownTargetEmbedding = c.sharesVocabulary ? nil : table(c.targetVocabularySize)
        encoder = SequenceEncoder(
            cell: c.cell, embedding: embedding, inputSize: c.embeddingSize, hiddenSize: c.encoderSize,
            numLayers: c.encoderLayers, isBidirectional: true, embeddingDropout: c.dropout.embedding,
            dropout: dropout, using: &generator)
        bridge = Linear(inputSize: c.memorySize, outputSize: 2 * c.hiddenSize, using: &generator)
        let attention = Attention(
            c.attention, memorySize: c.memorySize, hiddenSize: c.hiddenSize, size: c.attentionSize,
            maxLength: c.maxTokens, using: &generator)
        decoder = AttentionDecoder(
            inputSize: c.embeddingSize, hiddenSize: c.hiddenSize, attention: attention, memorySize: c.memorySize,
            feedsInput: c.feedsInput, dropout: dropout, using: &generator)
        upper =
            c.decoderLayers > 1
            ? SequenceEncoder(
                cell: c.cell, inputSize: c.hiddenSize, hiddenSize: c.hiddenSize, numLayers: c.decoderLayers - 1,
                dropout: dropout, using: &generator) : nil
        outputBridge =
            c.needsOutputBridge
            ? Linear(inputSize: c.hiddenSize, outputSize: c.embeddingSize, hasBias: false, using: &generator) : nil
        projection = Projection(
            inputSize: c.hiddenSize, outputSize: c.targetVocabularySize,
            tiedTo: c.tiesWeights ? ownTargetEmbedding ?? embedding : nil, using: &generator)
    }

    /// What a source hands to the decoder.
    struct Encoded {
        let memory: AttentionMemory
        let hidden: Variable  // [batch, hiddenSize]
        let cell: Variable  // [batch, hiddenSize]
    }

    /// Reads sources, each of at least one token.
    func encode(_ sources: [[Int32]], in context: inout ForwardContext) -> Encoded {
        let layout = SequenceLayout(lengths: sources.map(\.count))
        let (states, final) = encoder(layout.pack(sources), layout: layout, in: &context)  // [rows, memorySize]
        let last = encoder.lastHidden(of: final)
        let joined = concatenateColumns(last[0], last[1])
        let size = configuration.hiddenSize
        let start = tanh(linear(joined, weight: Variable(bridge.weight), bias: Variable(bridge.bias!)))
        let dropped = dropRows(
            states, rate: configuration.dropout.betweenLayers, isLocked: true, layout: layout, in: &context)
        let values = gatherRows(dropped, layout.rowsBySequence)
        return Encoded(
            memory: decoder.attention.memory(values, lengths: layout.lengths, precision: context.precision),
            hidden: columns(0..<size, of: start), cell: columns(size..<2 * size, of: start))
    }

    /// The logits of the token after each token of the targets, which the decoder is told as they are.
    ///
    /// - Parameters:
    ///   - sources: Token ids, each with at least one.
    ///   - inputs: What the decoder reads, each beginning with the token that begins a text.
    /// - Returns: Packed logits `[layout.rowCount, targetVocabularySize]`, the layout of the targets, and the attention
    ///   of each packed row.
    public func callAsFunction(
        _ sources: [[Int32]], inputs: [[Int32]], in context: inout ForwardContext
    ) -> (logits: Variable, layout: SequenceLayout, attention: Tensor) {
        let encoded = encode(sources, in: &context)
        let layout = SequenceLayout(lengths: inputs.map(\.count))
        func drop(_ rows: Variable, _ rate: Float) -> Variable {
            dropRows(rows, rate: rate, isLocked: true, layout: layout, in: &context)
        }
        let embedded = drop(targetEmbedding(layout.pack(inputs)), configuration.dropout.embedding)
        var (rows, attention) = decoder(
            embedded, layout: layout, memory: encoded.memory, state: (encoded.hidden, encoded.cell), in: &context)
        if let upper {
            rows = drop(rows, configuration.dropout.betweenLayers)
            rows = upper(embedded: rows, layout: layout, in: &context).output
        }
        rows = drop(rows, configuration.dropout.output)
        return (projection(outputBridge?(rows) ?? rows, precision: context.precision), layout, attention)
    }

    public func visitParameters(_ visitor: inout ParameterVisitor) {
        visitor.visit("embedding", embedding)
        if let ownTargetEmbedding { visitor.visit("target_embedding", ownTargetEmbedding) }
        visitor.visit("encoder", encoder.recurrent)
        visitor.visit("bridge", bridge)
        visitor.visit("decoder", decoder)
        if let upper { visitor.visit("upper", upper.recurrent) }
        if let outputBridge { visitor.visit("output_bridge", outputBridge) }
        visitor.visit("projection", projection)
    }
}

extension TranslatorNetwork {
    /// The sizes and regularisation of a model, as `config.json` holds them.
    public struct Configuration: Codable, Sendable, Equatable {
        /// The recurrent cell of the encoder and of the decoder's layers upon the one that attends, which is an LSTM; files of
        /// versions that had none but the LSTM do not name it.
        public var cell = RecurrentCellKind.lstm
        /// Tokens of the source.
        public var vocabularySize: Int
        /// Tokens of the target.
        public var targetVocabularySize: Int
        /// Whether source and target have one vocabulary and one table of embeddings.
        public var sharesVocabulary = false
        /// Whether the projection to the target's vocabulary is its table of embeddings.
        public var tiesWeights = true
        public var embeddingSize: Int
        /// The width of the encoder in either direction.
        public var encoderSize: Int
        public var encoderLayers = 1
        /// The width of the decoder.
        public var hiddenSize: Int
        /// Layers of the decoder: the first attends, the others stand upon it.
        public var decoderLayers = 1
        public var attention = AttentionKind.additive
        /// The width in which additive attention compares.
        public var attentionSize: Int
        /// Whether the decoder reads what it made of the last context (Luong, Pham & Manning 2015).
        public var feedsInput = true
        /// The longest source that the model reads, in tokens; places that `location` attention knows.
        public var maxTokens = 256
        public var dropout = Dropout()

        public init(
            vocabularySize: Int, targetVocabularySize: Int, embeddingSize: Int, encoderSize: Int, hiddenSize: Int,
            attentionSize: Int? = nil
        ) {
            self.vocabularySize = vocabularySize
            self.targetVocabularySize = targetVocabularySize
            self.embeddingSize = embeddingSize
            self.encoderSize = encoderSize
            self.hiddenSize = hiddenSize
            self.attentionSize = attentionSize ?? encoderSize
        }

        /// Rates in 0 ..< 1 of what is dropped in training, the same elements over a sequence.
        public struct Dropout: Codable, Sendable, Equatable {
            /// Whole tokens of the source and of what the decoder reads, which become unknown.
            public var words: Float = 0
            public var embedding: Float = 0
            /// Between layers, and of what the encoder hands over.
            public var betweenLayers: Float = 0
            public var recurrentWeights: Float = 0
            /// What the projection reads.
            public var output: Float = 0

            public init() {}
        }

        /// The width of the encoder's output.
        public var memorySize: Int { 2 * encoderSize }
        /// Whether a map stands between a decoder and a tied projection of another width.
        var needsOutputBridge: Bool { tiesWeights && hiddenSize != embeddingSize }

        /// What is wrong with these sizes, in words, or `nil`.
        public var problem: String? {
            let sizes = [
                ("vocabularySize", vocabularySize, 1 << 22), ("targetVocabularySize", targetVocabularySize, 1 << 22),
                ("embeddingSize", embeddingSize, 1 << 14), ("encoderSize", encoderSize, 1 << 14),
                ("encoderLayers", encoderLayers, 64), ("hiddenSize", hiddenSize, 1 << 14),
                ("decoderLayers", decoderLayers, 64), ("attentionSize", attentionSize, 1 << 14),
                ("maxTokens", maxTokens, 1 << 16),
            ]
            for (name, size, limit) in sizes where size < 1 || size > limit {
                return "\(name) is \(size), not in 1 ... \(limit)"
            }
            guard !sharesVocabulary || vocabularySize == targetVocabularySize else {
                return "a shared vocabulary has \(vocabularySize) and \(targetVocabularySize) tokens"
            }
            guard attention != .dot || memorySize == hiddenSize else {
                return "dot attention needs a hiddenSize of twice the encoderSize, \(memorySize), not \(hiddenSize)"
            }
            let rates = [
                ("words", dropout.words), ("embedding", dropout.embedding), ("betweenLayers", dropout.betweenLayers),
                ("recurrentWeights", dropout.recurrentWeights), ("output", dropout.output),
            ]
            for (name, rate) in rates where !(rate >= 0 && rate < 1) {
                return "the dropout rate \(name) is \(rate), not in 0 ..< 1"
            }
            return nil
        }
    }
}

extension TranslatorNetwork: StoredModel {}
extension TranslatorNetwork.Configuration: TokenModelConfiguration {
    public static let modelType = "seq2seq"
    public static let fileNames = [ModelFolder.tokenizerFile, ModelFolder.targetTokenizerFile]
}

extension TranslatorNetwork.Configuration: DefaultedDecodable {
    package static var decodingDefaults: TranslatorNetwork.Configuration? {
        TranslatorNetwork.Configuration(
            vocabularySize: 0, targetVocabularySize: 0, embeddingSize: 0, encoderSize: 0, hiddenSize: 0)
    }
    package static var requiredEntries: Set<String> {
        ["vocabularySize", "targetVocabularySize", "embeddingSize", "encoderSize", "hiddenSize", "attentionSize"]
    }
}

extension TranslatorNetwork.Configuration.Dropout: DefaultedDecodable {
    package static var decodingDefaults: TranslatorNetwork.Configuration.Dropout? {
        TranslatorNetwork.Configuration.Dropout()
    }
}
