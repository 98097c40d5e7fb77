import Tokenization

/// The translation of a text.
public struct TranslatedText: Codable, Sendable, Equatable {
    /// A target that was found.
    public struct Candidate: Codable, Sendable, Equatable {
        /// The translation.
        public let text: String
        /// Its tokens as text; a piece of a word that is part of a character stands as U+FFFD.
        public let tokens: [String]
        /// The natural logarithm of its probability.
        public let logProbability: Double
        /// What it was ranked by.
        public let score: Double
        /// For each token, and last for the end, the share of attention that each source token got; a row sums to 1.
        /// Empty for a text of several sentences, each of which has its own.
        public let attention: [[Float]]
        /// For each token the source token that got most attention.
        let aligned: [Int]

        /// For each token the source token that got most attention, as pairs `source-target` counted from 0: the form
        /// of the aligner Pharaoh.
        public var alignment: String { aligned.indices.map { "\(aligned[$0])-\($0)" }.joined(separator: " ") }

        /// Whether probability and score are finite, which only a damaged model does not give.
        public var isFinite: Bool { logProbability.isFinite && score.isFinite }

        /// The source token that a row looks at most, the first of equal ones.
        static func strongest(_ row: [Float]) -> Int { row.indices.max { (row[$0], $1) < (row[$1], $0) } ?? 0 }
    }

    /// The text that was translated.
    public let source: String
    /// The source's tokens as text.
    public let sourceTokens: [String]
    /// For each source token its UTF-8 byte range in ``source``.
    public let sourceRanges: [Range<Int>]
    /// The best first; empty where there is nothing to translate.
    public let candidates: [Candidate]
    /// Source tokens that the model does not know.
    public let unknownCount: Int
    /// Tokens at the end of the source that were not read because it is longer than the model reads.
    public let cutCount: Int

    /// Where it begins in the text that it was cut from, in UTF-8 bytes.
    public internal(set) var start = 0
    /// Where a text has several sentences, the translation of each.
    public internal(set) var sentences: [TranslatedText] = []
    /// Whether the source has nothing to translate and stays as it is.
    public internal(set) var isKept = false

    /// For each source token its range in ``source``, as indices of that string.
    public var sourceIndexRanges: [Range<String.Index>] { sourceRanges.map { source.utf8Range($0) } }

    /// The best target; the source where that has nothing to translate.
    public var text: String { candidates.first?.text ?? (isKept ? source : "") }
}

/// Why a translator cannot be trained, or why models cannot be combined.
public enum TranslatorError: RemediedError, Equatable {
    /// All pairs are longer than the model reads.
    case allTooLong(maxTokens: Int)
    /// The models of an ensemble have different tokenizers.
    case differentTokenizers

    public var problem: String {
        switch self {
        case .allTooLong(let maxTokens): "every pair has more than \(maxTokens) tokens on a side"
        case .differentTokenizers: "the models of an ensemble need the same tokenizers"
        }
    }

    public var remedies: [Remedy] {
        switch self {
        case .allTooLong: [.raise([.maxTokens]), .set(.unit, to: "bpe", detail: "for longer tokens")]
        case .differentTokenizers:
            [
                .set(
                    .validation,
                    detail: "and train all models on the same pairs with the same options; otherwise the held-out "
                        + "pairs depend on the random seed")
            ]
        }
    }
}
