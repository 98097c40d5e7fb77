import Datasets
import Decoding
import Foundation
import ModelFiles
import Tensors
import Tokenization

/// A trained language model, of characters or of pieces of words, that generates and evaluates text.
///
/// ```swift
/// let generator = try TextGenerator(contentsOf: URL(fileURLWithPath: "my-model"))
/// print(try generator.generate("Once", options: GenerationOptions(length: 300, randomSeed: 1)))
///
/// // Piece by piece, away from the threads of the Swift concurrency runtime:
/// for try await piece in generator.stream("Once") { print(piece, terminator: "") }
/// ```
public struct TextGenerator: Sendable {
    /// The network, with its weights in full precision.
    public let model: TextGeneratorNetwork
    /// What turns texts into the network's tokens and back.
    public let tokenizer: Tokenizer
    /// How many bits reading and writing use for each weight.
    public let precision: Precision
    /// What is done to the ends of lines before a text is read: what the model's own text went through. A model that
    /// does not say leaves them as they are where its vocabulary has a carriage return.
    public let lineEnds: LineEnds
    let session: TextGeneratorSession
    /// What a text that the generator is adapted to has taught besides the weights.
    let mixture: AdaptiveMixture?

    /// - Parameter precision: Fewer bits are faster and a little less exact; the model keeps its weights as they are.
    public init(model: TextGeneratorNetwork, tokenizer: Tokenizer, precision: Precision = .fp32) {
        self.init(model: model, tokenizer: tokenizer, precision: precision, mixture: nil)
    }

    init(model: TextGeneratorNetwork, tokenizer: Tokenizer, precision: Precision, mixture: AdaptiveMixture?) {
        self.model = model
        self.tokenizer = tokenizer
        self.precision = precision
        self.mixture = mixture
        session = TextGeneratorSession(model, precision: precision)
        let vocabulary = tokenizer.vocabulary
        lineEnds =
            model.configuration.lineEnds.flatMap(LineEnds.init)
            ?? (vocabulary.ordinaryIDs.contains { vocabulary.bytes(of: $0).contains(0x0D) } ? .keep : .lf)
    }

    /// The same model, read with another number of bits for each weight.
    public func quantized(to precision: Precision) -> TextGenerator {
        TextGenerator(model: model, tokenizer: tokenizer, precision: precision, mixture: mixture)
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

    /// Text that continues a seed text, piece by piece.
    ///
    /// - Parameters:
    ///   - seed: Any text; characters that the model does not know are read as unknown. Empty to start at a new line;
    ///     white space before the text is left out then.
    ///   - options: Length, sampling, stop strings and random seed.
    /// - Throws: `SamplingError` for options that cannot be used.
    public func pieces(
        _ seed: String = "", options: GenerationOptions = GenerationOptions()
    ) throws -> GeneratedText {
        let prompt = prompt(for: seed)
        let healed = options.healsSeed && !seed.isEmpty ? tokenizer.healedCount(of: lineEnds.applied(to: seed)) : 0
        return try GeneratedText(
            session: session, tokenizer: tokenizer, prompt: prompt.dropLast(healed), healing: prompt.suffix(healed),
            isBeginning: seed.isEmpty, mixture: mixture, options: options)
    }

    /// Text that continues a seed text, as a whole.
    ///
    /// - Parameters:
    ///   - seed: Any text, as for ``pieces(_:options:)``.
    ///   - options: Length, sampling, stop strings and random seed.
    /// - Throws: `SamplingError` for options that cannot be used, and where the model gives no usable probabilities;
    ///   `CancellationError` when the surrounding task is cancelled.
    public func generate(_ seed: String = "", options: GenerationOptions = GenerationOptions()) throws -> String {
        var pieces = try pieces(seed, options: options)
        var text = ""
        while let piece = try pieces.next() { text += piece }
        return text
    }

    /// Text that continues a seed text, as an asynchronous sequence of pieces.
    ///
    /// The pieces are those of ``pieces(_:options:)``, generated on a background thread. Nothing is generated for a
    /// consumer that does not wait for the next piece, but for the pieces of a millisecond that it gets together.
    ///
    /// ```swift
    /// let options = GenerationOptions(length: 300, sampling: try SamplingOptions(temperature: 0.8))
    /// for try await piece in generator.stream("Once", options: options) { print(piece, terminator: "") }
    /// ```
    ///
    /// Iterating throws what ``generate(_:options:)`` throws.
    ///
    /// - Parameters:
    ///   - seed: Any text, as for ``pieces(_:options:)``.
    ///   - options: Length, sampling, stop strings and random seed.
    public func stream(
        _ seed: String = "", options: GenerationOptions = GenerationOptions()
    ) -> GeneratedTextStream {
        GeneratedTextStream { try pieces(seed, options: options) }
    }

    /// The cross-entropy of the model on a text read from its beginning, with every token scored.
    ///
    /// Figures are those of a character (grapheme cluster) for models of characters and of pieces, and so compare; those
    /// of other models are of a token.
    ///
    /// A long text is read in parts side by side, which is several times as fast. Each part but the first begins 512
    /// characters early, and is read again if the part before it leads to other logits at the place where they meet.
    /// The figure differs from that of a text read in one piece by rounding alone, in about the eighth digit.
    ///
    /// - Parameters:
    ///   - streams: Parts that are read side by side, at most; 1 reads the text in one piece. By default as many as are
    ///     fast, and 1 for short texts.
    ///   - progress: Called now and then with the number of tokens done.
    /// - Throws: What `progress` throws, and `CancellationError` when the surrounding task is cancelled.
    public func evaluate(
        _ text: String, streams: Int? = nil, progress: (Int) throws -> Void = { _ in }
    ) throws -> TextGeneratorEvaluation {
        try evaluate(ids: tokenizer.encodeIDs(lineEnds.applied(to: text)), streams: streams, progress: progress)
    }

    /// The cross-entropy of the model on token ids.
    public func evaluate(
        ids: [Int32], streams: Int? = nil, progress: (Int) throws -> Void = { _ in }
    ) throws -> TextGeneratorEvaluation {
        let parts = PartedReading.streams(for: ids.count, atMost: streams)
        guard parts > 1 else { return evaluation(of: ids, nats: try natsInOnePiece(ids, progress)) }
        var reading = PartedReading(ids, model: model, precision: precision, streams: parts)
        try reading.run(progress: progress)
        var evaluation = evaluation(of: ids, nats: reading.nats)
        (evaluation.streams, evaluation.rereadCharacters) = (parts, reading.rereadCharacters)
        return evaluation
    }

    /// The figures of ids that cost so many nats together.
    func evaluation(of ids: [Int32], nats: Double) -> TextGeneratorEvaluation {
        TextGeneratorEvaluation(
            characters: tokenizer.characterCount(of: ids), tokens: ids.count, nats: nats,
            unknownCharacters: ids.count { $0 == Vocabulary.unknownID })
    }

    private func natsInOnePiece(_ ids: [Int32], _ progress: (Int) throws -> Void) throws -> Double {
        var session = session
        var nats = 0.0
        var previous = Vocabulary.beginID
        for (index, id) in ids.enumerated() {
            session.next(after: previous)
            nats += session.withLogits { negativeLogProbability(of: Int(id), logits: $0) }
            previous = id
            if index % 500 == 0 {
                try Task.checkCancellation()
                try progress(index)
            }
        }
        return nats
    }

    /// The surprisal of each character of a text, given all characters before it.
    public func surprisals(of text: String) -> [Surprisal] {
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
            return Surprisal(
                text: String(decoding: utf8[source], as: UTF8.self), nats: nats, byteRange: source,
                range: text.utf8Range(source))
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

    /// What the network reads before it continues a seed text.
    func prompt(for seed: String) -> [Int32] {
        let text = seed.isEmpty ? "\n" : lineEnds.applied(to: seed)
        let ids = tokenizer.encodeIDs(text)
        let isUsable = !seed.isEmpty || !ids.contains(Vocabulary.unknownID)
        return [Vocabulary.beginID] + (isUsable ? ids : [])
    }
}

/// The cross-entropy of a model on a text.
public struct TextGeneratorEvaluation: Codable, Sendable, Equatable {
    /// Characters scored: grapheme clusters for a model of pieces, else tokens, such as bytes for a byte model.
    public let characters: Int
    /// Tokens scored.
    public let tokens: Int
    /// Sum of `-ln p`.
    public let nats: Double
    /// Tokens that are not in the vocabulary and were scored as unknown.
    public let unknownCharacters: Int
    /// Parts of the text that were read side by side; 1 where it was read in one piece.
    public var streams = 1
    /// Tokens that were read twice, since the state had not forgotten by then where a part began.
    public var rereadCharacters = 0

    /// The sum of `-ln p` divided by the number of characters; not a number for an empty text.
    public var natsPerCharacter: Double { nats / Double(characters) }
    /// Characters of a token, on average; not a number for an empty text.
    public var charactersPerToken: Double { Double(characters) / Double(tokens) }
    /// The same in bits.
    public var bitsPerCharacter: Double { natsPerCharacter / log(2) }
    /// e to the nats: among how many equally likely characters the model hesitates; infinite where that overflows.
    public var perplexity: Double { exp(natsPerCharacter) }
}

/// How unlikely a model found a character of a text.
public struct Surprisal: Sendable, Equatable {
    /// The token's part of the text: a character, or for a byte model a byte, which need not be a character.
    public let text: String
    /// `-ln p`, where p is the probability of the token given all tokens before it.
    public let nats: Double
    /// Where the token stands in the text, in UTF-8 bytes.
    public let byteRange: Range<Int>
    /// Where the token stands in the text; for a byte model an end may lie inside a character.
    public let range: Range<String.Index>

    /// `-log2 p`.
    public var bits: Double { nats / log(2) }
}
