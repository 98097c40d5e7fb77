extension Tokenizer {
    /// How the letters of a text are written, where the normalizer has ``Normalization/trueCase(locale:)``; else ordinary.
    public func letterCase(of text: String) -> LetterCase {
        let before = normalizer.steps.prefix { !$0.isTrueCase }
        guard before.count < normalizer.steps.count else { return .ordinary }
        return Normalizer(Array(before)).withNormalizedUTF8(of: text) { utf8, _ in
            TrueCaseRule(locale: locale, rank: wordRank).letterCase(of: utf8)
        }
    }

    /// The language that ``Normalization/trueCase(locale:)`` names; empty where none is known.
    public var locale: String {
        for case .trueCase(let locale) in normalizer.steps { return locale }
        return ""
    }

    /// Hands over the UTF-8 of the normalized text, with what the vocabulary knows of words.
    func withNormalizedUTF8<Result>(
        of text: String, _ body: (UnsafeBufferPointer<UInt8>, Alignment) throws -> Result
    ) rethrows -> Result {
        try normalizer.withNormalizedUTF8(of: text, rank: wordRank, body)
    }

    /// The place of a word among the tokens, the most frequent first; nil where tokens are not words or pieces of them.
    private var wordRank: TrueCaseRule.Rank? {
        guard unit == .word || unit == .bpe, normalizer.steps.contains(where: \.isTrueCase) else { return nil }
        return { [vocabulary, unit] word, beginsText in
            vocabulary.id(of: unit == .bpe && !beginsText ? " " + word : word)
        }
    }
}

extension Normalization {
    fileprivate var isTrueCase: Bool {
        if case .trueCase = self { true } else { false }
    }
}
