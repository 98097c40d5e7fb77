import NeuralLayers
import Tokenization
import Training

/// All settings of pretraining on documents without labels.
public struct PretrainingSettings: Codable, Sendable, Equatable {
    public var normalization = TextClassifierSettings.defaultNormalization
    public var minFrequency = 3
    public var maxVocabulary = 30_000
    public var embeddingSize = 200
    public var hiddenSize = 192
    public var dropout: Float = 0.1
    /// The share of the documents that is held out to measure on.
    public var validationSplit = 0.01
    /// Passes of the word vectors, before the language models start from them.
    public var vectorEpochs = 5
    public var training: TrainingOptions

    public init(epochs: Double = 2, randomSeed: UInt64) {
        training = TrainingOptions(
            epochs: epochs, schedule: LearningRateSchedule(peak: 2e-3, shape: .cosine(minimum: 1e-4)),
            randomSeed: randomSeed)
        training.schedule.warmupSteps = 200
        training.isLazy = true
    }
}
