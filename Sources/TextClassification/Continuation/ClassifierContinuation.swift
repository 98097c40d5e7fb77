import Datasets
import Foundation
import NeuralLayers
import Tensors
import Tokenization
import Training

/// A finished classifier from which a training starts, with texts of the kind that it knows.
///
/// ```swift
/// let old = try TextClassifier(contentsOf: folder)
/// let settings = TextClassifierSettings.recommended(forContinuingWith: texts.count, randomSeed: 1)
/// var training = try TextClassifierTraining(texts, from: ClassifierContinuation(old), settings: settings)
/// let classifier = try training.run().classifier
/// ```
public struct ClassifierContinuation: Sendable {
    /// The classifier; the training leaves it as it is.
    public let classifier: TextClassifier
    /// Labelled texts of the old kind that are mixed into the new ones, so that nothing is forgotten.
    public let mixed: LabelledTexts?
    /// Labelled texts of the old kind to measure the classifier on before and after; `nil` takes a part of
    /// ``mixed``, as the settings say.
    public let oldValidation: LabelledTexts?

    /// A classifier, with texts of its own kind or without.
    public init(_ classifier: TextClassifier, mixing mixed: LabelledTexts? = nil, oldValidation: LabelledTexts? = nil) {
        (self.classifier, self.mixed, self.oldValidation) = (classifier, mixed, oldValidation)
    }

    /// The most texts of ``mixed`` that are held out.
    static let mostHeldOut = 2_000

    /// What is mixed in and what is measured, with the classes of the new classifier.
    func parts(
        _ classes: ClassUnion, validationSplit: Double, seed: UInt64
    ) throws -> (mixed: LabelledTexts?, oldValidation: LabelledTexts?) {
        let mixed = try mixed?.matchingClasses(classes.names)
        let heldOut = try oldValidation?.matchingClasses(classes.names)
        guard heldOut == nil, let mixed, validationSplit > 0 else { return (mixed, heldOut) }
        let share = min(validationSplit, Double(Self.mostHeldOut) / Double(max(mixed.count, 1)))
        let parts = try mixed.split(fraction: share, seed: seed)
        return (parts.rest, parts.aside.count == 0 ? nil : parts.aside)
    }

    /// A network with further words and classes that starts from the old one.
    func network(
        _ tokenizer: Tokenizer, _ classes: ClassUnion, dropout: TextClassifierNetwork.Configuration.Dropout,
        seed: UInt64
    ) -> TextClassifierNetwork {
        var configuration = classifier.model.configuration
        configuration.vocabularySize = tokenizer.vocabulary.count
        configuration.classNames = classes.names
        configuration.dropout = dropout
        if classes.isNew { configuration.lengthExponent = 0 }  // was fitted to the old classes
        var weights = SeededGenerator(seed: seed, stream: "weights")
        let model = TextClassifierNetwork(configuration, using: &weights)
        var generator = SeededGenerator(seed: seed, stream: "continuation")
        model.copyParameters(
            from: classifier.model,
            origins: [
                "embedding.weight": RowOrigins(from: classifier.tokenizer, to: tokenizer),
                "output.weight": classes.origins, "output.bias": classes.origins,
            ], using: &generator)
        return model
    }

    /// The bag of words of the new classifier: the old one's, as far as it is about the same classes.
    func baseline(_ classes: ClassUnion) -> BaselineClassifier? {
        guard !classes.isNew, let old = classifier.baseline else { return nil }
        return BaselineClassifier(
            regression: old.regression.widened(to: classes.names.count), mix: old.mix, isBeneath: old.mix > 0)
    }
}

extension TextClassifier {
    /// A number, as hexadecimal digits, that changes with the classifier.
    public var fingerprint: String {
        get throws {
            let bag = baseline.map { [$0.regression.weights, $0.regression.biases, [Float($0.mix)]] } ?? []
            return try modelFingerprint(model, [tokenizer], others: bag)
        }
    }
}

extension TextClassifierSettings {
    /// Recommended settings for a training with `count` texts that starts from a finished classifier.
    ///
    /// Sizes, cell, pooling and normalization are those of the classifier. Its bag of words learns first, about the words
    /// of the new texts that are not common everywhere. The learning rate is lower than for a new classifier, lower layers
    /// learn less and later, and all weights are pulled to where they began: a stronger pull forgets less and learns
    /// less; see `Scripts/continue_training.py`.
    ///
    /// - Parameter unit: What a token of the classifier is; a vocabulary of pieces gains few, so that known words are cut as
    ///   before.
    public static func recommended(
        forContinuingWith count: Int, unit: TokenUnit = .word, randomSeed: UInt64
    ) -> TextClassifierSettings {
        var settings = recommended(forDocuments: count, unit: unit, randomSeed: randomSeed)
        settings.batchSize = count < 2_000 ? 16 : settings.batchSize
        settings.baselineTraining = .continued
        let epochs = min(10, max(2, 60_000 / Double(max(count, 1))))
        settings.training.epochs = epochs
        settings.training.schedule.peak = 5e-4
        settings.training.schedule.warmupSteps = max(
            1, Int(min(200, epochs * Double(count) / Double(settings.batchSize) / 10)))
        // Few held-out texts cannot tell which state is best: the last one is kept.
        settings.training.numValidations = count < 1_000 ? 1 : max(4, Int(epochs))
        settings.training.continuation = Continuation(pull: 0.3, layerRate: 0.5, frozenShare: 0.3)
        if unit == .bpe { settings.training.continuation?.newTokens = min(Tokenizer.bytePairExtension, count / 10) }
        return settings
    }

    /// Takes over what a classifier has decided already.
    mutating func fit(_ classifier: TextClassifier) {
        let configuration = classifier.model.configuration
        embeddingSize = configuration.embeddingSize
        hiddenSize = configuration.hiddenSize
        numLayers = configuration.numLayers
        cell = configuration.cell
        pooling = configuration.pooling
        maxTokens = configuration.maxTokens
        (normalization, unit) = (classifier.tokenizer.normalizer.steps, classifier.tokenizer.unit)
        pretrainingEpochs = nil
    }
}
