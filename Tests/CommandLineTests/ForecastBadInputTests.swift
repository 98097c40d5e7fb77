import Foundation
import Testing

/// Series, options and model folders that `forecast` cannot use: one sentence, the right status, and never a trap.
struct ForecastBadInputTests {
    /// A series, and what the sentence must hold.
    struct Series: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let lines: [String]
        var status: Int32 = 65
        var words: [String]
        var options: [String] = []
    }

    /// The tiny series with one line changed.
    private static func changed(_ row: Int, _ line: String?) -> [String] {
        var lines = TinySeries.lines
        if let line { lines[row] = line } else { lines.remove(at: row) }
        return lines
    }

    /// Every other month first, then the ones between.
    private static let unsorted: [String] = {
        let lines = TinySeries.lines
        return [lines[0]]
            + [1, 0].flatMap { odd in lines.indices.dropFirst().filter { $0 % 2 == odd }.map { lines[$0] } }
    }()

    private static func hours(_ dates: [String]) -> [String] { ["time,value"] + dates.map { "\($0),\($0.count)" } }

    /// Three days of hours around the last Sunday of a month, with one hour skipped or repeated at night.
    private static func daylightSaving(_ month: String, skips: Bool) -> [String] {
        let stamps = (0..<(month == "10" ? 48 : 72)).flatMap { row -> [String] in
            let stamp =
                "2021-\(month)-\(26 + row / 24 + (month == "10" ? 4 : 1)) \(row % 24 < 10 ? "0" : "")\(row % 24):00"
            if row == 26 { return skips ? [] : [stamp, stamp] }
            return [stamp]
        }
        return hours(stamps)
    }

    private static let series: [Series] = [
        Series(testDescription: "gap", lines: changed(50, nil), words: ["row 50", "rows are missing", "--fill"]),
        Series(
            testDescription: "repeated", lines: changed(50, TinySeries.lines[49]),
            words: ["row 50", "2004-01 is repeated", "--duplicates"]),
        Series(
            testDescription: "backward", lines: changed(50, "1999-05,3"),
            words: ["row 50", "1999-05 comes after", "--sort"]),
        Series(testDescription: "unsorted", lines: unsorted, words: ["comes after", "--sort"]),
        Series(
            testDescription: "missing cell", lines: changed(50, "2004-02,"),
            words: ["row 50", "line 51", "'value'", "is missing", "--fill"]),
        Series(
            testDescription: "NaN", lines: changed(50, "2004-02,NaN"),
            words: ["row 50", "'value'", "is missing", "--fill"]),
        Series(
            testDescription: "no number", lines: changed(50, "2004-02,many"),
            words: ["row 50", "'value'", "'many' is not a number", "--fill"]),
        Series(
            testDescription: "infinite", lines: changed(50, "2004-02,1e999"), words: ["row 50", "infinite", "--fill"]),
        Series(
            testDescription: "too large", lines: TinySeries.lines.map { $0 + ($0.contains("v") ? "" : "e300") },
            words: ["too large"]),
        Series(
            testDescription: "a cell too many", lines: changed(50, "2004-02,1,2"), words: ["row 50", "3 cells"]),
        Series(
            testDescription: "two date formats", lines: changed(50, "01.02.2004,3"),
            words: ["row 50", "01.02.2004"]),
        Series(testDescription: "empty", lines: [], words: ["is empty"]),
        Series(testDescription: "header alone", lines: ["month,value"], words: ["series.csv"]),
        Series(testDescription: "two rows", lines: Array(TinySeries.lines.prefix(3)), words: ["2 rows", "three"]),
        Series(
            testDescription: "fewer rows than a window", lines: Array(TinySeries.lines.prefix(16)),
            words: ["rows to learn from", "needed", "--window"]),
        Series(
            testDescription: "no column of numbers", lines: ["a,b", "x,y", "z,u", "v,w"],
            words: ["no column of numbers"]),
        Series(
            testDescription: "several columns",
            lines: TinySeries.text(plan: true).split(separator: "\n").map(String.init),
            status: 64, words: ["value, plan", "--column"]),
        Series(
            testDescription: "no such column", lines: TinySeries.lines, words: ["'load'", "'month', 'value'"],
            options: ["--column", "load"]),
        Series(
            testDescription: "a column named twice", lines: TinySeries.lines, status: 64, words: ["named twice"],
            options: ["--column", "value", "--observed", "value"]),
        Series(
            testDescription: "no logarithm", lines: changed(5, "2000-05,-3"), words: ["value", "-3", "--log"],
            options: ["--log"]),
        Series(
            testDescription: "spring forward", lines: daylightSaving("03", skips: true),
            words: ["daylight saving time", "--fill linear --duplicates mean"]),
        Series(
            testDescription: "fall back", lines: daylightSaving("10", skips: false),
            words: ["daylight saving time", "--fill linear --duplicates mean"]),
    ]

    @Test(arguments: series.indices) func aSeriesThatCannotBeUsedIsNamed(index: Int) throws {
        let series = Self.series[index]
        let file = try TinySeries.file(series.lines.map { $0 + "\n" }.joined()).path
        let folder = try Scratch.folder().appendingPathComponent("model").path
        let options = series.options + TinySeries.quick
        for command in [["backtest", file], ["train", file, "--output", folder]].prefix(index % 4 == 0 ? 2 : 1) {
            let outcome = try run(.forecast, command + options)
            expectSentence(outcome, status: series.status, series.words, tool: "forecast")
        }
        #expect(!FileManager.default.fileExists(atPath: folder + "/model.safetensors"))
    }

    // MARK: What reads fine

    private static let fine: [Series] = [
        Series(
            testDescription: "decimal commas",
            lines: TinySeries.lines.map {
                $0.replacingOccurrences(of: ",", with: ";").replacingOccurrences(of: ".", with: ",")
            }, words: []),
        Series(
            testDescription: "gap", lines: changed(50, nil), words: ["missing month filled"],
            options: ["--fill", "previous"]),
        Series(
            testDescription: "repeated", lines: changed(50, TinySeries.lines[49]), words: [],
            options: ["--duplicates", "first", "--fill", "linear"]),
        Series(testDescription: "unsorted", lines: unsorted, words: [], options: ["--sort"]),
        Series(
            testDescription: "newest first", lines: [TinySeries.lines[0]] + TinySeries.lines.dropFirst().reversed(),
            words: ["reversed"]),
        Series(testDescription: "irregular", lines: changed(50, nil), words: [], options: ["--irregular"]),
        Series(
            testDescription: "spring forward", lines: daylightSaving("03", skips: true), words: ["filled"],
            options: ["--fill", "linear", "--duplicates", "mean"]),
        Series(
            testDescription: "constant", lines: TinySeries.lines.map { $0.contains("v") ? $0 : $0.prefix(8) + "7" },
            words: []),
        Series(
            testDescription: "four rows", lines: Array(TinySeries.lines.prefix(6)), words: [],
            options: ["--window", "1"]),
        Series(testDescription: "some rows", lines: TinySeries.lines, words: [], options: ["--rows", "60"]),
    ]

    @Test(arguments: fine.indices) func aSeriesThatCanBeUsedIsForecast(index: Int) throws {
        let series = Self.fine[index]
        let file = try TinySeries.path(series.lines)
        let folder = try Scratch.folder().appendingPathComponent("model").path
        let quick = TinySeries.quick.filter { $0 != "--quiet" }
        let trained = try run(.forecast, ["train", file, "--output", folder] + quick + series.options)
        expectSuccess(trained)
        for word in series.words { #expect(trained.errors.contains(word), "\(trained.errors)") }
        let window = series.options.first == "--window"
        let options = window ? [] : series.options
        expectSuccess(try run(.forecast, ["predict", "--model", folder, file] + options))
        if index % 3 == 0 { expectSuccess(try run(.forecast, ["backtest", file] + quick + series.options)) }
        let found = try run(.forecast, ["anomalies", file] + quick + series.options + ["--probation", "40"])
        expectSuccess(found)
    }

    @Test func decimalCommasAreReadAsPoints() throws {
        let commas = Self.fine[0].lines
        #expect(commas[1].contains(";") && commas[1].contains(","))
        let outputs = try [TinySeries.lines, commas].map {
            try run(.forecast, ["backtest", try TinySeries.path($0), "--format", "json"] + TinySeries.quick).output
        }
        #expect(outputs[0] == outputs[1] && !outputs[0].isEmpty)
    }

    // MARK: Files and options

    @Test func filesThatAreNotThereAreNamed() throws {
        let nowhere = try Scratch.folder().appendingPathComponent("no.csv").path
        for command in ["backtest", "anomalies"] {
            expectSentence(try forecast(command, nowhere), status: 66, [nowhere], tool: "forecast")
        }
        expectSentence(
            try forecast("train", nowhere, "--output", nowhere + "-model"), status: 66, [nowhere], tool: "forecast")
        let file = try TinySeries.file().path
        expectSentence(
            try forecast("predict", "--model", nowhere, file), status: 66, [nowhere], tool: "forecast")
        expectSentence(
            try run(.forecast, ["backtest", file, "--forecasts", nowhere + "/x/f.csv"] + TinySeries.quick), status: 74,
            [nowhere], tool: "forecast")
        let training = try TinySeries.training()
        expectSentence(
            try forecast("predict", "--model", training.folder.path, nowhere), status: 66, [nowhere], tool: "forecast")
        expectSentence(
            try run(.forecast, ["train", file, "--output", training.folder.path] + TinySeries.quick), status: 64,
            ["--overwrite"], tool: "forecast")
    }

    private static let options: [(arguments: [String], words: [String])] = [
        (["--window", "0"], ["--window", "0"]), (["--horizon", "99999999999"], ["--horizon"]),
        (["--test", "-1"], ["--test"]), (["--test", "0"], ["--test"]), (["--folds", "0"], ["--folds"]),
        (["--gap", "-1"], ["--gap"]),
        (["--gap", "9223372036854775807"], ["--gap", "1099511627776"]), (["--stride", "0"], ["--stride"]),
        (["--sliding", "0"], ["--sliding"]), (["--chart", "a.gif"], ["--chart", ".svg"]),
        (["--quantiles", "0.1,2"], ["\"2\""]), (["--levels", ""], ["\"\""]),
        (["--difference", "-1"], ["--difference"]), (["--difference", "9223372036854775807"], ["--difference"]),
        (["--validation-split", "nan"], ["--validation-split"]), (["--dropout", "1"], ["--dropout"]),
        (["--delimiter", "ab"], ["--delimiter"]), (["--rows", "0"], ["--rows"]), (["--cell", "elman"], ["elman"]),
        (
            [
                "--horizon", "16384", "--quantiles", "0.1,0.2,0.3,0.4,0.5,0.6,0.7,0.8,0.9", "--column", "value",
                "--window", "1",
                "--difference", "9999999",
            ], ["difference"]
        ),
        (["--recursive", "--observed", "plan", "--column", "value"], ["plan"]),
    ]

    @Test(arguments: options.indices) func anOptionOutOfRangeIsWrongUsage(index: Int) throws {
        let (arguments, words) = Self.options[index]
        let file = try TinySeries.file(TinySeries.text(plan: true)).path
        let outcome = try run(.forecast, ["backtest", file, "--quiet"] + arguments)
        #expect(outcome.status == 64 && outcome.outputData.isEmpty, "\(outcome.status): \(outcome.errors)")
        for word in words { #expect(outcome.errors.contains(word), "\(outcome.errors)") }
    }

    @Test(arguments: [
        ["--test", "1099511627776"], ["--test", "120"], ["--gap", "1099511627776"],
        ["--gap", "1099511627776", "--sliding", "1099511627776"], ["--folds", "1073741824"], ["--sliding", "3"],
        ["--window", "65536"], ["--horizon", "16384"], ["--difference", "1000000"],
    ]) func rowsThatThereAreNotAreMissed(arguments: [String]) throws {
        let outcome = try run(
            .forecast,
            ["backtest", try TinySeries.file().path, "--epochs", "1", "--hidden-size", "2", "--quiet"] + arguments)
        #expect(
            [64, 65].contains(outcome.status) && outcome.errorLines.count == 1, "\(outcome.status): \(outcome.errors)")
        #expect(outcome.errors.contains("needed") || outcome.errors.contains("too few"), "\(outcome.errors)")
    }

    @Test func anomaliesAreThoseOfOneStepOfOneColumn() throws {
        let file = try TinySeries.file().path
        expectSentence(
            try run(.forecast, ["anomalies", file, "--horizon", "2", "--probation", "60"] + TinySeries.quick),
            status: 64,
            ["one step ahead"], tool: "forecast")
        let threshold = try forecast("anomalies", file, "--threshold", "0")
        #expect(threshold.status == 64 && threshold.errors.contains("--threshold"))
        expectSentence(
            try run(.forecast, ["anomalies", file, "--probation", "10"] + TinySeries.quick), status: 65, ["needed"],
            tool: "forecast")
    }

    @Test func aSeriesOfAnotherKindIsNotForecast() throws {
        let model = try TinySeries.training().folder.path
        let days = try TinySeries.path(["day,value"] + (1...28).map { "2020-01-\($0 < 10 ? "0" : "")\($0),\($0)" })
        expectSentence(
            try forecast("predict", "--model", model, days), status: 65, ["daily", "monthly"], tool: "forecast")
        let renamed = try TinySeries.file(TinySeries.text().replacingOccurrences(of: "value", with: "price")).path
        expectSentence(
            try forecast("predict", "--model", model, renamed), status: 65, ["'value'", "'price'"], tool: "forecast")
        let short = try TinySeries.path(Array(TinySeries.lines.prefix(10)))
        expectSentence(
            try forecast("predict", "--model", model, short), status: 65, ["9 rows", "needed"], tool: "forecast")
        expectSentence(
            try forecast("predict", "--model", model, try TinySeries.file().path, "--levels", "0.77"), status: 64,
            ["0.77", "0.95"], tool: "forecast")
    }
}
