internal import CUnicode

/// A text after normalization, with the way back to its source.
public struct NormalizedText: Sendable, Equatable {
    /// The normalized text.
    public let text: String
    /// Maps its byte ranges to those of the source.
    public let alignment: Alignment
}

/// Normalizes texts as ICU does, step by step, and remembers where each part of the result comes from.
///
/// ```swift
/// let normalized = Normalizer([.nfkc, .caseFold]).normalize("Ｓｔｒａße")
/// normalized.text                                   // "strasse"
/// normalized.alignment.sourceRange(of: 4..<6)       // the bytes of "ß"
/// ```
public struct Normalizer: Sendable, Equatable {
    /// What is done, in this order.
    public let steps: [Normalization]

    /// Makes a normalizer of one step.
    public init(_ step: Normalization) {
        self.init([step])
    }

    /// Makes a normalizer of several steps.
    ///
    /// - Precondition: Every transliterator exists; see ``isKnown(transliterator:)``.
    public init(_ steps: [Normalization]) {
        self.steps = steps.filter { $0 != .none }
    }

    /// Whether ICU has a transliterator of this id.
    public static func isKnown(transliterator id: String) -> Bool {
        guard let handle = unicode_transliterator_open(id) else { return false }
        unicode_transliterator_close(handle)
        return true
    }

    /// The normalized text, and where its parts come from; the text itself if nothing changes.
    public func normalize(_ text: String) -> NormalizedText {
        withNormalizedUTF8(of: text) { utf8, alignment in
            NormalizedText(
                text: alignment.isIdentity ? text : String(decoding: utf8, as: UTF8.self), alignment: alignment)
        }
    }

    /// Hands over the UTF-8 of the normalized text, which is the text's own storage if nothing changes.
    ///
    /// - Parameter rank: What ``Normalization/trueCase(locale:)`` may know of words.
    func withNormalizedUTF8<Result>(
        of text: String, rank: TrueCaseRule.Rank? = nil,
        _ body: (UnsafeBufferPointer<UInt8>, Alignment) throws -> Result
    ) rethrows -> Result {
        var text = text
        return try text.withUTF8 { source in
            var result: RewrittenText?
            for step in steps {
                guard let before = result else {
                    result = rewritten(source, by: step, rank)
                    continue
                }
                guard let next = before.bytes.withUnsafeBufferPointer({ rewritten($0, by: step, rank) }) else {
                    continue
                }
                result = RewrittenText(
                    bytes: next.bytes, alignment: before.alignment.followed(by: next.alignment))
            }
            guard let result else { return try body(source, Alignment()) }
            return try result.bytes.withUnsafeBufferPointer { try body($0, result.alignment) }
        }
    }

    /// Valid UTF-8 after one step; nil if that is the source itself.
    private func rewritten(
        _ source: UnsafeBufferPointer<UInt8>, by step: Normalization, _ rank: TrueCaseRule.Rank?
    ) -> RewrittenText? {
        let kind: unicode_normalization? =
            switch step {
            case .none: nil
            case .nfc: UNICODE_NFC
            case .nfd: UNICODE_NFD
            case .nfkc: UNICODE_NFKC
            case .nfkd: UNICODE_NFKD
            case .caseFold: UNICODE_CASE_FOLDING
            case .stripAccents: UNICODE_ACCENT_STRIPPING
            case .foldWidth: UNICODE_WIDTH_FOLDING
            default: nil
            }
        if let kind { return RewrittenText(source, kind: kind) }
        if case .transliteration(let id) = step { return RewrittenText(source, transliterator: id) }
        if case .trueCase(let locale) = step, let rank {
            return RewrittenText(source, rule: TrueCaseRule(locale: locale, rank: rank).forEachChange)
        }
        return TextRules.rule(of: step).flatMap { RewrittenText(source, rule: $0) }
    }
}

/// The bytes that one step makes of a text.
private struct RewrittenText {
    private(set) var bytes: [UInt8] = []
    private(set) var alignment = Alignment()
    private var copied = 0

    init(bytes: [UInt8], alignment: Alignment) {
        self.bytes = bytes
        self.alignment = alignment
    }

    /// Nil if nothing changes.
    init?(_ source: UnsafeBufferPointer<UInt8>, kind: unicode_normalization) {
        guard let base = source.baseAddress else { return nil }
        guard let handle = unicode_normalizer_open(kind) else {
            fatalError("Normalizer: ICU has no data or memory is short")
        }
        defer { unicode_normalizer_close(handle) }
        var change = unicode_change()
        while true {
            let found = unicode_normalizer_next_change(handle, base, source.count, copied, &change)
            guard found == 1 else { break }  // less than 0: a single character of more than 128 MB, which stays
            apply(change, to: source, lineStart: 0)
        }
        if alignment.isIdentity { return nil }
        bytes += source[copied...]
    }

    /// Nil if nothing changes.
    init?(_ source: UnsafeBufferPointer<UInt8>, transliterator id: String) {
        guard let base = source.baseAddress else { return nil }
        guard let handle = unicode_transliterator_open(id) else {
            preconditionFailure("Normalizer: ICU has no transliterator \(id)")
        }
        defer { unicode_transliterator_close(handle) }
        var start = 0
        while start < source.count {
            let end = TransliterationLimits.pieceEnd(in: source, from: start)
            var changes: UnsafePointer<unicode_change>?
            let count = unicode_transliterate(handle, base + start, end - start, &changes)
            // Where ICU fails, which takes a lack of memory, the piece stays as it is.
            for index in 0..<max(count, 0) { apply(changes![index], to: source, lineStart: start) }
            start = end
        }
        if alignment.isIdentity { return nil }
        bytes += source[copied...]
    }

    /// Nil if nothing changes.
    init?(
        _ source: UnsafeBufferPointer<UInt8>,
        rule: TextRules.Rule
    ) {
        rule(source) { range, replacement in
            var replacement = replacement
            replacement.withUTF8 { utf8 in
                let change = unicode_change(
                    start: range.lowerBound, end: range.upperBound, replacement: utf8.baseAddress,
                    replacement_length: utf8.count)
                apply(change, to: source, lineStart: 0)
            }
        }
        if alignment.isIdentity { return nil }
        bytes += source[copied...]
    }

    private mutating func apply(_ change: unicode_change, to source: UnsafeBufferPointer<UInt8>, lineStart: Int) {
        if copied == 0 { bytes.reserveCapacity(source.count) }
        bytes += source[copied..<lineStart + change.start]
        let start = bytes.count
        bytes += UnsafeBufferPointer(start: change.replacement, count: change.replacement_length)
        alignment.changes.append(
            .init(source: lineStart + change.start..<lineStart + change.end, normalized: start..<bytes.count))
        copied = lineStart + change.end
    }
}

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
    /// Letters that are repeated for emphasis: of three or more of the same, two stay, and of four or more other signs
    /// three: "soooo" becomes "soo", "!!!!!!" "!!!". Digits, white space, and three of a letter that Roman numerals and
    /// web addresses repeat ("VIII", "www") stay.
    case shortenRepeats
    /// Any transliterator of ICU, such as "Any-Latin; Latin-ASCII". Applied to each line by itself, and
    /// to a line of more than 2,048 bytes piece by piece, cut behind white space or punctuation if it has any.
    case transliteration(id: String)
}

extension Normalization: RawRepresentable, Codable, CaseIterable {
    /// All that need no further word; ``transliteration(id:)`` and the locales of ``trueCase(locale:)`` are missing.
    public static let allCases: [Normalization] = [
        .none, .nfc, .nfd, .nfkc, .nfkd, .caseFold, .stripAccents, .foldWidth, .stripTags, .stripMarkup,
        .decodeEntities, .stripInvisible, .collapseWhitespace, .straightenQuotes, .simplifyPunctuation,
        .trueCase(locale: ""), .splitContractions, .shortenRepeats,
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
        case .shortenRepeats: "shortenRepeats"
        case .transliteration(let id): Self.transliterationPrefix + id
        }
    }
}
