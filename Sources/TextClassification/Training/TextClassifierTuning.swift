import Datasets
import NeuralLayers
import Tensors
import Training

/// The training of classifiers on the same texts with various settings, for a `SuccessiveHalving` search.
///
/// A part of the texts, as large as the settings hold out, is cut off and decides; the error is the loss on it in nats, at
/// the best temperature. The texts that the final training holds out are not read.
///
/// ```swift
/// let task = try TextClassifierTuningTask(data, space: TextClassifierTuningSpace(base: settings))
/// var search = SuccessiveHalving(task)
/// let settings = try search.run(seconds: 1_200) { trial in print(trial.error); return true }
/// ```
public struct TextClassifierTuningTask: TuningTask {
    /// What may be chosen.
    public let space: TextClassifierTuningSpace
    public let fingerprint: String
    private let training: ClassifierTexts
    private let deciding: ClassifierTexts
    private let pretrained: PretrainedWords?

    /// - Parameters:
    ///   - data: What the final training is given.
    ///   - validation: What the final training is given as held-out texts; `nil` if it cuts them off `data`.
    ///   - pretrained: What every trial starts from.
    /// - Throws: `TrainingError.invalidSettings` where the settings hold nothing out to compare by.
    public init(
        _ data: LabelledTexts, validation: LabelledTexts? = nil, pretrained: PretrainedWords? = nil,
        space: TextClassifierTuningSpace
    ) throws {
        try self.init(
            .classes(data), validation: validation.map { .classes($0) }, pretrained: pretrained, space: space)
    }

    /// The same for texts of one class each, or with any number of labels each.
    public init(
        _ data: ClassifierTexts, validation: ClassifierTexts? = nil, pretrained: PretrainedWords? = nil,
        space: TextClassifierTuningSpace
    ) throws {
        let (seed, fraction) = (space.base.training.randomSeed, space.base.validationSplit)
        let used = validation == nil ? try data.split(fraction: fraction, seed: seed).rest : data
        let parts = try used.split(fraction: fraction > 0 ? fraction : 0.1, seed: seed &+ 1)
        guard parts.aside.count > 0, parts.rest.count > 0 else {
            throw TrainingError.invalidSettings("nothing is held out to compare settings by")
        }
        (training, deciding, self.pretrained, self.space) = (parts.rest, parts.aside, pretrained, space)
        fingerprint = data.fingerprint
    }

    public var base: TextClassifierSettings { space.base }

    public func draw(using generator: inout SeededGenerator) -> TextClassifierSettings {
        space.draw(using: &generator)
    }

    public func planned(_ settings: TextClassifierSettings, epochs: Double) -> TextClassifierSettings {
        var settings = settings
        let batches = epochs * Double(training.count) / Double(max(settings.batchSize, 1))
        settings.training.epochs = epochs
        settings.training.schedule.warmupSteps = max(1, min(200, Int(batches / 20)))
        settings.training.numValidations = max(3, min(settings.training.numValidations, Int(epochs.rounded(.up))))
        return settings
    }

    public func measure(
        _ settings: TextClassifierSettings, goesOn: () -> Bool
    ) throws -> (error: Double, seconds: Double) {
        var training = try TextClassifierTraining(
            self.training, validation: deciding, pretrained: pretrained, settings: settings)
        let loss = try training.bestValidationLoss(goesOn: goesOn)
        return (loss, training.progress.seconds)
    }

    public func isUnsuitable(_ error: any Error) -> Bool { error is TrainingError || error is TextClassifierError }
}

/// The search space of a classifier.
///
/// A trial draws one value of each list; a value that a list has twice is drawn twice as often. Where a list is empty,
/// the value of ``base`` stays.
public struct TextClassifierTuningSpace: Sendable {
    /// The settings of the first trial, and in all trials the values of whatever is not varied.
    public let base: TextClassifierSettings
    /// Choices of `minFrequency`.
    public var minFrequencies = [1, 2, 3]
    /// Choices of `embeddingSize`.
    public var embeddingSizes = [64, 128, 200]
    /// Choices of `hiddenSize`.
    public var hiddenSizes = [64, 96, 128, 192]
    /// Choices of `numLayers`.
    public var numLayers = [1, 1, 2]
    /// Choices of `pooling`.
    public var poolings: [[PoolingKind]] = [
        [.last, .mean, .max], [.last, .mean, .max], [.mean, .max], [.attention, .max],
    ]
    /// Choices of `dropout.words`, each in 0 ..< 1.
    public var wordDropouts: [Float] = [0, 0.05, 0.1, 0.2]
    /// Choices of `dropout.embedding`, each in 0 ..< 1.
    public var embeddingDropouts: [Float] = [0.1, 0.2, 0.3, 0.5]
    /// Choices of `dropout.output`, each in 0 ..< 1.
    public var outputDropouts: [Float] = [0.2, 0.35, 0.5, 0.65]
    /// Choices of `loss.adversarialStep`.
    public var adversarialSteps: [Float] = [0, 0.1, 0.25, 0.5]
    /// Choices of `loss.labelSmoothing`, each in 0 ..< 1.
    public var labelSmoothings: [Float] = [0, 0, 0.05]
    /// Choices of `batchSize`.
    public var batchSizes = [16, 32, 64]
    /// The range of the peak learning rate, which is drawn uniformly on a logarithmic scale; `nil` for that of ``base``.
    public var learningRates: ClosedRange<Double>? = 3e-4...3e-3

    /// The default space, in which everything is varied.
    public init(base: TextClassifierSettings) { self.base = base }

    func draw(using generator: inout SeededGenerator) -> TextClassifierSettings {
        var settings = base
        func pick<Value>(_ choices: [Value], _ value: inout Value) {
            Training.draw(choices, into: &value, using: &generator)
        }
        pick(minFrequencies, &settings.minFrequency)
        pick(embeddingSizes, &settings.embeddingSize)
        pick(hiddenSizes, &settings.hiddenSize)
        pick(numLayers, &settings.numLayers)
        pick(poolings, &settings.pooling)
        pick(wordDropouts, &settings.dropout.words)
        pick(embeddingDropouts, &settings.dropout.embedding)
        pick(outputDropouts, &settings.dropout.output)
        pick(adversarialSteps, &settings.loss.adversarialStep)
        pick(labelSmoothings, &settings.loss.labelSmoothing)
        pick(batchSizes, &settings.batchSize)
        if let range = learningRates { drawRate(range, into: &settings.training.schedule.peak, using: &generator) }
        return settings
    }
}
