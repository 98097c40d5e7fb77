/// How many words a text has, and how many of them a tokenizer does not know.
package struct WordFamiliarity: Sendable, Equatable {
    /// Words and what stands between them, as the tokenizer counts them.
    package let count: Int
    /// How many of them are unknown.
    package let unknownCount: Int
}

/// A word and the tokens that it is cut into.
///
/// Byte pairs have no unknown tokens: what they never met is cut into short pieces, or into bytes. So a word of letters is
/// unknown if its pieces have two and a half bytes or less on average, which are as many characters of a Latin script and
/// fewer of one whose words have fewer characters. In languages that the vocabulary was learned on few words are.
struct WordCrumbs {
    /// Where the word ends, in bytes of the normalized text.
    let end: Int
    private let bytes: Int
    private let characters: Int
    private let kind: SegmentKind
    private var tokens = 0
    private var hasUnknown = false

    init(_ utf8: UnsafeBufferPointer<UInt8>, end: Int, kind: SegmentKind) {
        self.end = end
        self.kind = kind
        bytes = utf8.count
        characters = utf8.count { $0 & 0xC0 != 0x80 }
    }

    mutating func add(_ id: Int32) {
        tokens += 1
        if id == Vocabulary.unknownID { hasUnknown = true }
    }

    var isUnknown: Bool {
        if hasUnknown || tokens > characters { return true }
        return kind == .letter && tokens > 1 && 5 * tokens >= 2 * bytes
    }
}

extension Tokenizer {
    /// For each of many texts how many of its words are known, worked out on all processors.
    package func familiarity(each texts: [String]) -> [WordFamiliarity] {
        inParallel(texts.count) { indices in
            var session = TokenizerSession(self)
            return indices.map { session.familiarity(of: texts[$0]) }
        }
    }
}
