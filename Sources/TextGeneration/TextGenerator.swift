import Datasets
import Decoding
import Foundation
import ModelFiles
import Tensors
import Tokenization

/// A trained character language model that generates and evaluates text.
///
/// ```swift
/// let generator = try TextGenerator(contentsOf: URL(fileURLWithPath: "my-model"))
/// for piece in try generator.stream(continuing: "Once", length: 300, randomSeed: 1) { print(piece, terminator: "") }
/// ```
public struct TextGenerator: Sendable {
    public let model: TextGeneratorNetwork
    public let tokenizer: Tokenizer
    /// How many bits reading and writing use for each weight.
    public let precision: Precision
    /// What is done to the ends of lines before a text is read: what the model's own text went through. A model that
    /// does not say leaves them as they are where its vocabulary has a carriage return.
    public let lineEnds: LineEnds
    private let session: TextGeneratorSession

    /// - Parameter precision: Fewer bits are faster and a little less exact; the model keeps its weights as they are.
    public init(model: TextGeneratorNetwork, tokenizer: Tokenizer, precision: Precision = .fp32) {
        self.model = model
        self.tokenizer = tokenizer
        self.precision = precision
        session = TextGeneratorSession(model, precision: precision)
        let vocabulary = tokenizer.vocabulary
        lineEnds =
            model.configuration.lineEnds.flatMap(LineEnds.init)
            ?? (vocabulary.ordinaryIDs.contains { vocabulary.bytes(of: $0).contains(0x0D) } ? .keep : .lf)
    }

    /// The same model, read with another number of bits for each weight.
    public func quantized(to precision: Precision) -> TextGenerator {
        TextGenerator(model: model, tokenizer: tokenizer, precision: precision)
    }

    /// Reads a model folder.
    ///
    /// - Throws: `ModelError`, `FileError`, `SafetensorsError` or `TokenizerError`, each one sentence that names the
    ///   file and what is wrong with it.
    public init(contentsOf folder: URL, precision: Precision = .fp32) throws {
        let (model, tokenizer) = try ModelFolder(folder).read(TextGeneratorNetwork.self)
        self.init(model: model, tokenizer: tokenizer, precision: precision)
    }

    /// A model that comes with the program, such as `.shakespeare` of the module `ShakespeareModel`.
    public init(_ embedded: EmbeddedModel, precision: Precision = .fp32) throws {
        let (bundle, weights) = try embedded.open()
        let (model, tokenizer) = try bundle.load(TextGeneratorNetwork.self, weights: weights)
        self.init(model: model, tokenizer: tokenizer, precision: precision)
    }

    /// Writes a model folder that ``init(contentsOf:precision:)`` reads.
    public func save(to folder: URL, precision: WeightPrecision = .float32) throws {
        let files = ModelFolder(folder)
        try files.create()
        try FolderSnapshot.replace(in: folder) {
            try files.write(model, precision: precision)  // first: where the disk is full, nothing has changed yet
            try files.write(model.configuration, tokenizer)
        }
    }

    /// Text that continues `seed`, piece by piece as it is drawn.
    ///
    /// - Parameters:
    ///   - seed: Any text; characters that the model does not know are read as unknown. Empty to start at a new line.
    ///   - length: Characters (grapheme clusters) to write.
    ///   - stop: Ends before the first of these strings, which is not written.
    ///   - randomSeed: The same seed gives the same text.
    /// - Throws: `SamplingError` for an empty stop string.
    public func stream(
        continuing seed: String = "", length: Int = 500, sampling: SamplingOptions = SamplingOptions(),
        stop: [String] = [], randomSeed: UInt64
    ) throws -> GeneratedText {
        precondition(length >= 0, "TextGenerator.stream: a length of \(length).")
        return GeneratedText(
            session: session, tokenizer: tokenizer, prompt: prompt(for: seed), length: length, sampling: sampling,
            stop: try StopCondition(stopStrings: stop), randomSeed: randomSeed)
    }

    /// Text that continues `seed`, whole; see ``stream(continuing:length:sampling:stop:randomSeed:)``.
    ///
    /// - Throws: Also `SamplingError` when the model gives no usable probabilities.
    public func generate(
        continuing seed: String = "", length: Int = 500, sampling: SamplingOptions = SamplingOptions(),
        stop: [String] = [], randomSeed: UInt64
    ) throws -> String {
        var pieces = try stream(
            continuing: seed, length: length, sampling: sampling, stop: stop, randomSeed: randomSeed)
        var text = ""
        while let piece = try pieces.nextPiece() { text += piece }
        return text
    }

    /// The cross-entropy of the model on a text read from its beginning, with every character scored.
    ///
    /// - Parameter progress: Called now and then with the number of tokens done.
    public func evaluate(_ text: String, progress: (Int) throws -> Void = { _ in }) throws -> TextGeneratorEvaluation {
        try evaluate(ids: tokenizer.encodeIDs(lineEnds.applied(to: text)), progress: progress)
    }

    /// The cross-entropy of the model on token ids.
    public func evaluate(ids: [Int32], progress: (Int) throws -> Void = { _ in }) throws -> TextGeneratorEvaluation {
        var session = session
        var (nats, unknown) = (0.0, 0)
        var previous = Vocabulary.beginID
        for (index, id) in ids.enumerated() {
            session.next(after: previous)
            nats += session.withLogits { negativeLogProbability(of: Int(id), logits: $0) }
            if id == Vocabulary.unknownID { unknown += 1 }
            previous = id
            if index % 500 == 0 { try progress(index) }
        }
        return TextGeneratorEvaluation(characters: ids.count, nats: nats, unknownCharacters: unknown)
    }

    /// How much each character of a text surprises the model that has read what stands before it, in nats.
    public func surprisals(of text: String) -> [(text: String, nats: Double)] {
        let encoding = tokenizer.encode(lineEnds.applied(to: text))
        let offsets = lineEnds.sourceOffsets(of: text)
        let utf8 = Array(text.utf8)
        var session = session
        var previous = Vocabulary.beginID
        return zip(encoding.ids, encoding.byteRanges).map { id, range in
            session.next(after: previous)
            previous = id
            let nats = session.withLogits { negativeLogProbability(of: Int(id), logits: $0) }
            let source = offsets.map { $0[range.lowerBound]..<$0[range.upperBound] } ?? range
            return (String(decoding: utf8[source], as: UTF8.self), nats)
        }
    }

    /// Trains a model on a text, in memory; see ``TextGeneratorTraining`` for folders, progress and resuming.
    ///
    /// - Returns: The best model, and a report that compares it with baselines on the held-out end of the text.
    public static func train(
        on corpus: TextCorpus, settings: TextGeneratorSettings
    ) throws -> TextGeneratorTraining.Result {
        var training = try TextGeneratorTraining(corpus: corpus, settings: settings)
        return try training.run()
    }

    private func prompt(for seed: String) -> [Int32] {
        let text = seed.isEmpty ? "\n" : lineEnds.applied(to: seed)
        let ids = tokenizer.encodeIDs(text)
        let isUsable = !seed.isEmpty || !ids.contains(Vocabulary.unknownID)
        return [Vocabulary.beginID] + (isUsable ? ids : [])
    }
}

/// `-ln softmax(logits)[id]`, in double precision.
private func negativeLogProbability(of id: Int, logits: UnsafeBufferPointer<Float>) -> Double {
    let highest = logits.max() ?? 0
    let sum = logits.reduce(0.0) { $0 + exp(Double($1 - highest)) }
    return log(sum) - Double(logits[id] - highest)
}

/// The cross-entropy of a model on a text.
public struct TextGeneratorEvaluation: Sendable, Equatable {
    /// Tokens scored: characters, or bytes for a byte model.
    public let characters: Int
    /// Sum of `-ln p`.
    public let nats: Double
    /// Tokens that are not in the vocabulary and were scored as unknown.
    public let unknownCharacters: Int

    /// Mean of `-ln p`; not a number for an empty text.
    public var natsPerCharacter: Double { nats / Double(characters) }
    public var bitsPerCharacter: Double { natsPerCharacter / log(2) }
    /// e to the nats: among how many equally likely characters the model hesitates; infinite where that overflows.
    public var perplexity: Double { exp(natsPerCharacter) }
}
