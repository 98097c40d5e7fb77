/// How BLEU cuts a line into tokens; the raw values are sacreBLEU's names.
///
/// A score depends on it: two scores can be compared only where it is the same.
public enum BLEUTokenization: String, Sendable, Codable, Equatable, CaseIterable {
    /// As `mteval-v13a` of NIST did, for languages written with spaces. Tokens of their own become ASCII's symbols and
    /// punctuation, except apostrophes and hyphens, but of full stops and commas only those with a neighbour that is no
    /// digit; a hyphen does behind a digit. `&quot;`, `&amp;`, `&lt;` and `&gt;` are resolved first.
    case v13a = "13a"
    /// As `mteval-v14` did with its option for all languages. Tokens of their own become Unicode's symbols, and of its
    /// punctuation what has a neighbour that is no number; a full stop at the end of a line stays with a number before
    /// it. What a character is depends on the version of Unicode: one newer than Swift's is neither.
    case international = "intl"
    /// Every Unicode scalar by itself, white space left out: for Chinese, Japanese, or text without spaces.
    case character = "char"
    /// Nothing but white space separates tokens: for text that is tokenized already.
    case whitespace = "none"

    /// The tokens of a line as UTF-8.
    func tokens(of line: String, isCaseSensitive: Bool) -> [ArraySlice<UInt8>] {
        let text = Array((isCaseSensitive ? line : lowercasedWithFinalSigma(line)).utf8).withoutTrailingWhitespace
        switch self {
        case .v13a: return tokensOfV13a(text).words
        case .international: return internationalTokens(text).words
        case .character: return Array(text).words.flatMap(characters)
        case .whitespace: return Array(text).words
        }
    }
}

/// One slice a Unicode scalar.
private func characters(of word: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    let starts = word.indices.filter { word[$0] & 0xC0 != 0x80 } + [word.endIndex]
    return zip(starts, starts.dropFirst()).map { word[$0..<$1] }
}

// What it does follows the language-independent and the Western part of `mteval-v13a.pl` (NIST 2009), with sacreBLEU's
// order of steps: each step reads the whole line from left to right and goes on behind what it has changed. All that
// any step looks for is ASCII, so bytes of UTF-8 do for letters: those of others pass as bytes that are no digits.

/// The line with spaces around every token.
func tokensOfV13a(_ line: ArraySlice<UInt8>) -> [UInt8] {
    let space = UInt8(ascii: " ")
    var text = separatingPunctuation([space] + withoutMarkup(Array(line)) + [space])
    text = separatingPairs(text, by: space, isSpaceInFront: false) { !isDigit($0) && isPoint($1) }
    text = separatingPairs(text, by: space, isSpaceInFront: true) { isPoint($0) && !isDigit($1) }
    return separatingPairs(text, by: space, isSpaceInFront: false) { isDigit($0) && $1 == UInt8(ascii: "-") }
}

/// Puts a space between the two of each pair of neighbours that is asked for, and another in front of them or behind
/// them. The next pair begins behind them.
func separatingPairs<Element>(
    _ text: [Element], by space: Element, isSpaceInFront: Bool, where isPair: (Element, Element) -> Bool
) -> [Element] {
    var result: [Element] = []
    result.reserveCapacity(2 * text.count)
    var place = 0
    while place < text.count {
        guard place + 1 < text.count, isPair(text[place], text[place + 1]) else {
            result.append(text[place])
            place += 1
            continue
        }
        if isSpaceInFront { result.append(space) }
        result.append(text[place])
        result.append(space)
        result.append(text[place + 1])
        if !isSpaceInFront { result.append(space) }
        place += 2
    }
    return result
}

/// Joins words that a hyphen divides at the end of a line, and resolves the four entities.
///
/// One after the other: `&amp;lt;` becomes `<`, but `&amp;quot;` becomes `&quot;`.
private func withoutMarkup(_ line: [UInt8]) -> [UInt8] {
    var text = line
    if text.contains(UInt8(ascii: "<")) { text = replacing("<skipped>", by: "", in: text) }
    if text.contains(UInt8(ascii: "\n")) {
        text = replacing("-\n", by: "", in: text)
        text = replacing("\n", by: " ", in: text)
    }
    guard text.contains(UInt8(ascii: "&")) else { return text }
    text = replacing("&quot;", by: "\"", in: text)
    text = replacing("&amp;", by: "&", in: text)
    text = replacing("&lt;", by: "<", in: text)
    return replacing("&gt;", by: ">", in: text)
}

private func replacing(_ pattern: StaticString, by replacement: StaticString, in text: [UInt8]) -> [UInt8] {
    let (pattern, replacement) = (bytes(of: pattern), bytes(of: replacement))
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var place = 0
    while place < text.count {
        if text[place] == pattern[0], text[place...].starts(with: pattern) {
            result.append(contentsOf: replacement)
            place += pattern.count
        } else {
            result.append(text[place])
            place += 1
        }
    }
    return result
}

private func bytes(of text: StaticString) -> [UInt8] {
    text.withUTF8Buffer(Array.init)
}

private func separatingPunctuation(_ text: [UInt8]) -> [UInt8] {
    let space = UInt8(ascii: " ")
    var result: [UInt8] = []
    result.reserveCapacity(2 * text.count)
    for byte in text {
        let isSeparate = isSeparate(byte)
        if isSeparate { result.append(space) }
        result.append(byte)
        if isSeparate { result.append(space) }
    }
    return result
}

// MARK: Kinds of bytes

/// Whether it is a space, a symbol or punctuation of ASCII, but no apostrophe, comma, hyphen or full stop.
private func isSeparate(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x27, 0x2C, 0x2D, 0x2E: false
    case 0x20...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: true
    default: false
    }
}

private func isDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte)
}

/// Whether it is a full stop or a comma.
private func isPoint(_ byte: UInt8) -> Bool {
    byte == 0x2E || byte == 0x2C
}

/// The line with spaces around every token: what `mteval-v14.pl` (NIST 2010) does to all languages, in sacreBLEU's
/// form, which leaves entities as they are.
///
/// Each step reads the line from left to right and goes on behind what it has changed. A full stop at the end of a line
/// stays with a number before it, as in the original.
func internationalTokens(_ line: ArraySlice<UInt8>) -> [UInt8] {
    let space = ClassifiedScalar(" ")
    var text = String(decoding: line, as: UTF8.self).unicodeScalars.map(ClassifiedScalar.init)
    text = separatingPairs(text, by: space, isSpaceInFront: false) { $0.kind != .number && $1.kind == .punctuation }
    text = separatingPairs(text, by: space, isSpaceInFront: true) { $0.kind == .punctuation && $1.kind != .number }
    var result = String.UnicodeScalarView()
    for scalar in text {
        if scalar.kind == .symbol { result.append(" ") }
        result.append(scalar.scalar)
        if scalar.kind == .symbol { result.append(" ") }
    }
    return Array(String(result).utf8)
}

/// A scalar with its general category in Unicode, as far as the rules tell categories apart.
private struct ClassifiedScalar {
    enum Kind {
        case number, punctuation, symbol, other
    }

    let scalar: Unicode.Scalar
    let kind: Kind

    init(_ scalar: Unicode.Scalar) {
        self.scalar = scalar
        switch scalar {
        case "a"..."z", "A"..."Z", " ": kind = .other
        case "0"..."9": kind = .number
        default: kind = Self.kind(of: scalar.properties.generalCategory)
        }
    }

    private static func kind(of category: Unicode.GeneralCategory) -> Kind {
        switch category {
        case .decimalNumber, .letterNumber, .otherNumber: .number
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
            .finalPunctuation, .otherPunctuation:
            .punctuation
        case .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol: .symbol
        default: .other
        }
    }
}
