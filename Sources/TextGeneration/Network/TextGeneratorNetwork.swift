import ModelFiles
import NeuralLayers
import Tensors

/// A character language model: embedding → stacked LSTM, or another cell → projection to the vocabulary (Graves 2013;
/// Karpathy 2015).
///
/// The projection has its own weights, or those of the embedding (Press & Wolf 2017; Inan, Khosravi & Socher 2017),
/// with a bridge from hidden to embedding size where these differ. Regularised as Merity, Keskar & Socher (2018):
/// locked dropout of embeddings, between layers and of the output, and dropout of the recurrent weights.
public struct TextGeneratorNetwork: Layer, Sendable {
    public let configuration: Configuration
    /// The vectors of the tokens, `[vocabularySize, embeddingSize]`.
    public let embedding: Embedding
    /// The embedding and the recurrent layers above it.
    public let encoder: SequenceEncoder
    /// With tied weights, the map from `hiddenSize` to `embeddingSize`, without a bias; `nil` where the two are equal
    /// or weights are not tied.
    public let bridge: Linear?
    /// The map to the logits, `[vocabularySize, hiddenSize]`, or with tied weights the matrix of ``embedding``.
    public let projection: Projection

    public init(_ configuration: Configuration, using generator: inout some RandomNumberGenerator) {
        self.configuration = configuration
        let c = configuration
        // As an input alone, vectors of the size that LSTM gates react to; as output weights too, small ones.
        embedding = Embedding(
            vocabularySize: c.vocabularySize, embeddingSize: c.embeddingSize,
            standardDeviation: c.tiesWeights ? 0.05 : 1, using: &generator)
        encoder = SequenceEncoder(
            cell: c.cell, embedding: embedding, inputSize: c.embeddingSize, hiddenSize: c.hiddenSize,
            numLayers: c.numLayers, embeddingDropout: c.dropout.embedding,
            dropout: RecurrentDropout(
                betweenLayers: c.dropout.betweenLayers, recurrentWeights: c.dropout.recurrentWeights,
                isLocked: c.dropout.isLocked),
            using: &generator)
        let needsBridge = c.tiesWeights && c.embeddingSize != c.hiddenSize
        bridge =
            needsBridge
            ? Linear(inputSize: c.hiddenSize, outputSize: c.embeddingSize, hasBias: false, using: &generator) : nil
        projection = Projection(
            inputSize: c.hiddenSize, outputSize: c.vocabularySize, tiedTo: c.tiesWeights ? embedding : nil,
            using: &generator)
    }

    /// The logits of the next token after every token.
    ///
    /// - Parameters:
    ///   - ids: Packed token ids, `[layout.rowCount]`.
    ///   - state: The state that earlier text left; `nil` at the start.
    /// - Returns: `[layout.rowCount, vocabularySize]`, and the state after the last token of each sequence.
    public func callAsFunction(
        _ ids: [Int32], layout: SequenceLayout, state: EncoderState? = nil, in context: inout ForwardContext
    ) -> (logits: Variable, state: EncoderState) {
        let dropout = configuration.dropout
        let (hidden, final) = encoder(ids, layout: layout, state: state, in: &context)  // [rows, hiddenSize]
        let dropped = dropRows(
            hidden, rate: dropout.output, isLocked: dropout.isLocked, layout: layout, in: &context)
        return (projection(bridge?(dropped) ?? dropped, precision: context.precision), final)
    }

    public func visitParameters(_ visitor: inout ParameterVisitor) {
        encoder.visitParameters(&visitor)
        if let bridge { visitor.visit("bridge", bridge) }
        visitor.visit("projection", projection)
    }
}

extension TextGeneratorNetwork {
    /// The sizes and regularisation of a model, as `config.json` holds them.
    public struct Configuration: Codable, Sendable, Equatable {
        /// The recurrent cell; LSTM where `config.json` names none, as in files of early versions.
        public var cell = RecurrentCellKind.lstm
        public var vocabularySize: Int
        /// The width of a token's vector, 1 ... 65,536.
        public var embeddingSize: Int
        /// Units of each recurrent layer, 1 ... 65,536.
        public var hiddenSize: Int
        /// Recurrent layers, one above the other, 1 ... 64.
        public var numLayers: Int
        /// Whether the projection shares the matrix of the embedding (weight tying; Press & Wolf 2017).
        public var tiesWeights: Bool
        /// What is dropped in training; does not affect a trained model.
        public var dropout: Dropout
        /// The name of the `LineEnds` that the training text went through, `lf` or `keep`; `nil` where none is
        /// recorded.
        public var lineEnds: String?

        /// A configuration with LSTM layers. ``problem`` says whether the sizes can be used.
        public init(
            vocabularySize: Int, embeddingSize: Int, hiddenSize: Int, numLayers: Int, tiesWeights: Bool = false,
            dropout: Dropout = Dropout()
        ) {
            self.vocabularySize = vocabularySize
            self.embeddingSize = embeddingSize
            self.hiddenSize = hiddenSize
            self.numLayers = numLayers
            self.tiesWeights = tiesWeights
            self.dropout = dropout
        }

        /// Dropout rates in training, each in 0 ..< 1; 0, the default, drops nothing.
        public struct Dropout: Codable, Sendable, Equatable {
            /// Elements of the embeddings.
            public var embedding: Float = 0
            /// Elements of the states that each recurrent layer hands to the next.
            public var betweenLayers: Float = 0
            /// Elements of the last layer's state, before the projection.
            public var output: Float = 0
            /// Recurrent weights, one mask for each pass (DropConnect; Merity, Keskar & Socher 2018).
            public var recurrentWeights: Float = 0
            /// Whether a sequence keeps its masks over all steps (Gal & Ghahramani 2016); if not, each step draws new
            /// ones.
            public var isLocked = true

            /// Rates of 0, with locked masks.
            public init() {}

            /// Multiplies every rate, and rounds it to hundredths, so that it can be named.
            mutating func scale(by factor: Float) {
                func scaled(_ rate: Float) -> Float { (rate * factor * 100).rounded() / 100 }
                (embedding, betweenLayers) = (scaled(embedding), scaled(betweenLayers))
                (output, recurrentWeights) = (scaled(output), scaled(recurrentWeights))
            }
        }

        /// The number of trained values of a model of this configuration; tied weights count once.
        public var parameterCount: Int { TextGeneratorNetwork.withoutWeights(self).parameterCount }

        /// What is wrong with these sizes, in words, or `nil`.
        public var problem: String? {
            let sizes = [
                ("vocabularySize", vocabularySize, 1 << 22), ("embeddingSize", embeddingSize, 1 << 16),
                ("hiddenSize", hiddenSize, 1 << 16), ("numLayers", numLayers, 64),
            ]
            for (name, size, limit) in sizes where size < 1 || size > limit {
                return "\(name) is \(size), not in 1 ... \(limit)"
            }
            guard vocabularySize * 4 * hiddenSize <= 1 << 30 else {
                return "vocabularySize \(vocabularySize) times hiddenSize \(hiddenSize) is too large"
            }
            if let lineEnds, !["lf", "keep"].contains(lineEnds) { return "lineEnds is \"\(lineEnds)\"" }
            let rates = [
                ("embedding", dropout.embedding), ("betweenLayers", dropout.betweenLayers),
                ("output", dropout.output), ("recurrentWeights", dropout.recurrentWeights),
            ]
            for (name, rate) in rates where !(rate >= 0 && rate < 1) {
                return "the dropout rate \(name) is \(rate), not in 0 ..< 1"
            }
            return nil
        }
    }
}

extension TextGeneratorNetwork: StoredModel {}
extension TextGeneratorNetwork.Configuration: TokenModelConfiguration {
    public static let modelType = "characterLanguageModel"
}

extension TextGeneratorNetwork.Configuration: DefaultedDecodable {
    package static var decodingDefaults: TextGeneratorNetwork.Configuration? {
        TextGeneratorNetwork.Configuration(
            vocabularySize: 0, embeddingSize: 0, hiddenSize: 0, numLayers: 0)
    }
    package static var requiredEntries: Set<String> { ["vocabularySize", "embeddingSize", "hiddenSize", "numLayers"] }
}

extension TextGeneratorNetwork.Configuration.Dropout: DefaultedDecodable {
    package static var decodingDefaults: TextGeneratorNetwork.Configuration.Dropout? {
        TextGeneratorNetwork.Configuration.Dropout()
    }
}
