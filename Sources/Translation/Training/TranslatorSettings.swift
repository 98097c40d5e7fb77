import Decoding
import Foundation
import ModelFiles
import NeuralLayers
import Tokenization
import Training

/// All settings of the training of a translator.
public struct TranslatorSettings: TrainingSettings {
    /// What a token is.
    public var unit = TokenUnit.bpe
    /// What is done to the source before it is cut into tokens, and to the target where that has no steps of its own.
    public var normalization: [Normalization] = [.nfc]
    /// What is done to the target, which readers see; `nil` for the same as to the source, as with one vocabulary.
    public var targetNormalization: [Normalization]?
    /// Whether source and target have one vocabulary.
    public var sharesVocabulary = false
    /// Most tokens of a vocabulary.
    public var maxVocabulary = 6_000
    /// Tokens that occur less often become unknown, or bytes.
    public var minFrequency = 1
    /// The share of the sources that is held out where no validation pairs are given, at most ``mostHeldOut``.
    public var validationSplit = 0.05
    public static let mostHeldOut = 1_000
    /// The cell of the encoder and of the decoder's layers upon the one that attends.
    public var cell = RecurrentCellKind.lstm
    public var embeddingSize = 256
    public var encoderSize = 256
    public var encoderLayers = 1
    public var hiddenSize = 512
    public var decoderLayers = 1
    public var attention = AttentionKind.additive
    public var attentionSize = 256
    public var feedsInput = true
    public var tiesWeights = true
    /// Pairs with more tokens on a side are not learnt from.
    public var maxTokens = 100
    public var dropout = TranslatorNetwork.Configuration.Dropout()
    public var batchSize = 64
    public var loss = TranslatorTask.Options()
    public var training: TrainingOptions
    /// How the weights of the finished model are stored.
    public var precision = WeightPrecision.float32
    /// How the held-out sources are translated for the report.
    public var search = SearchOptions()

    /// Settings that suit so many pairs.
    ///
    /// - Parameter unit: What a token is: characters make a small network that learns fast, pieces of words a large one.
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

    /// Sets what is done to the texts to what suits the unit: characters keep their case and their form, for these may be
    /// what is to be learned.
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
        training.numValidations = max(10, Int(min(epochs, 30)))
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
    public var formatVersion = 1
    public let trainingPairs: Int
    public let validationPairs: Int
    /// Pairs that were left out because a side has more tokens than `maxTokens`.
    public let tooLongPairs: Int
    /// Pairs that were left out because a side is empty.
    public let emptyPairs: Int
    public let settings: TranslatorSettings
    public let parameterCount: Int
    public let vocabularySize: Int
    public let targetVocabularySize: Int
    public let history: [TrainingProgress.Validation]
    public let trainingSeconds: Double
    /// The model on the held-out pairs; absent without any.
    public let validation: TranslatorEvaluation?
    /// Why the training ended.
    public let outcome: String
    /// What the training was started with, where that is known.
    public var start: TrainingStart?
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
