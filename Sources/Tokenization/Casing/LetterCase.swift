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
