import Foundation
import Testing

/// What `forecast` finds out of the ordinary.
struct ForecastAnomalyTests {
    private static let spiky: [String] = {
        var lines = ["time,load"]
        for row in 0..<700 {
            let hour = row % 24
            let value = 50 + 10 * sin(2 * Double.pi * Double(hour) / 24) + Double(row * 13 % 7) / 7
            let day = row / 24 + 1
            let date = "2020-\(day > 28 ? "02" : "01")-\(String(format: "%02d", (day - 1) % 28 + 1))"
            let shown = (600..<604).contains(row) ? value + 60 : value
            lines.append("\(date) \(String(format: "%02d", hour)):00:00,\(shown)")
        }
        return lines
    }()

    private static let search = [
        "--probation", "200", "--epochs", "1", "--hidden-size", "4", "--window", "24", "--irregular", "--no-log",
        "--quiet",
    ]

    @Test func anomaliesArePrintedInThreeFormats() throws {
        let file = try TinySeries.path(Self.spiky)
        let csv = try run(.forecast, ["anomalies", file, "--format", "csv"] + Self.search)
        expectSuccess(csv)
        let rows = csv.output.split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
        #expect(rows[0] == ["row", "time", "value", "forecast", "score", "anomaly"])
        let found = rows.dropFirst().compactMap { Int($0[0]) }
        #expect(found.contains { (601...612).contains($0) }, "\(csv.output)")
        let all = try run(.forecast, ["anomalies", file, "--format", "csv", "--all"] + Self.search)
        #expect(all.output.split(separator: "\n").count == 501)
        let json = try jsonObject(try run(.forecast, ["anomalies", file, "--format", "json"] + Self.search))
        #expect(json["rows"] as? Int == 500 && json["probation"] as? Int == 200 && json["column"] as? String == "load")
        #expect((json["anomalies"] as? [[String: Any]])?.compactMap { ($0["row"] as? Int).map { $0 + 1 } } == found)
        let text = try run(.forecast, ["anomalies", file] + Self.search)
        #expect(text.output.contains("in 500 rows, after a probation period of 200 rows"))
        #expect(text.output.contains("\(found.count) anomal"))
    }

    @Test func anomaliesAreScoredByTheirWindows() throws {
        let file = try TinySeries.path(Self.spiky)
        let stretch = #"["2020-01-25 20:00:00.000000", "2020-01-26 12:00:00.000000"]"#
        let list = try Scratch.file(Data("[\(stretch)]".utf8), named: "list.json").path
        let lists = try Scratch.file(
            Data(#"{"nothing.csv": [], "other/series.csv": [\#(stretch)]}"#.utf8), named: "lists.json"
        ).path
        let search = ["anomalies", file] + Self.search
        let text = try run(.forecast, search + ["--windows", list])
        expectSuccess(text)
        #expect(text.output.contains("NAB score") && text.output.contains("reward low FP rate"))
        let json = try run(
            .forecast, search + ["--windows", lists, "--key", "other/series.csv", "--format", "json"])
        let scores = try #require(try jsonObject(json)["scores"] as? [[String: Any]])
        #expect(scores.count == 3 && (scores[0]["score"] as? Double ?? 0) > 50)
        let none = try run(.forecast, search + ["--windows", lists, "--key", "nothing.csv"])
        #expect(none.output.contains("No true anomalies"))
        for (arguments, status, words) in [
            (["--windows", lists], Int32(64), ["2 lists", "--key"]),
            (["--windows", lists, "--key", "x"], 64, ["\"x\""]),
            (["--windows", list + "x"], 66, [list + "x"]), (["--windows", file], 65, ["JSON list"]),
        ] {
            expectSentence(try run(.forecast, search + arguments), status: status, words, tool: "forecast")
        }
        let wrong = try Scratch.file(Data(#"[["soon", "later"]]"#.utf8)).path
        expectSentence(
            try run(.forecast, search + ["--windows", wrong]), status: 65, ["with dates such as"], tool: "forecast")
    }

    /// Stretches that cannot be scored, and what is said of them.
    private static let stretches: [(list: String, words: [String])] = [
        (
            #"["2020-01-25 20:00:00", "2020-01-26 12:00:00"], ["2020-01-26 10:00:00", "2020-01-26 14:00:00"]"#,
            ["overlap"]
        ),
        (
            #"["2020-01-26 10:00:00", "2020-01-26 14:00:00"], ["2020-01-25 20:00:00", "2020-01-26 10:00:00"]"#,
            ["overlap"]
        ),
        (
            #"["2020-01-25 20:00:00", "2020-01-26 12:00:00"], ["2020-01-25 20:00:00", "2020-01-26 12:00:00"]"#,
            ["overlap"]
        ),
        (#"["2020-01-26 12:00:00", "2020-01-25 20:00:00"]"#, ["before it begins"]),
        (#"["2031-01-26 12:00:00", "2031-01-27 20:00:00"]"#, ["no row", "2020-01-01"]),
        (#"["2020-01-26 12:10:00", "2020-01-26 12:20:00"]"#, ["no row"]),
        (#"["2020-01-26 12:00:00"]"#, ["not [from, to]"]),
        (#"["2020-01-26 12:00:00", "2020-01-26 13:00:00", "2020-01-26 14:00:00"]"#, ["not [from, to]"]),
        (#"["2020-01-26 12:00:00", "later"]"#, ["with dates such as"]), (#"[]"#, ["not [from, to]"]),
    ]

    @Test(arguments: stretches.indices, [false, true])
    func stretchesThatCannotBeScoredAreNamed(index: Int, isKeyed: Bool) throws {
        let (list, words) = Self.stretches[index]
        let text = isKeyed ? #"{"a.csv": [\#(list)], "b.csv": []}"# : "[\(list)]"
        let windows = try Scratch.file(Data(text.utf8), named: "windows.json").path
        let file = try TinySeries.path(Self.spiky)
        let key = isKeyed ? ["--key", "a.csv"] : []
        expectSentence(
            try run(.forecast, ["anomalies", file, "--windows", windows] + key + Self.search), status: 65,
            words + [windows], tool: "forecast")
    }

    @Test func stretchesMayBeInAnyOrderAndMeetAtNoRow() throws {
        let file = try TinySeries.path(Self.spiky)
        let scores = try [
            #"["2020-01-25 20:00:00", "2020-01-26 12:00:00"], ["2020-01-27 10:00:00", "2020-01-27 14:00:00"]"#,
            #"["2020-01-27 10:00:00", "2020-01-27 14:00:00"], ["2020-01-25 20:00:00", "2020-01-26 12:00:00"]"#,
        ].map { list in
            let windows = try Scratch.file(Data("[\(list)]".utf8), named: "windows.json").path
            let outcome = try run(
                .forecast, ["anomalies", file, "--windows", windows, "--format", "json"] + Self.search)
            return try #require(try jsonObject(outcome)["scores"] as? [[String: Any]]).compactMap {
                $0["score"] as? Double
            }
        }
        #expect(scores[0] == scores[1] && scores[0].count == 3)
        let numbers = try TinySeries.path(["value"] + (0..<300).map { "\($0 % 7)" })
        let windows = try Scratch.file(Data(#"[["2020-01-26", "2020-01-27"]]"#.utf8)).path
        expectSentence(
            try run(.forecast, ["anomalies", numbers, "--windows", windows] + Self.search), status: 65, ["no dates"],
            tool: "forecast")
    }

    /// A day of nothing and the busiest day of a shop.
    @Test func aDayOfNothingIsFoundByItself() throws {
        var lines = ["day,sales"]
        for row in 0..<220 {
            let sales = row == 150 ? 0 : row == 190 ? 1500 : 250 + (row % 7 > 4 ? 50 : 0) + row * 37 % 90
            let (month, day) = (row / 28 + 1, row % 28 + 1)
            lines.append("2020-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day),\(sales)")
        }
        let arguments =
            ["anomalies", try TinySeries.path(lines), "--quiet", "--probation", "80", "--frequency", "daily"]
            + ["--irregular", "--format", "csv", "--epochs", "2", "--hidden-size", "2"]
        let outcome = try run(.forecast, arguments + ["--single"])
        expectSuccess(outcome)
        let rows = outcome.output.split(separator: "\n").dropFirst().compactMap { Int($0.prefix { $0 != "," }) }
        #expect(rows.contains(151) && rows.contains(191) && !rows.contains(152) && !rows.contains(192), "\(rows)")
    }
}
