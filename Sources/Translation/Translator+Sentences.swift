import Tokenization

extension Translator {
    /// Translates each sentence by itself and joins the targets as the sentences were.
    ///
    /// Marks around a sentence stay as they are, and so does one of digits and signs alone, unless the model reads
    /// characters: it may have learned to rewrite just those, as in dates.
    func translateSentences(
        _ texts: [String], _ options: TranslationOptions, _ checkInterrupt: () throws -> Void
    ) throws -> [TranslatedText] {
        let cutter = SentenceCutter(locale: sourceTokenizer.locale)
        let isBare = sourceTokenizer.unit == .bpe || sourceTokenizer.unit == .word
        let cuts = texts.map { SentenceText($0, isBare ? cutter.bareSentences(in: $0) : cutter.sentences(in: $0)) }
        var pieces: [Piece] = []
        for (number, cut) in cuts.enumerated() {
            let seed = options.randomSeed &+ UInt64(number)
            for (index, sentence) in cut.sentences.enumerated() {
                pieces.append(
                    Piece(sentence, seed: seed &+ UInt64(index) &* 0x9E37_79B9_7F4A_7C15, begins: index == 0))
            }
        }
        let translations = try translate(pieces, options, checkInterrupt)
        var start = 0
        return cuts.map { cut in
            defer { start += cut.sentences.count }
            return cut.joining(Array(translations[start..<start + cut.sentences.count]))
        }
    }
}

/// A text as its sentences and what stands around them.
private struct SentenceText {
    let text: String
    let ranges: [Range<Int>]
    let sentences: [String]
    /// What stands before each sentence, and behind the last.
    private let gaps: [String]

    init(_ text: String, _ ranges: [Range<Int>]) {
        self.text = text
        let utf8 = Array(text.utf8)
        self.ranges = ranges
        sentences = ranges.map { String(decoding: utf8[$0], as: UTF8.self) }
        let starts = [0] + ranges.map(\.upperBound)
        let ends = ranges.map(\.lowerBound) + [utf8.count]
        gaps = zip(starts, ends).map { String(decoding: utf8[$0..<$1], as: UTF8.self).withQuotationMarks }
    }

    /// The translation of the text, given those of its sentences.
    func joining(_ translations: [TranslatedText]) -> TranslatedText {
        let isFailed = translations.contains { $0.candidates.isEmpty }
        let ranks = isFailed ? 0 : translations.map(\.candidates.count).max() ?? 0
        var joined = TranslatedText(
            source: text, sourceTokens: translations.flatMap(\.sourceTokens),
            sourceRanges: zip(translations, ranges).flatMap { translation, range in
                translation.sourceRanges.map { range.lowerBound + $0.lowerBound..<range.lowerBound + $0.upperBound }
            },
            candidates: (0..<ranks).map { rank in
                candidate(translations.map { $0.candidates[min(rank, $0.candidates.count - 1)] }, of: translations)
            },
            unknownCount: translations.reduce(0) { $0 + $1.unknownCount },
            cutCount: translations.reduce(0) { $0 + $1.cutCount }, isKept: translations.isEmpty)
        guard translations.count > 1 else { return joined }
        joined.sentences = translations
        for index in ranges.indices { joined.sentences[index].start = ranges[index].lowerBound }
        return joined
    }

    /// The targets of all sentences as one.
    private func candidate(
        _ parts: [TranslatedText.Candidate], of translations: [TranslatedText]
    ) -> TranslatedText.Candidate {
        var text = gaps[0].between
        var (aligned, offset): ([Int], Int) = ([], 0)
        for (index, part) in parts.enumerated() {
            if index > 0 { text += gap(gaps[index].withoutInvisible, between: text, and: part.text) }
            text += part.text
            aligned += part.aligned.map { $0 + offset }
            offset += translations[index].sourceTokens.count
        }
        return TranslatedText.Candidate(
            text: text + gaps[parts.count].between, tokens: parts.flatMap(\.tokens),
            logProbability: parts.reduce(0) { $0 + $1.logProbability }, score: parts.reduce(0) { $0 + $1.score },
            attention: parts.count == 1 ? parts[0].attention : [], aligned: aligned)
    }

    /// What stands between two targets: a space too where only the source's script has none.
    private func gap(_ gap: String, between left: String, and right: String) -> String {
        guard gap.isEmpty, let last = left.unicodeScalars.last, let first = right.unicodeScalars.first,
            last.isFollowedBySpace, first.isFollowedBySpace
        else { return gap }
        return " "
    }
}

extension String {
    /// Whether there is nothing but white space and characters that show nothing.
    var showsNothing: Bool {
        unicodeScalars.allSatisfy { $0.properties.isWhitespace || $0.properties.isDefaultIgnorableCodePoint }
    }

    /// The text with straight quotation marks in place of their entities.
    fileprivate var withQuotationMarks: String {
        guard contains("&") else { return self }
        return replacing("&quot;", with: "\"").replacing("&#34;", with: "\"")
    }

    /// What remains at an end of a text: emoji and bullets, but no mere white space.
    fileprivate var between: String { showsNothing ? "" : self }

    /// White space without what shows nothing; what holds more, such as an emoji, stays whole.
    fileprivate var withoutInvisible: String {
        guard showsNothing else { return self }
        return String(String.UnicodeScalarView(unicodeScalars.filter { $0.properties.isWhitespace }))
    }
}

extension Unicode.Scalar {
    /// Whether its script puts spaces between sentences; those of East Asia and Thai do not.
    fileprivate var isFollowedBySpace: Bool {
        switch value {
        case 0x0E00...0x0EFF, 0x2E80...0xABFF, 0xD7B0...0xFAFF, 0xFE30...0xFFEF, 0x20000...0x3FFFF: false
        default: true
        }
    }
}
