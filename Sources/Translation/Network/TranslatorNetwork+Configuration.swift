import ModelFiles
import NeuralLayers

extension TranslatorNetwork {
    /// The sizes and regularisation of a model, as `config.json` holds them.
    public struct Configuration: Codable, Sendable, Equatable {
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

        /// The name and shape of every parameter, as the model file must have them.
        public var parameterShapes: [String: [Int]] {
            var shapes = [
                "embedding.weight": [vocabularySize, embeddingSize],
                "bridge.weight": [2 * hiddenSize, memorySize], "bridge.bias": [2 * hiddenSize],
                "decoder.mix.weight": [hiddenSize, hiddenSize + memorySize], "decoder.mix.bias": [hiddenSize],
                "projection.bias": [targetVocabularySize],
            ]
            if !sharesVocabulary { shapes["target_embedding.weight"] = [targetVocabularySize, embeddingSize] }
            if !tiesWeights { shapes["projection.weight"] = [targetVocabularySize, hiddenSize] }
            if needsOutputBridge { shapes["output_bridge.weight"] = [embeddingSize, hiddenSize] }
            for layer in 0..<encoderLayers {
                let input = layer == 0 ? embeddingSize : memorySize
                for suffix in ["", "_reverse"] { addLSTM("encoder", "l\(layer)\(suffix)", input, encoderSize, &shapes) }
            }
            addLSTM("decoder", "l0", embeddingSize, hiddenSize, &shapes)
            if feedsInput { shapes["decoder.weight_feed_l0"] = [4 * hiddenSize, hiddenSize] }
            for layer in 0..<decoderLayers - 1 { addLSTM("upper", "l\(layer)", hiddenSize, hiddenSize, &shapes) }
            let ofAttention = Attention.parameterShapes(
                attention, memorySize: memorySize, hiddenSize: hiddenSize, size: attentionSize, maxLength: maxTokens)
            for (name, shape) in ofAttention { shapes["decoder.attention.\(name)"] = shape }
            return shapes
        }

        private func addLSTM(
            _ name: String, _ suffix: String, _ inputSize: Int, _ size: Int, _ shapes: inout [String: [Int]]
        ) {
            shapes["\(name).weight_ih_\(suffix)"] = [4 * size, inputSize]
            shapes["\(name).weight_hh_\(suffix)"] = [4 * size, size]
            shapes["\(name).bias_ih_\(suffix)"] = [4 * size]
            shapes["\(name).bias_hh_\(suffix)"] = [4 * size]
        }

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
