import Decoding
import Foundation
import ModelFiles
import Tensors
import Tokenization

/// A trained translator: a sequence-to-sequence model with its tokenizers.
///
/// ```swift
/// let translator = try Translator(contentsOf: URL(fileURLWithPath: "my-model"))
/// try translator.translate("A dog runs.").text  // "Ein Hund rennt."
///
/// // Of many lines, away from the threads of the Swift concurrency runtime:
/// for try await translation in translator.translate(lines) { print(translation.text) }
/// ```
public struct Translator: Sendable {
    /// The network, with its weights in full precision.
    public let model: TranslatorNetwork
    /// What turns a source text into tokens.
    public let sourceTokenizer: Tokenizer
    /// What turns a target's tokens into text.
    public let targetTokenizer: Tokenizer
    /// The dictionary that was learned from the same pairs, if it is at hand.
    public let lexicon: Lexicon?
    /// How many bits translating uses for each weight.
    public let precision: Precision
    /// This model and those it is joined with.
    private var sessions: [TranslatorSession]
    /// Whether the probabilities of several models are averaged.
    public var isEnsemble: Bool { sessions.count > 1 }

    /// - Parameter precision: Fewer bits are faster and a little less exact; the model keeps its weights as they are.
    public init(
        model: TranslatorNetwork, sourceTokenizer: Tokenizer, targetTokenizer: Tokenizer, lexicon: Lexicon? = nil,
        precision: Precision = .fp32
    ) {
        self.model = model
        self.sourceTokenizer = sourceTokenizer
        self.targetTokenizer = targetTokenizer
        self.lexicon = lexicon
        self.precision = precision
        sessions = [TranslatorSession(model, precision: precision)]
    }

    /// The same translator, reading its weights in another precision.
    public func quantized(to precision: Precision) -> Translator {
        var copy = Translator(
            model: model, sourceTokenizer: sourceTokenizer, targetTokenizer: targetTokenizer, lexicon: lexicon,
            precision: precision)
        copy.sessions += sessions.dropFirst().map { TranslatorSession($0.model, precision: precision) }
        return copy
    }

    /// A translator that averages the probabilities of several models (an ensemble).
    ///
    /// - Throws: ``TranslatorError/differentTokenizers``.
    public func joined(with others: [Translator]) throws -> Translator {
        var copy = self
        for other in others {
            guard other.sourceTokenizer == sourceTokenizer, other.targetTokenizer == targetTokenizer else {
                throw TranslatorError.differentTokenizers
            }
            copy.sessions += other.sessions
        }
        return copy
    }

    // MARK: Translating

    /// The translation of a text.
    ///
    /// - Throws: `SearchError.outOfRange` for options that cannot be used, and
    ///   `CancellationError` when the surrounding task is cancelled.
    public func translate(
        _ text: String, options: TranslationOptions = TranslationOptions()
    ) throws -> TranslatedText {
        try translate([text], options: options)[0]
    }

    /// The translations of some texts; a text gets the same whatever the others are. One that shows nothing stays as it is.
    ///
    /// - Throws: as the variant for one text.
    public func translate(
        _ texts: [String], options: TranslationOptions = TranslationOptions()
    ) throws -> [TranslatedText] {
        try translate(texts, options: options, checkInterrupt: { try Task.checkCancellation() })
    }

    /// The translations of some texts, unless it is stopped.
    ///
    /// - Parameter checkInterrupt: Called before each token; throws to stop.
    /// - Throws: `SearchError.outOfRange`, and what `checkInterrupt` throws.
    public func translate(
        _ texts: [String], options: TranslationOptions = TranslationOptions(), checkInterrupt: () throws -> Void
    ) throws -> [TranslatedText] {
        try options.validate()
        switch options.unit {
        case .text:
            let pieces = texts.indices.map { Piece(texts[$0], seed: options.randomSeed &+ UInt64($0), begins: true) }
            return try translate(pieces, options, checkInterrupt)
        case .sentence:
            return try translateSentences(texts, options, checkInterrupt)
        }
    }

    /// The translations of the lines of an asynchronous sequence, in order.
    ///
    /// Lines are translated on a background thread, at most 256 at once and those that are there as soon as a batch is
    /// done: a slow source is answered line by line, a fast one in full batches. The translations are the same as of an
    /// array with all lines.
    ///
    /// ```swift
    /// for try await translation in translator.translate(lines) { print(translation.text) }
    /// ```
    ///
    /// Iterating throws what `lines` throws, `SearchError.outOfRange` for options that cannot
    /// be used, and `CancellationError` when the task is cancelled, which also stops the translation under way.
    public func translate<Lines: AsyncSequence & Sendable>(
        _ lines: Lines, options: TranslationOptions = TranslationOptions()
    ) -> TranslatedTextStream where Lines.Element == String {
        TranslatedTextStream(
            BackgroundBatches(lines, batchSize: Self.streamBatchSize) { try translate($0, options, offset: $1) })
    }

    /// The translations of the lines of a sequence, in order; see the variant for asynchronous sequences.
    ///
    /// The sequence is read on a background thread, so it may wait for its elements, as one of `readLine()` does.
    public func translate<Lines: Sequence & Sendable>(
        _ lines: Lines, options: TranslationOptions = TranslationOptions()
    ) -> TranslatedTextStream where Lines.Element == String {
        TranslatedTextStream(
            BackgroundBatches(lines, batchSize: Self.streamBatchSize) { try translate($0, options, offset: $1) })
    }

    /// The most lines of a stream that are translated at once.
    private static let streamBatchSize = 256

    /// The translations of a part of many lines, `offset` lines behind the first.
    private func translate(
        _ lines: [String], _ options: TranslationOptions, offset: Int
    ) throws -> [TranslatedText] {
        var options = options
        options.randomSeed &+= UInt64(offset)
        return try translate(lines, options: options)
    }

    /// What is translated as one.
    struct Piece {
        let text: String
        /// Decides what is drawn for it.
        let seed: UInt64
        /// Whether its target begins as the options say.
        let begins: Bool

        init(_ text: String, seed: UInt64, begins: Bool) { (self.text, self.seed, self.begins) = (text, seed, begins) }
    }

    func translate(
        _ pieces: [Piece], _ options: TranslationOptions, _ checkInterrupt: () throws -> Void
    ) throws -> [TranslatedText] {
        let encodings = sourceTokenizer.encode(each: pieces.map(\.text))
        let limit = sessions.map(\.model.configuration.maxTokens).min()!
        let sources = zip(pieces, encodings).map { piece, encoding in
            piece.text.showsNothing ? [] : Array(encoding.ids.prefix(limit))
        }
        let order = sources.indices.filter { !sources[$0].isEmpty }.sorted {
            (sources[$0].count, $0) < (sources[$1].count, $1)
        }
        var found = [[Hypothesis]](repeating: [], count: pieces.count)
        var start = 0
        while start < order.count {
            // Sorted by length; the attention of all steps is kept, which is the square of it.
            var end = start + 1
            while end < order.count {
                let (rows, length) = ((end - start + 1) * options.search.beamSize, sources[order[end]].count)
                if rows > options.batchSize || rows * length * length > Self.mostAttention { break }
                end += 1
            }
            let batch = order[start..<end]
            start = end
            let decoded = try decode(batch.map { sources[$0] }, batch.map { pieces[$0] }, options, checkInterrupt)
            for (index, hypotheses) in zip(batch, decoded) { found[index] = hypotheses }
        }
        return pieces.indices.map {
            translation(pieces[$0].text, encodings[$0], read: sources[$0].count, found[$0], options)
        }
    }

    private static let mostAttention = 1 << 23

    private func decode(
        _ sources: [[Int32]], _ pieces: [Piece], _ options: TranslationOptions, _ checkInterrupt: () throws -> Void
    ) throws -> [[Hypothesis]] {
        var scorer = EnsembleScorer(sessions.map { TranslatorScorer($0, sources: sources) })
        var forbidden = [Vocabulary.paddingID, Vocabulary.beginID]
        if !options.replacesUnknown || targetTokenizer.unit == .bpe { forbidden.append(Vocabulary.unknownID) }
        let prefix = options.prefix.isEmpty ? [] : targetTokenizer.encodeIDs(options.prefix)
        let prefixes = prefix.isEmpty ? [] : pieces.map { $0.begins ? prefix : [] }
        if let sampling = options.sampling {
            let draw = try SampledSearch(
                options.search, sampling: sampling, beginID: Vocabulary.beginID, endID: Vocabulary.endID,
                forbidden: forbidden)
            return try draw(
                &scorer, prefixes: prefixes, seeds: pieces.map(\.seed), checkInterrupt: checkInterrupt)
        }
        let search = try BeamSearch(
            options.search, beginID: Vocabulary.beginID, endID: Vocabulary.endID, forbidden: forbidden)
        return try search(&scorer, prefixes: prefixes, checkInterrupt: checkInterrupt)
    }

    private func translation(
        _ text: String, _ encoding: Encoding, read: Int, _ hypotheses: [Hypothesis], _ options: TranslationOptions
    ) -> TranslatedText {
        let utf8 = Array(text.utf8)
        let ranges = Array(encoding.byteRanges.prefix(read))
        let tokens = ranges.map { String(decoding: utf8[$0], as: UTF8.self) }
        let letterCase = sourceTokenizer.letterCase(of: text)
        return TranslatedText(
            source: text, sourceTokens: tokens, sourceRanges: ranges,
            candidates: hypotheses.map { candidate($0, tokens, letterCase, options) },
            unknownCount: read == 0 ? 0 : encoding.unknownCount, cutCount: read == 0 ? 0 : encoding.ids.count - read,
            isKept: read == 0)
    }

    private func candidate(
        _ hypothesis: Hypothesis, _ sourceTokens: [String], _ letterCase: LetterCase, _ options: TranslationOptions
    ) -> TranslatedText.Candidate {
        let aligned = hypothesis.tokens.indices.map { TranslatedText.Candidate.strongest(hypothesis.attention[$0]) }
        let pieces = hypothesis.tokens.indices.map { index -> String in
            let id = hypothesis.tokens[index]
            guard id == Vocabulary.unknownID, options.replacesUnknown else { return targetTokenizer.decode([id]) }
            return sourceTokens[aligned[index]]
        }
        let hasReplaced = options.replacesUnknown && hypothesis.tokens.contains(Vocabulary.unknownID)
        let joiner = targetTokenizer.unit == .word && !targetTokenizer.words.keepsWhitespace ? " " : ""
        let text = hasReplaced ? pieces.joined(separator: joiner) : targetTokenizer.decode(hypothesis.tokens)
        return TranslatedText.Candidate(
            text: letterCase.apply(to: text, locale: targetTokenizer.locale), tokens: pieces,
            logProbability: hypothesis.logProbability, score: hypothesis.score, attention: hypothesis.attention,
            aligned: aligned)
    }
}

/// Options of a translation.
public struct TranslationOptions: Codable, Sendable, Equatable {
    /// How targets are searched for.
    public var search = SearchOptions()
    /// Draws targets instead of searching for the likeliest; `nil` searches.
    public var sampling: SamplingOptions?
    /// Decides what is drawn.
    public var randomSeed: UInt64 = 0
    /// How every target begins.
    public var prefix = ""
    /// Whether unknown tokens of the target are replaced by the source token that got most attention.
    public var replacesUnknown = false
    /// Unfinished targets at a time.
    public var batchSize = 320
    /// What is translated as one.
    public var unit = Unit.text

    /// What is translated as one.
    public enum Unit: String, Codable, Sendable, CaseIterable {
        /// The text as it is.
        case text
        /// Each of its sentences, which are then joined as they were.
        case sentence
    }

    /// Beam search with the default options.
    public init() {}

    /// Checks all ranges.
    ///
    /// - Throws: `SearchError.outOfRange` for the first value outside its range: those of
    ///   `SearchOptions.validate()`, and a `batchSize` of 1 or more.
    public func validate() throws(SearchError) {
        try search.validate()
        guard batchSize >= 1 else {
            throw .outOfRange(option: "batchSize", value: String(batchSize), allowed: "1 ... \(Int.max)")
        }
    }
}

/// Translations as an asynchronous sequence; see ``Translator``.
///
/// Each iteration translates anew. The consumer decides the pace: at most one batch of translations and one of lines are
/// held ready for it. When it stops iterating, reading and translating stop too.
public struct TranslatedTextStream: AsyncSequence, Sendable {
    public typealias Element = TranslatedText
    public typealias Failure = any Error

    private let batches: BackgroundBatches<TranslatedText>

    fileprivate init(_ batches: BackgroundBatches<TranslatedText>) { self.batches = batches }

    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(base: batches.makeAsyncIterator()) }

    /// The state of one iteration.
    public struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate var base: BackgroundBatches<TranslatedText>.Iterator

        public mutating func next(
            isolation actor: isolated (any Actor)? = #isolation
        ) async throws -> TranslatedText? {
            try await base.next(isolation: actor)
        }
    }
}

@available(*, unavailable)
extension TranslatedTextStream.AsyncIterator: Sendable {}

extension Translator {
    /// Reads a model folder.
    ///
    /// - Throws: `ModelError`, `FileError`, `SafetensorsError` or `TokenizerError`, each one sentence that names the
    ///   file and what is wrong with it.
    public init(contentsOf folder: URL) throws {
        let (bundle, weights) = try ModelFolder(folder).open()
        try self.init(bundle: bundle, weights: weights)
    }

    /// A translator that comes with the program, such as `.englishFrench` of the module `EnglishFrenchModel`.
    public init(_ embedded: EmbeddedModel) throws {
        let (bundle, weights) = try embedded.open()
        try self.init(bundle: bundle, weights: weights)
    }

    /// Builds the translator from its files, wherever they are.
    public init(bundle: ModelBundle, weights: SafetensorsFile) throws {
        let (model, source) = try bundle.load(TranslatorNetwork.self, weights: weights)
        let target = try bundle.loadTargetTokenizer(
            targetVocabularySize: model.configuration.sharesVocabulary ? nil : model.configuration.targetVocabularySize)
        self.init(
            model: model, sourceTokenizer: source, targetTokenizer: target ?? source,
            lexicon: try Lexicon(from: weights))
    }

    /// Writes a model folder that ``init(contentsOf:)`` reads.
    public func save(to folder: URL, precision: WeightPrecision = .float32) throws {
        let files = ModelFolder(folder)
        try files.create()
        try FolderSnapshot.replace(in: folder) {
            try files.write(model, precision: precision) { lexicon?.add(to: &$0) }
            try files.write(
                model.configuration, sourceTokenizer,
                target: model.configuration.sharesVocabulary ? nil : targetTokenizer)
        }
    }
}
