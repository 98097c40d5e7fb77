import Foundation
import TestSupport
import Testing

@testable import Forecasting
@testable import ModelFiles

struct ForecastSelectionTests {
    @Test func theSimplestMethodWithinAHundredthOfTheLeastErrorWins() {
        func winner(_ errors: [String: Double], preferred: String? = nil) -> String? {
            ForecastSelection.winner(of: errors, preferred: preferred)
        }
        #expect(winner([:]) == nil && winner(["lstm": .nan]) == nil)
        #expect(winner(["lstm": 1, "drift": 1.009, "ridge": 1.002]) == "drift")
        #expect(winner(["lstm": 1, "drift": 1.02, "ridge": 1.005]) == "ridge")
        #expect(winner(["lstm": 1, "drift": 1.02]) == "lstm")
        #expect(winner(["lstm": 1, "drift": 1.009], preferred: "lstm") == "lstm")
        #expect(winner(["lastValue": 2, "drift": 2, "seasonalNaive": 2]) == "lastValue")
        #expect(winner(["drift": .infinity, "linear": 3]) == "linear")
    }

    /// A random walk whose next value nothing foretells better than the last.
    private static let methods = ForecastMethod.allCases.filter(\.isBaseline)

    @Test(arguments: methods) func everyMethodCanBeTheModelInTheFolder(method: ForecastMethod) throws {
        let table = TinySeries.table()
        let settings = TinySeries.settings(horizon: 3) { ($0.method, $0.testRows, $0.takesLog) = (method, 24, true) }
        try withTemporaryFolder { url in
            var training = try ForecasterTraining(table, folder: ModelFolder(url), settings: settings)
            let result = try training.run()
            let (forecaster, report) = (result.forecaster, result.report)
            #expect(try names(in: url) == ["config.json", "model.safetensors", "report.json", "series.json"])
            let config = try String(contentsOf: url.appendingPathComponent("config.json"), encoding: .utf8)
            #expect(config.contains("\"seriesBaseline\"") && config.contains("\"\(method.rawValue)\""))
            let selection = try #require(report.selection)
            #expect(selection.method == method.rawValue && selection.isGiven && !report.isLinear)
            #expect(selection.from == "2006-06" && selection.to == "2007-12" && selection.rmse.count >= 7)
            let stored = try Forecaster(contentsOf: url)
            #expect(stored.model == nil)
            let ahead = try stored.forecast(table, horizon: 7, levels: [0.5, 0.9])[0]
            #expect(try ahead == forecaster.forecast(table, horizon: 7, levels: [0.5, 0.9])[0])
            #expect(ahead.values.count == 7 && ahead.intervals.count == 2 && ahead.times.first == "2010-01")
            for step in 0..<7 {
                #expect(ahead.intervals[1].low[step] <= ahead.intervals[0].low[step])
                #expect(ahead.intervals[0].low[step] <= ahead.values[step])
                #expect(ahead.values[step] <= ahead.intervals[0].high[step])
            }
            // The test is forecast by the same method, fitted to the rows before it.
            let column = try #require(report.test?.columns[0])
            let own = try #require(column.baselines[method.rawValue])
            #expect(abs(column.metrics.rmse / own.rmse - 1) < 1e-9 && column.intervals.count == 4)
        }
    }

    @Test func theBestMethodIsSavedAndTheReportSaysSo() throws {
        let line = TinySeries.table((0..<120).map { 100 + 2 * Double($0) })
        let settings = TinySeries.settings(epochs: 1) { ($0.method, $0.testRows) = (.auto, 20) }
        var training = try ForecasterTraining(line, settings: settings)
        let result = try training.run()
        let (forecaster, report) = (result.forecaster, result.report)
        let selection = try #require(report.selection)
        #expect(selection.method == "drift" && selection.winner == "drift" && !selection.isGiven)
        #expect(forecaster.model == nil && selection.rmse["lstm"] ?? 0 > selection.rmse["drift"] ?? 1)
        #expect(report.test?.columns[0].baselines.keys.contains { ["lstm", "linear"].contains($0) } == true)
        let forecast = try forecaster.forecast(line)[0]
        #expect(abs(forecast.values[0] - 340) < 1e-9 && abs(forecast.values[1] - 342) < 1e-9)
    }

    @Test func aNetworkThatWasAskedForIsKept() throws {
        let line = TinySeries.table((0..<120).map { 100 + 2 * Double($0) })
        let settings = TinySeries.settings(epochs: 1) {
            ($0.method, $0.testRows, $0.isAnchored) = (.network(.lstm), 20, true)
        }
        var training = try ForecasterTraining(line, settings: settings)
        let result = try training.run()
        let (forecaster, report) = (result.forecaster, result.report)
        #expect(report.selection?.method == "lstm" && report.selection?.winner == "drift" && !report.isLinear)
        #expect(forecaster.model?.output.weight.value.elements.contains { $0 != 0 } == true)
        #expect(TinySeries.settings { ($0.method, $0.cell) = (.network(.gru), .lstm) }.problem?.contains("gru") == true)
    }

    @Test(arguments: [[0.05, 0.5, 0.95], []]) func theTestHasNoPartInTheChoice(quantiles: [Double]) throws {
        let values = TinySeries.values()
        let settings = TinySeries.settings { ($0.method, $0.testRows, $0.quantiles) = (.auto, 24, quantiles) }
        let results = try [values, values.planting(1e7, in: 96..<120)].map { values in
            var training = try ForecasterTraining(TinySeries.table(values), settings: settings)
            return try training.run()
        }
        #expect(results[0].report.selection == results[1].report.selection)
        #expect(results[0].forecaster.preparation == results[1].forecaster.preparation)
        #expect(results[0].report.test != results[1].report.test)
    }

    @Test func aBacktestSaysWhatWasChosenBeforeEachPart() throws {
        var plan = BacktestPlan(testRows: 24)
        plan.folds = 2
        let settings = TinySeries.settings { $0.method = .auto }
        let result = try Backtest(of: TinySeries.table(), plan: plan, settings: settings)
        let (selections, record) = (try #require(result.evaluation.selections), result.records[0])
        #expect(selections.count == 2 && record.selected.count == record.origins.count)
        let forecasts = [record.method: record.forecast].merging(record.baselines.map { ($0.name, $0.forecasts) }) {
            $1
        }
        let first = record.origins.firstIndex { $0 >= 108 } ?? 0
        for (part, origin) in [(0, 0), (1, first)] {
            let name = selections[part].method == "linear" ? record.method : selections[part].method
            #expect(record.selected[origin] == forecasts[name]?[origin])
        }
        #expect(result.evaluation.columns[0].selected != nil)
    }

    /// A model of two columns has the same method for both, and reads nothing else.
    @Test func severalColumnsHaveOneMethod() throws {
        let values = TinySeries.values()
        let table = TinySeries.table([("y", values), ("z", values.map { 2 * $0 }), ("plan", values)])
        let settings = TinySeries.settings {
            ($0.columns, $0.known, $0.usesCalendar, $0.method) = (["y", "z"], ["plan"], true, .exponentialSmoothing)
        }
        try withTemporaryFolder { url in
            var training = try ForecasterTraining(table, folder: ModelFolder(url), settings: settings)
            _ = try training.run()
            let other = TinySeries.table([("y", values), ("z", values.map { 2 * $0 })])
            let forecasts = try Forecaster(contentsOf: url).forecast(other)
            #expect(forecasts.map(\.column) == ["y", "z"])
            #expect(abs(forecasts[1].values[0] / forecasts[0].values[0] - 2) < 0.01)
        }
    }

    @Test func reportsWithoutASelectionAreRead() throws {
        var training = try ForecasterTraining(TinySeries.table(), settings: TinySeries.settings { $0.testRows = 20 })
        let report = try training.run().report
        var object = try #require(
            try JSONSerialization.jsonObject(with: JSONEncoder().encode(report)) as? [String: Any])
        object["selection"] = nil
        var test = try #require(object["test"] as? [String: Any])
        test["selections"] = nil
        object["test"] = test
        let older = try JSONDecoder().decode(
            ForecasterReport.self, from: JSONSerialization.data(withJSONObject: object))
        #expect(older.selection == nil && older.test?.metrics == report.test?.metrics)
    }
}
