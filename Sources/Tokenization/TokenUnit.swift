/// What one token of a character-level tokenizer is.
public enum TokenUnit: String, Codable, CaseIterable, Sendable {
    /// A grapheme cluster: what a reader takes for one character, such as "é", "👩‍👧" or CR LF.
    case grapheme
    /// A Unicode scalar: one code point.
    case scalar
    /// A byte of the UTF-8 text, or of any file.
    case byte
}
