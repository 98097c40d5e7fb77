/// Normalization steps that are a matter of plain rules rather than of Unicode's tables.
enum TextRules {
    /// Called with each stretch that a rule changes, in order, and what takes its place.
    typealias Found = (_ range: Range<Int>, _ replacement: String) -> Void
    /// Looks through valid UTF-8.
    typealias Rule = (_ utf8: UnsafeBufferPointer<UInt8>, _ body: Found) -> Void

    /// The rule that a step follows; nil for one that goes by Unicode's tables.
    static func rule(of step: Normalization) -> Rule? {
        switch step {
        case .stripTags: forEachTag
        case .stripMarkup: MarkupRule.forEachMarkup
        case .decodeEntities: EntityRule.forEachReference
        case .stripInvisible: InvisibleRule.forEachInvisible
        case .collapseWhitespace: forEachWhitespaceRun
        case .straightenQuotes: forEachQuote
        case .simplifyPunctuation: PunctuationRule.forEachSign
        case .trueCase(let locale): TrueCaseRule(locale: locale, rank: nil).forEachChange
        case .splitContractions: forEachContraction
        case .shortenRepeats: forEachRepeat
        case .none, .nfc, .nfd, .nfkc, .nfkd, .caseFold, .stripAccents, .foldWidth, .transliteration: nil
        }
    }

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

    /// Runs of white space that are not one space already, or one line feed.
    static func forEachWhitespaceRun(in utf8: UnsafeBufferPointer<UInt8>, _ body: Found) {
        var start = 0
        while start < utf8.count {
            var (end, breaksLine) = (start, false)
            while end < utf8.count, case (let scalar, let length) = scalar(in: utf8, at: end), isWhitespace(scalar) {
                breaksLine = breaksLine || isLineBreak(scalar)
                end += length
            }
            guard end > start else {
                start += scalarLength(lead: utf8[start])
                continue
            }
            let isAtEdge = start == 0 || end == utf8.count
            let kept = isAtEdge ? "" : breaksLine ? "\n" : " "
            if end - start != kept.utf8.count || kept.utf8.first != utf8[start] { body(start..<end, kept) }
            start = end
        }
    }

    /// What is too much of runs of one character: beyond two letters, or three other signs but digits and white space.
    static func forEachRepeat(in utf8: UnsafeBufferPointer<UInt8>, _ body: Found) {
        var start = 0
        while start < utf8.count {
            let (scalar, length) = scalar(in: utf8, at: start)
            var end = start + length
            while end + length <= utf8.count, self.scalar(in: utf8, at: end).value == scalar { end += length }
            let count = (end - start) / length
            if count > 2, let kept = keptRepeats(of: scalar, count: count), count > kept {
                body(start + kept * length..<end, "")
            }
            start = end
        }
    }

    /// How many of `count` equal characters stay; `nil` for all. Roman numerals and "www" stay as they are.
    private static func keptRepeats(of scalar: UInt32, count: Int) -> Int? {
        guard let properties = Unicode.Scalar(scalar)?.properties else { return nil }
        if properties.isAlphabetic { return count == 3 && romanOrWeb.contains(scalar) ? nil : 2 }
        let isFree = properties.numericType != nil || isWhitespace(scalar) || properties.isGraphemeExtend
        return isFree ? nil : 3
    }

    /// I, W, X, C and M, and their small letters.
    private static let romanOrWeb = Set("IWXCMiwxcm".unicodeScalars.map(\.value))

    /// Typographic quotation marks: U+2018...U+201B are single, U+201C...U+201F double.
    static func forEachQuote(in utf8: UnsafeBufferPointer<UInt8>, _ body: Found) {
        for start in utf8.indices.dropLast(2) where utf8[start] == 0xE2 && utf8[start + 1] == 0x80 {
            switch utf8[start + 2] {
            case 0x98...0x9B: body(start..<start + 3, "'")
            case 0x9C...0x9F: body(start..<start + 3, "\"")
            default: break
            }
        }
    }

    /// The scalar that begins at a place of valid UTF-8, and its length.
    @inline(__always)
    static func scalar(in utf8: UnsafeBufferPointer<UInt8>, at start: Int) -> (value: UInt32, length: Int) {
        let lead = UInt32(utf8[start])
        if lead < 0x80 { return (lead, 1) }
        func tail(_ offset: Int) -> UInt32 { UInt32(utf8[start + offset] & 0x3F) }
        if lead < 0xE0 { return ((lead & 0x1F) << 6 | tail(1), 2) }
        if lead < 0xF0 { return ((lead & 0x0F) << 12 | tail(1) << 6 | tail(2), 3) }
        return ((lead & 0x07) << 18 | tail(1) << 12 | tail(2) << 6 | tail(3), 4)
    }

    /// Unicode's property White_Space.
    @inline(__always)
    private static func isWhitespace(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
        default: false
        }
    }

    private static func isLineBreak(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x0A...0x0D, 0x85, 0x2028, 0x2029: true
        default: false
        }
    }

    /// s, m, d, re, ve, ll.
    private static let suffixes: [UInt32] = [0x73, 0x6D, 0x64, 0x7265, 0x7665, 0x6C6C]

    static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) && byte < 0x80 }
    static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    /// The bytes of "'" or "’" at a place; 0 where there is none.
    private static func apostropheLength(in utf8: UnsafeBufferPointer<UInt8>, at start: Int) -> Int {
        if utf8[start] == 0x27 { return 1 }
        let isCurly =
            start + 2 < utf8.count && utf8[start] == 0xE2 && utf8[start + 1] == 0x80 && utf8[start + 2] == 0x99
        return isCurly ? 3 : 0
    }
}

/// Punctuation as a keyboard has it, for ``Normalization/simplifyPunctuation``.
enum PunctuationRule {
    static func forEachSign(in utf8: UnsafeBufferPointer<UInt8>, _ body: TextRules.Found) {
        var start = 0
        while start < utf8.count {
            guard utf8[start] >= 0xC2 || utf8[start] == UInt8(ascii: "`") else {
                start += 1
                continue
            }
            let (scalar, length) = TextRules.scalar(in: utf8, at: start)
            if let plain = plain(scalar) { body(start..<start + length, plain) }
            start += length
        }
    }

    private static func plain(_ scalar: UInt32) -> String? {
        switch scalar {
        case 0x2010...0x2013, 0x2212, 0xFE58, 0xFE63, 0xFF0D: "-"
        case 0x2014, 0x2015: " - "
        case 0x2026: "..."
        case 0x60, 0xB4, 0x2B9, 0x2BC, 0x2C8, 0x2032, 0x2035, 0x2039, 0x203A, 0xFF07, 0xFF40: "'"
        case 0xAB, 0xBB, 0x2BA, 0x2033, 0x2036, 0x301D...0x301F, 0xFF02: "\""
        default: nil
        }
    }
}
