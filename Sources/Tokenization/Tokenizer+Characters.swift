extension Tokenizer {
    /// The number of characters that some tokens stand for, which figures per character are divided by.
    ///
    /// For byte pairs these are the grapheme clusters of the decoded text, so that figures compare with those of a
    /// tokenizer of graphemes. Any other unit counts its tokens.
    ///
    /// - Precondition: Each id is in `0..<vocabulary.count`.
    public func characterCount(of ids: some Collection<Int32>) -> Int {
        unit == .bpe ? Segmenter.graphemes.count(in: decode(ids)) : ids.count
    }
}

extension Segmenter {
    /// The number of segments of a text.
    public func count(in text: String) -> Int {
        var (text, count) = (text, 0)
        text.withUTF8 { utf8 in _ = forEachRange(in: utf8) { _, _, _ in count += 1 } }
        return count
    }
}
