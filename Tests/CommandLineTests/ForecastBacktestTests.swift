import Foundation
import Testing

/// How `forecast` tells how well it would have done.
struct ForecastBacktestTests {
    @Test func aBacktestIsPrintedAsJSON() throws {
        let file = try TinySeries.file().path
        let backtest = ["backtest", file, "--test", "24", "--horizon", "2"] + TinySeries.quick
        let outcome = try run(.forecast, backtest + ["--format", "json"])
        expectSuccess(outcome)
        let result = try jsonObject(outcome)
        let metrics = try #require(result["metrics"] as? [String: Any])
        #expect(metrics["rmse"] is Double && metrics["mae"] is Double)
        let baselines = try #require(result["baselines"] as? [String: [String: Any]])
        #expect(
            Set(baselines.keys) == [
                "lastValue", "drift", "seasonalNaive", "exponentialSmoothing", "autoRegression", "ridge",
            ])
        // By hand: what the last value misses, over 23 origins and two steps.
        let squares = (96..<119).flatMap { origin in
            (0..<2).map { pow(TinySeries.value(origin + $0) - TinySeries.value(origin - 1), 2) }
        }
        let expected = (squares.reduce(0, +) / 46).squareRoot()
        #expect(abs((baselines["lastValue"]?["rmse"] as? Double ?? 0) - expected) < 1e-6)
        #expect(result["origins"] as? Int == 23 && result["from"] as? String == "2008-01")
        #expect(try run(.forecast, backtest + ["--format", "json", "--threads", "1"]).output == outcome.output)
        #expect(try run(.forecast, backtest).output.contains("23 forecasts of 2 steps, 2008-01 to 2009-12"))
    }

    @Test func forecastsAreWrittenRowByRow() throws {
        let (file, forecasts) = (try TinySeries.file().path, try Scratch.folder().appendingPathComponent("f.csv"))
        let outcome = try run(
            .forecast,
            [
                "backtest", file, "--test", "24", "--folds", "3", "--gap", "2", "--sliding", "60", "--stride", "4",
                "--horizon", "2", "--forecasts", forecasts.path, "--format", "json",
            ] + TinySeries.quick)
        expectSuccess(outcome)
        let lines = try String(contentsOf: forecasts, encoding: .utf8).split(separator: "\n").map {
            $0.split(separator: ",").map(String.init)
        }
        #expect(
            lines[0].prefix(6) == ["column", "origin", "step", "time", "actual", "forecast"] && lines[0].count == 12)
        #expect(lines.count == 1 + 6 * 2)
        #expect(lines[1].prefix(5) == ["value", "2008-01", "1", "2008-01", "\(TinySeries.value(96))"])
        #expect(lines.last?.prefix(5) == ["value", "2009-09", "2", "2009-10", "\(TinySeries.value(117))"])
        let squares = lines.dropFirst().compactMap { line -> Double? in
            guard let actual = Double(line[4]), let told = Double(line[5]) else { return nil }
            return (actual - told) * (actual - told)
        }
        let rmse = (squares.reduce(0, +) / 12).squareRoot()
        let metrics = try jsonObject(outcome)["metrics"] as? [String: Any]
        #expect(squares.count == 12 && abs((metrics?["rmse"] as? Double ?? 0) - rmse) < 1e-6)
    }

    @Test func whatComesLaterChangesNoLineOfTheForecasts() throws {
        var lines = TinySeries.lines
        let folder = try Scratch.folder()
        var written: [[Substring]] = []
        for name in ["clean", "planted"] {
            let forecasts = folder.appendingPathComponent(name).path
            let outcome = try run(
                .forecast,
                ["backtest", try TinySeries.path(lines), "--test", "24", "--gap", "3", "--forecasts", forecasts]
                    + TinySeries.quick)
            expectSuccess(outcome)
            written.append(try String(contentsOfFile: forecasts, encoding: .utf8).split(separator: "\n"))
            for row in 110..<120 { lines[row + 1] = "\(TinySeries.month(row)),9000000" }
        }
        #expect(Array(written[0].prefix(15)) == Array(written[1].prefix(15)) && written[0] != written[1])
    }

    /// Rows left out between training and test do not choose what is forecast, values or logarithms or differences.
    @Test func theGapChoosesNothing() throws {
        var lines = TinySeries.lines
        for row in 84..<96 { lines[row + 1] = "\(TinySeries.month(row)),-\(row)" }
        let arguments = ["--test", "24", "--gap", "12", "--epochs", "1", "--hidden-size", "2", "--random-seed", "1"]
        let choices = try [TinySeries.lines, lines].map { lines in
            let outcome = try run(.forecast, ["backtest", try TinySeries.path(lines)] + arguments)
            return outcome.errorLines.first { $0.hasPrefix("forecasting ") }
        }
        #expect(choices[0] != nil && choices[0] == choices[1])
    }
}
