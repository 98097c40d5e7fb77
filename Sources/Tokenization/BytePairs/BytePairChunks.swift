/// The stretches of a text that byte-pair encoding joins pieces within, never across.
///
/// A stretch is a word of ICU's, or what stands between words, with the one space in front of it; one that is longer
/// than ``maxLength`` bytes is cut, so that the time for a text grows with its length.
enum BytePairChunks {
    static let maxLength = 255

    /// Calls `body` with the start and end of each stretch of valid UTF-8; they cover it without a gap.
    @inline(__always)
    static func forEach(in utf8: UnsafeBufferPointer<UInt8>, _ body: (_ start: Int, _ end: Int) -> Void) {
        var held = -1  // a single space that may belong to what follows
        Segmenter.words.forEachRange(in: utf8) { start, end, _ in
            let isSpace = end - start == 1 && utf8[start] == UInt8(ascii: " ")
            let begin = held < 0 ? start : held
            if isSpace {
                if held >= 0 { body(held, start) }
                held = start
            } else if held >= 0, isASCIIWhitespace(utf8[start]) {
                body(held, start)
                cut(utf8, start, end, body)
                held = -1
            } else {
                cut(utf8, begin, end, body)
                held = -1
            }
        }
        if held >= 0 { body(held, utf8.count) }
    }

    @inline(__always)
    private static func cut(
        _ utf8: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, _ body: (_ start: Int, _ end: Int) -> Void
    ) {
        var start = start
        while end - start > maxLength {
            var cut = start + maxLength
            while utf8[cut] & 0xC0 == 0x80 { cut -= 1 }
            body(start, cut)
            start = cut
        }
        body(start, end)
    }
}
