extension Tokenizer {
    /// A tokenizer whose vocabulary is that of a text, the most frequent tokens first.
    ///
    /// - Parameters:
    ///   - unit: What a token is. For ``TokenUnit/byte`` the vocabulary is always all 256 bytes; for
    ///     ``TokenUnit/bpe`` it is these, the characters of the text, and joins up to ``defaultBytePairSize`` ids.
    ///   - minFrequency: Leaves out characters or words that occur less often; they become unknown, or bytes.
    ///   - words: How words are treated, for ``TokenUnit/word``; for ``TokenUnit/bpe`` whether white space is kept.
    public static func train(
        on text: String, unit: TokenUnit, normalization: Normalization = .nfc, minFrequency: Int = 1,
        words: WordOptions = WordOptions()
    ) -> Tokenizer {
        train(
            on: CollectionOfOne(text), unit: unit, normalizer: Normalizer(normalization), minFrequency: minFrequency,
            words: words)
    }

    /// A tokenizer with a vocabulary of limited size.
    ///
    /// - Parameter maxSize: The greatest number of ids, the four special ones included; `nil` is no limit, and for byte
    ///   pairs ``defaultBytePairSize``. Byte pairs get as many joins as there is room for.
    /// - Throws: ``TokenizerError/vocabularyTooSmall(size:needed:)`` if there is no room for the special ids and, for byte
    ///   pairs, all bytes.
    public static func train(
        on text: String, unit: TokenUnit, normalization: Normalization = .nfc, minFrequency: Int = 1, maxSize: Int?,
        words: WordOptions = WordOptions()
    ) throws -> Tokenizer {
        try train(
            on: CollectionOfOne(text), unit: unit, normalizer: Normalizer(normalization), minFrequency: minFrequency,
            maxSize: maxSize, words: words)
    }

    /// A tokenizer with the vocabulary of several texts, such as the files of a corpus.
    public static func train(
        on texts: some Sequence<String>, unit: TokenUnit, normalizer: Normalizer = Normalizer(.nfc),
        minFrequency: Int = 1, words: WordOptions = WordOptions()
    ) -> Tokenizer {
        trained(
            on: texts, unit: unit, normalizer: normalizer, minFrequency: minFrequency, maxSize: nil, words: words)
    }

    /// A tokenizer with a vocabulary of limited size of several texts.
    ///
    /// - Parameter maxSize: The greatest number of ids, the four special ones included.
    /// - Throws: ``TokenizerError/vocabularyTooSmall(size:needed:)``.
    public static func train(
        on texts: some Sequence<String>, unit: TokenUnit, normalizer: Normalizer = Normalizer(.nfc),
        minFrequency: Int = 1, maxSize: Int?, words: WordOptions = WordOptions()
    ) throws -> Tokenizer {
        let needed = leastVocabularySize(of: unit)
        if let maxSize, maxSize < needed { throw TokenizerError.vocabularyTooSmall(size: maxSize, needed: needed) }
        return trained(
            on: texts, unit: unit, normalizer: normalizer, minFrequency: minFrequency, maxSize: maxSize, words: words)
    }

    /// The fewest ids that a vocabulary can be limited to; that of bytes has its size whatever the limit.
    private static func leastVocabularySize(of unit: TokenUnit) -> Int {
        switch unit {
        case .byte: .min
        case .bpe: Vocabulary.bytes.count
        case .grapheme, .scalar, .word: Vocabulary.specialCount
        }
    }

    /// - Precondition: `maxSize` is nil or has room for the special ids, and for byte pairs all bytes.
    package static func trained(
        on texts: some Sequence<String>, unit: TokenUnit, normalizer: Normalizer = Normalizer(.nfc),
        minFrequency: Int = 1, maxSize: Int?, words: WordOptions = WordOptions()
    ) -> Tokenizer {
        switch unit {
        case .byte:
            return Tokenizer(unit: .byte, normalizer: normalizer, vocabulary: .bytes)
        case .bpe:
            return trainBytePairs(
                on: texts, normalizer: normalizer, minFrequency: minFrequency, size: maxSize ?? defaultBytePairSize,
                words: words)
        case .grapheme, .scalar, .word:
            let counter = counter(of: texts, unit: unit, normalizer: normalizer, words: words)
            return Tokenizer(
                unit: unit, normalizer: normalizer,
                vocabulary: Vocabulary(counter, minFrequency: minFrequency, maxSize: maxSize), words: words)
        }
    }

    /// How often each character or word occurs.
    static func counter(
        of texts: some Sequence<String>, unit: TokenUnit, normalizer: Normalizer, words: WordOptions
    ) -> TokenCounter {
        var counter = TokenCounter()
        for text in texts {
            normalizer.withNormalizedUTF8(of: text) { utf8, _ in
                if unit == .word {
                    forEachWord(in: utf8, words) { token, _, _ in counter.count(token) }
                } else {
                    forEachCharacter(in: utf8, unit) { start, end in
                        counter.count(UnsafeBufferPointer(rebasing: utf8[start..<end]))
                    }
                }
            }
        }
        return counter
    }

    /// The size of a vocabulary of byte pairs where none is given.
    public static let defaultBytePairSize = 8_000

    /// The tokenizer of bytes, which needs no training.
    public static func bytes(normalization: Normalization = .none) -> Tokenizer {
        Tokenizer(unit: .byte, normalizer: Normalizer(normalization), vocabulary: .bytes)
    }

    private static func trainBytePairs(
        on texts: some Sequence<String>, normalizer: Normalizer, minFrequency: Int, size: Int, words: WordOptions
    ) -> Tokenizer {
        let byteTokens = (0...255).map { [UInt8($0)] }
        precondition(
            size >= Vocabulary.specialCount + byteTokens.count,
            "Tokenizer.train: \(size) ids have no room for the \(byteTokens.count) bytes and 4 special ones.")
        let (chunks, counts) = chunks(of: texts, normalizer: normalizer, words: words)
        let room = (size - Vocabulary.specialCount - byteTokens.count) / 2
        var tokens = byteTokens + characters(of: chunks, counts, minFrequency: minFrequency, atMost: room)
        var training = BytePairTraining(chunks: chunks, counts: counts, vocabulary: Vocabulary(tokens: tokens))
        var merges = BytePairMerges()
        training.learn(tokens: &tokens, merges: &merges, size: size)
        return Tokenizer(
            unit: .bpe, normalizer: normalizer, vocabulary: Vocabulary(tokens: tokens), words: words, merges: merges)
    }

    /// The distinct stretches that pairs are joined within, and how often each occurs.
    static func chunks(
        of texts: some Sequence<String>, normalizer: Normalizer, words: WordOptions
    ) -> (chunks: ByteStringTable, counts: [Int]) {
        var chunks = ByteStringTable()
        var counts: [Int] = []
        for text in texts {
            normalizer.withNormalizedUTF8(of: text) { utf8, _ in
                BytePairChunks.forEach(in: utf8, keepsWhitespace: words.keepsWhitespace) { start, end in
                    let number = chunks.insert(UnsafeBufferPointer(rebasing: utf8[start..<end]))
                    if number == counts.count { counts.append(0) }
                    counts[number] += 1
                }
            }
        }
        return (chunks, counts)
    }

    /// The characters beyond ASCII, the most frequent first, that make up all but one in two thousand; the rest is left
    /// to bytes.
    static func characters(
        of chunks: ByteStringTable, _ counts: [Int], minFrequency: Int, atMost limit: Int
    ) -> [[UInt8]] {
        var found: [Unicode.Scalar: Int] = [:]
        for number in 0..<chunks.count {
            for scalar in String(decoding: chunks[number], as: UTF8.self).unicodeScalars where !scalar.isASCII {
                found[scalar, default: 0] += counts[number]
            }
        }
        let total = found.values.reduce(0, +)
        var covered = 0
        let ranked = found.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
        let kept = ranked.prefix { _, count in
            let isNeeded = covered * 2_000 < total * 1_999 && count >= minFrequency
            covered += count
            return isNeeded
        }
        return kept.prefix(limit).map { Array(String($0.key).utf8) }
    }
}
