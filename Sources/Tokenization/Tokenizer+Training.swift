extension Tokenizer {
    /// A tokenizer with the characters of a text as vocabulary, the most frequent first.
    ///
    /// - Parameters:
    ///   - unit: What a token is. For ``TokenUnit/byte`` the vocabulary is always all 256 bytes.
    ///   - minFrequency: Leaves out characters that occur less often; they become unknown.
    ///   - maxSize: The greatest number of ids, the four special ones counted; nil sets no limit.
    /// - Precondition: `maxSize` is nil or at least 4.
    public static func train(
        on text: String, unit: TokenUnit, normalization: Normalization = .nfc, minFrequency: Int = 1,
        maxSize: Int? = nil
    ) -> Tokenizer {
        train(
            on: CollectionOfOne(text), unit: unit, normalization: normalization, minFrequency: minFrequency,
            maxSize: maxSize)
    }

    /// A tokenizer with the characters of several texts, such as the files of a corpus, as vocabulary.
    public static func train(
        on texts: some Sequence<String>, unit: TokenUnit, normalization: Normalization = .nfc,
        minFrequency: Int = 1, maxSize: Int? = nil
    ) -> Tokenizer {
        if unit == .byte { return bytes(normalization: normalization) }
        var counter = TokenCounter()
        let cutter = Tokenizer(unit: unit, normalization: normalization, vocabulary: Vocabulary(tokens: []))
        for text in texts {
            Normalizer(normalization).withNormalizedUTF8(of: text) { utf8, _ in
                cutter.forEachToken(in: utf8) { start, end in
                    counter.count(UnsafeBufferPointer(rebasing: utf8[start..<end]))
                }
            }
        }
        let vocabulary = Vocabulary(counter, minFrequency: minFrequency, maxSize: maxSize)
        return Tokenizer(unit: unit, normalization: normalization, vocabulary: vocabulary)
    }

    /// The tokenizer of bytes, which needs no training.
    public static func bytes(normalization: Normalization = .none) -> Tokenizer {
        Tokenizer(unit: .byte, normalization: normalization, vocabulary: .bytes)
    }
}
