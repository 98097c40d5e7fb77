internal import CUnicode

/// Cuts text at the boundaries of Unicode Standard Annexes 14 and 29, exactly where ICU does, but faster.
///
/// ICU's own rules, compiled to a table of states, run over the UTF-8 in place; only what needs a dictionary goes
/// through ICU itself. A segmenter serves any number of threads.
///
/// ```swift
/// for segment in Segmenter.words.segments(in: "Hello, 世界") where segment.kind.isWord { … }
/// ```
public struct Segmenter: Sendable {
    /// Finds grapheme clusters, the characters that a reader sees.
    public static let graphemes = Segmenter(.grapheme)
    /// Finds words, and the white space and punctuation between them.
    public static let words = Segmenter(.word)
    /// Finds sentences.
    public static let sentences = Segmenter(.sentence)
    /// Finds the places where a line may be broken.
    public static let lines = Segmenter(.line)

    /// The version of the ICU that decides, such as "72.1".
    public static let icuVersion = String(cString: unicode_icu_version())
    /// The version of Unicode that this ICU implements, such as "15.0".
    static let unicodeVersion = String(cString: unicode_character_database_version())

    /// What the segmenter looks for.
    public let unit: SegmentUnit
    /// The language whose rules apply, such as "ja" or "fi"; empty for the rules that suit all.
    public let locale: String

    /// - Parameter locale: An ICU or BCP 47 identifier; one that ICU has no rules for counts as empty.
    public init(_ unit: SegmentUnit, locale: String = "") {
        self.unit = unit
        self.locale = locale
    }

    /// Whether ICU knows the language of a locale; the empty one stands for the rules that suit all.
    public static func isKnown(locale: String) -> Bool { locale.isEmpty || unicode_is_known_locale(locale) }

    /// The segments, in order; they cover the text without a gap.
    public func segments(in text: String) -> [Segment] {
        var segments: [Segment] = []
        forEachSegment(in: text) { segments.append($0) }
        return segments
    }

    /// The segments, in order, as ranges of UTF-8 bytes.
    public func ranges(in text: String) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        forEachSegment(in: text) { ranges.append($0.range) }
        return ranges
    }

    /// Calls `body` with each segment, in order, without storing them.
    @inlinable
    public func forEachSegment(in text: String, _ body: (Segment) throws -> Void) rethrows {
        var text = text
        _ = try text.withUTF8 { try forEachSegment(inUTF8: $0, body) }
    }

    /// Calls `body` with each segment of valid UTF-8, in order.
    @inlinable
    public func forEachSegment(inUTF8 utf8: UnsafeBufferPointer<UInt8>, _ body: (Segment) throws -> Void) rethrows {
        _ = try SegmentBatches(self, utf8).forEachRange { start, end, status in
            try body(Segment(range: Range(uncheckedBounds: (start, end)), status: status))
        }
    }

    /// Calls `body` with start, end and rule status of each segment of valid UTF-8, in order.
    ///
    /// - Parameters:
    ///   - usesFastPath: Whether ICU is spared what the table of states decides.
    ///   - isWhole: Whether the text ends here; if not, segments that more text could change are left out.
    /// - Returns: Where the last segment ended.
    @inline(__always) @discardableResult
    func forEachRange(
        in utf8: UnsafeBufferPointer<UInt8>, usesFastPath: Bool = true, isWhole: Bool = true,
        _ body: (_ start: Int, _ end: Int, _ status: Int32) throws -> Void
    ) rethrows -> Int {
        try SegmentBatches(self, utf8, usesFastPath: usesFastPath, isWhole: isWhole).forEachRange(body)
    }

    /// The end of the first segment of valid UTF-8; 0 for an empty text.
    func firstEnd(in utf8: [UInt8]) -> Int {
        utf8.withUnsafeBufferPointer { utf8 in
            let batches = SegmentBatches(self, utf8, capacity: 1)
            return batches.next() == 0 ? 0 : batches.ends[0]
        }
    }

    /// Whether a table of states decides most boundaries; with an ICU whose tables are not known, ICU decides all.
    var hasAutomaton: Bool {
        let breaks = open()
        defer { unicode_breaks_close(breaks) }
        return unicode_breaks_have_automaton(breaks)
    }

    /// One scalar of each category of ICU's rules, the first of its kind.
    var representatives: [Unicode.Scalar] {
        let breaks = open()
        defer { unicode_breaks_close(breaks) }
        var seen: Set<Int32> = []
        return (UInt32(0)...0x10FFFF).compactMap(Unicode.Scalar.init).filter {
            seen.insert(unicode_breaks_category(breaks, $0.value)).inserted
        }
    }

    fileprivate func open() -> OpaquePointer {
        let kind =
            switch unit {
            case .grapheme: UNICODE_BREAK_GRAPHEME
            case .word: UNICODE_BREAK_WORD
            case .sentence: UNICODE_BREAK_SENTENCE
            case .line: UNICODE_BREAK_LINE
            }
        guard let breaks = unicode_breaks_open(kind, locale) else {
            fatalError("Segmenter: ICU has no data for \(unit) or memory is short")
        }
        return breaks
    }
}

/// The boundaries of one text, a batch at a time.
@usableFromInline
final class SegmentBatches {
    @usableFromInline let ends: UnsafeMutablePointer<Int>
    @usableFromInline let statuses: UnsafeMutablePointer<Int32>
    private let capacity: Int
    private let byteCount: Int
    private let breaks: OpaquePointer?

    /// - Parameter utf8: Must stay where it is while batches are asked for.
    init(
        _ segmenter: Segmenter, _ utf8: UnsafeBufferPointer<UInt8>, usesFastPath: Bool, isWhole: Bool,
        capacity: Int = 512
    ) {
        self.capacity = capacity
        byteCount = utf8.count
        ends = .allocate(capacity: capacity)
        statuses = .allocate(capacity: capacity)
        guard let base = utf8.baseAddress, !utf8.isEmpty else {
            breaks = nil
            return
        }
        breaks = segmenter.open()
        if !usesFastPath { unicode_breaks_disable_fast_path(breaks) }
        unicode_breaks_set_text(breaks, base, utf8.count, isWhole)
    }

    @usableFromInline
    convenience init(_ segmenter: Segmenter, _ utf8: UnsafeBufferPointer<UInt8>) {
        self.init(segmenter, utf8, usesFastPath: true, isWhole: true)
    }

    convenience init(_ segmenter: Segmenter, _ utf8: UnsafeBufferPointer<UInt8>, capacity: Int) {
        self.init(segmenter, utf8, usesFastPath: true, isWhole: true, capacity: capacity)
    }

    deinit {
        unicode_breaks_close(breaks)
        ends.deallocate()
        statuses.deallocate()
    }

    /// Calls `body` with start, end and rule status of each segment, and returns where the last ended.
    @inlinable
    func forEachRange(_ body: (_ start: Int, _ end: Int, _ status: Int32) throws -> Void) rethrows -> Int {
        var start = 0
        while true {
            let count = next()
            if count == 0 { return start }
            for index in 0..<count {
                try body(start, ends[index], statuses[index])
                start = ends[index]
            }
        }
    }

    /// Fills ``ends`` and ``statuses`` and returns how many there are; 0 at the end.
    @usableFromInline
    func next() -> Int {
        guard let breaks else { return 0 }
        let count = unicode_breaks_next(breaks, ends, statuses, capacity)
        precondition(count >= 0, "Segmenter: ICU failed on a text of \(byteCount) bytes")
        return count
    }
}

/// Whether ICU counts the scalar among the pictographs, as it does most emoji.
func isPictographic(_ scalar: Unicode.Scalar) -> Bool {
    unicode_is_pictographic(scalar.value)
}

extension Segmenter {
    /// The segments of many documents, cut on all processors; in the order of the documents.
    public func segments(inEach documents: [String]) -> [[Segment]] {
        inParallel(documents.count) { $0.map { segments(in: documents[$0]) } }
    }
}

extension Encoding {
    /// The place of each token in the text it was made from.
    public func ranges(in text: String) -> [Range<String.Index>] {
        byteRanges.map { text.utf8Range($0) }
    }

    /// The place of each token in UTF-16 units, as Foundation and JavaScript count them.
    public func utf16Ranges(in text: String) -> [Range<Int>] { text.utf16Ranges(ofUTF8: byteRanges) }
}

extension String {
    /// A range of UTF-8 bytes as indices.
    public func utf8Range(_ range: Range<Int>) -> Range<Index> {
        utf8.index(startIndex, offsetBy: range.lowerBound)..<utf8.index(startIndex, offsetBy: range.upperBound)
    }

    /// Ranges of UTF-8 bytes, none beginning before the one in front of it, in UTF-16 units; in one pass.
    public func utf16Ranges(ofUTF8 ranges: [Range<Int>]) -> [Range<Int>] {
        var text = self
        return text.withUTF8 { utf8 in
            var (byte, units) = (0, 0)
            /// The UTF-16 offset of a byte offset at or behind `byte`.
            func advance(to offset: Int, from byte: inout Int, _ units: inout Int) {
                while byte < offset {
                    let lead = utf8[byte]
                    if lead & 0xC0 != 0x80 { units += lead >= 0xF0 ? 2 : 1 }
                    byte += 1
                }
            }
            return ranges.map { range in
                advance(to: range.lowerBound, from: &byte, &units)
                var (endByte, end) = (byte, units)
                advance(to: range.upperBound, from: &endByte, &end)
                return units..<end
            }
        }
    }
}

extension Tokenizer {
    /// The sentences of a text, as ranges of its UTF-8 bytes that cover it without a gap; none ends after an abbreviation
    /// ("Dr. Smith"; see ``SentenceCutter``), nor inside of what the normalizer takes as one, such as a comment of HTML.
    public func sentenceRanges(in text: String) -> [Range<Int>] {
        let changes = normalizer.normalize(text).alignment.changes
        var ranges: [Range<Int>] = []
        var (start, next) = (0, 0)
        for range in SentenceCutter(locale: locale).pieces(of: text, Array(text.utf8)) {
            while next < changes.count, changes[next].source.upperBound <= range.upperBound { next += 1 }
            if next < changes.count, changes[next].source.lowerBound < range.upperBound { continue }
            ranges.append(start..<range.upperBound)
            start = range.upperBound
        }
        return ranges
    }
}
