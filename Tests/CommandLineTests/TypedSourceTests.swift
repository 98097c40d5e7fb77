import Foundation
import Testing

/// What people type is read as it is meant, by the shipped translator.
struct TypedSourceTests {
    private func translate(_ lines: [String], _ options: String...) throws -> [String] {
        let outcome = try run(
            .seq2seq, ["translate", "--quiet"] + options, input: lines.map { $0 + "\n" }.joined(), timeout: 120)
        expectSuccess(outcome)
        let output = outcome.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        #expect(output.count == lines.count + 1)
        return output.dropLast()
    }

    @Test func signsThatShowNothingAndOtherFormsOfLettersChangeNothing() throws {
        let forms = [
            "I don't know.", "  I don't know.", "I  don't   know.", "\u{A0}I don't\u{A0}know.", "\u{FEFF}I don't know.",
            "\u{200B}I don\u{AD}'t know.", "I don\u{2019}t know.", "I don&apos;t know.", "I don&#39;t know. ",
            "Ｉ ｄｏｎ＇ｔ ｋｎｏｗ．", "\u{3000}I don\u{B4}t know.\t", "i don't know.", "𝐈 𝐝𝐨𝐧'𝐭 𝐤𝐧𝐨𝐰.",
        ]
        let targets = try translate(forms)
        #expect(targets == forms.map { _ in "Je ne sais pas." })
        #expect(
            try translate(Array(forms.prefix(8)), "--unit", "line") == forms.prefix(8).map { _ in "Je ne sais pas." })
    }

    @Test func capitalsComeBackAsCapitals() throws {
        let targets = try translate([
            "I don't know.", "I DON'T KNOW.", "Where Is The Station?", "I AM TIRED. I don't know.",
        ])
        #expect(targets[1] == "JE NE SAIS PAS.")
        #expect(targets[2].hasPrefix("Où Est La Gare"))
        #expect(targets[3] == "JE SUIS FATIGUÉ. Je ne sais pas.")
    }

    @Test func noSentenceIsLostAndLinesStayLines() throws {
        let lines = [
            "Where is the station?", "I am tired.", "Where is the station?  I am tired.", "", " ", "\u{200B}", "?!",
            "😀",
            "- I am tired. 😀", "I am tired!I am tired.",
        ]
        let targets = try translate(lines)
        #expect(targets[2] == targets[0] + "  " + targets[1])
        #expect(Array(targets[3...7]) == Array(lines[3...7]))
        #expect(targets[8] == "- " + targets[1] + " 😀")
        #expect(targets[9].hasSuffix(" " + targets[1]))
    }

    @Test func marksAroundASentenceStayAround() throws {
        let forms = [
            "#", "(#)", "[#]", "{#}", "'#'", "\"#\"", "«#»", "“#”", "*#*", "**#**", "_#_", "`#`", "<b>#</b>", "1. #",
            "1) #", "(a) #", "a) #", "# (#)",
        ]
        let targets = try translate(forms.map { $0.replacing("#", with: "I am tired.") })
        #expect(targets == forms.map { $0.replacing("#", with: targets[0]) })
        #expect(try translate(["&quot;I am tired.&quot;"]) == ["\"\(targets[0])\""])
        let numbers = ["12345", "١٢٣", "3.14 %"]
        #expect(try translate(numbers) == numbers)
        let capitals = try translate(["I AM TIRED. where is the station?", "Where is the station?"])
        #expect(capitals[0].hasPrefix(targets[0].uppercased() + " ") && capitals[0].hasSuffix("?"))
        #expect(!capitals[0].hasSuffix(capitals[1].uppercased()))
    }

    @Test func linesThatStayAsTheyAreHaveARowToo() throws {
        let outcome = try run(
            .seq2seq, ["translate", "--quiet", "--n-best", "2"], input: "😀\n\nI am tired.\n", timeout: 120)
        expectSuccess(outcome)
        let rows = outcome.output.split(separator: "\n").map(String.init)
        #expect(Array(rows.prefix(2)) == ["1\t0.0000\t😀", "2\t0.0000\t"])
        #expect(rows.count == 4 && rows.dropFirst(2).allSatisfy { $0.hasPrefix("3\t-") })
    }

    @Test func jsonOfSeveralSentencesHasEachOfThem() throws {
        let outcome = try run(
            .seq2seq, ["translate", "--quiet", "--format", "json", "--n-best", "2"],
            input: "I am tired.  Where is the station?\nI am tired.\n")
        expectSuccess(outcome)
        let objects = try outcome.output.split(separator: "\n").map {
            try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        let sentences = try #require(objects[0]["sentences"] as? [[String: Any]])
        #expect(sentences.map { $0["range"] as? [Int] } == [[0, 11], [13, 34]])
        #expect(sentences.map { $0["source"] as? String } == ["I am tired.", "Where is the station?"])
        let texts = sentences.compactMap { $0["text"] as? String }
        #expect(objects[0]["text"] as? String == texts.joined(separator: "  "))
        let ranges = try #require(objects[0]["sourceRanges"] as? [[Int]])
        #expect(ranges == sentences.flatMap { $0["sourceRanges"] as? [[Int]] ?? [] } && ranges.last?.last == 34)
        #expect((objects[0]["candidates"] as? [Any])?.count == 2)
        #expect(objects[1]["sentences"] == nil && objects[1]["text"] as? String == texts[0])
        let rows = ((objects[1]["candidates"] as? [[String: Any]])?.first?["attention"] as? [[Double]])?.count
        #expect(rows ?? 0 > 3)
    }

    @Test(arguments: [
        ("--max-length", "10001"), ("--min-length", "10001"), ("--beam-size", "1001"), ("--beam-size", "0"),
        ("--n-best", "6"), ("--unit", "word"),
    ])
    func whatIsBeyondABoundIsRefusedWithIt(option: String, value: String) throws {
        let outcome = try run(.seq2seq, ["translate", option, value], input: "a\n")
        #expect(outcome.status == 64 && outcome.errors.contains(option), "\(outcome.errors)")
    }
}
