import Tokenization

/// Ends a text as ``TextEnd`` says, from a length on and at the latest at another.
///
/// It takes the text character by character. What belongs to the text only if the text goes on, such as the space after
/// a full stop, is held back, so whatever is handed out can be printed at once.
///
/// ```swift
/// var end = EndCondition(.sentence, length: 300)
/// for character in characters where !end.isMet { print(end.consume(character), terminator: "") }
/// ```
public struct EndCondition: Sendable {
    /// Whether the text has ended.
    public private(set) var isMet: Bool

    private var end: TextEnd
    /// From how many characters on an end is looked for.
    private var length: Int
    private let maxLength: Int
    /// Characters handed out.
    private var count = 0
    private var held = ""
    private var heldCount = 0
    /// What the last character is to a word.
    private var last = WordPart.none
    /// Whether the text may end after what was handed out.
    private var mayEnd = true
    private var sentence = SentenceEnd()

    /// - Parameters:
    ///   - end: Where the text ends.
    ///   - length: Characters (grapheme clusters) from which on an end is looked for; 0 for no text at all.
    ///   - maxLength: Characters after which the text ends with the next word, if no other end came. Ends of words and
    ///     lengths need none.
    public init(_ end: TextEnd, length: Int, maxLength: Int = .max) {
        (self.end, self.length, self.maxLength) = (end, length, max(length, maxLength))
        isMet = length == 0
    }

    /// Takes the next character and returns the text that is now certain.
    ///
    /// - Parameters:
    ///   - cluster: A grapheme cluster.
    ///   - mayEnd: Whether the text may end after it. If not, the condition waits for a later end.
    public mutating func consume(_ cluster: String, mayEnd: Bool = true) -> String {
        guard !isMet else { return "" }
        if isFarFromEnd {
            count += 1
            self.mayEnd = mayEnd
            return cluster
        }
        var text = ""
        if end != .length, end != .word, count + heldCount >= maxLength {
            text = release()
            (end, length) = (.word, maxLength)
        }
        switch end {
        case .length: text += take(cluster, mayEnd)
        case .word: text += consumeInWord(cluster, mayEnd)
        case .sentence: text += consumeInSentence(cluster, mayEnd)
        case .paragraph: text += consumeInParagraph(cluster, mayEnd)
        case .line: text += consumeInLine(cluster, mayEnd)
        }
        return text
    }

    /// Whether no character can matter for the end yet.
    private var isFarFromEnd: Bool {
        switch end {
        case .length, .line: count + 1 < length
        case .word: count + 3 < length
        case .sentence: count + SentenceEnd.context < length
        case .paragraph: false
        }
    }

    /// Ends the text, of which nothing is held back.
    public mutating func finish() -> String {
        isMet = true
        return release()
    }

    // MARK: Kinds of ends

    private mutating func consumeInWord(_ cluster: String, _ mayEnd: Bool) -> String {
        let part = WordPart(cluster, after: last)
        if count + heldCount >= length, self.mayEnd {
            let isLong = count + heldCount - length >= TextEnd.longestRest
            switch (last, part) {
            case (.letter, .letter) where !isLong, (.joiner, .letter) where !isLong: break
            case (.letter, .joiner) where !isLong:
                last = part
                return hold(cluster)
            default: return close()
            }
        }
        let text = release() + take(cluster, mayEnd)
        if count >= length, mayEnd, part == .none { isMet = true }
        return text
    }

    private mutating func consumeInLine(_ cluster: String, _ mayEnd: Bool) -> String {
        count >= length && self.mayEnd && cluster.isLineEnd ? close() : take(cluster, mayEnd)
    }

    private mutating func consumeInParagraph(_ cluster: String, _ mayEnd: Bool) -> String {
        guard cluster.isLineEnd || !held.isEmpty && cluster.isSpace else { return release() + take(cluster, mayEnd) }
        guard cluster.isLineEnd, !held.isEmpty, count >= length, self.mayEnd else { return hold(cluster) }
        return close()
    }

    private mutating func consumeInSentence(_ cluster: String, _ mayEnd: Bool) -> String {
        let isEnd = count >= length && self.mayEnd && sentence.isEnd(before: cluster, afterSpace: held)
        if isEnd, !cluster.isSpace || cluster.isLineEnd { return close() }
        if isEnd { return hold(cluster) }
        return release() + take(cluster, mayEnd)
    }

    // MARK: The text so far

    private mutating func take(_ cluster: String, _ mayEnd: Bool) -> String {
        count += 1
        self.mayEnd = mayEnd
        if end != .length { last = WordPart(cluster, after: last) }
        if end == .sentence { sentence.append(cluster) }
        if end == .length, count >= length, mayEnd { isMet = true }
        return cluster
    }

    private mutating func hold(_ cluster: String) -> String {
        held += cluster
        heldCount += 1
        return ""
    }

    /// Hands out what was held back.
    private mutating func release() -> String {
        guard heldCount > 0 else { return "" }
        let text = held
        count += heldCount
        if end == .sentence { sentence.append(text) }
        if end != .word { last = .none }  // white space
        (held, heldCount) = ("", 0)
        return text
    }

    /// Ends the text before what was held back.
    private mutating func close() -> String {
        isMet = true
        (held, heldCount) = ("", 0)
        return ""
    }
}

/// What a character is to a word.
private enum WordPart: Sendable {
    /// A letter or digit of a script that has spaces between words.
    case letter
    /// An apostrophe or hyphen after a letter, which belongs to the word if a letter follows.
    case joiner
    case none

    init(_ cluster: String, after last: WordPart) {
        guard let scalar = cluster.unicodeScalars.first else {
            self = .none
            return
        }
        switch scalar {
        case "'", "\u{2019}", "-", "\u{2010}": self = last == .letter ? .joiner : .none
        default: self = scalar.isSpacedLetter ? .letter : .none
        }
    }
}

extension Unicode.Scalar {
    /// Whether it is a letter or digit of a script that has spaces between words.
    fileprivate var isSpacedLetter: Bool {
        if isASCII { return properties.isAlphabetic || ("0"..."9").contains(self) }
        guard properties.isAlphabetic || properties.numericType == .decimal else { return false }
        switch value {
        case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF: return false  // Thai, Lao, Myanmar, Khmer
        case 0x3005...0x31FF: return false  // kana and what goes with them
        default: return !properties.isIdeographic
        }
    }
}

extension String {
    /// Whether a grapheme cluster ends a line.
    fileprivate var isLineEnd: Bool {
        switch unicodeScalars.last {
        case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": true
        default: false
        }
    }

    /// Whether a grapheme cluster is white space, a line end included.
    package var isSpace: Bool { unicodeScalars.allSatisfy(\.properties.isWhitespace) }
}

/// Finds ends of sentences in a text that grows.
private struct SentenceEnd: Sendable {
    /// The end of the text.
    private var tail = ""
    static let context = 400

    mutating func append(_ text: String) {
        tail += text
        if tail.utf8.count > 4 * Self.context { tail = String(tail.suffix(Self.context)) }
    }

    /// Whether a sentence ends with the text so far.
    ///
    /// - Parameters:
    ///   - next: The grapheme cluster that follows. If that is a space, an end is still uncertain.
    ///   - space: White space between the text and `next`.
    func isEnd(before next: String, afterSpace space: String) -> Bool {
        let scalars = tail.unicodeScalars
        guard let mark = scalars.last(where: { !Self.closers.contains($0) }), Self.marks.contains(mark) else {
            return false
        }
        if next.isSpace { return true }
        if space.isEmpty {
            guard let first = next.unicodeScalars.first, Self.wideMarks.contains(mark) else { return false }
            return !Self.marks.contains(first) && !Self.closers.contains(first)
        }
        // The cutter knows abbreviations, and quotations within a sentence. It needs a letter after the boundary.
        let before = tail + space
        let place = before.utf8.count
        return !SentenceCutter().sentences(in: before + next + "X").contains {
            $0.lowerBound < place && place < $0.upperBound
        }
    }

    private static let marks: Set<Unicode.Scalar> = [".", "!", "?", "…", "。", "！", "？", "｡", "।", "؟", "۔"]
    private static let wideMarks: Set<Unicode.Scalar> = ["。", "！", "？", "｡"]
    private static let closers: Set<Unicode.Scalar> = ["\"", "'", "”", "’", ")", "]", "»", "」", "』", "）"]
}
