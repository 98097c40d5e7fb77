import Datasets
import NeuralLayers
import Tensors
import Tokenization
import Training

/// A finished language model from which a training starts, with text of the kind that it knows.
///
/// ```swift
/// let old = try TextGenerator(contentsOf: folder)
/// let corpus = try TextCorpus(contentsOf: files, unit: old.tokenizer.unit)
/// let settings = TextGeneratorSettings.recommended(
///     forContinuingWith: corpus.approximateTokenCount, randomSeed: 1)
/// var training = try TextGeneratorTraining(corpus: corpus, from: GeneratorContinuation(old), settings: settings)
/// ```
public struct GeneratorContinuation: Sendable {
    /// The model; the training leaves it as it is.
    public let generator: TextGenerator
    /// Text of the old kind that is mixed in, so that nothing is forgotten.
    public let mixed: TextCorpus?
    /// Text of the old kind to measure the model on before and after; `nil` takes the end of ``mixed``, as the settings
    /// say.
    public let oldValidation: TextCorpus?
    /// What the report calls the model.
    public let name: String

    /// A model, with text of its own kind or without.
    public init(
        _ generator: TextGenerator, name: String = "the model", mixing mixed: TextCorpus? = nil,
        oldValidation: TextCorpus? = nil
    ) {
        (self.generator, self.name, self.mixed, self.oldValidation) = (generator, name, mixed, oldValidation)
    }

    /// The most tokens of ``mixed`` that are held out.
    private static let mostHeldOut = 100_000

    /// Where a training on `text` starts.
    func start(for text: TextCorpus, _ settings: TextGeneratorSettings) throws -> GeneratorStart {
        let old = generator.tokenizer
        let tokenizer = (settings.training.continuation ?? Continuation()).extending(
            old, with: [String(decoding: text.bytes, as: UTF8.self)], minFrequency: settings.minFrequency)
        let lineEnds = settings.lineEnds ?? .keep
        var (mixed, heldOut) = (
            try mixed?.withLineEnds(lineEnds).ids(with: tokenizer) ?? [],
            try oldValidation?.withLineEnds(lineEnds).ids(with: tokenizer) ?? []
        )
        if oldValidation == nil {
            let count = min(Int(Double(mixed.count) * settings.validationSplit), Self.mostHeldOut)
            heldOut = Array(mixed.suffix(count))
            mixed.removeLast(count)
        }
        return GeneratorStart(
            model: network(tokenizer, settings), tokenizer: tokenizer, old: generator, oldName: name, mixed: mixed,
            oldValidation: heldOut)
    }

    private func network(_ tokenizer: Tokenizer, _ settings: TextGeneratorSettings) -> TextGeneratorNetwork {
        var configuration = generator.model.configuration
        configuration.vocabularySize = tokenizer.vocabulary.count
        configuration.dropout = settings.dropout
        var weights = SeededGenerator(seed: settings.training.randomSeed, stream: "weights")
        let model = TextGeneratorNetwork(configuration, using: &weights)
        let rows = RowOrigins(from: generator.tokenizer, to: tokenizer)
        var noise = SeededGenerator(seed: settings.training.randomSeed, stream: "continuation")
        model.copyParameters(
            from: generator.model,
            origins: ["embedding.weight": rows, "projection.weight": rows, "projection.bias": rows], using: &noise)
        return model
    }
}

/// Where the training of a language model starts: at random weights, or at a finished model.
struct GeneratorStart: Sendable {
    /// The network with the weights of the start.
    let model: TextGeneratorNetwork
    let tokenizer: Tokenizer
    /// The finished model; `nil` where there is none.
    var old: TextGenerator?
    var oldName = ""
    /// Text of the old kind that may be mixed in.
    var mixed: [Int32] = []
    /// Text of the old kind that is held out.
    var oldValidation: [Int32] = []

    /// Tokens of a stretch of old text.
    private static let stretch = 2_000

    /// The new text with as much old text behind it as its share of an epoch is: stretches from all over the old text, or
    /// all of it several times.
    func mixing(_ new: [Int32], _ continuation: Continuation?) -> [Int32] {
        guard let continuation, !mixed.isEmpty else { return new }
        let wanted = continuation.mixedCount(forNew: new.count)
        let (times, rest) = wanted.quotientAndRemainder(dividingBy: mixed.count)
        var ids = new
        for _ in 0..<times { ids += mixed }
        let stretches = (rest + Self.stretch - 1) / Self.stretch
        for index in 0..<stretches {
            let begin = index * (mixed.count - rest) / stretches + index * rest / stretches
            ids += mixed[begin..<begin + ((index + 1) * rest / stretches - index * rest / stretches)]
        }
        return ids
    }

    /// What the training changed; `nil` where it did not start from a finished model.
    func report(of new: TextGeneratorNetwork, on validation: [Int32], mixedCount: Int) -> ContinuationReport? {
        guard let old else { return nil }
        func comparison(_ ids: [Int32]) -> ContinuationReport.Comparison? {
            guard !ids.isEmpty else { return nil }
            let characters = tokenizer.characterCount(of: ids)
            func figures(_ model: TextGeneratorNetwork, _ ids: [Int32]) -> [String: Double] {
                let validation = TextGeneratorValidation(ids: ids, characters: characters)
                return ["natsPerCharacter": validation.natsPerCharacter(of: model)]
            }
            return ContinuationReport.Comparison(
                count: characters, before: figures(old.model, known(to: old.tokenizer, ids)), after: figures(new, ids))
        }
        return ContinuationReport(
            model: oldName, newTokens: tokenizer.vocabulary.count - old.tokenizer.vocabulary.count,
            mixedCount: mixedCount, newTexts: comparison(validation), oldTexts: comparison(oldValidation))
    }

    /// The ids by which the model before reads a text: characters that the vocabulary gained are unknown to it, and
    /// pieces that it gained are cut as before.
    private func known(to old: Tokenizer, _ ids: [Int32]) -> [Int32] {
        guard tokenizer.unit != .bpe else { return old.encodeIDs(tokenizer.decode(ids)) }
        let limit = Int32(old.vocabulary.count)
        return ids.map { $0 < limit ? $0 : Vocabulary.unknownID }
    }
}

extension TextGenerator {
    /// A number, as hexadecimal digits, that changes with the model.
    public var fingerprint: String { get throws { try modelFingerprint(model, [tokenizer]) } }
}

extension TextGeneratorSettings {
    /// Recommended settings for a training on a text of about `count` characters that starts from a finished model.
    ///
    /// Sizes, cell, unit and normalization are those of the model. The learning rate is lower than for a new one, and
    /// all weights are pulled to where they began.
    public static func recommended(
        forContinuingWith count: Int, unit: TokenUnit = .grapheme, randomSeed: UInt64
    ) -> TextGeneratorSettings {
        var settings = recommended(forCharacters: count, unit: unit, randomSeed: randomSeed)
        settings.training.epochs = min(settings.training.epochs, 10)
        settings.training.schedule.peak = 1e-3
        settings.training.continuation = Continuation(pull: 0.01)
        if unit == .bpe { settings.training.continuation?.newTokens = mostNewPieces }
        if unit != .bpe { settings.adaptWarmup(characters: count) }
        return settings
    }

    /// Pieces that a vocabulary of byte pairs gains at most where nothing else is asked for: a few, each of which the
    /// new text teaches well.
    private static let mostNewPieces = 200

    /// Takes over what a model has decided already.
    mutating func fit(_ generator: TextGenerator) {
        let configuration = generator.model.configuration
        unit = generator.tokenizer.unit
        vocabularySize = nil
        normalization = generator.tokenizer.normalizer.steps.first ?? .none
        lineEnds = generator.lineEnds
        cell = configuration.cell
        embeddingSize = configuration.embeddingSize
        hiddenSize = configuration.hiddenSize
        numLayers = configuration.numLayers
        tiesWeights = configuration.tiesWeights
    }
}
