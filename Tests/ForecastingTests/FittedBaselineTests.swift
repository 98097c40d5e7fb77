import Foundation
import Testing

@testable import Forecasting
@testable import Tensors

struct FittedBaselineTests {
    private static let values: [Double] = {
        var generator = SeededGenerator(seed: 5)
        return (0..<96).map { row in
            100 + Double(row) + 20 * sin(Double(row) * 2 * .pi / 12) + Double.random(in: 0...4, using: &generator)
        }
    }()

    private static func baselines() throws -> [any SeriesBaseline] {
        let values = values
        return [LastValue(), Drift(), SeasonalNaive(period: 12)]
            + (try ExponentialSmoothing.Kind.allCases.map {
                try ExponentialSmoothing(training: values, kind: $0, period: 12)
            })
            + [
                try AutoRegression(training: values, order: 5),
                try RidgeWindow(training: values, window: 6, horizon: 3),
                try RidgeWindow(training: values, window: 6, horizon: 3, isAnchored: true),
            ]
    }

    @Test func aBaselineForecastsTheSameFromItsFile() throws {
        let later = Self.values + [190, 200, 230]
        for baseline in try Self.baselines() {
            let fitted = try #require(FittedBaseline(baseline))
            #expect(fitted.problem == nil && baseline.name.hasPrefix(fitted.description.prefix(5)))
            let stored = try JSONDecoder().decode(FittedBaseline.self, from: try JSONEncoder().encode(fitted))
            #expect(stored == fitted)
            let expected = baseline.forecasts(of: later, origins: [96, 99], horizon: 7)
            #expect(try stored.forecasts(of: later, origins: [96, 99], horizon: 7) == expected, "\(baseline.name)")
        }
    }

    /// A file that begins within a season has the same seasons ahead.
    @Test func aSeriesMayBeginAtAnotherPlaceOfItsSeason() throws {
        for kind in [ExponentialSmoothing.Kind.holtWintersAdditive, .holtWintersMultiplicative] {
            let fitted = try #require(
                FittedBaseline(try ExponentialSmoothing(training: Self.values, kind: kind, period: 12)))
            let whole = try fitted.forecasts(of: Self.values, origins: [96], horizon: 12)[0]
            let later = try fitted.forecasts(of: Array(Self.values[29...]), origins: [67], horizon: 12)[0]
            for (one, two) in zip(whole, later) { #expect(abs(one - two) < 6) }
        }
    }

    @Test func fewRowsAreAnErrorAndWrongNumbersAreNamed() throws {
        let smoothing = try #require(
            FittedBaseline(try ExponentialSmoothing(training: Self.values, kind: .holtWintersAdditive, period: 12)))
        #expect(throws: SeriesBaselineError.self) {
            try smoothing.forecasts(of: Self.values, origins: [23], horizon: 1)
        }
        #expect(FittedBaseline.seasonalNaive(period: 0).problem != nil)
        #expect(FittedBaseline.autoRegression(coefficients: [.nan], intercept: 0, mean: 0).problem != nil)
        #expect(
            FittedBaseline.ridge(weights: [[1, 2], [1]], intercepts: [0, 0], mean: 0, isAnchored: false).problem != nil)
        let outside =
            #"{"method":"exponentialSmoothing","kind":"simple","period":1,"parameters":{"level":7,"trend":0,"season":0,"damping":1}}"#
        #expect(try JSONDecoder().decode(FittedBaseline.self, from: Data(outside.utf8)).problem != nil)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(FittedBaseline.self, from: Data(#"{"method":"oracle"}"#.utf8))
        }
    }
}
