import Testing

@testable import Tokenization

struct SentenceCutterTests {
    private func cut(_ text: String, locale: String = "en") -> [String] {
        let utf8 = Array(text.utf8)
        return SentenceCutter(locale: locale).sentences(in: text).map { String(decoding: utf8[$0], as: UTF8.self) }
    }

    @Test(arguments: [
        (
            "Where is the station? I am looking for my glasses.",
            ["Where is the station?", "I am looking for my glasses."]
        ),
        ("  One.   Two!\tThree?! ", ["One.", "Two!", "Three?!"]),
        ("Mr. Smith met Dr. J. R. Brown. He left.", ["Mr. Smith met Dr. J. R. Brown.", "He left."]),
        ("Fruit, e.g. Apples, costs 3.5 euros. Buy some.", ["Fruit, e.g. Apples, costs 3.5 euros.", "Buy some."]),
        (
            "I live in the U.S. She lives in the U.S. Army base.",
            ["I live in the U.S.", "She lives in the U.S. Army base."]
        ),
        ("It is 5 p.m. We go.", ["It is 5 p.m.", "We go."]),
        ("See No. 5. I said no. Tom left.", ["See No. 5.", "I said no.", "Tom left."]),
        ("\"Where is it?\" he asked. \"Here.\"", ["\"Where is it?\" he asked.", "\"Here.\""]),
        ("\"Go away. I am tired.\"", ["Go away.", "I am tired."]),
        ("Wait... I come. Wait… I come. Well… yes.", ["Wait...", "I come.", "Wait…", "I come.", "Well… yes."]),
        ("i am here. where are you? e.g. there.", ["i am here.", "where are you?", "e.g. there."]),
        ("1. Milk", ["1. Milk"]), ("- I am here.", ["I am here."]), ("## Title", ["Title"]),
        ("-5 degrees", ["-5 degrees"]),
        ("I am here 😀 Are you?", ["I am here 😀 Are you?"]), ("Hi! 😀 I am here.", ["Hi!", "I am here."]),
        ("今日は。明日は？はい！", ["今日は。", "明日は？", "はい！"]), ("नमस्ते। कैसे हो?", ["नमस्ते।", "कैसे हो?"]),
        ("\u{FEFF}One.\u{200B} Two.", ["One.", "Two."]), ("One.\u{2029}Two", ["One.", "Two"]),
        ("", []), ("  ", []), ("\u{200B}", []), ("?!", []), ("😀 …", []), ("...", []),
    ])
    func aTextIsCutIntoSentences(text: String, expected: [String]) { #expect(cut(text) == expected) }

    private func bare(_ text: String, locale: String = "en") -> [String] {
        let utf8 = Array(text.utf8)
        return SentenceCutter(locale: locale).bareSentences(in: text).map { String(decoding: utf8[$0], as: UTF8.self) }
    }

    @Test(arguments: [
        "(#)", "[#]", "{#}", "'#'", "\"#\"", "«#»", "« # »", "“#”", "‘#’", "*#*", "**#**", "_#_", "`#`", "<b>#</b>",
        "<p class=\"a\">#</p>", "&quot;#&quot;", "1. #", "12) #", "(a) #", "a) #", "iv) #", "- #", "- (#)", "1. **#**",
        "  (\"#\") 😀", "<div><div>#</div></div>", "1. # 2. #", "#",
    ])
    func marksAroundASentenceAreNoPartOfIt(form: String) {
        for sentence in ["Where is the station?", "I don't know.", "I am tired"] {
            let count = form.count { $0 == "#" }
            guard count == 1 || !sentence.hasSuffix("tired") else { continue }
            #expect(
                bare(form.replacing("#", with: sentence)) == Array(repeating: sentence, count: count), "\(form)")
        }
    }

    @Test(arguments: [
        "\"Where is it?\" he asked.", "\"Yes\" is not \"no\"", "(Tom) is not (Mary)", "<b>I</b> am not <b>you</b>",
        "'Yes' is not 'no'", "*Yes* is not *no*", "2024. I was there".filter { $0 != "." }, "I am 3.", "a (b) c",
    ])
    func marksInsideASentenceStay(text: String) { #expect(bare(text) == [text]) }

    @Test(arguments: ["12345", "١٢٣", "3.14 %", "(12)", "1. 2. 3.", "€ 5", ""])
    func whatHasNoLetterIsNoSentence(text: String) { #expect(bare(text) == []) }

    @Test func aNumberThatCountsIsNoOrdinalNumber() {
        #expect(bare("3. Mai ist es.", locale: "de") == ["3. Mai ist es."])
        #expect(bare("3. May is here.") == ["May is here."])
    }

    @Test func capitalsBeforeASmallLetterEndASentence() {
        #expect(cut("I AM TIRED. where is the station?") == ["I AM TIRED.", "where is the station?"])
        #expect(cut("Tom met the F.B.I. at NASA. then he left.") == ["Tom met the F.B.I. at NASA. then he left."])
    }

    @Test func manyMarksTakeTimeThatGrowsWithTheirNumber() {
        for text in ["(", "\"", "*", "<b>", "1. ", "'", "_ "] {
            #expect(bare(String(repeating: text, count: 20_000) + "a").count <= 20_000)
        }
    }

    @Test func ordinalNumbersGoOnWhereTheLanguageHasThem() {
        #expect(cut("Am 3. Mai kam er. Er blieb.", locale: "de") == ["Am 3. Mai kam er.", "Er blieb."])
        #expect(cut("I am 3. He is 4.") == ["I am 3.", "He is 4."])
    }

    @Test func longRunsTakeTimeThatGrowsWithTheirLength() {
        for text in ["\"", "Mr. ", "😀", "- ", "A. ", "…"] {
            #expect(cut(String(repeating: text, count: 20_000)).count <= 20_000)
        }
    }
}
