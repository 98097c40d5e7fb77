import Foundation
import Models
import Tensors
import Tokenization

/// A trained sequence-to-sequence model, ready to translate.
///
/// ```swift
/// let translator = try Translator(contentsOf: URL(fileURLWithPath: "my-model"))
/// translator.translate("A dog runs.").text  // "Ein Hund rennt."
/// ```
public struct Translator: Sendable {
    public let model: Seq2Seq
    public let sourceTokenizer: Tokenizer
    public let targetTokenizer: Tokenizer
    /// The dictionary that was learned from the same pairs, if it is at hand.
    public let lexicon: Lexicon?
    public let precision: Precision
    /// This model and those it is joined with.
    private var sessions: [Seq2SeqSession]
    /// Whether the probabilities of several models are averaged.
    public var isEnsemble: Bool { sessions.count > 1 }

    /// - Parameter precision: Fewer bits are faster and a little less exact; the model keeps its weights as they are.
    public init(
        model: Seq2Seq, sourceTokenizer: Tokenizer, targetTokenizer: Tokenizer, lexicon: Lexicon? = nil,
        precision: Precision = .fp32
    ) {
        self.model = model
        self.sourceTokenizer = sourceTokenizer
        self.targetTokenizer = targetTokenizer
        self.lexicon = lexicon
        self.precision = precision
        sessions = [Seq2SeqSession(model, precision: precision)]
    }

    /// The same translator, reading its weights in another precision.
    public func quantized(to precision: Precision) -> Translator {
        var copy = Translator(
            model: model, sourceTokenizer: sourceTokenizer, targetTokenizer: targetTokenizer, lexicon: lexicon,
            precision: precision)
        copy.sessions += sessions.dropFirst().map { Seq2SeqSession($0.model, precision: precision) }
        return copy
    }

    /// A translator that averages the probabilities of several models (an ensemble).
    ///
    /// - Throws: ``TranslationError/differentTokenizers``.
    public func joined(with others: [Translator]) throws -> Translator {
        var copy = self
        for other in others {
            guard other.sourceTokenizer == sourceTokenizer, other.targetTokenizer == targetTokenizer else {
                throw TranslationError.differentTokenizers
            }
            copy.sessions += other.sessions
        }
        return copy
    }

    // MARK: Translating

    /// The translation of a text.
    public func translate(_ text: String, options: TranslationOptions = TranslationOptions()) -> Translation {
        translate([text], options: options)[0]
    }

    /// The translations of some texts; a text gets the same whatever the others are, one of white space alone none.
    ///
    /// - Precondition: The options' ``SearchOptions/problem`` is `nil`.
    public func translate(
        _ texts: [String], options: TranslationOptions = TranslationOptions()
    ) -> [Translation] {
        if let problem = options.search.problem { preconditionFailure("Translator.translate: \(problem).") }
        let encodings = sourceTokenizer.encode(each: texts)
        let limit = sessions.map(\.model.configuration.maxTokens).min()!
        let sources = zip(texts, encodings).map { text, encoding in
            text.allSatisfy(\.isWhitespace) ? [] : Array(encoding.ids.prefix(limit))
        }
        let order = sources.indices.filter { !sources[$0].isEmpty }.sorted {
            (sources[$0].count, $0) < (sources[$1].count, $1)
        }
        var found = [[Hypothesis]](repeating: [], count: texts.count)
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
            for (index, hypotheses) in zip(batch, decode(batch.map { sources[$0] }, numbers: Array(batch), options)) {
                found[index] = hypotheses
            }
        }
        return texts.indices.map {
            translation(texts[$0], encodings[$0], read: sources[$0].count, found[$0], options)
        }
    }

    private static let mostAttention = 1 << 23

    private func decode(_ sources: [[Int32]], numbers: [Int], _ options: TranslationOptions) -> [[Hypothesis]] {
        var scorer = EnsembleScorer(sessions.map { Seq2SeqScorer($0, sources: sources) })
        var forbidden = [Vocabulary.paddingID, Vocabulary.beginID]
        if !options.replacesUnknown || targetTokenizer.unit == .bpe { forbidden.append(Vocabulary.unknownID) }
        let prefix = options.prefix.isEmpty ? [] : targetTokenizer.encodeIDs(options.prefix)
        let prefixes = prefix.isEmpty ? [] : sources.map { _ in prefix }
        if let sampling = options.sampling {
            let draw = SampledSearch(
                options.search, sampling: sampling, beginID: Vocabulary.beginID, endID: Vocabulary.endID,
                forbidden: forbidden)
            return draw(&scorer, prefixes: prefixes, seeds: numbers.map { options.randomSeed &+ UInt64($0) })
        }
        let search = BeamSearch(
            options.search, beginID: Vocabulary.beginID, endID: Vocabulary.endID, forbidden: forbidden)
        return search(&scorer, prefixes: prefixes)
    }

    private func translation(
        _ text: String, _ encoding: Encoding, read: Int, _ hypotheses: [Hypothesis], _ options: TranslationOptions
    ) -> Translation {
        let utf8 = Array(text.utf8)
        let ranges = Array(encoding.byteRanges.prefix(read))
        let tokens = ranges.map { String(decoding: utf8[$0], as: UTF8.self) }
        return Translation(
            source: text, sourceTokens: tokens, sourceRanges: ranges,
            candidates: hypotheses.map { candidate($0, tokens, options) }, unknownCount: encoding.unknownCount,
            cutCount: read == 0 ? 0 : encoding.ids.count - read)
    }

    private func candidate(
        _ hypothesis: Hypothesis, _ sourceTokens: [String], _ options: TranslationOptions
    ) -> Translation.Candidate {
        let pieces = hypothesis.tokens.indices.map { index -> String in
            let id = hypothesis.tokens[index]
            guard id == Vocabulary.unknownID, options.replacesUnknown else { return targetTokenizer.decode([id]) }
            return sourceTokens[Translation.Candidate.strongest(hypothesis.attention[index])]
        }
        let hasReplaced = options.replacesUnknown && hypothesis.tokens.contains(Vocabulary.unknownID)
        let joiner = targetTokenizer.unit == .word && !targetTokenizer.words.keepsWhitespace ? " " : ""
        return Translation.Candidate(
            text: hasReplaced ? pieces.joined(separator: joiner) : targetTokenizer.decode(hypothesis.tokens),
            tokens: pieces, logProbability: hypothesis.logProbability, score: hypothesis.score,
            attention: hypothesis.attention)
    }
}

/// How a translator searches.
public struct TranslationOptions: Sendable, Equatable {
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

    public init() {}
}
