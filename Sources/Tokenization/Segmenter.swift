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
    public static let graphemes = Segmenter(.grapheme)
    public static let words = Segmenter(.word)
    public static let sentences = Segmenter(.sentence)
    public static let lines = Segmenter(.line)

    /// The version of the ICU that decides, such as "72.1".
    public static let icuVersion = String(cString: unicode_icu_version())

    public let unit: SegmentUnit
    /// The language whose rules apply, such as "ja" or "fi"; empty for the rules that suit all.
    public let locale: String

    /// - Parameter locale: An ICU or BCP 47 identifier; one that ICU has no rules for counts as empty.
    public init(_ unit: SegmentUnit, locale: String = "") {
        self.unit = unit
        self.locale = locale
    }

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
    public func forEachSegment(in text: String, _ body: (Segment) throws -> Void) rethrows {
        var text = text
        _ = try text.withUTF8 { utf8 in
            try forEachRange(in: utf8) { start, end, status in
                try body(Segment(range: start..<end, status: status))
            }
        }
    }

    /// Calls `body` with each segment of valid UTF-8, in order.
    public func forEachSegment(inUTF8 utf8: UnsafeBufferPointer<UInt8>, _ body: (Segment) throws -> Void) rethrows {
        try forEachRange(in: utf8) { start, end, status in try body(Segment(range: start..<end, status: status)) }
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
        guard let base = utf8.baseAddress, !utf8.isEmpty else { return 0 }
        let breaks = open()
        defer { unicode_breaks_close(breaks) }
        if !usesFastPath { unicode_breaks_disable_fast_path(breaks) }
        unicode_breaks_set_text(breaks, base, utf8.count, isWhole)
        var start = 0
        try withUnsafeTemporaryAllocation(of: Int.self, capacity: 512) { ends in
            try withUnsafeTemporaryAllocation(of: Int32.self, capacity: 512) { statuses in
                while true {
                    let count = unicode_breaks_next(breaks, ends.baseAddress!, statuses.baseAddress!, ends.count)
                    precondition(count >= 0, "Segmenter: ICU failed on a text of \(utf8.count) bytes")
                    if count == 0 { break }
                    for index in 0..<count {
                        try body(start, ends[index], statuses[index])
                        start = ends[index]
                    }
                }
            }
        }
        return start
    }

    /// The end of the first segment of valid UTF-8; 0 for an empty text.
    func firstEnd(in utf8: [UInt8]) -> Int {
        utf8.withUnsafeBufferPointer { utf8 in
            guard let base = utf8.baseAddress, !utf8.isEmpty else { return 0 }
            let breaks = open()
            defer { unicode_breaks_close(breaks) }
            unicode_breaks_set_text(breaks, base, utf8.count, true)
            var (end, status) = (0, Int32(0))
            let count = unicode_breaks_next(breaks, &end, &status, 1)
            precondition(count >= 0, "Segmenter: ICU failed on a text of \(utf8.count) bytes")
            return end
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

    private func open() -> OpaquePointer {
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

/// Whether ICU counts the scalar among the pictographs, as it does most emoji.
func isPictographic(_ scalar: Unicode.Scalar) -> Bool {
    unicode_is_pictographic(scalar.value)
}
