import Foundation
import TestSupport
import Testing

@testable import Forecasting
@testable import ModelFiles

/// Values at or above zero, below a hundred, and logarithms that bear zeros.
struct ForecastBoundsTests {
    /// Counts that fall to nothing.
    private static let falling: [Double] = (0..<120).map { (row: Int) -> Double in
        let trend = 60 - 0.52 * Double(row)
        return max(0, (trend + Double(row * 7 % 5)).rounded())
    }

    private static let methods: [ForecastMethod?] = [nil, .drift, .autoRegression, .exponentialSmoothing, .ridge]

    @Test(arguments: methods.indices) func forecastsAndIntervalsStayInside(way: Int) throws {
        let table = TinySeries.table(Self.falling)
        func settings(_ minimum: Double?) -> ForecasterSettings {
            TinySeries.settings(horizon: 6) {
                ($0.method, $0.minimum, $0.testRows, $0.isAnchored) = (Self.methods[way], minimum, 20, true)
            }
        }
        var free = try ForecasterTraining(table, settings: settings(nil))
        let below = try free.run().forecaster.forecast(table, horizon: 24, levels: [0.95])[0]
        #expect((below.values + below.intervals[0].low).contains { $0 < 0 })
        var bounded = try ForecasterTraining(table, settings: settings(0))
        let result = try bounded.run()
        let (forecaster, report) = (result.forecaster, result.report)
        let ahead = try forecaster.forecast(table, horizon: 24, levels: [0.95])[0]
        #expect((ahead.values + ahead.intervals[0].low + ahead.intervals[0].high).allSatisfy { $0 >= 0 })
        #expect(ahead.values == below.values.map { max(0, $0) })
        #expect(report.settings.minimum == 0)
    }

    @Test func quantilesOfABacktestStayInside() throws {
        let settings = TinySeries.settings {
            ($0.minimum, $0.maximum, $0.quantiles) = (0, 63, [0.01, 0.5, 0.99])
        }
        let result = try Backtest(
            of: TinySeries.table(Self.falling), plan: BacktestPlan(testRows: 24), settings: settings)
        let record = result.records[0]
        let told = Array(record.quantileForecasts.joined().joined()) + Array(record.forecast.joined())
        #expect(told.allSatisfy { $0 >= 0 && $0 <= 63 })
        #expect(record.baselines.allSatisfy { $0.forecasts.joined().allSatisfy { $0 >= 0 && $0 <= 63 } })
        #expect(record.bounds.allSatisfy { $0.low.joined().allSatisfy { $0 >= 0 } })
    }

    @Test func aValueOutsideIsRefusedByRow() throws {
        var values = Self.falling
        values[50] = -1
        for (settings, words) in [
            (TinySeries.settings { $0.minimum = 0 }, "2004-03 is -1.0, below the minimum of 0.0"),
            (TinySeries.settings { $0.maximum = 60 }, "above the maximum of 60.0"),
        ] {
            let error = #expect(throws: ForecasterError.self) {
                try ForecasterTraining(TinySeries.table(values), settings: settings)
            }
            #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
        }
        #expect(TinySeries.settings { ($0.minimum, $0.maximum) = (3, 3) }.problem != nil)
        #expect(TinySeries.settings { ($0.takesLog, $0.takesLog1p) = (true, true) }.problem != nil)
    }

    @Test func boundsStandInANewerFileThatOlderProgramsRefuse() throws {
        for (settings, version) in [
            (TinySeries.settings(), 1), (TinySeries.settings { $0.minimum = 0 }, 2),
            (TinySeries.settings { $0.takesLog1p = true }, 2),
        ] {
            try withTemporaryFolder { url in
                var training = try ForecasterTraining(
                    TinySeries.table(Self.falling), folder: ModelFolder(url), settings: settings)
                let forecaster = try training.run().forecaster
                let data = try Data(contentsOf: url.appendingPathComponent("series.json"))
                let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
                #expect(object["formatVersion"] as? Int == version)
                #expect(try Forecaster(contentsOf: url).preparation == forecaster.preparation)
            }
        }
    }

    /// Counts that begin with nothing and swing by percents as they grow: logarithms fit, but zeros have none.
    @Test func logarithmsOfOneMoreAreChosenWhereTheyFit() throws {
        let bursts: [Double] = (0..<240).map { (row: Int) -> Double in
            let level = 2 * exp(0.02 * Double(row))
            let swing = 1 + 0.8 * sin(Double(row) * .pi / 6)
            let noise = Double((row * 7919 + row * row * 31) % 101) / 101
            return (level * swing * (0.75 + 0.5 * noise)).rounded(.down)
        }
        #expect(bursts.contains(0))
        var settings = TinySeries.settings()
        settings.window = 24
        let words = try settings.chooseTransformation(for: TinySeries.table(bursts), rows: 0..<200)
        #expect(settings.takesLog1p == true && !settings.takesLog && words.contains("plus one"), "\(words)")
        var plain = TinySeries.settings()
        _ = try plain.chooseTransformation(for: TinySeries.table(Self.falling), rows: 0..<100)
        #expect(plain.takesLog1p == nil)
    }
}
