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
