import Foundation
import TestSupport
import Testing

@testable import Forecasting

struct ForecastMetricsTests {
    @Test func figuresAreThoseOfScikitLearn() throws {
        let golden = try SeriesBaselinesGolden.read().metrics
        let overall = ForecastMetrics(
            actual: golden.actual, forecast: golden.forecast, training: golden.training, period: golden.period)
        let steps = ForecastMetrics.byStep(
            actual: golden.actual, forecast: golden.forecast, training: golden.training, period: golden.period)
        #expect(overall.count == 36 && steps.map(\.count) == [9, 9, 9, 9])
        for (found, expected) in zip([overall] + steps, golden.figures) {
            expectClose(
                [found.mae, found.mse, found.rmse, found.smape, found.bias],
                [expected.mae, expected.mse, expected.rmse, expected.smape, expected.bias], within: 1e-12)
            expectClose(
                [found.mape, found.mase, found.r2, found.rse, found.correlation].map { $0 ?? .nan },
                [expected.mape, expected.mase, expected.r2, expected.rse, expected.correlation], within: 1e-11)
        }
    }

    @Test func threeValuesByHand() throws {
        let found = ForecastMetrics(actual: [[1, 2], [4]], forecast: [[2, 2], [2]], training: [5, 7, 4], period: 1)
        // Errors 1, 0, -2; deviations from 7/3: -4/3, -1/3, 5/3
        #expect(found.mae == 1 && found.mse == 5.0 / 3 && found.bias == -1.0 / 3)
        // 100·(1/1 + 0 + 2/4) / 3 and 200·(1/3 + 0 + 2/6) / 3
        expectClose([try #require(found.mape), found.smape], [50, 400.0 / 9], within: 1e-12)
        // The last value misses 2 and 3 in the training part.
        #expect(found.mase == 1 / 2.5)
        // 1 - 5 / (42/9)
        expectClose(
            [try #require(found.r2), try #require(found.rse)], [-1.0 / 14, (15.0 / 14).squareRoot()], within: 1e-12)
        #expect(found.correlation == nil)  // all forecasts are equal
    }

    @Test func undefinedFiguresAreMissing() {
        let found = ForecastMetrics(actual: [[0, 0]], forecast: [[0, 1]], training: [3, 3, 3])
        #expect(found.mape == nil && found.mase == nil && found.r2 == nil && found.rse == nil)
        #expect(found.smape == 100)  // 0 to 0 counts as 0, 1 to 0 as 200
        #expect(ForecastMetrics(actual: [[1]], forecast: [[1]], training: [1, 2], period: 2).mase == nil)
    }

    @Test func stepsOfRaggedRowsCountWhatIsThere() {
        let steps = ForecastMetrics.byStep(actual: [[1, 2], [3]], forecast: [[2, 5], [1]])
        #expect(steps.map(\.mae) == [1.5, 3] && steps.map(\.count) == [2, 1])
    }

    @Test func codingKeepsEveryFigure() throws {
        let found = ForecastMetrics(actual: [[1, 2, 0]], forecast: [[2, 2, 1]])
        let decoded = try JSONDecoder().decode(ForecastMetrics.self, from: JSONEncoder().encode(found))
        #expect(decoded == found)
    }

    @Test func rowsOfDifferentShapeTrap() async {
        await #expect(processExitsWith: .failure) {
            _ = ForecastMetrics(actual: [[1, 2]], forecast: [[1]])
        }
    }
}
