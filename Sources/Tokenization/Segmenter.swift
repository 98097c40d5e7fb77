internal import CUnicode

/// Cuts text at the boundaries of Unicode Standard Annex 29, exactly where ICU does.
///
/// Each call opens its own iterator, so that one segmenter serves any number of threads.
public struct Segmenter: Sendable {
    /// Cuts between extended grapheme clusters.
    public static let graphemes = Segmenter()

    /// The version of the ICU that decides, such as "72.1".
    public static let icuVersion = String(cString: unicode_icu_version())

    /// The segments, in order, as ranges of UTF-8 bytes that cover the text without a gap.
    public func ranges(in text: String) -> [Range<Int>] {
        var text = text
        return text.withUTF8 { utf8 in
            var ranges: [Range<Int>] = []
            forEachRange(in: utf8) { start, end in ranges.append(start..<end) }
            return ranges
        }
    }

    /// Calls `body` with the start and end of each segment of valid UTF-8, in order.
    ///
    /// - Parameter usesFastPath: Whether boundaries that are certain are decided without ICU.
    @inline(__always)
    func forEachRange(
        in utf8: UnsafeBufferPointer<UInt8>, usesFastPath: Bool = true, _ body: (_ start: Int, _ end: Int) -> Void
    ) {
        guard let base = utf8.baseAddress, let iterator = unicode_graphemes_open(base, utf8.count) else {
            precondition(utf8.isEmpty, "Segmenter: memory is short")
            return
        }
        defer { unicode_graphemes_close(iterator) }
        if !usesFastPath { unicode_graphemes_disable_fast_path(iterator) }
        withUnsafeTemporaryAllocation(of: Int.self, capacity: 512) { ends in
            var start = 0
            while true {
                let count = unicode_graphemes_next(iterator, ends.baseAddress!, ends.count)
                precondition(count >= 0, "Segmenter: ICU failed on a text of \(utf8.count) bytes")
                if count == 0 { break }
                for end in ends[..<count] {
                    body(start, end)
                    start = end
                }
            }
        }
    }

    /// The end of the first segment of valid UTF-8; 0 for an empty text.
    func firstEnd(in utf8: [UInt8]) -> Int {
        utf8.withUnsafeBufferPointer { utf8 in
            guard let base = utf8.baseAddress, let iterator = unicode_graphemes_open(base, utf8.count) else { return 0 }
            defer { unicode_graphemes_close(iterator) }
            var end = 0
            let count = unicode_graphemes_next(iterator, &end, 1)
            precondition(count >= 0, "Segmenter: ICU failed on a text of \(utf8.count) bytes")
            return end
        }
    }
}

/// Whether ICU counts the scalar among the pictographs, as it does most emoji.
func isPictographic(_ scalar: Unicode.Scalar) -> Bool {
    unicode_is_pictographic(scalar.value)
}
