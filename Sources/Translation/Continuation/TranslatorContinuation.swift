import Datasets
import NeuralLayers
import Tensors
import Tokenization
import Training

/// A finished translator from which a training starts, with pairs of the kind that it knows.
///
/// ```swift
/// let old = try Translator(contentsOf: folder)
/// let settings = TranslatorSettings.recommended(
///     forContinuingWith: pairs.count, unit: old.sourceTokenizer.unit, randomSeed: 1)
/// var training = try TranslatorTraining(pairs, from: TranslatorContinuation(old), settings: settings)
/// ```
public struct TranslatorContinuation: Sendable {
    /// The translator; the training leaves it as it is.
    public let translator: Translator
    /// Pairs of the old kind that are mixed in, so that nothing is forgotten.
    public let mixed: ParallelTexts?
    /// Pairs of the old kind to measure the translator on before and after; `nil` takes a part of ``mixed``, as
    /// the settings say.
    public let oldValidation: ParallelTexts?
    /// What the report calls the translator.
    public let name: String

    /// A translator, with pairs of its own kind or without.
    public init(
        _ translator: Translator, name: String = "the model", mixing mixed: ParallelTexts? = nil,
        oldValidation: ParallelTexts? = nil
    ) {
        (self.translator, self.name, self.mixed, self.oldValidation) = (translator, name, mixed, oldValidation)
    }

    /// Where a training on `pairs` starts.
    func start(for pairs: ParallelTexts, _ settings: TranslatorSettings) throws -> TranslatorStart {
        let (source, target) = tokenizers(for: pairs, settings)
        var (mixed, heldOut) = (mixed, oldValidation)
        if heldOut == nil, let all = mixed, settings.validationSplit > 0 {
            let parts = try all.split(
                fraction: settings.validationSplit, limit: TranslatorSettings.mostHeldOut,
                seed: settings.training.randomSeed)
            (mixed, heldOut) = (parts.rest, parts.aside)
        }
        if heldOut?.count == 0 { heldOut = nil }
        return TranslatorStart(
            model: network(source, target, settings), source: source, target: target, old: self, mixed: mixed,
            oldValidation: heldOut)
    }

    private func tokenizers(
        for pairs: ParallelTexts, _ settings: TranslatorSettings
    ) -> (source: Tokenizer, target: Tokenizer) {
        let continuation = settings.training.continuation ?? Continuation()
        func extended(_ tokenizer: Tokenizer, _ texts: [String]) -> Tokenizer {
            continuation.extending(tokenizer, with: texts, minFrequency: settings.minFrequency)
        }
        if settings.sharesVocabulary {
            let both = extended(translator.sourceTokenizer, pairs.sources + pairs.targets)
            return (both, both)
        }
        return (
            extended(translator.sourceTokenizer, pairs.sources), extended(translator.targetTokenizer, pairs.targets)
        )
    }

    private func network(
        _ source: Tokenizer, _ target: Tokenizer, _ settings: TranslatorSettings
    ) -> TranslatorNetwork {
        var configuration = translator.model.configuration
        configuration.vocabularySize = source.vocabulary.count
        configuration.targetVocabularySize = target.vocabulary.count
        configuration.dropout = settings.dropout
        var weights = SeededGenerator(seed: settings.training.randomSeed, stream: "weights")
        let model = TranslatorNetwork(configuration, using: &weights)
        let sources = RowOrigins(from: translator.sourceTokenizer, to: source)
        let targets = RowOrigins(from: translator.targetTokenizer, to: target)
        var noise = SeededGenerator(seed: settings.training.randomSeed, stream: "continuation")
        model.copyParameters(
            from: translator.model,
            origins: [
                "embedding.weight": sources, "target_embedding.weight": targets, "projection.weight": targets,
                "projection.bias": targets,
            ], using: &noise)
        return model
    }
}

/// Where the training of a translator starts: at random weights, or at a finished translator.
struct TranslatorStart: Sendable {
    /// The network with the weights of the start.
    let model: TranslatorNetwork
    let source: Tokenizer
    let target: Tokenizer
    /// The finished translator; `nil` where there is none.
    var old: TranslatorContinuation?
    /// Pairs of the old kind that are mixed in.
    var mixed: ParallelTexts?
    /// Pairs of the old kind that are held out.
    var oldValidation: ParallelTexts?

    /// What the training changed; `nil` where it did not start from a finished translator.
    ///
    /// - Parameters:
    ///   - evaluation: The trained translator on `validation`.
    ///   - measure: Measures a translator on some pairs.
    func report(
        of new: Translator, on validation: ParallelTexts?, _ evaluation: TranslatorEvaluation?, mixedCount: Int,
        measure: (Translator, ParallelTexts) throws -> TranslatorEvaluation
    ) throws -> ContinuationReport? {
        guard let old else { return nil }
        func figures(_ evaluation: TranslatorEvaluation) -> [String: Double] {
            ["bleu": evaluation.bleu, "chrF": evaluation.chrF]
        }
        func comparison(
            _ pairs: ParallelTexts, _ after: TranslatorEvaluation?
        ) throws -> ContinuationReport.Comparison {
            ContinuationReport.Comparison(
                count: pairs.count, before: figures(try measure(old.translator, pairs)),
                after: figures(try after ?? measure(new, pairs)))
        }
        return ContinuationReport(
            model: old.name, newTokens: newTokens(old.translator), mixedCount: mixedCount,
            newTexts: try validation.map { try comparison($0, evaluation) },
            oldTexts: try oldValidation.map { try comparison($0, nil) })
    }

    private func newTokens(_ old: Translator) -> Int {
        let sources = source.vocabulary.count - old.sourceTokenizer.vocabulary.count
        guard !model.configuration.sharesVocabulary else { return sources }
        return sources + target.vocabulary.count - old.targetTokenizer.vocabulary.count
    }
}

extension Translator {
    /// A number, as hexadecimal digits, that changes with the model.
    public var fingerprint: String {
        get throws { try modelFingerprint(model, [sourceTokenizer, targetTokenizer]) }
    }
}

extension TranslatorSettings {
    /// Recommended settings for a training on `count` pairs that starts from a finished translator.
    ///
    /// Sizes, cell, attention, unit and normalization are those of the translator. The learning rate is lower than for a
    /// new one, and all weights are pulled to where they began.
    ///
    /// - Parameter unit: What a token of the translator is.
    public static func recommended(
        forContinuingWith count: Int, unit: TokenUnit, randomSeed: UInt64
    ) -> TranslatorSettings {
        var settings = recommended(forPairs: count, unit: unit, randomSeed: randomSeed)
        settings.batchSize = count < 2_000 ? 16 : settings.batchSize
        settings.plan(epochs: min(10, max(2, 200_000 / Double(max(count, 1)))))
        settings.training.schedule.peak = 2e-4
        settings.training.continuation = Continuation(pull: 0.01)
        // Pieces that occur a few times only are learned worse than those they were cut into so far.
        settings.training.continuation?.newTokens = min(2_000, count / 10)
        settings.adaptWarmup(toPairs: count)
        return settings
    }

    /// Takes over what a translator has decided already.
    mutating func fit(_ translator: Translator) {
        let configuration = translator.model.configuration
        unit = translator.sourceTokenizer.unit
        normalization = translator.sourceTokenizer.normalizer.steps
        targetNormalization = translator.targetTokenizer.normalizer.steps
        sharesVocabulary = configuration.sharesVocabulary
        tiesWeights = configuration.tiesWeights
        cell = configuration.cell
        embeddingSize = configuration.embeddingSize
        encoderSize = configuration.encoderSize
        encoderLayers = configuration.encoderLayers
        hiddenSize = configuration.hiddenSize
        decoderLayers = configuration.decoderLayers
        attention = configuration.attention
        attentionSize = configuration.attentionSize
        feedsInput = configuration.feedsInput
        maxTokens = configuration.maxTokens
    }
}
