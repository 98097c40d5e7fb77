internal import CUnicode

/// HTML's character references, for ``Normalization/decodeEntities``, after section 13.2.5.72 of the HTML standard.
enum EntityRule {
    static func forEachReference(in utf8: UnsafeBufferPointer<UInt8>, _ body: TextRules.Found) {
        var start = 0
        while let place = utf8.position(of: UInt8(ascii: "&"), from: start) {
            let found =
                utf8.dropFirst(place + 1).first == UInt8(ascii: "#")
                ? number(in: utf8, at: place + 2) : name(in: utf8, at: place + 1)
            if let found { body(place..<found.end, found.text) }
            start = found?.end ?? place + 1
        }
    }

    /// A decimal number, or "x" and a hexadecimal one; a semicolon may follow.
    private static func number(in utf8: UnsafeBufferPointer<UInt8>, at start: Int) -> (end: Int, text: String)? {
        let isHexadecimal = start < utf8.count && utf8[start] | 0x20 == UInt8(ascii: "x")
        let radix: UInt32 = isHexadecimal ? 16 : 10
        let first = isHexadecimal ? start + 1 : start
        var (place, value) = (first, UInt32(0))
        while place < utf8.count, let digit = Character(Unicode.Scalar(utf8[place])).hexDigitValue, digit < Int(radix) {
            value = min(value * radix + UInt32(digit), 0x110000)
            place += 1
        }
        guard place > first else { return nil }
        if place < utf8.count, utf8[place] == UInt8(ascii: ";") { place += 1 }
        return (place, text(ofNumber: value))
    }

    /// What a number stands for: those of C1 are bytes of windows-1252, those of no character U+FFFD.
    private static func text(ofNumber value: UInt32) -> String {
        let isWindows = 0x80...0x9F ~= value
        let value = isWindows ? windows1252[Int(value) - 0x80] : value
        return Unicode.Scalar(value).map { $0.value == 0 ? "\u{FFFD}" : String($0) } ?? "\u{FFFD}"
    }

    /// The longest name that HTML has; most need the semicolon behind them.
    private static func name(in utf8: UnsafeBufferPointer<UInt8>, at start: Int) -> (end: Int, text: String)? {
        var end = start
        while end < utf8.count, end - start < Self.longestName,
            TextRules.isLetter(utf8[end]) || TextRules.isDigit(utf8[end])
        {
            end += 1
        }
        guard end > start else { return nil }
        if end < utf8.count, utf8[end] == UInt8(ascii: ";"),
            let text = names[String(decoding: utf8[start...end], as: UTF8.self)]
        {
            return (end + 1, text)
        }
        for end in stride(from: end, to: start + 1, by: -1) {
            if let text = names[String(decoding: utf8[start..<end], as: UTF8.self)] { return (end, text) }
        }
        return nil
    }

    private static let longestName = 31

    /// All names, with their semicolons, and what they stand for.
    private static let names: [String: String] = {
        let file = unicode_html_entities()
        let bytes = UnsafeBufferPointer(start: file.bytes, count: file.length)
        var names: [String: String] = [:]
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") where !line.hasPrefix("#") {
            let fields = line.split(separator: " ")
            let scalars = fields.dropFirst().compactMap { UInt32($0, radix: 16).flatMap(Unicode.Scalar.init) }
            names[String(fields[0])] = String(String.UnicodeScalarView(scalars))
        }
        return names
    }()

    /// Bytes 0x80 to 0x9F, as the HTML standard maps them.
    private static let windows1252: [UInt32] = [
        0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, 0x8D, 0x17D,
        0x8F,
        0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0x9D, 0x17E,
        0x178,
    ]
}
