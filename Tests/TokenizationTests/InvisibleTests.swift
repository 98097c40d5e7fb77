import Testing

@testable import Tokenization

/// Characters that show nothing, white space and quotation marks.
@Suite struct InvisibleTests {
    private func apply(_ step: Normalization, _ text: String) -> String { Normalizer(step).normalize(text).text }

    /// Between letters of a script without joiners.
    @Test func everyIgnorableCharacterGoes() {
        let values = Array(0x80...0xFFFF) + Array(0x1BC00...0x1D1FF) + Array(stride(from: 0xE0000, to: 0xE1000, by: 7))
        for value in values.map(UInt32.init) {
            guard let scalar = Unicode.Scalar(value), scalar.properties.isDefaultIgnorableCodePoint else { continue }
            let text = "Gr\(scalar)eat \(scalar)film\(scalar)"
            #expect(apply(.stripInvisible, text) == "Great film", "U+\(String(value, radix: 16))")
            #expect(apply(.stripInvisible, "\(scalar)\(scalar)") == "", "U+\(String(value, radix: 16))")
        }
    }

    @Test(arguments: [
        "Great film\n\tyes\r\n", "naïve café", "👩‍👩‍👧 👩🏽‍🚀", "می‌خواهم", "क्‍ष न्‌म", "ශ්‍රී", "🏴\u{E0067}\u{E0062}\u{E007F}",
        "日本語 한국어 ภาษาไทย", "\u{85}\u{A0}\u{96}",
    ])
    func whatIsReadStays(text: String) { #expect(apply(.stripInvisible, text).isIdentical(to: text)) }

    @Test(arguments: [
        ("\u{FEFF}a\u{FEFF}b", "ab"), ("a\u{200D}b \u{200C}", "ab "), ("❤\u{FE0F}", "❤"),
        ("1\u{FE0F}\u{20E3}", "1\u{20E3}"),
        ("👨‍❤️‍👨", "👨‍❤‍👨"), ("👩\u{200D}", "👩"), ("👩\u{200D}a", "👩a"), ("می\u{200C} x", "می x"),
        ("می\u{200C}\u{200C}خواهم", "می\u{200C}خواهم"), ("ភាសា\u{200B}ខ្មែរ", "ភាសា ខ្មែរ"),
        ("ไทย\u{200B}\u{200B}ไทย", "ไทย ไทย"),
        ("ไทย\u{200B}x", "ไทยx"), ("🏴\u{E0067}\u{E0062}", "🏴"), ("a\u{E0067}\u{E007F}b", "ab"),
        ("G\u{0}o\u{7F}\u{1B}", "Go"),
        ("a\u{2800}b", "a b"), ("\u{202E}abc\u{202C}", "abc"), ("ㅤ", ""), ("カ\u{FE00}", "カ"),
        ("a\u{FFF9}b\u{FFFA}c\u{FFFB}", "abc"), ("a \u{FFFC}", "a "),
        ("👩\u{200D}\u{FFFC}\u{1F680}", "👩\u{200D}\u{1F680}"),
    ])
    func whatShowsNothingGoes(text: String, expected: String) {
        #expect(apply(.stripInvisible, text).isIdentical(to: expected))
    }

    @Test(arguments: [
        ("  a  b ", "a b"), ("a\u{A0}\u{3000}b", "a b"), ("a \n b", "a\nb"), ("a\r\nb\t", "a\nb"),
        ("a\u{2028}b", "a\nb"),
        ("", ""), (" \n ", ""), ("a b", "a b"), ("a\tb", "a b"), ("é ü", "é ü"),
    ])
    func whiteSpaceIsCollapsed(text: String, expected: String) {
        #expect(apply(.collapseWhitespace, text).isIdentical(to: expected))
    }

    @Test func quotationMarksAreStraightened() {
        #expect(apply(.straightenQuotes, "“It’s” ‘ok‛ „x‟ «é» …") == "\"It's\" 'ok' \"x\" «é» …")
    }

    /// What goes belongs to no token, and to the word it stands in.
    @Test func offsetsAreThoseOfTheText() {
        let text = "\u{FEFF}Gr\u{AD}eat\u{200B} <b>fi\u{200D}lm</b> &amp;\u{200B}\u{FE0F}co"
        let steps: [Normalization] = [.stripMarkup, .decodeEntities, .stripInvisible, .nfkc, .caseFold]
        let tokenizer = Tokenizer.train(
            on: ["great film & co"], unit: .word, normalizer: Normalizer(steps),
            words: WordOptions(keepsWhitespace: false))
        let encoding = tokenizer.encode(text)
        #expect(encoding.ids.map { tokenizer.vocabulary.name(of: $0) } == ["great", "film", "&", "co"])
        let utf8 = Array(text.utf8)
        #expect(
            encoding.byteRanges.map { String(decoding: utf8[$0], as: UTF8.self) }
                == ["Gr\u{AD}eat", "fi\u{200D}lm", "&amp;", "co"])
    }
}
