/// Normalization steps that are a matter of plain rules rather than of Unicode's tables.
enum TextRules {
    /// Calls `body` with each stretch that a rule changes, in order.
    typealias Found = (_ range: Range<Int>, _ replacement: StaticString) -> Void

    /// Markup tags such as `<br />`: "<", perhaps "/", a letter, and up to 200 further bytes to the next ">".
    static func forEachTag(in utf8: UnsafeBufferPointer<UInt8>, _ body: Found) {
        var start = 0
        while start + 2 < utf8.count {
            guard utf8[start] == UInt8(ascii: "<") else {
                start += 1
                continue
            }
            let name = utf8[start + 1] == UInt8(ascii: "/") ? start + 2 : start + 1
            let limit = min(utf8.count, start + 203)
            let end = utf8[(start + 1)..<limit].firstIndex { $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "<") }
            if let end, utf8[end] == UInt8(ascii: ">"), name < end, isLetter(utf8[name]) {
                body(start..<end + 1, " ")
                start = end + 1
            } else {
                start += 1
            }
        }
    }

    /// Contractions of English, cut as the Penn Treebank cuts them (Marcus, Santorini & Marcinkiewicz 1993): "doesn't"
    /// becomes "does n't", "it’s" becomes "it 's".
    static func forEachContraction(in utf8: UnsafeBufferPointer<UInt8>, _ body: Found) {
        var start = 1
        while start < utf8.count {
            let length = apostropheLength(in: utf8, at: start)
            guard length > 0, isLetter(utf8[start - 1]) else {
                start += 1
                continue
            }
            var end = start + length
            while end < utf8.count, isLetter(utf8[end]), end <= start + length + 2 { end += 1 }
            let isWhole = end == utf8.count || !(isLetter(utf8[end]) || utf8[end] >= 0x80 || isDigit(utf8[end]))
            let suffix = utf8[(start + length)..<end].reduce(0) { $0 << 8 | UInt32($1 | 0x20) }
            if isWhole, suffix == 0x74, start >= 2, utf8[start - 1] | 0x20 == UInt8(ascii: "n"),
                isLetter(utf8[start - 2])
            {
                body(start - 1..<start + length, utf8[start - 1] == UInt8(ascii: "N") ? " N'" : " n'")
            } else if isWhole, suffixes.contains(suffix) {
                body(start..<start + length, " '")
            }
            start += length
        }
    }

    /// s, m, d, re, ve, ll.
    private static let suffixes: [UInt32] = [0x73, 0x6D, 0x64, 0x7265, 0x7665, 0x6C6C]

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) && byte < 0x80 }
    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    /// The bytes of "'" or "’" at a place; 0 where there is none.
    private static func apostropheLength(in utf8: UnsafeBufferPointer<UInt8>, at start: Int) -> Int {
        if utf8[start] == 0x27 { return 1 }
        let isCurly =
            start + 2 < utf8.count && utf8[start] == 0xE2 && utf8[start + 1] == 0x80 && utf8[start + 2] == 0x99
        return isCurly ? 3 : 0
    }
}
