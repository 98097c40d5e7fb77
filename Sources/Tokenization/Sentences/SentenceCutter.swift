/// Cuts a text into sentences, such as those that a translator reads one by one.
///
/// The boundaries are those of Unicode Standard Annex 29, with these exceptions: none after an abbreviation, an initial or
/// a number that counts ("Mr. Smith", "J. R. R. Tolkien", "1. Milk"), none between a quotation and what goes on in small
/// letters (`"Where?" he asked.`), and one after each full stop where a text has no capital at all. What shows no letter
/// and no digit at either end does not belong to a sentence: white space, bullets, emoji, a quotation mark whose fellow
/// stands elsewhere.
///
/// ```swift
/// SentenceCutter(locale: "en").sentences(in: "Mr. Smith is here.  Where are you?")  // [0..<18, 20..<34]
/// ```
public struct SentenceCutter: Sendable {
    private let segmenter: Segmenter
    private let abbreviations: Abbreviations
    /// Whether the language writes ordinal numbers with a full stop.
    var hasOrdinals: Bool { abbreviations.hasOrdinals }

    /// - Parameter locale: The language whose rules apply, such as "en"; empty for those that suit all.
    public init(locale: String = "") {
        segmenter = Segmenter(.sentence, locale: locale)
        abbreviations = Abbreviations(locale: locale)
    }

    /// The ranges of the sentences in UTF-8, in order; none where there is no letter and no digit.
    public func sentences(in text: String) -> [Range<Int>] {
        let utf8 = Array(text.utf8)
        return pieces(of: text, utf8).compactMap { SentenceCore(utf8[$0])?.range }
    }

    /// The same sentences with all that surrounds them: ranges that cover the text without a gap.
    func pieces(of text: String, _ utf8: [UInt8]) -> [Range<Int>] {
        let isSmall = !text.unicodeScalars.contains { $0.properties.isUppercase }
        var pieces: [Range<Int>] = []
        var goesOn = false
        for segment in segmenter.segments(in: text) {
            for range in cutAtStops(segment.range, utf8, isSmall: isSmall) {
                if goesOn {
                    pieces.append(pieces.removeLast().lowerBound..<range.upperBound)
                } else {
                    pieces.append(range)
                }
                goesOn = !segment.endsHard && self.goesOn(pieces[pieces.count - 1], utf8)
            }
        }
        return pieces
    }

    /// The pieces between boundaries that UAX 29 does not make: after "…" before a capital, and after a full stop before a
    /// small letter where there are no capitals, or nothing but capitals before it.
    private func cutAtStops(_ range: Range<Int>, _ utf8: [UInt8], isSmall: Bool) -> [Range<Int>] {
        let (stop, space) = (UInt8(ascii: "."), UInt8(ascii: " "))
        var (pieces, start, word): ([Range<Int>], Int, Int) = ([], range.lowerBound, range.lowerBound)
        for place in range.dropLast(2) where utf8[place] == space {
            let last = utf8[word..<place]
            word = place + 1
            let isCut =
                if last.last == stop {
                    last.count > 3 && last.firstIndex(of: stop) == place - 1
                        && (isSmall || endsCapitals(utf8[start..<place], before: utf8[word]))
                } else {
                    last.suffix(3).elementsEqual("…".utf8) && UnicodeScalar(utf8[word]).properties.isUppercase
                }
            guard isCut else { continue }
            pieces.append(start..<word)
            start = word
        }
        return pieces + [start..<range.upperBound]
    }

    /// Whether a text all in capitals is followed by a small letter: "I AM TIRED. where is it?"
    private func endsCapitals(_ text: ArraySlice<UInt8>, before next: UInt8) -> Bool {
        let (small, capitals) = (UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"))
        return small.contains(next) && text.suffix(3).contains { capitals.contains($0) }
            && text.count > 6 && !text.contains { small.contains($0) }
    }

    /// Bytes on either side of a boundary that are looked at.
    private static let context = 96

    /// Whether what follows a piece belongs to the same sentence.
    private func goesOn(_ piece: Range<Int>, _ utf8: [UInt8]) -> Bool {
        let next = String(decoding: utf8[piece.upperBound...].prefix(Self.context), as: UTF8.self).unicodeScalars
        let before = String(decoding: utf8[piece].suffix(Self.context), as: UTF8.self).unicodeScalars
        guard let first = next.first(where: { !$0.properties.isWhitespace }),
            let last = before.last(where: { !$0.properties.isWhitespace })
        else { return false }
        if last.closesQuotation { return first.properties.isLowercase }
        guard last == "." else { return false }
        return abbreviations.end(before, isWhole: piece.count <= Self.context, before: next)
    }
}

/// What remains of a piece of text when all that surrounds its sentence is taken away.
struct SentenceCore {
    private var scalars: ArraySlice<Unicode.Scalar>
    private(set) var range: Range<Int>
    /// How many quotation marks and brackets of each kind there are.
    private var counts: [Unicode.Scalar: Int] = [:]

    /// Nil where there is no letter and no digit.
    init?(_ utf8: ArraySlice<UInt8>) {
        scalars = Array(String(decoding: utf8, as: UTF8.self).unicodeScalars)[...]
        range = utf8.startIndex..<utf8.endIndex
        guard scalars.contains(where: \.isReadable) else { return nil }
        for scalar in scalars where Self.fellows[scalar] != nil { counts[scalar, default: 0] += 1 }
        while let first = scalars.first, first.isSurrounding { removeFirst() }
        dropBullet()
        while let first = scalars.first, first.isSurrounding || isUnpaired(first) { removeFirst() }
        while let last = scalars.last, last.isSurrounding || isUnpaired(last) {
            range = range.lowerBound..<range.upperBound - UTF8.width(last)
            take(scalars.removeLast())
        }
    }

    private mutating func removeFirst() {
        let first = scalars.removeFirst()
        range = range.lowerBound + UTF8.width(first)..<range.upperBound
        take(first)
    }

    private mutating func take(_ scalar: Unicode.Scalar) {
        if let count = counts[scalar] { counts[scalar] = count - 1 }
    }

    /// "- ", "* ", "> ", "## " at the beginning.
    private mutating func dropBullet() {
        let marks = scalars.prefix { Self.bullets.contains($0) }
        guard !marks.isEmpty, scalars.dropFirst(marks.count).first?.properties.isWhitespace == true else { return }
        for _ in marks { removeFirst() }
    }

    static let bullets: Set<Unicode.Scalar> = ["-", "*", ">", "#", "+", "–", "—", "•", "‣", "◦", "·"]

    /// Each quotation mark or bracket with the one that closes or opens it.
    private static let fellows: [Unicode.Scalar: [Unicode.Scalar]] = [
        "\"": [], "“": ["”"], "”": ["“", "„"], "„": ["“", "”"], "«": ["»"], "»": ["«"], "(": [")"], ")": ["("],
        "「": ["」"], "」": ["「"],
    ]

    private func isUnpaired(_ scalar: Unicode.Scalar) -> Bool {
        guard let fellows = Self.fellows[scalar] else { return false }
        if fellows.isEmpty { return !counts[scalar, default: 0].isMultiple(of: 2) }
        return counts[scalar, default: 0] > fellows.reduce(0) { $0 + counts[$1, default: 0] }
    }
}

extension Unicode.Scalar {
    /// A letter or a digit.
    var isReadable: Bool { properties.isAlphabetic || properties.numericType != nil }

    var isDigit: Bool { ("0"..."9").contains(self) }

    /// What is no part of a sentence at its ends: white space, what shows nothing, emoji and other symbols.
    var isSurrounding: Bool {
        if isASCII { return properties.isWhitespace }
        return properties.isWhitespace || properties.isDefaultIgnorableCodePoint
            || properties.generalCategory == .otherSymbol || properties.isEmojiModifier || self == "\u{2022}"
    }

    fileprivate var closesQuotation: Bool {
        switch properties.generalCategory {
        case .closePunctuation, .finalPunctuation: true
        default: self == "\"" || self == "'"
        }
    }
}

/// Words that end in a full stop without ending a sentence.
struct Abbreviations: Sendable {
    private let language: Substring

    init(locale: String) { language = locale.prefix { $0 != "-" && $0 != "_" } }

    /// Whether the full stop at the end of a piece of text belongs to its last word, and the sentence goes on.
    ///
    /// - Parameters:
    ///   - isWhole: Whether the text is all there is before the boundary.
    ///   - next: What follows.
    func end(_ text: String.UnicodeScalarView, isWhole: Bool, before next: String.UnicodeScalarView) -> Bool {
        let words = String(text).split(whereSeparator: \.isWhitespace)
        guard let last = words.last else { return false }
        let word = last.drop { !$0.isLetter && !$0.isNumber }.dropLast()
        if word.allSatisfy(\.isNumber) {
            // "1. Milk", "(2. Milk", and the ordinal numbers of some languages: "am 3. Mai".
            return !word.isEmpty && ((words.count == 1 && isWhole) || (ordinals.contains(language) && word.count <= 2))
        }
        let small = word.lowercased()
        if Self.beforeNumbers.contains(small) { return next.first { !$0.properties.isWhitespace }?.isDigit == true }
        if word.first?.isUppercase == true ? Self.titles.contains(small) : Self.particles.contains(small) {
            return true
        }
        let isInitial = word.count == 1 && word.first?.isUppercase == true && word != "I"
        let isDotted =
            word.contains(".") && word.split(separator: ".").allSatisfy { $0.count <= 2 && $0.first!.isLetter }
        guard isInitial || isDotted || Self.others.contains(small) else { return false }
        let follower = String(next).split { !$0.isLetter }.first?.lowercased() ?? ""
        return !Self.starters.contains(follower)
    }

    var hasOrdinals: Bool { ordinals.contains(language) }

    /// Languages that write ordinal numbers with a full stop.
    private let ordinals: Set<Substring> = [
        "cs", "da", "de", "et", "fi", "fo", "hr", "hu", "is", "lv", "nb", "nn", "no", "pl", "sk", "sl", "sr", "tr",
    ]

    /// What stands before a name.
    private static let titles = Set(
        """
        mr mrs ms mx dr prof st mt ft gen col maj capt cpt lt sgt cpl pvt adm cmdr rev fr hon pres gov sen rep supt insp
        messrs mme mlle mgr hr frl sra srta dott sig
        """.split(whereSeparator: \.isWhitespace).map(String.init))

    /// What stands before any word.
    private static let particles: Set<String> = ["vs", "cf", "viz", "approx", "ca", "bzw", "evtl", "usw", "ggf"]

    private static let beforeNumbers = Set(
        """
        no nos nr fig figs vol vols p pp art ch sec eq jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu
        fri sat sun tel
        """.split(whereSeparator: \.isWhitespace).map(String.init))

    /// What may end a sentence too; the next word decides.
    private static let others: Set<String> = [
        "jr", "sr", "inc", "ltd", "co", "corp", "bros", "dept", "etc", "al", "ave", "blvd",
    ]

    /// Words that begin a sentence far more often than they follow an abbreviation.
    private static let starters: Set<String> = [
        "he", "she", "it", "they", "we", "you", "i", "the", "this", "that", "these", "those", "there", "my", "his",
        "her",
        "our", "your", "their", "a", "an", "but", "and", "so", "what", "where", "when", "why", "who", "how", "do",
        "does",
        "did", "is", "are", "was", "were", "please", "let", "if", "can", "could", "would", "will", "then", "not", "yes",
        "no",
    ]
}
