import ModelFiles
import NeuralLayers
import Tensors

/// A sequence-to-sequence model with attention (Sutskever, Vinyals & Le 2014; Bahdanau, Cho & Bengio 2015; Luong, Pham
/// & Manning 2015): embeddings → stacked bidirectional LSTM, or another cell → bridge → LSTM with attention, and
/// optional layers above it → projection to the target's vocabulary.
///
/// The sequences of a batch are packed by their lengths, without padding.
public struct TranslatorNetwork: Layer, Sendable {
    public let configuration: Configuration
    /// The vectors of the source's tokens, `[vocabularySize, embeddingSize]`; with a shared vocabulary the target's
    /// too.
    public let embedding: Embedding
    let ownTargetEmbedding: Embedding?
    /// The embedding of the source and the bidirectional layers above it.
    public let encoder: SequenceEncoder
    /// The map from the last states of both encoder directions to the first hidden and cell state of ``decoder``, `[2 *
    /// hiddenSize, memorySize]`; `tanh` follows it.
    public let bridge: Linear
    /// The decoder's first layer: an LSTM that attends to the states of the encoder.
    public let decoder: AttentionDecoder
    /// The decoder's layers above the one with attention; `nil` if that is the only one.
    public let upper: SequenceEncoder?
    /// With tied weights, the map from `hiddenSize` to `embeddingSize`, without a bias; `nil` where the two are equal
    /// or weights are not tied.
    public let outputBridge: Linear?
    /// The map to the logits, `[targetVocabularySize, hiddenSize]`, or with tied weights the matrix of
    /// ``targetEmbedding``.
    public let projection: Projection

    /// The vectors of the target's tokens, `[targetVocabularySize, embeddingSize]`.
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

    /// The logits of the next token after each token of the targets, with teacher forcing: the decoder reads `inputs`,
    /// not its own output.
    ///
    /// - Parameters:
    ///   - sources: Token ids, each with at least one.
    ///   - inputs: Target token ids that the decoder reads, each sequence starting with `Vocabulary.beginID`.
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
        /// The recurrent cell of the encoder and of the decoder's upper layers; the layer with attention is always an
        /// LSTM. LSTM where `config.json` names none, as in files of early versions.
        public var cell = RecurrentCellKind.lstm
        /// The number of token ids of the source, special ones included.
        public var vocabularySize: Int
        /// The number of token ids of the target, special ones included.
        public var targetVocabularySize: Int
        /// Whether source and target have one vocabulary and one embedding.
        public var sharesVocabulary = false
        /// Whether the projection shares the matrix of the target's embedding (weight tying; Press & Wolf 2017).
        public var tiesWeights = true
        /// The width of a token's vector, of source and target alike, 1 ... 16,384.
        public var embeddingSize: Int
        /// Units of each encoder layer and direction, 1 ... 16,384.
        public var encoderSize: Int
        /// Bidirectional layers of the encoder, one above the other, 1 ... 64.
        public var encoderLayers = 1
        /// Units of each decoder layer, 1 ... 16,384; with `dot` attention ``memorySize``.
        public var hiddenSize: Int
        /// Layers of the decoder, 1 ... 64; the first is the one with attention.
        public var decoderLayers = 1
        /// How the decoder's state is compared with the states of the encoder.
        public var attention = AttentionKind.additive
        /// The width of the hidden layer of `additive` attention, 1 ... 16,384; the other kinds do not read it.
        public var attentionSize: Int
        /// Whether the output of the layer with attention is also an input of its next step (input feeding; Luong, Pham
        /// & Manning 2015, section 3.3).
        public var feedsInput = true
        /// The longest source in tokens, 1 ... 65,536: the end of a longer one is not read. Also the number of
        /// positions of `location` attention.
        public var maxTokens = 256
        /// What is dropped in training; does not affect a trained model.
        public var dropout = Dropout()

        /// A configuration with one encoder and one decoder layer and additive attention.
        /// ``problem`` says whether the sizes can be used.
        ///
        /// - Parameter attentionSize: `nil` for `encoderSize`.
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

        /// Dropout rates in training, each in 0 ..< 1; 0, the default, drops nothing. A sequence keeps its masks of
        /// elements over all steps (Gal & Ghahramani 2016).
        public struct Dropout: Codable, Sendable, Equatable {
            /// Word dropout: tokens of the source and of the decoder's input are replaced by the unknown token.
            public var words: Float = 0
            /// Elements of the embeddings of source and target.
            public var embedding: Float = 0
            /// Elements of the states that each recurrent layer hands to the next, and of the encoder's states that are
            /// attended to.
            public var betweenLayers: Float = 0
            /// Recurrent weights of encoder and decoder, one mask for each pass (DropConnect; Merity, Keskar & Socher
            /// 2018).
            public var recurrentWeights: Float = 0
            /// Elements of the last decoder layer's output, before the projection.
            public var output: Float = 0

            /// Rates of 0.
            public init() {}
        }

        /// The width of the encoder's states: both directions, side by side.
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
