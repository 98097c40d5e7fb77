import Testing

@testable import Datasets

/// Whether a first row is a header, and how certain that is.
@Suite struct HeaderRuleTests {
    private static let usual: Set = ["text", "label", "review", "comment", "question", "class"]

    private static let cases: [(first: [String], below: [[String]], isHeader: Bool, isCertain: Bool)] = [
        // Names above numbers.
        (["id", "comment_text", "toxic"], [["1", "You are so kind to me", "0"]], true, true),
        (["comment_text", "toxic"], [["a b", "0"], ["c d", "1"], ["e f", "1"]], true, true),
        (["Rate us from one to ten", "When did you come to us?", "Why"], rows("4", "2024-01-02", "so"), true, false),
        (["name", "active"], [["x", "True"], ["y", "false"], ["z", "TRUE"]], true, true),
        // Usual names.
        (["text"], [], true, true), (["", "text", "label"], [], true, true), (["ID", " Review "], [], true, true),
        (["text", "text"], [], true, true), (["text", "toxic"], [["a", "toxic"], ["b", "ok"]], true, false),
        (["question", "how come"], [["comment", "good"], ["question", "who"]], false, false),
        (["label", "This is what the text of it is."], [], false, true),
        // Short names above long texts, in any language.
        (["文本", "标签"], rows("这部电影真的很好看我喜欢", "正面", "负面"), true, false),
        (
            ["Texto del comentario", "Etiqueta"], rows("una película que no vale nada de lo que cuesta", "sí", "no"),
            true, false
        ),
        (["Текст", "Метка"], rows("фильм, который стоит смотреть", "да", "нет"), true, false),
        (["headline", "polarity"], rows("Shares rise after a strong quarter", "up", "down"), true, false),
        (["comment_text", "spam"], rows("Call now to win a prize today", "spam", "ham"), true, false),
        // Numbers in a row above texts are what programs write where there are no names.
        (["0", "1"], [["a great film", "1"], ["a bad film", "0"]], true, true),
        (["1", "2"], [["1", "3"], ["2", "5"]], false, true),
        // Data.
        (["1", "a fine film"], [], false, true), (["1"], [], false, true), (["5", "good"], [], false, true),
        (["positive", "good"], [["negative", "bad"], ["positive", "fine"]], false, false),
        (["positive", "a good film"], [["negative", "a bad film"], ["positive", "fine"]], false, false),
        (["Great film, and long enough to be none"], [], false, true), (["a", "b"], [["c", "d"]], false, false),
        (["2019", "2020"], [["1.5", "2,5"]], false, true),
        (["2024-01-01", "12:30"], [["2024-01-02", "13:30"]], false, true),
        (["unknown", "a film"], [["5", "a film"], ["4", "b film"]], false, false),
    ]

    /// Rows with a text and classes in turns.
    private static func rows(_ text: String, _ classes: String...) -> [[String]] {
        (0..<6).map { ["\(text)\(String(repeating: "!", count: $0))", classes[$0 % classes.count], "x"] }
    }

    @Test(arguments: cases.indices) func aFirstRowIsJudgedByThoseBelow(index: Int) {
        let (first, below, isHeader, isCertain) = Self.cases[index]
        let found = HeaderRule.auto.decide(firstRow: first, following: below, usualNames: Self.usual)
        #expect(found == .init(isHeader: isHeader, isCertain: isCertain), "\(first)")
    }

    @Test func whatIsAskedForIsDone() {
        let (first, below) = (["1", "2"], [["3", "4"]])
        #expect(HeaderRule.yes.decide(firstRow: first, following: below) == .init(isHeader: true, isCertain: true))
        #expect(HeaderRule.no.decide(firstRow: ["text"], following: []) == .init(isHeader: false, isCertain: true))
        let named = HeaderRule.auto.decide(firstRow: first, following: below, requested: [.name("x"), .number(1)])
        #expect(named == .init(isHeader: true, isCertain: true))
        #expect(!HeaderRule.auto.decide(firstRow: first, following: below, requested: [.number(1)]).isHeader)
    }

    /// Rows that are still to come change no decision that is called certain.
    @Test(arguments: cases.indices) func whatIsCertainStaysSo(index: Int) {
        let (first, below, _, _) = Self.cases[index]
        func decide(_ count: Int) -> HeaderRule.Decision {
            HeaderRule.auto.decide(
                firstRow: first, following: Array(below.prefix(count)), hasMore: count < below.count,
                usualNames: Self.usual)
        }
        for count in 0...below.count where decide(count).isCertain {
            #expect(decide(below.count).isHeader == decide(count).isHeader, "\(first) after \(count)")
        }
    }

    @Test func aNoteSaysTheWayOut() {
        let decision = HeaderRule.Decision(isHeader: true, isCertain: false)
        #expect(HeaderRule.note(on: decision, firstRow: ["a", "b"], file: "x")?.text.contains("'a', 'b'") == true)
        #expect(
            HeaderRule.note(on: decision, firstRow: ["a"], file: "x")?.remedies
                == [.set(.header, to: "no", detail: "if it is data")])
        #expect(
            HeaderRule.note(on: .init(isHeader: false, isCertain: false), firstRow: ["a"], file: "x")?.description
                == "'x': the first row, 'a', is read as data; set `header` to yes if it names the columns.")
        #expect(HeaderRule.note(on: .init(isHeader: true, isCertain: true), firstRow: ["a"], file: "x") == nil)
    }
}
