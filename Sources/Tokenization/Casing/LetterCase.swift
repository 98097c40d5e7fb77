import Foundation

/// How the letters of a sentence are written.
public enum LetterCase: Sendable, Equatable {
    /// As its language writes it.
    case ordinary
    /// In capitals: "WHERE IS THE STATION?".
    case capitals
    /// Every word with a capital, but perhaps small ones: "Where Is the Station?".
    case title

    /// A text of ordinary letters written in this case.
    ///
    /// - Parameter locale: The language whose rules apply: "i" becomes "İ" in Turkish. Empty for those that suit all.
    public func apply(to text: String, locale: String) -> String {
        let locale = Locale(identifier: locale)
        switch self {
        case .ordinary: return text
        case .capitals: return text.uppercased(with: locale)
        case .title:
            let utf8 = Array(text.utf8)
            return Segmenter.words.ranges(in: text).map { range in
                let word = String(decoding: utf8[range], as: UTF8.self)
                return word.prefix(1).uppercased(with: locale) + word.dropFirst()
            }.joined()
        }
    }
}

/// A word as its letters are written.
struct WordCase {
    /// Letters that have a case.
    private(set) var casedCount = 0
    private var upperCount = 0
    private var beginsUpper = false

    init(_ word: String) {
        for scalar in word.unicodeScalars {
            let isUpper = scalar.properties.isUppercase || scalar.properties.generalCategory == .titlecaseLetter
            guard isUpper || scalar.properties.isLowercase, scalar.properties.isAlphabetic else { continue }
            if casedCount == 0 { beginsUpper = isUpper }
            casedCount += 1
            if isUpper { upperCount += 1 }
        }
    }

    var isCapitals: Bool { casedCount > 0 && upperCount == casedCount }
    var isTitle: Bool { beginsUpper && upperCount == 1 }
    var hasUpper: Bool { upperCount > 0 }
    var hasLower: Bool { upperCount < casedCount }
    var hasInnerUpper: Bool { upperCount > (beginsUpper ? 1 : 0) }
}

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
