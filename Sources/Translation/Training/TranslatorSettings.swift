import Decoding
import Foundation
import ModelFiles
import NeuralLayers
import Tokenization
import Training

/// All settings of the training of a translator.
public struct TranslatorSettings: TrainingSettings {
    /// What a token is, in source and target alike.
    public var unit = TokenUnit.bpe
    /// What is done to a source before it is cut into tokens, step by step; to a target too where
    /// ``targetNormalization`` is `nil` or the vocabulary is shared.
    public var normalization: [Normalization] = [.nfc]
    /// What is done to a target before it is cut into tokens; `nil` for the same as to a source. Translations come out
    /// in this form. Not read with a shared vocabulary.
    public var targetNormalization: [Normalization]?
    /// Whether source and target have one vocabulary and one embedding.
    public var sharesVocabulary = false
    /// The most token ids of each vocabulary, the four special ones included; at least 260 for byte pairs, else 5.
    public var maxVocabulary = 6_000
    /// Tokens that occur less often become unknown, or with byte pairs bytes; 1 keeps all.
    public var minFrequency = 1
    /// The share of the different sources that is held out, with all their targets, where no validation pairs are
    /// given, in 0 ... 0.9; at most ``mostHeldOut`` sources.
    public var validationSplit = 0.05
    /// The most different sources that ``validationSplit`` holds out.
    public static let mostHeldOut = 1_000
    /// The recurrent cell of the encoder and of the decoder's upper layers; the layer with attention is always an LSTM.
    public var cell = RecurrentCellKind.lstm
    /// The width of a token's vector. Recommended: 64 for characters, 128 for fewer than 10,000 pairs, else 256.
    public var embeddingSize = 256
    /// Units of each encoder layer and direction. Recommended: 128 for characters and for fewer than 10,000 pairs, else
    /// 256.
    public var encoderSize = 256
    /// Bidirectional layers of the encoder, one above the other.
    public var encoderLayers = 1
    /// Units of each decoder layer. Recommended: twice ``encoderSize``, which `dot` attention needs.
    public var hiddenSize = 512
    /// Layers of the decoder; the first is the one with attention.
    public var decoderLayers = 1
    /// How the decoder's state is compared with the states of the encoder.
    public var attention = AttentionKind.additive
    /// The width of the hidden layer of `additive` attention; the other kinds do not read it.
    public var attentionSize = 256
    /// Whether the output of the layer with attention is also an input of its next step (input feeding; Luong, Pham &
    /// Manning 2015).
    public var feedsInput = true
    /// Whether the projection shares the matrix of the target's embedding (Press & Wolf 2017).
    public var tiesWeights = true
    /// Pairs with more tokens on either side are left out of the training; the model reads no more tokens of a source.
    public var maxTokens = 100
    /// What is dropped in training. Recommended for words and byte pairs: embeddings and between layers 0.2, output
    /// 0.4, or from 100,000 pairs on 0.2; for characters: output 0.1.
    public var dropout = TranslatorNetwork.Configuration.Dropout()
    /// Pairs of an optimizer step.
    public var batchSize = 64
    /// Label smoothing, teacher forcing and BPE dropout.
    public var loss = TranslatorTask.Options()
    public var training: TrainingOptions
    /// How the weights of the finished model are stored.
    public var precision = WeightPrecision.float32
    /// How the held-out sources are translated for the report.
    public var search = SearchOptions()

    /// Recommended settings for `count` pairs.
    ///
    /// - Parameter unit: What a token is. Characters and bytes get a small network and a higher learning rate.
    public static func recommended(
        forPairs count: Int, unit: TokenUnit = .bpe, randomSeed: UInt64
    ) -> TranslatorSettings {
        TranslatorSettings(pairs: count, unit: unit, randomSeed: randomSeed)
    }

    /// Every other option at its default.
    private init(training: TrainingOptions) { self.training = training }

    private init(pairs: Int, unit: TokenUnit, randomSeed: UInt64) {
        self.unit = unit
        let isFine = unit != .bpe && unit != .word
        let count = Double(max(pairs, 1))
        let epochs = isFine ? min(60, max(4, 160_000 / count)) : min(60, max(6, 500_000 / count))
        training = TrainingOptions(
            epochs: epochs, schedule: LearningRateSchedule(peak: isFine ? 3e-3 : 1.5e-3, shape: .cosine(minimum: 1e-5)),
            randomSeed: randomSeed)
        if isFine {
            (embeddingSize, encoderSize, hiddenSize, attentionSize) = (64, 128, 256, 128)
            loss.labelSmoothing = 0
            dropout.output = 0.1
        } else {
            if pairs < 10_000 { (embeddingSize, encoderSize, hiddenSize, attentionSize) = (128, 128, 256, 128) }
            dropout.embedding = 0.2
            dropout.betweenLayers = 0.2
            dropout.output = pairs < 100_000 ? 0.4 : 0.2
        }
        training.beta2 = 0.98
        training.isLazy = true
        training.averageDecay = isFine ? 0.99 : 0.999
        training.patience = 5
        setNormalization()
        plan(epochs: epochs)
        adaptWarmup(toPairs: pairs)
    }

    /// Sets the normalization that suits the unit. Characters and bytes keep case and form, because these may be what
    /// the model is to learn.
    ///
    /// - Parameters:
    ///   - sourceLocale: The language of the sources, such as "en"; empty where it is not known.
    ///   - targetLocale: The language of the targets.
    public mutating func setNormalization(sourceLocale: String = "", targetLocale: String = "") {
        guard unit == .bpe || unit == .word else {
            (normalization, targetNormalization) = ([.stripInvisible, .nfc, .collapseWhitespace], nil)
            return
        }
        normalization = [
            .decodeEntities, .stripInvisible, .straightenQuotes, .simplifyPunctuation, .nfkc, .collapseWhitespace,
            .trueCase(locale: sourceLocale),
        ]
        targetNormalization = [
            .decodeEntities, .stripInvisible, .nfc, .collapseWhitespace, .trueCase(locale: targetLocale),
        ]
    }

    /// Sets a warm-up that suits so many pairs, batches and epochs.
    public mutating func adaptWarmup(toPairs count: Int) {
        let steps = training.epochs * Double(count) / Double(batchSize)
        training.schedule.warmupSteps = max(1, Int(min(400, steps / 20)))
    }

    /// Sets the epochs, and validations that suit their number.
    public mutating func plan(epochs: Double) {
        training.epochs = epochs
        training.numValidations = Int(max(10, min(30, epochs)))  // 30 for NaN
    }

    func modelConfiguration(vocabularySize: Int, targetVocabularySize: Int) -> TranslatorNetwork.Configuration {
        var c = TranslatorNetwork.Configuration(
            vocabularySize: vocabularySize, targetVocabularySize: targetVocabularySize, embeddingSize: embeddingSize,
            encoderSize: encoderSize, hiddenSize: hiddenSize, attentionSize: attentionSize)
        c.sharesVocabulary = sharesVocabulary
        c.tiesWeights = tiesWeights
        c.cell = cell
        c.encoderLayers = encoderLayers
        c.decoderLayers = decoderLayers
        c.attention = attention
        c.feedsInput = feedsInput
        c.maxTokens = maxTokens
        c.dropout = dropout
        return c
    }

    /// What is wrong with these settings, in words, or `nil`.
    public var problem: String? {
        if let problem = modelConfiguration(vocabularySize: 1, targetVocabularySize: 1).problem { return problem }
        if let problem = search.problem { return problem }
        let counts = [
            ("batchSize", batchSize), ("minFrequency", minFrequency), ("maxVocabulary", maxVocabulary),
        ]
        for (name, count) in counts where count < 1 || count > 1 << 30 { return "\(name) is \(count)" }
        guard maxVocabulary > 4 else { return "maxVocabulary is \(maxVocabulary), of which four are no words" }
        guard unit != .bpe || maxVocabulary >= 260 else {
            return "maxVocabulary is \(maxVocabulary), and byte pairs need 260"
        }
        for steps in [normalization, targetNormalization ?? []] {
            if let problem = Normalizer.problem(of: steps) { return "normalization \(problem)" }
        }
        if let problem = training.problem { return problem }
        guard validationSplit >= 0 && validationSplit <= 0.9 else { return "validationSplit is \(validationSplit)" }
        guard loss.labelSmoothing >= 0 && loss.labelSmoothing < 1 else {
            return "labelSmoothing is \(loss.labelSmoothing)"
        }
        guard loss.teacherForcing >= 0 && loss.teacherForcing <= 1 else {
            return "teacherForcing is \(loss.teacherForcing)"
        }
        guard loss.pieceDropout >= 0 && loss.pieceDropout < 1 else { return "pieceDropout is \(loss.pieceDropout)" }
        guard loss.pieceDropout == 0 || unit == .bpe else {
            return "pieceDropout is \(loss.pieceDropout), and only byte pairs have pieces; the unit is \(unit.rawValue)"
        }
        return nil
    }
}

/// The training report of a translator, with a comparison to baselines: `report.json`.
public struct TranslatorReport: Codable, Sendable, Equatable {
    /// The version of the format of `report.json`.
    public var formatVersion = 1
    /// The number of pairs that were trained on, without those left out.
    public let trainingPairs: Int
    /// The number of held-out pairs, long ones included.
    public let validationPairs: Int
    /// Pairs that were left out because a side has more than `settings.maxTokens` tokens.
    public let tooLongPairs: Int
    /// Pairs that were left out because a side is empty.
    public let emptyPairs: Int
    /// The settings of the training, with the epochs that were planned.
    public let settings: TranslatorSettings
    /// The number of trained values of the network; tied weights count once.
    public let parameterCount: Int
    /// The number of token ids of the source, special ones included.
    public let vocabularySize: Int
    /// The number of token ids of the target; that of the source where the vocabulary is shared.
    public let targetVocabularySize: Int
    /// Every validation of the training, in order.
    public let history: [TrainingProgress.Validation]
    /// Seconds of training, over all runs.
    public let trainingSeconds: Double
    /// The model and the baselines on the held-out pairs; absent where none are held out.
    public let validation: TranslatorEvaluation?
    /// Why the training ended: `finished` or `stopped early`.
    public let outcome: String
    /// What the training was started with, where that is known.
    public var start: TrainingStart?
    /// What the training changed, if it started from a finished model.
    public var continuation: ContinuationReport?
}

extension TranslatorSettings: DefaultedDecodable {
    package static var decodingDefaults: TranslatorSettings? {
        TranslatorSettings(
            training: TrainingOptions(epochs: 1, schedule: LearningRateSchedule(peak: 0), randomSeed: 0))
    }
    package static var requiredEntries: Set<String> { ["training"] }
}

extension SearchOptions: DefaultedDecodable {
    package static var decodingDefaults: SearchOptions? { SearchOptions() }
}
