/// Texts that come cut into words, such as those of a tagged corpus.
extension Tokenizer {
    /// A tokenizer of words whose vocabulary is that of words which were cut elsewhere.
    ///
    /// Nothing is cut again: a word may be one that ``Segmenter/words`` would cut, such as `1996-08-22` or `don't`.
    /// ``id(ofWord:)`` gives the ids.
    ///
    /// - Parameters:
    ///   - words: Every word of every text.
    ///   - minFrequency: Leaves out words that occur less often; they become unknown.
    ///   - maxSize: The greatest number of ids, the four special ones counted; nil sets no limit.
    /// - Throws: ``TokenizerError/vocabularyTooSmall(size:needed:)`` if `maxSize` has no room for the special ids.
    public static func train(
        onWords words: some Sequence<String>, normalizer: Normalizer = Normalizer(.nfc), minFrequency: Int = 1,
        maxSize: Int? = nil
    ) throws -> Tokenizer {
        if let maxSize, maxSize < Vocabulary.specialCount {
            throw TokenizerError.vocabularyTooSmall(size: maxSize, needed: Vocabulary.specialCount)
        }
        var counter = TokenCounter()
        for word in words {
            normalizer.withNormalizedUTF8(of: word) { utf8, _ in if !utf8.isEmpty { counter.count(utf8) } }
        }
        return Tokenizer(
            unit: .word, normalizer: normalizer,
            vocabulary: Vocabulary(counter, minFrequency: minFrequency, maxSize: maxSize),
            words: WordOptions(keepsWhitespace: false))
    }

    /// The id of a word that was cut elsewhere, after normalization; ``Vocabulary/unknownID`` if the vocabulary does not
    /// have it.
    public func id(ofWord word: String) -> Int32 {
        withNormalizedUTF8(of: word) { utf8, _ in vocabulary.id(of: utf8) }
    }
}
