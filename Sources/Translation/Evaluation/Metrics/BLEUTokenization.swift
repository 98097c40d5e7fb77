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
