import Foundation
import Recurrent
import TestSupport
import Testing

/// What `forecast` forecasts with, and what it makes of odd numbers.
struct ForecastMethodTests {
    private static let quick = [
        "--epochs", "1", "--hidden-size", "2", "--window", "12", "--random-seed", "1", "--quiet",
    ]
    private static let methods =
        ["auto"] + RecurrentCellKind.allCases.map(\.rawValue)
        + ["last-value", "drift", "seasonal-naive", "ridge", "exponential-smoothing", "auto-regression"]

    private func train(_ series: String, _ options: [String]) throws -> (folder: URL, outcome: Outcome) {
        let folder = try Scratch.folder().appendingPathComponent("model")
        return (folder, try run(.forecast, ["train", series, "--output", folder.path] + Self.quick + options))
    }

    // MARK: Methods

    @Test(arguments: methods) func everyMethodTrainsAndForecasts(method: String) throws {
        let series = try TinySeries.file().path
        let (folder, outcome) = try train(series, ["--method", method, "--horizon", "3"])
        expectSuccess(outcome)
        #expect(outcome.output.contains("On the held-out rows, 2006-06 to 2007-12, "), "\(outcome.output)")
        let predict = ["predict", "--model", folder.path, series, "--levels", "0.5,0.9"]
        let text = try run(.forecast, predict)
        expectSuccess(text)
        #expect(text.output.split(separator: "\n").count == 5 && text.output.contains("high90"))
        let chart = folder.deletingLastPathComponent().appendingPathComponent("ahead.svg")
        let csv = try run(.forecast, predict + ["--format", "csv", "--horizon", "30", "--chart", chart.path])
        expectSuccess(csv)
        #expect(csv.output.split(separator: "\n").count == 31 && !csv.output.contains("nan"))
        #expect(try Data(contentsOf: chart).count > 1_000)
        if method != "auto" {
            #expect(!outcome.output.contains("asked for") || outcome.output.contains(" is best with "))
        }
    }

    @Test func theHelpNamesEveryMethodAndOthersAreRefused() throws {
        let help = try forecast("train", "--help").output
        for method in Self.methods { #expect(help.contains(method), "\(method)") }
        let series = try TinySeries.file().path
        let (_, outcome) = try train(series, ["--method", "oracle"])
        #expect(outcome.status == 64 && outcome.errors.contains("oracle"))
        let (_, two) = try train(series, ["--method", "lstm", "--cell", "gru"])
        #expect(two.status == 64 && two.errors.contains("--cell"))
        let (_, none) = try train(
            try TinySeries.path(["value"] + (0..<60).map { "\($0 % 7)" }), ["--method", "seasonal-naive"])
        #expect(none.status == 65 && none.errors.contains("seasonalNaive"), "\(none.errors)")
    }

    @Test func theWinnerIsSavedAndABacktestNamesIt() throws {
        let line = ["month,value"] + (0..<60).map { "\(TinySeries.month($0)),\(100 + 2 * $0)" }
        let series = try TinySeries.path(line)
        let (folder, outcome) = try train(series, [])
        expectSuccess(outcome)
        #expect(outcome.output.contains("drift is best with an RMSE of"), "\(outcome.output)")
        let config = try String(contentsOf: folder.appendingPathComponent("config.json"), encoding: .utf8)
        #expect(config.contains("seriesBaseline") && config.contains("\"formatVersion\" : 1"))
        let told = try run(.forecast, ["predict", "--model", folder.path, series, "--format", "csv"])
        #expect(told.output.contains("\n2005-01,220.0"), "\(told.output)")
        let backtest = try run(.forecast, ["backtest", series] + Self.quick)
        expectSuccess(backtest)
        #expect(backtest.output.contains("drift is best with an RMSE of"), "\(backtest.output)")
        let json = try jsonObject(try run(.forecast, ["backtest", series, "--format", "json"] + Self.quick))
        let selections = try #require(json["selections"] as? [[String: Any]])
        #expect(selections.count == 1 && selections[0]["method"] as? String == "drift")
        // A program that does not know the kind says its name.
        let config1 = config.replacingOccurrences(of: "seriesBaseline", with: "seriesOracle")
        try Data(config1.utf8).write(to: folder.appendingPathComponent("config.json"))
        expectSentence(
            try forecast("predict", "--model", folder.path, series), status: 65, ["seriesOracle"], tool: "forecast")
    }

    // MARK: Bounds

    @Test func forecastsStayInsideTheirBounds() throws {
        let lines = ["month,value"] + (0..<80).map { "\(TinySeries.month($0)),\(max(0, 160 - 2 * $0 + $0 * 7 % 5))" }
        let (folder, outcome) = try train(
            try TinySeries.path(lines), ["--method", "drift", "--minimum", "0", "--horizon", "4"])
        expectSuccess(outcome)
        let file = try TinySeries.path(lines)
        let told = try run(.forecast, ["predict", "--model", folder.path, file, "--horizon", "20", "--format", "csv"])
        expectSuccess(told)
        let numbers = told.output.split(separator: "\n").dropFirst().flatMap { $0.split(separator: ",").dropFirst() }
        #expect(numbers.compactMap { Double($0) }.allSatisfy { $0 >= 0 } && numbers.count == 60)
        let below = try TinySeries.path(lines.dropLast() + ["\(TinySeries.month(79)),-3"])
        expectSentence(
            try forecast("predict", "--model", folder.path, below), status: 65,
            [TinySeries.month(79), "-3.0", "below the minimum of 0.0"], tool: "forecast")
        for (options, word) in [
            (["--minimum", "nan"], "--minimum"), (["--minimum", "5", "--maximum", "5"], "--maximum"),
            (["--log", "--log1p"], "--log1p"),
        ] {
            let (_, outcome) = try train(file, options)
            #expect(outcome.status == 64 && outcome.errors.contains(word), "\(outcome.errors)")
        }
    }

    // MARK: Digits

    @Test(
        arguments: [
            ("1000000001", 1e9, 1.0), ("1.000e-09", 1e-9, 1e-12), ("-5.000001", -5, 1e-6), ("1.00000", 1e300, 1e296),
            ("123456.", 123456, 0.01),
        ] as [(String, Double, Double)])
    func tablesTellValuesApart(start: String, level: Double, step: Double) throws {
        let lines = ["month,value"] + (0..<60).map { "\(TinySeries.month($0)),\(level + step * Double($0 * 7 % 5))" }
        let file = try TinySeries.path(lines)
        guard level < 1e200 else {
            let (_, outcome) = try train(file, ["--method", "drift"])
            return #expect(outcome.status == 65 && outcome.errors.contains("too "), "\(outcome.errors)")
        }
        let (folder, outcome) = try train(file, ["--method", "seasonal-naive", "--horizon", "4"])
        expectSuccess(outcome)
        let text = try run(.forecast, ["predict", "--model", folder.path, file])
        let cells = text.output.split(separator: "\n").dropFirst(2).map { $0.split(separator: " ")[1] }
        let csv = try run(.forecast, ["predict", "--model", folder.path, file, "--format", "csv"])
        let exact = csv.output.split(separator: "\n").dropFirst().compactMap { Double($0.split(separator: ",")[1]) }
        #expect(cells.count == 4 && Set(cells).count == Set(exact).count, "\(text.output)")
        for (cell, value) in zip(cells, exact) {
            #expect(abs((Double(cell) ?? .nan) - value) <= 0.01 * step, "\(cell) \(value)")
        }
        #expect(text.output.contains(start) || Set(exact).count > 1, "\(text.output)")
    }

    // MARK: Numbers that are not finite

    @Test func aForecastThatIsNotFiniteIsAnErrorThatNamesTheModel() throws {
        let training = try TinySeries.training()
        let folder = try Scratch.folder().appendingPathComponent("model")
        try FileManager.default.copyItem(at: training.folder, to: folder)
        let url = folder.appendingPathComponent("model.safetensors")
        var data = try Data(contentsOf: url)
        let header = 8 + data.prefix(8).enumerated().reduce(0) { $0 + Int($1.element) << (8 * $1.offset) }
        let huge = withUnsafeBytes(of: Float(3e38).bitPattern.littleEndian) { Data($0) }
        for start in stride(from: header, to: data.count - 3, by: 4) {
            data.replaceSubrange(start..<start + 4, with: huge)
        }
        try data.write(to: url)
        for format in ["text", "json", "csv"] {
            expectSentence(
                try forecast("predict", "--model", folder.path, training.series.path, "--format", format), status: 65,
                [url.path, "at index 0 of tensor"], tool: "forecast")
        }
    }

    @Test(arguments: [["backtest"], ["train", "--overwrite"], ["anomalies", "--probation", "60"]])
    func aTrainingThatDivergesSaysSo(command: [String]) throws {
        let folder = try Scratch.folder().appendingPathComponent("model").path
        let output = command[0] == "train" ? ["--output", folder] : []
        let file = try TinySeries.file().path
        let outcome = try run(
            .forecast,
            [command[0], file] + command.dropFirst() + output + TinySeries.quick + ["--learning-rate", "1e20"])
        #expect([64, 65].contains(outcome.status), "\(outcome.status): \(outcome.errors) \(outcome.output)")
        #expect(!outcome.output.lowercased().contains("nan"))
    }

    @Test(arguments: [
        Named("sevens", (0..<60).map { _ in "7" }), Named("zeros", (0..<60).map { _ in "0" }),
        Named("up to 4e300", (0..<60).map { "\(Double($0 % 5) * 1e300)" }),
        Named("up to 4e-300", (0..<60).map { "\(Double($0 % 5) * 1e-300)" }),
        Named("1e18 at the end", (0..<60).map { $0 == 59 ? "1e18" : "\($0 % 3)" }),
        Named("5e99 up and down", (0..<60).map { "\(Double($0 % 2) * 1e100 - 5e99)" }),
        Named("denormal", (0..<60).map { "5e-324\($0 % 2 == 0 ? "" : "0")" }),
    ]) func oddSeriesGiveFiniteNumbersOrAnError(series: Named<[String]>) throws {
        let values = series.value
        let file = try TinySeries.path(["month,value"] + values.enumerated().map { "\(TinySeries.month($0)),\($1)" })
        let (folder, outcome) = try train(file, ["--horizon", "2"])
        let outcomes =
            [outcome, try run(.forecast, ["backtest", file, "--format", "json"] + Self.quick)]
            + (outcome.status == 0 ? [try forecast("predict", "--model", folder.path, file, "--horizon", "90")] : [])
            + [try run(.forecast, ["anomalies", file, "--probation", "30", "--all", "--quiet", "--epochs", "1"])]
        for outcome in outcomes {
            #expect(outcome.status == 0 || outcome.status == 65, "\(outcome.status): \(outcome.errors)")
            let words = outcome.output.lowercased().split { !$0.isLetter }
            #expect(
                !words.contains("nan") && !words.contains("inf") && !words.contains("infinity"), "\(outcome.output)")
        }
    }
}
