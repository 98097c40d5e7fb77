extension Tokenizer {
    /// The ids that an extension adds to a tokenizer of byte pairs where no size is given.
    public static let bytePairExtension = 2_000

    /// The same tokenizer with further tokens of some texts, whose ids come after the old ones.
    ///
    /// Old ids, old joins and the normalization stay. A tokenizer of byte pairs encodes the texts with its old joins and
    /// goes on joining from there, so a text without new characters and new joins is encoded as before. A tokenizer of
    /// bytes has all tokens and stays as it is. The result depends only on the texts.
    ///
    /// ```swift
    /// let larger = try tokenizer.extended(with: moreTexts, maxSize: tokenizer.vocabulary.count + 1_000)
    /// larger.encodeIDs(oldText) == tokenizer.encodeIDs(oldText)  // for words and characters that were known
    /// ```
    ///
    /// - Parameters:
    ///   - minFrequency: Leaves out new characters or words that occur less often in the texts.
    ///   - maxSize: The greatest number of ids, old and special ones included; where the tokenizer has as many already,
    ///     nothing is added. `nil` is no limit, and for byte pairs ``bytePairExtension`` more than before.
    public func extended(
        with texts: some Sequence<String>, minFrequency: Int = 1, maxSize: Int? = nil
    ) -> Tokenizer {
        let usual = unit == .bpe ? vocabulary.count + Self.bytePairExtension : .max
        let size = max(vocabulary.count, maxSize ?? usual)
        switch unit {
        case .byte: return self
        case .bpe: return extendingBytePairs(with: texts, minFrequency: minFrequency, size: size)
        case .grapheme, .scalar, .word:
            let counter = Self.counter(of: texts, unit: unit, normalizer: normalizer, words: words)
            let new = counter.ranked.lazy.filter { token, count in
                count >= minFrequency
                    && token.withUnsafeBufferPointer { vocabulary.id(of: $0) } == Vocabulary.unknownID
            }
            return replacingVocabulary(tokens: tokens + new.prefix(size - vocabulary.count).map(\.token), merges)
        }
    }

    /// The bytes of all ordinary tokens.
    private var tokens: [[UInt8]] { vocabulary.ordinaryIDs.map { Array(vocabulary.bytes(of: $0)) } }

    private func replacingVocabulary(tokens: [[UInt8]], _ merges: BytePairMerges) -> Tokenizer {
        Tokenizer(
            unit: unit, normalizer: normalizer, vocabulary: Vocabulary(tokens: tokens), icuVersion: icuVersion,
            words: words, merges: merges)
    }

    private func extendingBytePairs(
        with texts: some Sequence<String>, minFrequency: Int, size: Int
    ) -> Tokenizer {
        let (chunks, counts) = Self.chunks(of: texts, normalizer: normalizer, words: words)
        var tokens = tokens
        let room = (size - vocabulary.count) / 2
        let characters = Self.characters(of: chunks, counts, minFrequency: minFrequency, atMost: .max)
        let new = characters.filter {
            $0.withUnsafeBufferPointer { vocabulary.id(of: $0) } == Vocabulary.unknownID
        }
        tokens += new.prefix(room)
        var merges = merges
        var training = BytePairTraining(
            chunks: chunks, counts: counts, vocabulary: Vocabulary(tokens: tokens), merges: merges)
        training.learn(tokens: &tokens, merges: &merges, size: size)
        return replacingVocabulary(tokens: tokens, merges)
    }

    /// The ids of a smaller tokenizer that stand for a token: those that an extension joined it from, or its bytes.
    ///
    /// - Parameter oldCount: The size of the vocabulary before ``extended(with:minFrequency:maxSize:)``.
    /// - Precondition: The unit is ``TokenUnit/bpe``, and the id is in `0..<vocabulary.count`.
    package func pieces(of id: Int32, amongFirst oldCount: Int) -> [Int32] {
        precondition(unit == .bpe, "Tokenizer.pieces: the unit is \(unit), not bpe.")
        guard id >= oldCount else { return [id] }
        guard let number = merges.results.firstIndex(of: id) else {
            return vocabulary.bytes(of: id).map(Vocabulary.id(ofByte:))
        }
        let pair = merges.pairs[number]
        return pieces(of: pair.left, amongFirst: oldCount) + pieces(of: pair.right, amongFirst: oldCount)
    }
}
