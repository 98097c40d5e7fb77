import Foundation
import Testing

/// `sentiment summarize` with the shipped model.
struct SummarizeTests {
    private struct Summary: Decodable {
        struct Share: Decodable { let name: String, count: Int, share: Double, low: Double, high: Double }
        struct Part: Decodable { let name: String, texts: Int, shares: [Share] }
        struct Word: Decodable { let word: String, texts: Int, zScore: Double }
        struct Example: Decodable { let text: String, probability: Double }
        struct Portrait: Decodable { let name: String, words: [Word], examples: [Example] }
        let texts: Int
        let emptyTexts: Int
        let textsWithoutPeriod: Int
        let shares: [Share]
        let groups: [Part]?
        let periods: [Part]?
        let classes: [Portrait]
    }

    /// 40 rows: lamps are praised, kettles are not until May; the last has no date.
    private static let table: String = {
        let (good, bad) = ("A superb design, I love it.", "Awful, boring and a waste of money.")
        let rows = (0..<39).map { index -> String in
            let isLamp = index % 3 == 0
            let month = index % 12 + 1
            return "\(isLamp ? "lamp" : "kettle"),2025-\(month < 10 ? "0" : "")\(month)-0\(index % 9 + 1),"
                + "\"\(isLamp || month >= 5 ? good : bad)\""
        }
        return (["product,date,body"] + rows + ["lamp,,\"\(good)\""]).joined(separator: "\n") + "\n"
    }()

    private func summarize(_ arguments: String..., input: String = "") throws -> Outcome {
        try run(.sentiment, ["summarize", "--quiet"] + arguments, input: input)
    }

    private func summary(_ outcome: Outcome) throws -> Summary {
        expectSuccess(outcome)
        return try JSONDecoder().decode(Summary.self, from: outcome.outputData)
    }

    @Test func sharesAreCountedByGroupAndPeriod() throws {
        let file = try Scratch.file(Data(Self.table.utf8), named: "reviews.csv").path
        let found = try summary(
            summarize(file, "--column", "body", "--by", "product", "--over", "date:quarter", "--format", "json"))
        #expect(found.texts == 40 && found.emptyTexts == 0 && found.textsWithoutPeriod == 1)
        let groups = try #require(found.groups)
        #expect(groups.map(\.name) == ["kettle", "lamp"] && groups.map(\.texts) == [26, 14])
        #expect(groups[1].shares.map(\.share) == [0, 0, 1])
        let periods = try #require(found.periods)
        #expect(periods.map(\.name) == ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"])
        #expect(periods[0].shares[0].share > 0.5 && periods[3].shares[0].share == 0)
        for part in groups + periods {
            #expect(part.shares.map(\.count).reduce(0, +) == part.texts)
            for share in part.shares { #expect(share.low <= share.share && share.share <= share.high) }
        }
        #expect(found.classes[0].words.contains { $0.word == "awful" && $0.texts == found.shares[0].count })
        let positive = try #require(found.classes.last)
        #expect(positive.examples.first?.text == "A superb design, I love it.")
        #expect(positive.examples.count == 1)  // the same text is listed once
    }

    @Test func peopleReadTablesAndSeeACharts() throws {
        let file = try Scratch.file(Data(Self.table.utf8), named: "reviews.csv").path
        for (name, start) in [("chart.svg", "<svg"), ("chart.png", "\u{89}PNG")] {
            let chart = try Scratch.folder().appendingPathComponent(name)
            let outcome = try summarize(
                file, "--column", "body", "--by", "1", "--over", "date", "--groups", "1", "--chart", chart.path)
            expectSuccess(outcome)
            #expect(outcome.output.contains("and 1 more, smaller ones"))
            #expect(outcome.output.contains("1 texts have no date") && outcome.output.contains("2025-12"))
            let data = try Data(contentsOf: chart)
            #expect(data.starts(with: start.unicodeScalars.map { UInt8($0.value) }))
        }
    }

    @Test func linesAndObjectsAreTexts() throws {
        let lines = try summary(summarize("--format", "json", input: "superb\nawful\n\nawful film\n"))
        #expect(lines.shares.map(\.count) == [2, 0, 1] && lines.groups == nil && lines.periods == nil)
        let objects = "{\"text\":\"superb\",\"p\":\"a\"}\n{\"text\":\"awful\"}\n"
        let found = try summary(
            summarize("--input-format", "jsonl", "--by", "p", "--format", "json", input: objects))
        #expect(found.groups?.map(\.name).sorted() == ["(none)", "a"])
        #expect(try summarize(input: "").output == "There is no text with a word.\n")
    }

    @Test(arguments: [
        (["--over", "date"], "body,date\ngood,03/04/2025\nbad,05/06/2025\n", Int32(65), ["03/04/2025", "dd/MM/yyyy"]),
        (
            ["--over", "date"], "body,date\ngood,2025-04-03\nfine,2025-05-xx\n", 65,
            ["line 3", "2025-05-xx", "yyyy-MM-dd"]
        ),
        (["--over", "date", "--date-format", "q"], "body,date\ngood,2025-04-03\n", 64, ["--date-format", "q"]),
        (["--over", "day"], "body,date\ngood,2025-04-03\n", 65, ["'day'", "body, date"]),
        (["--by", "product"], "body,date\ngood,2025-04-03\n", 65, ["'product'", "--by"]),
        (["--chart", "a.svg"], "body,date\ngood,2025-04-03\n", 64, ["--by or --over"]),
        (["--date-format", "dd"], "body,date\ngood,2025-04-03\n", 64, ["--over"]),
        (["--words", "-1"], "body,date\ngood,2025-04-03\n", 64, ["--words"]),
    ])
    func mistakesAreNamed(options: [String], table: String, status: Int32, words: [String]) throws {
        let outcome = try run(.sentiment, ["summarize", "--input-format", "csv"] + options, input: table)
        #expect(outcome.status == status, "\(outcome.errors)")
        for word in words { #expect(outcome.errors.contains(word), "\(outcome.errors)") }
        #expect(outcome.outputData.isEmpty)
    }

    /// After the first thousand rows the dates are known, and one that is none is still named.
    @Test func aBadDateFarDownIsNamed() throws {
        let rows = (0..<1_500).map { "fine,\($0 % 28 + 1).\($0 % 12 + 1).2025" } + ["fine,tomorrow"]
        let table = (["body,date"] + rows).joined(separator: "\n")
        let outcome = try summarize("--input-format", "csv", "--over", "date:week", input: table)
        expectSentence(outcome, status: 65, ["line 1502", "tomorrow"], tool: "sentiment")
    }
}
