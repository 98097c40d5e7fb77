import Foundation
import Testing

/// Several series in one file, and times between which clocks or fractions of seconds matter.
struct ForecastStackTests {
    /// Two shops with a series of months each, and a third one with four rows.
    private static func shops() throws -> String {
        let lines = (0..<60).flatMap { row in
            ["A", "B/b", "C"].enumerated().filter { $0.offset < 2 || row < 4 }.map { number, shop in
                "\(TinySeries.month(row)),\(shop),\(TinySeries.value(row) * Double(number + 1))"
            }
        }
        return try TinySeries.path(["month,shop,sales"] + lines)
    }

    @Test func eachSeriesGetsAModelAndAForecast() throws {
        let file = try Self.shops()
        let output = try Scratch.folder().appendingPathComponent("models")
        expectSentence(
            try forecast("train", file, "--output", output.path), status: 65,
            ["holds 3 series", "column 'shop'", "--series shop "], tool: "forecast")
        let options = TinySeries.quick.filter { $0 != "--quiet" } + ["--series", "shop"]
        let trained = try run(.forecast, ["train", file, "--output", output.path] + options)
        #expect(trained.status == 65 && trained.errors.contains("shop C: error: "), "\(trained.errors)")
        #expect(trained.errors.contains("1 of 3 series could not be used: shop C. The others are complete."))
        #expect(try FileManager.default.contentsOfDirectory(atPath: output.path).sorted() == ["shop=A", "shop=B%2Fb"])
        #expect(trained.errors.contains("predict --model \(output.path) FILE --series shop"))
        #expect(trained.output.contains("shop A\n") && trained.output.contains("\nshop B/b\n"))

        let predict = ["predict", "--model", output.path, file, "--series", "shop", "--quiet", "--format"]
        let csv = try run(.forecast, predict + ["csv"])
        #expect(csv.status == 66 && csv.errors.contains("shop=C"), "\(csv.errors)")
        let rows = csv.output.split(separator: "\n")
        #expect(rows.count == 3 && rows[0] == "shop,time,sales.value,sales.low90,sales.high90")
        #expect(rows[1].hasPrefix("A,2005-01,") && rows[2].hasPrefix("B/b,2005-01,"))
        let json = try run(.forecast, predict + ["json"])
        let list = try #require(try JSONSerialization.jsonObject(with: json.outputData) as? [[String: Any]])
        #expect(list.compactMap { ($0["series"] as? [String: String])?["shop"] } == ["A", "B/b"])
        #expect(list.allSatisfy { $0["column"] as? String == "sales" && $0["times"] as? [String] == ["2005-01"] })
    }

    @Test func backtestsAndAnomaliesTakeEachSeries() throws {
        let file = try Self.shops()
        let forecasts = try Scratch.folder().appendingPathComponent("forecasts.csv")
        let options = TinySeries.quick + ["--series", "shop", "--format"]
        let backtest = try run(
            .forecast, ["backtest", file, "--test", "12", "--forecasts", forecasts.path] + options + ["json"])
        #expect(backtest.status == 65)
        let list = try #require(try JSONSerialization.jsonObject(with: backtest.outputData) as? [[String: Any]])
        #expect(list.count == 2 && list.allSatisfy { $0["metrics"] is [String: Any] && $0["series"] != nil })
        let rows = try String(contentsOf: forecasts, encoding: .utf8).split(separator: "\n")
        #expect(rows.count == 25 && rows[0].hasPrefix("shop,") && rows[24].hasPrefix("B/b,"))
        let found = try run(.forecast, ["anomalies", file, "--probation", "40", "--all"] + options + ["csv"])
        let points = found.output.split(separator: "\n")
        #expect(found.status == 65 && points[0].hasPrefix("shop,row,time") && points.count == 41, "\(found.errors)")
        let chart = try run(.forecast, ["backtest", file, "--chart", forecasts.path + ".svg", "--series", "shop"])
        #expect(chart.status == 64 && chart.errors.contains("--chart draws one series"))
    }

    // MARK: Times

    private func future(_ times: [String], _ options: [String] = []) throws -> [String] {
        let lines = ["time,value"] + times.enumerated().map { "\($1),\($0 % 7)" }
        let folder = try Scratch.folder().appendingPathComponent("model").path
        // The series comes from standard input.
        let text = lines.joined(separator: "\n") + "\n"
        expectSuccess(
            try run(.forecast, ["train", "-", "--output", folder] + TinySeries.quick + options, input: text))
        let predicted = try run(
            .forecast, ["predict", "--model", folder, "-", "--horizon", "3", "--format", "csv"] + options, input: text)
        expectSuccess(predicted)
        return predicted.output.split(separator: "\n").dropFirst().compactMap {
            $0.split(separator: ",").first.map(String.init)
        }
    }

    @Test func fractionsOfASecondGoOn() throws {
        let times = (0..<60).map { "1467331\(200 + $0 / 5).\(2 * ($0 % 5))" }
        #expect(try future(times) == ["1467331212.0", "1467331212.2", "1467331212.4"])
    }

    @Test func clocksOfAPlaceGoOn() throws {
        // From 2022-10-28 03:00 on; the clock is put back behind the last row.
        let times = (0..<48).map { row in
            "2022-10-\(28 + (row + 3) / 24) \((row + 3) % 24 < 10 ? "0" : "")\((row + 3) % 24):00"
        }
        #expect(times.last == "2022-10-30 02:00")
        let zone = ["--time-zone", "Europe/Berlin"]
        #expect(try future(times, zone) == ["2022-10-30 02:00", "2022-10-30 03:00", "2022-10-30 04:00"])
        let refused = try run(.forecast, ["backtest", try TinySeries.path(["a"]), "--time-zone", "CST"])
        #expect(refused.status == 64 && refused.errors.contains("Asia/Shanghai"))
    }

    // MARK: What a process is started with

    @Test func settingsThatAreNoneAreNamed() throws {
        let outcome = try run(.forecast, ["--version"], environment: ["RECURRENT_SIMD": "bogus"])
        #expect(outcome.status == 64 && outcome.errors.contains("avx512, avx2 or portable"), "\(outcome.errors)")
        let script = #"exec "$0" tokenize "$(printf 'caf\351.txt')""#
        let argument = try shell(script)
        #expect(argument.status == 64 && argument.errors.contains(#"'caf\xe9.txt' is not UTF-8"#), "\(argument.errors)")
    }
}
