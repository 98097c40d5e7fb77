import Foundation
import TestSupport
import Testing

@testable import Forecasting

struct ExponentialSmoothingTests {
    @Test(arguments: 0..<5)
    func givenParametersForecastAsStatsmodels(index: Int) throws {
        let golden = try SeriesBaselinesGolden.read()
        let expected = golden.smoothing[index]
        let found = try ExponentialSmoothing(
            training: golden.training, kind: expected.kind, period: golden.period, parameters: expected.parameters)
        expectClose([found.squaredError], [expected.squaredError], within: 1e-9 * expected.squaredError)
        let forecasts = found.forecasts(of: golden.training, origins: [golden.numTraining], horizon: 8)
        expectClose(forecasts[0], expected.forecast, within: 1e-9)
    }

    @Test(arguments: 0..<5)
    func theFitIsNoWorseThanThatOfStatsmodels(index: Int) throws {
        let golden = try SeriesBaselinesGolden.read()
        let expected = golden.smoothing[index]
        let found = try ExponentialSmoothing(training: golden.training, kind: expected.kind, period: golden.period)
        #expect(found.squaredError <= expected.leastSquaredError * (1 + 1e-3))
    }

    @Test func theKindWithTheSeasonsOfTheSeriesIsChosen() throws {
        let golden = try SeriesBaselinesGolden.read()
        // The script lets seasons grow with the level.
        let found = try ExponentialSmoothing(training: golden.training, period: golden.period)
        #expect(found.kind == .holtWintersMultiplicative && found.period == golden.period)
    }

    @Test func seasonsThatTheSeriesCannotHaveAreLeftOut() throws {
        let line = (1...40).map { 2 * Double($0) - 50 }  // partly below 0
        #expect(try ExponentialSmoothing(training: line, period: 6).kind == .holt)
        #expect(try ExponentialSmoothing(training: Array(line[..<5]), period: 6).period == 1)
    }

    @Test func twoStepsByHand() throws {
        // l0 = mean(2, 4, 9) = 5; with α = ½: 3.5, 3.75, 6.375; squared errors 9 + 0.25 + 27.5625.
        let simple = try ExponentialSmoothing(training: [2, 4, 9], kind: .simple, parameters: .init(level: 0.5))
        #expect(simple.squaredError == 36.8125)
        #expect(simple.forecasts(of: [2, 4, 9], origins: [3, 1, 0], horizon: 1) == [[6.375], [3.5], [5]])
    }

    @Test func aStraightLineGoesOn() throws {
        let line = (0..<30).map { 5 + 3 * Double($0) }
        let holt = try ExponentialSmoothing(training: line, kind: .holt)
        expectClose(holt.forecasts(of: line, origins: [30], horizon: 3)[0], [95, 98, 101], within: 1e-8)
    }

    @Test func gapsAreBridgedByTheForecast() throws {
        let line = (0..<30).map { 5 + 3 * Double($0) }
        let holt = try ExponentialSmoothing(training: line, kind: .holt)
        var gap = line
        gap[28] = .nan
        expectClose(holt.forecasts(of: gap, origins: [30], horizon: 2)[0], [95, 98], within: 1e-8)
    }

    @Test func seasonsAreTakenFromWhereTheSeriesBegins() throws {
        let training = (0..<24).map { [10.0, 20, 30, 0][$0 % 4] }
        let fitted = try ExponentialSmoothing(training: training, kind: .holtWintersAdditive, period: 4)
        let forecasts = fitted.forecasts(of: training, origins: [0, 6], horizon: 4)
        expectClose(forecasts[0], [10, 20, 30, 0], within: 1e-6)
        expectClose(forecasts[1], [30, 0, 10, 20], within: 1e-6)
    }

    @Test func theSimplexFindsTheValleyOfRosenbrock() {
        let search = NelderMead(tolerance: 1e-14, maxEvaluations: 2_000)
        let (point, value) = search.minimum(from: [-1.2, 1]) {
            100 * pow($0[1] - $0[0] * $0[0], 2) + pow(1 - $0[0], 2)
        }
        expectClose(point, [1, 1], within: 1e-5)
        #expect(value < 1e-10)
    }
}
