/// The unit of a tokenizer: what one token is.
public enum TokenUnit: String, Codable, CaseIterable, Sendable {
    /// A grapheme cluster: what a reader takes for one character, such as "é", "👩‍👧" or CR LF.
    case grapheme
    /// A Unicode scalar: one code point.
    case scalar
    /// A byte of the UTF-8 text, or of any file.
    case byte
    /// A word of ICU's, or what stands between words.
    case word
    /// A piece of a word, by byte-pair encoding.
    case bpe

    /// Those whose tokens are characters or bytes.
    public static let characterUnits: [TokenUnit] = [.grapheme, .scalar, .byte]
}

/// How a tokenizer of words treats them.
public struct WordOptions: Sendable, Equatable, Codable {
    /// Whether white space between words is a token as well; without it, decoding puts one space between tokens.
    public var keepsWhitespace: Bool
    /// Whether every digit of a number counts as 0, so that "1987" and "2024" are one token.
    public var foldsNumbers: Bool

    public init(keepsWhitespace: Bool = true, foldsNumbers: Bool = false) {
        self.keepsWhitespace = keepsWhitespace
        self.foldsNumbers = foldsNumbers
    }
}
