import Datasets
import Foundation
import ModelFiles
import NeuralLayers
import Tokenization
import Training

/// All settings of the training of a language model of characters or of pieces of words.
public struct TextGeneratorSettings: TrainingSettings {
    /// What a token is, as the report names it; a training sets it to the unit of its corpus.
    public var unit = TokenUnit.grapheme
    /// The number of ids of a tokenizer of byte pairs, special ones included; `nil` takes
    /// ``recommendedVocabularySize(forCharacters:)``, and is the only value for other units.
    public var vocabularySize: Int?
    /// The normalization of the text before it is split into tokens.
    public var normalization = Normalization.nfc
    /// What is done to the ends of lines; `nil` leaves them as they are.
    public var lineEnds: LineEnds?
    /// Tokens that occur less often become unknown, and characters of byte pairs are left to bytes; 1 keeps all.
    public var minFrequency = 1
    /// The share of the text, at its end, that is held out where no validation text is given, in 0 ... 0.9.
    public var validationSplit = 0.1
    /// The recurrent cell.
    public var cell = RecurrentCellKind.lstm
    /// The width of a token's vector. ``recommended(forCharacters:unit:randomSeed:)`` takes 64, and 128 for byte pairs.
    public var embeddingSize = 64
    /// Units of each recurrent layer; 128 to 512 are recommended, by the length of the text.
    public var hiddenSize = 256
    /// Recurrent layers, one above the other; 1 is recommended for fewer than 30,000 characters, else 2.
    public var numLayers = 2
    /// Whether the projection shares the matrix of the embedding (Press & Wolf 2017).
    public var tiesWeights = false
    /// What is dropped in training; recommended settings lower the rates for texts of 4 million characters or more.
    public var dropout = TextGeneratorNetwork.Configuration.Dropout()
    /// The probability mass spread over all tokens (Szegedy et al. 2016), in 0 ..< 1.
    public var labelSmoothing: Float = 0
    /// How the text is cut for truncated backpropagation through time: lanes read side by side, and steps of a chunk.
    public var batches: LaneBatches.Configuration
    public var training: TrainingOptions
    /// How the weights of the finished model are stored.
    public var precision = WeightPrecision.float32
    /// How sizes and passes were chosen, where a time budget decided them.
    public var timeBudget: TimeBudgetChoice?

    /// Recommended settings for a text of about `count` characters.
    ///
    /// Small texts get small networks, many epochs and strong dropout. The sizes were chosen by the held-out loss on
    /// texts of 45 thousand to 3 million characters. Where the time is limited,
    /// ``TextGeneratorTraining/plan(seconds:choosing:)`` chooses other ones.
    ///
    /// - Parameter unit: What a token is. Byte pairs, of which a text has fewer, are read in shorter chunks.
    public static func recommended(
        forCharacters count: Int, unit: TokenUnit = .grapheme, randomSeed: UInt64
    ) -> TextGeneratorSettings {
        let preset = Preset.suited(to: count)
        var settings = TextGeneratorSettings(preset, characters: count, randomSeed: randomSeed)
        settings.fit(unit, characters: count, hiddenSize: preset.hiddenSize)
        return settings
    }

    /// Settings of a network whose size and passes a time budget has chosen.
    ///
    /// With few passes the number of updates decides what is learned, so batches are small and dropout is low. Dropout
    /// rises with the passes to that of ``recommended(forCharacters:unit:randomSeed:)``. `Scripts/budget_sizes.py` has the
    /// measurements.
    static func suited(
        to size: NetworkSize, passes: Double, characters count: Int, unit: TokenUnit = .grapheme, randomSeed: UInt64
    ) -> TextGeneratorSettings {
        let preset = Preset.suited(to: count)
        var settings = TextGeneratorSettings(preset, characters: count, randomSeed: randomSeed)
        let isRecommended = NetworkSize(settings) == size
        (settings.numLayers, settings.hiddenSize) = (size.numLayers, size.hiddenSize)
        settings.training.epochs = passes
        settings.training.numValidations = min(10, max(2, Int(passes) + 1))
        let strength = Float(min(1, passes / preset.epochs))
        let betweenLayers = settings.dropout.betweenLayers
        settings.dropout.scale(by: strength)
        if size.numLayers == 1 { settings.dropout.betweenLayers = betweenLayers }  // without effect, and not an option
        // The sizes for long texts were chosen with large batches, and have the passes for them.
        if count < 600_000 || !isRecommended || passes < preset.epochs / 2 {
            settings.batches = size.batches(forCharacters: count)
            settings.training.schedule.peak = size.learningRate
        }
        settings.adaptWarmup(characters: count)
        settings.fit(unit, characters: count, hiddenSize: size.hiddenSize)
        return settings
    }

    /// The recommended size of a vocabulary of byte pairs for a text of about `count` characters.
    ///
    /// Rare pieces are learned badly, so short texts get few. The sizes are round numbers, not measured ones.
    public static func recommendedVocabularySize(forCharacters count: Int) -> Int {
        switch count {
        case ..<50_000: 320
        case ..<300_000: 500
        case ..<1_000_000: 1_000
        default: 2_000
        }
    }

    /// Characters of a token, about.
    private static func usualLength(of unit: TokenUnit) -> Double { unit == .bpe ? 2.4 : 1 }

    /// Adapts recommended settings to a unit.
    mutating func fit(_ unit: TokenUnit, characters: Int, hiddenSize: Int) {
        self.unit = unit
        guard unit == .bpe else { return }
        embeddingSize = min(128, hiddenSize)
        batches.sequenceLength = batches.sequenceLength * 5 / 8
        adaptWarmup(characters: Int(Double(characters) / Self.usualLength(of: unit)))
    }

    /// Every option at its default.
    private init() {
        batches = LaneBatches.Configuration(batchSize: 1, sequenceLength: 1)
        training = TrainingOptions(epochs: 1, schedule: LearningRateSchedule(peak: 0), randomSeed: 0)
    }

    private init(_ preset: Preset, characters: Int, randomSeed: UInt64) {
        hiddenSize = preset.hiddenSize
        numLayers = preset.numLayers
        embeddingSize = min(64, preset.hiddenSize)
        // Few epochs need less regularization against overfitting.
        let strength: Float = characters < 4_000_000 ? 1 : 0.4
        dropout.embedding = 0.05 * strength
        dropout.betweenLayers = 0.2 * strength
        dropout.output = 0.4 * strength
        dropout.recurrentWeights = 0.3 * strength
        let epochs = min(preset.epochs, max(0.1, Preset.maximumCharactersRead / Double(max(characters, 1))))
        let lanes = max(1, min(32, characters / 5_000))
        batches = LaneBatches.Configuration(
            batchSize: lanes, sequenceLength: preset.sequenceLength,
            sequenceLengthDeviation: preset.sequenceLength >= 64 ? 5 : 0)
        training = TrainingOptions(
            epochs: epochs,
            schedule: LearningRateSchedule(peak: preset.learningRate, shape: .cosine(minimum: 2e-5)),
            randomSeed: randomSeed)
        adaptWarmup(characters: characters)
    }

    /// Sets the warm-up to a twentieth of the steps that a text of so many characters will take, at most 200.
    public mutating func adaptWarmup(characters: Int) {
        let steps = training.epochs * Double(characters) / Double(batches.batchSize * batches.sequenceLength)
        training.schedule.warmupSteps = Int(min(200, max(1, steps / 20)))
    }

    /// What is wrong with these settings, in words, or `nil`.
    public var problem: String? {
        if let problem = modelConfiguration(vocabularySize: 1).problem { return problem }
        let counts = [
            ("batchSize", batches.batchSize), ("sequenceLength", batches.sequenceLength),
            ("minFrequency", minFrequency),
        ]
        for (name, count) in counts where count < 1 || count > 1 << 30 { return "\(name) is \(count)" }
        if let vocabularySize, unit != .bpe || !(260...1 << 22).contains(vocabularySize) {
            return "vocabularySize is \(vocabularySize)" + (unit == .bpe ? "" : " for the unit \(unit)")
        }
        if let problem = Normalizer.problem(of: [normalization]) { return "normalization \(problem)" }
        if let problem = training.problem { return problem }
        guard validationSplit >= 0 && validationSplit <= 0.9 else { return "validationSplit is \(validationSplit)" }
        guard (0...1e6).contains(batches.sequenceLengthDeviation) else {
            return "sequenceLengthDeviation is \(batches.sequenceLengthDeviation)"
        }
        guard labelSmoothing >= 0 && labelSmoothing < 1 else { return "labelSmoothing is \(labelSmoothing)" }
        return nil
    }

    func modelConfiguration(vocabularySize: Int) -> TextGeneratorNetwork.Configuration {
        var configuration = TextGeneratorNetwork.Configuration(
            vocabularySize: vocabularySize, embeddingSize: embeddingSize, hiddenSize: hiddenSize, numLayers: numLayers,
            tiesWeights: tiesWeights, dropout: dropout)
        configuration.cell = cell
        configuration.lineEnds = lineEnds?.rawValue
        return configuration
    }

    private struct Preset {
        /// Half an hour's reading for the largest preset on two cores.
        static let maximumCharactersRead = 12e6

        let minimumCharacters: Int
        let hiddenSize: Int
        let numLayers: Int
        let sequenceLength: Int
        let epochs: Double
        let learningRate: Float

        static func suited(to count: Int) -> Preset { all.last { count >= $0.minimumCharacters } ?? all[0] }

        static let all = [
            Preset(
                minimumCharacters: 0, hiddenSize: 128, numLayers: 1, sequenceLength: 48, epochs: 40, learningRate: 5e-3),
            Preset(
                minimumCharacters: 30_000, hiddenSize: 192, numLayers: 2, sequenceLength: 64, epochs: 30,
                learningRate: 4e-3),
            Preset(
                minimumCharacters: 200_000, hiddenSize: 320, numLayers: 2, sequenceLength: 96, epochs: 16,
                learningRate: 3e-3),
            Preset(
                minimumCharacters: 600_000, hiddenSize: 512, numLayers: 2, sequenceLength: 112, epochs: 10,
                learningRate: 2.5e-3),
        ]
    }
}

extension TextGeneratorSettings: DefaultedDecodable {
    package static var decodingDefaults: TextGeneratorSettings? { TextGeneratorSettings() }
    package static var requiredEntries: Set<String> { ["batches", "training"] }
}
