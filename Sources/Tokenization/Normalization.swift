/// A normalization step, applied to a text before it is split into tokens.
///
/// As text, in `tokenizer.json` and on the command line, it is the name of the case, or `icu:` and a transliterator's
/// id.
public enum Normalization: Hashable, Sendable {
    /// The text as it is.
    case none
    /// Normalization form C: canonical decomposition, then canonical composition (Unicode Standard Annex 15).
    case nfc
    /// Canonical decomposition.
    case nfd
    /// Compatibility decomposition, then canonical composition: "ﬁ" becomes "fi", "①" becomes "1".
    case nfkc
    /// Compatibility decomposition.
    case nfkd
    /// Full case folding, the same in every language: "Straße" becomes "strasse".
    case caseFold
    /// Leaves out nonspacing marks, precomposed ones too: "Ångström" becomes "Angstrom". In Indic scripts and Thai,
    /// vowels that are such marks go as well.
    case stripAccents
    /// Full-width Latin and half-width Katakana in their usual width: "ＡＢＣ" becomes "ABC", "ｶﾞ" becomes "ガ".
    case foldWidth
    /// Markup tags such as `<br />` become a space, whatever their names: "x<y and z>w" becomes "x w". The plain
    /// predecessor of ``stripMarkup``.
    case stripTags
    /// HTML without its markup: tags of HTML's elements become a space; comments, `CDATA` sections, the doctype,
    /// processing instructions, and `script` and `style` with all they hold go. "x<y and z>w" and "I <3 this" stay.
    case stripMarkup
    /// HTML's character references become what they stand for: "&amp;" "&", "&#8217;" "’", "&eacute" "é".
    case decodeEntities
    /// Leaves out what shows nothing: Unicode's default-ignorable characters, such as soft hyphens, zero-width spaces,
    /// byte order marks, bidirectional marks and variation selectors, control characters of ASCII, and U+FFF9 to U+FFFC,
    /// which mark annotations and embedded objects. Joiners stay where the script or an emoji needs them. A zero-width
    /// space between letters of Thai, Lao, Khmer or Burmese, where it parts words, becomes a space.
    case stripInvisible
    /// Each run of white space becomes one space, or one line break if it has one; at both ends of the text it goes.
    case collapseWhitespace
    /// Typographic quotation marks and apostrophes become those of ASCII: “ ” „ ‟ become ", ‘ ’ ‚ ‛ become '.
    case straightenQuotes
    /// Other punctuation as a keyboard has it: dashes become "-", "…" "...", guillemets and double primes ", acute accents,
    /// grave accents and primes in the place of apostrophes '.
    case simplifyPunctuation
    /// Sentences in capitals, or with a capital for every word, in ordinary letters: "WHERE IS TOM?" becomes "Where is
    /// Tom?". A tokenizer of words or of pieces of them knows from its vocabulary which words keep their capitals, and
    /// gives a sentence without any its own; a single word stays unless the vocabulary knows it better in small letters. The locale decides, for example, that
    /// "I" becomes "ı" in Turkish and stays in English; empty suits all.
    case trueCase(locale: String)
    /// English contractions in two words, as treebanks have them: "doesn't" becomes "does n't", "it’s" "it 's".
    case splitContractions
    /// Any transliterator of ICU, such as "Any-Latin; Latin-ASCII". Applied to each line by itself, and
    /// to a line of more than 2,048 bytes piece by piece, cut behind white space or punctuation if it has any.
    case transliteration(id: String)
}

extension Normalization: RawRepresentable, Codable, CaseIterable {
    /// All that need no further word; ``transliteration(id:)`` and the locales of ``trueCase(locale:)`` are missing.
    public static let allCases: [Normalization] = [
        .none, .nfc, .nfd, .nfkc, .nfkd, .caseFold, .stripAccents, .foldWidth, .stripTags, .stripMarkup,
        .decodeEntities, .stripInvisible, .collapseWhitespace, .straightenQuotes, .simplifyPunctuation,
        .trueCase(locale: ""), .splitContractions,
    ]

    private static let transliterationPrefix = "icu:"
    private static let trueCaseName = "trueCase"

    public init?(rawValue: String) {
        if rawValue.hasPrefix(Self.transliterationPrefix) {
            self = .transliteration(id: String(rawValue.dropFirst(Self.transliterationPrefix.count)))
        } else if rawValue.hasPrefix(Self.trueCaseName + ":") {
            let locale = String(rawValue.dropFirst(Self.trueCaseName.count + 1))
            guard !locale.isEmpty, Segmenter.isKnown(locale: locale) else { return nil }
            self = .trueCase(locale: locale)
        } else if let found = Self.allCases.first(where: { $0.rawValue == rawValue }) {
            self = found
        } else {
            return nil
        }
    }

    public var rawValue: String {
        switch self {
        case .none: "none"
        case .nfc: "nfc"
        case .nfd: "nfd"
        case .nfkc: "nfkc"
        case .nfkd: "nfkd"
        case .caseFold: "caseFold"
        case .stripAccents: "stripAccents"
        case .foldWidth: "foldWidth"
        case .stripTags: "stripTags"
        case .stripMarkup: "stripMarkup"
        case .decodeEntities: "decodeEntities"
        case .stripInvisible: "stripInvisible"
        case .collapseWhitespace: "collapseWhitespace"
        case .straightenQuotes: "straightenQuotes"
        case .simplifyPunctuation: "simplifyPunctuation"
        case .trueCase(let locale): Self.trueCaseName + (locale.isEmpty ? "" : ":" + locale)
        case .splitContractions: "splitContractions"
        case .transliteration(let id): Self.transliterationPrefix + id
        }
    }
}
