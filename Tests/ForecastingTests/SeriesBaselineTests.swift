import Foundation
import TestSupport
import Testing

@testable import Forecasting

struct SeriesBaselineTests {
    private let values: [Double] = [3, 1, 4, 1, 5, 9, 2, 6]

    @Test func lastValueRepeatsTheOneBeforeTheOrigin() {
        let forecasts = LastValue().forecasts(of: values, origins: [8, 3, 0], horizon: 2)
        #expect(forecasts == [[6, 6], [4, 4], [0, 0]])
    }

    @Test func driftGoesOnAlongTheLineOfFirstAndLast() {
        // From 3 to 5 in four steps: half a unit each.
        #expect(Drift().forecasts(of: values, origins: [5], horizon: 3) == [[5.5, 6, 6.5]])
        #expect(Drift().forecasts(of: values, origins: [1, 0], horizon: 2) == [[3, 3], [0, 0]])
    }

    @Test func seasonalNaiveRepeatsTheLastSeason() {
        let forecasts = SeasonalNaive(period: 3).forecasts(of: values, origins: [6, 3], horizon: 5)
        #expect(forecasts == [[1, 5, 9, 1, 5], [3, 1, 4, 3, 1]])
    }

    @Test func lessThanASeasonRepeatsTheLastValue() {
        let forecasts = SeasonalNaive(period: 3).forecasts(of: values, origins: [2, 0], horizon: 2)
        #expect(forecasts == [[1, 1], [0, 0]])
    }

    @Test func aPeriodOfOneIsTheLastValue() {
        let origins = Array(0...values.count)
        let naive = SeasonalNaive(period: 1).forecasts(of: values, origins: origins, horizon: 3)
        #expect(naive == LastValue().forecasts(of: values, origins: origins, horizon: 3))
    }

    /// One of each, fitted to the same training part.
    private func baselines(_ training: [Double], period: Int) throws -> [any SeriesBaseline] {
        var baselines: [any SeriesBaseline] = [LastValue(), Drift(), SeasonalNaive(period: period)]
        for kind in ExponentialSmoothing.Kind.allCases {
            baselines.append(try ExponentialSmoothing(training: training, kind: kind, period: period))
        }
        baselines.append(try AutoRegression(training: training, order: 3))
        baselines.append(try RidgeWindow(training: training, window: 8, horizon: 4))
        return baselines
    }

    @Test func nothingBehindAnOriginMatters() throws {
        let golden = try SeriesBaselinesGolden.read()
        let origins = [0, 1, 5, 40, 95]
        for baseline in try baselines(golden.training, period: golden.period) {
            let forecasts = baseline.forecasts(of: golden.values, origins: origins, horizon: 7)
            for (origin, forecast) in zip(origins, forecasts) {
                let seen = golden.values[..<origin] + [Double](repeating: .nan, count: 5)
                let alone = baseline.forecasts(of: Array(seen), origins: [origin], horizon: 7)
                #expect(alone == [forecast], "\(baseline.name) at \(origin)")
                #expect(forecast.count == 7 && forecast.allSatisfy(\.isFinite), "\(baseline.name) at \(origin)")
            }
        }
    }

    @Test func originsMayComeInAnyOrderAndTwice() throws {
        let golden = try SeriesBaselinesGolden.read()
        for baseline in try baselines(golden.training, period: golden.period) {
            let rising = baseline.forecasts(of: golden.values, origins: [10, 50, 100], horizon: 3)
            let mixed = baseline.forecasts(of: golden.values, origins: [100, 10, 50, 10], horizon: 3)
            #expect(mixed == [rising[2], rising[0], rising[1], rising[0]], "\(baseline.name)")
        }
    }

    @Test func everyNameIsItsOwn() throws {
        let golden = try SeriesBaselinesGolden.read()
        let names = try baselines(golden.training, period: golden.period).map(\.name)
        #expect(Set(names).count == names.count)
        #expect(names.contains("lastValue") && names.contains("exponentialSmoothing(dampedHolt)"))
    }

    @Test func aConstantSeriesStaysWhereItIs() throws {
        let constant = [Double](repeating: 7, count: 40)
        for baseline in try baselines(constant, period: 4) {
            let forecasts = baseline.forecasts(of: constant, origins: [4, 40], horizon: 6)
            for forecast in forecasts {
                expectClose(forecast, [Double](repeating: 7, count: 6), within: 1e-9)
            }
        }
        #expect(try ExponentialSmoothing(training: constant, period: 4).kind == .simple)
        #expect(try AutoRegression(training: constant, maxOrder: 5).order == 0)
    }

    @Test func errorsSayWhatIsMissing() {
        let short = SeriesBaselineError.tooShort(baseline: "ridgeWindow(8)", needed: 13, found: 12)
        #expect(throws: short) { try RidgeWindow(training: Array(repeating: 1, count: 12), window: 8, horizon: 4) }
        #expect(
            short.description
                == "ridgeWindow(8) needs 13 training values and has 12; "
                + "give a longer training part, or choose a simpler baseline.")
        #expect(throws: SeriesBaselineError.notFinite(baseline: "autoRegression(1)", place: 2)) {
            try AutoRegression(training: [1, 2, .nan, 4], order: 1)
        }
        #expect(throws: SeriesBaselineError.tooShort(baseline: "autoRegression", needed: 2, found: 1)) {
            try AutoRegression(training: [1], maxOrder: 3)
        }
        #expect(
            throws: SeriesBaselineError.notPositive(
                baseline: "exponentialSmoothing(holtWintersMultiplicative)", place: 3)
        ) {
            try ExponentialSmoothing(training: [1, 2, 1, 0, 1], kind: .holtWintersMultiplicative, period: 2)
        }
        #expect(throws: SeriesBaselineError.tooShort(baseline: "exponentialSmoothing(simple)", needed: 3, found: 2)) {
            try ExponentialSmoothing(training: [1, 2])
        }
    }

    @Test func anOriginBehindTheEndTraps() async {
        await #expect(processExitsWith: .failure) {
            _ = LastValue().forecasts(of: [1], origins: [2], horizon: 1)
        }
    }
}
