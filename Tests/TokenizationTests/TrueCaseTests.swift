import Testing

@testable import Tokenization

struct TrueCaseTests {
    /// A tokenizer of words that has seen these most.
    private static func tokenizer(_ text: String, locale: String = "en") -> Tokenizer {
        .train(
            on: [text], unit: .word, normalizer: Normalizer(.trueCase(locale: locale)),
            words: WordOptions(keepsWhitespace: false))
    }

    private static let english = tokenizer(
        """
        Where is the station? Tom and Mary are in Boston. I am in the house of Tom. The USA and NATO are far. Hello there, hello. \
        the lord of the rings is a long book, a very long book about rings.
        """)

    private func read(_ text: String, _ tokenizer: Tokenizer = english) -> String {
        tokenizer.withNormalizedUTF8(of: text) { utf8, _ in String(decoding: utf8, as: UTF8.self) }
    }

    @Test(arguments: [
        ("WHERE IS THE STATION?", "Where is the station?", LetterCase.capitals),
        ("I AM IN BOSTON, TOM!", "I am in Boston, Tom!", .capitals),
        ("THE USA ARE FAR.", "The USA are far.", .capitals),
        ("HELLO!", "Hello!", .capitals),
        ("Where Is the Station?", "Where is the station?", .title),
        ("The Lord of the Rings", "The lord of the rings", .title),
        ("where is tom? i am in boston.", "Where is Tom? I am in Boston.", .ordinary),
        ("NATO", "NATO", .ordinary), ("USA!", "USA!", .ordinary), ("I", "I", .ordinary), ("A, B", "A, B", .ordinary),
        ("I am in the USA.", "I am in the USA.", .ordinary), ("Tom, Mary, Boston", "Tom, Mary, Boston", .ordinary),
        ("McDonald likes his iPhone.", "McDonald likes his iPhone.", .ordinary), ("", "", .ordinary),
        ("123", "123", .ordinary),
        ("東京は", "東京は", .ordinary),
    ])
    func sentencesInCapitalsAreReadInOrdinaryLetters(text: String, expected: String, letterCase: LetterCase) {
        #expect(read(text) == expected)
        #expect(Self.english.letterCase(of: text) == letterCase)
    }

    @Test func eachSentenceIsDecidedByItself() {
        #expect(
            read("WHERE IS TOM? Mary is there. THE HOUSE IS FAR.") == "Where is Tom? Mary is there. The house is far.")
    }

    @Test func germanNounsKeepTheirCapitals() {
        let german = Self.tokenizer("Der Hund und die Katze sind im Haus. der Hund ist klein.", locale: "de")
        #expect(read("DER HUND IST IM HAUS.", german) == "Der Hund ist im Haus.")
        #expect(read("Der Hund, die Katze, das Haus", german) == "Der Hund, die Katze, das Haus")
    }

    @Test func theLanguageDecidesHowLettersAreWritten() {
        let turkish = Normalizer(.trueCase(locale: "tr"))
        #expect(turkish.normalize("ISPARTA VE İZMİR").text == "Isparta ve izmir")
        #expect(LetterCase.capitals.apply(to: "izmir ışık", locale: "tr") == "İZMİR IŞIK")
        #expect(LetterCase.capitals.apply(to: "je suis fatigué", locale: "fr") == "JE SUIS FATIGUÉ")
        #expect(LetterCase.title.apply(to: "où est l'école ?", locale: "fr") == "Où Est L'école ?")
        #expect(LetterCase.capitals.apply(to: "日本", locale: "") == "日本")
    }

    @Test func tokensKnowWhereTheyComeFrom() {
        let encoding = Self.english.encode("THE STATION")
        #expect(encoding.byteRanges == [0..<3, 4..<11])
        #expect(encoding.ids == Self.english.encodeIDs("The station"))
    }

    @Test func withoutALanguageOrVocabularyWordsOfCapitalsAreLowered() {
        let plain = Normalizer(.trueCase(locale: ""))
        #expect(plain.normalize("I'M IN BOSTON").text == "I'm in boston")
        #expect(plain.normalize("NATO").text == "NATO")
    }

    @Test(arguments: ["trueCase", "trueCase:en", "trueCase:tr", "simplifyPunctuation"])
    func namesOfStepsReadAsTheyAreWritten(name: String) throws {
        #expect(Normalization(rawValue: name)?.rawValue == name)
    }

    @Test(arguments: ["trueCase:", "trueCase:xx-nowhere", "truecase"])
    func otherNamesAreNone(name: String) { #expect(Normalization(rawValue: name) == nil) }

    @Test func punctuationIsThatOfAKeyboard() {
        let plain = Normalizer([.straightenQuotes, .simplifyPunctuation])
        #expect(plain.normalize("“don’t” – don´t… «a»—b 5′").text == "\"don't\" - don't... \"a\" - b 5'")
    }
}
