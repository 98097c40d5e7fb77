import Foundation
import TestSupport
import Testing

@testable import Forecasting

struct ForecasterTests {
    private let values = TinySeries.values()
    private let plan: [Double] = (0..<170).map { Double($0 * $0 % 13) }

    /// A table whose plan goes on for so many rows.
    private func table(_ values: [Double], ahead: Int = 0, columns: [String] = ["plan"]) -> SeriesTable {
        let count = values.count + ahead
        return TinySeries.table(
            [("y", values + Array(repeating: .nan, count: ahead))] + columns.map { ($0, Array(plan.prefix(count))) })
    }

    /// How series are forecast that the network, which tells `horizon` steps at once, has to read its own forecasts of.
    private static let ways: [ForecasterSettings] = [
        TinySeries.settings(horizon: 1), TinySeries.settings(horizon: 3),
        TinySeries.settings(horizon: 1) { ($0.difference, $0.scaling) = (1, .minmax) },
        TinySeries.settings(horizon: 2) { ($0.difference, $0.takesLog) = (12, true) },
        TinySeries.settings(horizon: 1) { ($0.isAnchored, $0.takesLog) = (true, true) },
        TinySeries.settings(horizon: 3) { ($0.usesCalendar, $0.known) = (true, ["plan"]) },
        TinySeries.settings(horizon: 4) { ($0.usesCalendar, $0.difference) = (true, 5) },
        TinySeries.settings(horizon: 2) { $0.quantiles = [0.1, 0.5, 0.9] },
    ]

    @Test(arguments: ways.indices) func longForecastsAreThoseOfALoopByHand(way: Int) throws {
        let settings = Self.ways[way]
        let forecaster = try TinySeries.forecaster(table(values), settings: settings)
        let long = try forecaster.forecast(table(values, ahead: 24), horizon: 7)[0]
        var known = values
        while known.count < values.count + 7 {
            known += try forecaster.forecast(table(known, ahead: 24), horizon: settings.horizon)[0].values
        }
        for (value, expected) in zip(long.values, known[values.count...]) {
            #expect(abs(value - expected) < 1e-4 * abs(expected))
        }
        #expect(long.values.count == 7 && long.times.first == "2010-01" && long.times.last == "2010-07")
    }

    @Test func aRecursiveForecasterTellsAsFarAsItWasAsked() throws {
        let settings = TinySeries.settings(horizon: 5) { ($0.isRecursive, $0.usesCalendar) = (true, true) }
        let forecaster = try TinySeries.forecaster(settings: settings)
        #expect(forecaster.model?.configuration.horizon == 1)
        #expect(try forecaster.forecast(TinySeries.table())[0].values.count == 5)
        var training = try ForecasterTraining(TinySeries.table(), settings: settings)
        let result = try training.run()
        let (trained, report) = (result.forecaster, result.report)
        #expect(trained.preparation.intervals.margin(target: 0, level: 0.9, step: 4) ?? 0 > 0)
        #expect(report.history.count == 5)
    }

    @Test(arguments: [4, 5, 6]) func shortForecastsAreTheBeginningOfLongOnes(way: Int) throws {
        var settings = Self.ways[way]
        settings.horizon = 4
        let forecaster = try TinySeries.forecaster(table(values), settings: settings)
        let whole = try forecaster.forecast(table(values, ahead: 12), horizon: 8, levels: [0.5, 0.9])[0]
        for horizon in [1, 2, 4, 5, 7] {
            let part = try forecaster.forecast(table(values, ahead: 12), horizon: horizon, levels: [0.5, 0.9])[0]
            #expect(part.values == Array(whole.values.prefix(horizon)))
            #expect(part.intervals.map(\.high) == whole.intervals.map { Array($0.high.prefix(horizon)) })
        }
    }

    @Test func manyOriginsAreForecastAsEachAlone() throws {
        for settings in Self.ways where settings.known.isEmpty && !settings.usesCalendar {
            let forecaster = try TinySeries.forecaster(table(values), settings: settings)
            let series = try forecaster.preparation.prepare(table(values), future: 0)
            let origins = [100, 40, 117, 18]
            for horizon in [1, 3, 5] {
                let told = try forecaster.levelForecasts(of: series, origins: origins, horizon: horizon)
                for (origin, told) in zip(origins, told) {
                    let alone = try forecaster.forecast(table(Array(values.prefix(origin))), horizon: horizon)[0]
                    let center = forecaster.preparation.transformations[0].values(told.center[0])
                    #expect(told.origin == origin && center == alone.values)
                }
            }
        }
    }

    // MARK: Several columns

    @Test func severalColumnsAreForecastEachInItsOwnScale() throws {
        let second = values.map { 5000 - 10 * $0 }
        let table = TinySeries.table([("y", values), ("z", second), ("plan", Array(plan.prefix(120)))])
        let settings = TinySeries.settings(epochs: 3) {
            ($0.columns, $0.observed, $0.testRows) = (["z", "y"], ["plan"], 20)
        }
        var training = try ForecasterTraining(table, settings: settings)
        let result = try training.run()
        let (forecaster, report) = (result.forecaster, result.report)
        let forecasts = try forecaster.forecast(table, levels: [0.5, 0.8])
        #expect(forecasts.map(\.column) == ["z", "y"] && forecasts.map(\.intervals.count) == [2, 2])
        #expect(abs(forecasts[0].values[0] - second[119]) < 700 && abs(forecasts[1].values[0] - values[119]) < 70)
        for forecast in forecasts {
            for interval in forecast.intervals {
                #expect(zip(interval.low, forecast.values).allSatisfy { $0 < $1 })
                #expect(zip(interval.high, forecast.values).allSatisfy { $0 > $1 })
            }
        }
        let columns = try #require(report.test?.columns)
        #expect(columns.map(\.column) == ["z", "y"] && columns[0].metrics.rmse > 5 * columns[1].metrics.rmse)
        #expect(throws: ForecasterError.horizonTooLong(3, limit: 2, columns: ["plan"])) {
            try forecaster.forecast(table, horizon: 3)
        }
    }

    @Test func quantilesBoundTheIntervals() throws {
        let settings = TinySeries.settings { $0.quantiles = [0.05, 0.25, 0.5, 0.75, 0.95] }
        let forecaster = try TinySeries.forecaster(settings: settings)
        let table = TinySeries.table()
        let series = try forecaster.preparation.prepare(table, future: 2)
        let told = try forecaster.levelForecasts(of: series, origins: [120], horizon: 2)[0]
        for step in 0..<2 {
            let quantiles = told.quantiles[0].map { $0[step] }
            #expect(quantiles == quantiles.sorted() && quantiles[2] == told.center[0][step])
        }
        let forecast = try forecaster.forecast(table, levels: [0.5, 0.8])[0]
        let margins = [0.5, 0.8].map { forecaster.preparation.intervals.margin(target: 0, level: $0, step: 1)! }
        #expect(forecast.intervals[0].low[1] == told.quantiles[0][1][1] - margins[0])
        #expect(forecast.intervals[0].high[1] == told.quantiles[0][3][1] + margins[0])
        #expect(forecast.intervals[1].low[1] == told.center[0][1] - margins[1])  // 0.1 and 0.9 are not told
    }

    // MARK: What is not known

    @Test func aPlanMustGoOnAsFarAsIsForecast() throws {
        let forecaster = try TinySeries.forecaster(table(values), settings: Self.ways[5])
        #expect(try forecaster.forecast(table(values, ahead: 3)).count == 1)
        let error = #expect(throws: ForecasterError.self) { try forecaster.forecast(table(values, ahead: 2)) }
        #expect(error == .futureUnknown(file: "tiny.csv", column: "plan", from: "2010-03", steps: 3))
        #expect(error?.description.contains("no value of \"plan\" from 2010-03 on") == true)
        // Four steps are two runs of the network, three steps each.
        #expect(throws: ForecasterError.futureUnknown(file: "tiny.csv", column: "plan", from: "2010-06", steps: 6)) {
            try forecaster.forecast(table(values, ahead: 5), horizon: 4)
        }
        #expect(try forecaster.forecast(table(values, ahead: 6), horizon: 4)[0].values.count == 4)
    }

    @Test(arguments: [0, 20]) func aPlanThatGoesOnIsNoRowToLearnFrom(testRows: Int) throws {
        let settings = TinySeries.settings { ($0.known, $0.testRows) = (["plan"], testRows) }
        let results = try [0, 40].map { ahead in
            var training = try ForecasterTraining(table(values, ahead: ahead), settings: settings)
            return try training.run()
        }
        #expect(results[0].forecaster.model?.weights == results[1].forecaster.model?.weights)
        #expect(results[0].forecaster.preparation == results[1].forecaster.preparation)
        #expect(results[0].report.test == results[1].report.test && results[1].report.testRows == testRows)
        let backtests = try [0, 40].map { ahead in
            try Backtest(of: table(values, ahead: ahead), plan: BacktestPlan(testRows: 20), settings: settings)
        }
        #expect(backtests[0].evaluation == backtests[1].evaluation)
    }

    @Test func aColumnThatEndsTooSoonIsNamed() throws {
        for settings in [TinySeries.settings { $0.observed = ["w"] }, TinySeries.settings { $0.known = ["w"] }] {
            let short = Array(plan.prefix(118)) + [.nan, .nan]
            let table = TinySeries.table([("y", values), ("w", short)])
            let error = #expect(throws: ForecasterError.self) { try ForecasterTraining(table, settings: settings) }
            #expect(error?.description.contains("column \"w\": it has no value at 2009-11") == true)
        }
    }

    @Test func whatDoesNotFitTheModelIsNamed() throws {
        let forecaster = try TinySeries.forecaster(settings: TinySeries.settings { $0.takesLog = true })
        func message(_ table: SeriesTable, levels: [Double]? = nil) -> String {
            do { return "\(try forecaster.forecast(table, levels: levels))" } catch { return "\(error)" }
        }
        #expect(message(SeriesTable(values: values, name: "y")).contains("tiny.csv") == false)
        #expect(message(SeriesTable(values: values, name: "y")).contains("monthly"))
        #expect(
            message(TinySeries.table(Array(values.prefix(5)))).contains("5 rows to forecast from, and 6 are needed"))
        #expect(message(TinySeries.table([("x", values)])).contains("'y'"))
        #expect(message(TinySeries.table(values), levels: [0.77]).contains("0.77"))
        #expect(message(TinySeries.table(values.planting(-500, in: 9..<10))).contains("2000-10 is -491"))
        var gap = values
        gap[30] = .nan
        #expect(message(TinySeries.table(gap)).contains("\"y\" has no value at 2002-07"))
    }

    @Test func withoutHeldOutRowsThereAreNoIntervals() throws {
        let settings = TinySeries.settings { $0.validationSplit = 0 }
        var training = try ForecasterTraining(TinySeries.table(), settings: settings)
        let forecaster = try training.run().forecaster
        #expect(try forecaster.forecast(TinySeries.table())[0].intervals.isEmpty)
        let error = #expect(throws: ForecasterError.self) { try forecaster.forecast(TinySeries.table(), levels: [0.9]) }
        #expect(error?.description.contains("set `validationSplit` above 0") == true)
    }

    // MARK: Files and threads

    @Test(arguments: ways.indices) func aForecasterIsStoredWithAllItsBits(way: Int) throws {
        let forecaster = try TinySeries.forecaster(table(values), settings: Self.ways[way])
        let table = table(values, ahead: 24)
        try withTemporaryFolder { folder in
            try forecaster.save(to: folder)
            #expect(try names(in: folder) == ["config.json", "model.safetensors", "series.json"])
            let loaded = try Forecaster(contentsOf: folder)
            #expect(loaded.preparation == forecaster.preparation)
            #expect(loaded.model?.weights == forecaster.model?.weights)
            #expect(loaded.model?.configuration == forecaster.model?.configuration)
            #expect(try loaded.forecast(table, horizon: 5) == forecaster.forecast(table, horizon: 5))
        }
    }

    @Test func threadsChangeNoBit() throws {
        let results = try [1, 2, 5].map { count in
            try withThreads(count) {
                let settings = TinySeries.settings { ($0.testRows, $0.usesCalendar, $0.hiddenSize) = (20, true, 9) }
                var training = try ForecasterTraining(TinySeries.table(), settings: settings)
                let result = try training.run()
                let (forecaster, report) = (result.forecaster, result.report)
                return (forecaster.model?.weights, forecaster.preparation, report.test)
            }
        }
        for result in results[1...] {
            #expect(result.0 == results[0].0 && result.1 == results[0].1 && result.2 == results[0].2)
        }
    }
}
