import Tokenization

/// What the tokens of a classifier, and of the language models that it starts from, are learned by.
struct ClassifierTokens {
    private let unit: TokenUnit
    private let normalization: [Normalization]
    private let minFrequency: Int
    private let maxVocabulary: Int

    init(_ settings: TextClassifierSettings) {
        (unit, normalization) = (settings.unit, settings.normalization)
        (minFrequency, maxVocabulary) = (settings.minFrequency, settings.maxVocabulary)
    }

    init(_ settings: PretrainingSettings) {
        (unit, normalization) = (settings.unit, settings.normalization)
        (minFrequency, maxVocabulary) = (settings.minFrequency, settings.maxVocabulary)
    }

    /// What is wrong with the settings, in words, or `nil`.
    var problem: String? {
        guard unit == .word || unit == .bpe else { return "unit is \(unit.rawValue), neither word nor bpe" }
        guard maxVocabulary > Vocabulary.specialCount else {
            return "maxVocabulary is \(maxVocabulary), of which four are no words"
        }
        guard unit == .word || maxVocabulary >= Vocabulary.bytes.count else {
            return "maxVocabulary is \(maxVocabulary), and \(Vocabulary.bytes.count) pieces are always there"
        }
        return nil
    }

    /// The tokenizer of some texts; white space is no token.
    ///
    /// - Parameter isOfWords: Makes it one of words, whatever the settings say.
    func tokenizer(of texts: [String], isOfWords: Bool = false) throws -> Tokenizer {
        try Tokenizer.train(
            on: texts, unit: isOfWords ? .word : unit, normalizer: Normalizer(normalization),
            minFrequency: minFrequency, maxSize: maxVocabulary, words: WordOptions(keepsWhitespace: false))
    }
}
