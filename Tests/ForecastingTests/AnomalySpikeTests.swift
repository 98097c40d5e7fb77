import Foundation
import Testing

@testable import Forecasting
@testable import Tensors

/// Single strange rows, found by a whole search.
struct AnomalySpikeTests {
    private static let noise: [Double] = {
        var generator = SeededGenerator(seed: 8)
        return (0..<420).map { _ in 10 + Double.random(in: -1...1, using: &generator) }
    }()

    private func search(
        _ values: [Double], single: Bool = false, _ change: (inout ForecasterSettings) -> Void = { _ in }
    ) throws -> AnomalySearch {
        let settings = TinySeries.settings(horizon: 1, epochs: 1, change)
        return try AnomalySearch(
            of: TinySeries.table(values), settings: settings, probation: 200,
            detector: single ? .singleRows : AnomalyDetector.Settings())
    }

    private func rows(_ points: [AnomalySearch.Point]) -> [Int] { points.filter(\.isAnomaly).map(\.row) }

    @Test(arguments: [12.5, 20, 110, 1e6, 1e9, 1e300, 7.5, -5, -1e9, -1e300], [200, 300, 419])
    func aSpikeOfAnyHeightIsFoundInItsRow(height: Double, row: Int) throws {
        var values = Self.noise
        values[row] = height
        let found = try search(values)
        #expect(rows(found.points) == [row], "\(rows(found.points))")
        #expect(found.points.allSatisfy { $0.forecast.isFinite && $0.score.isFinite })
        #expect(found.points[row - 200].value == height)
    }

    /// What is learnt from the probation is what is usual there.
    @Test(arguments: [60, 1e6]) func aSpikeOfTheProbationHidesNoLaterOne(height: Double) throws {
        var values = Self.noise
        (values[10], values[300]) = (height, 0)
        let found = try search(values)
        #expect(rows(found.points) == [300], "\(rows(found.points))")
        #expect(found.points.allSatisfy { abs($0.forecast - 10) < 2 })
    }

    /// The rows behind are forecast as if the spike had been what was foretold.
    @Test func aSpikeIsKeptOutOfTheForecastsThatFollow() throws {
        var values = Self.noise
        values[300] = 1e6
        let (clean, spiky) = (try search(Self.noise), try search(values))
        #expect(rows(clean.points).isEmpty)
        for row in 301..<420 {
            #expect(abs(spiky.points[row - 200].forecast - clean.points[row - 200].forecast) < 1.5)
        }
    }

    @Test func constantDataSeasonsAndCountsAreNoExceptions() throws {
        var constant = [Double](repeating: 7, count: 420)
        constant[300] = 7.5
        #expect(rows(try search(constant).points) == [300])
        var season = (0..<420).map { 50 + 20 * sin(Double($0) * .pi / 6) + Self.noise[$0] }
        season[333] += 15
        #expect(rows(try search(season).points).contains(333))
        var counts = Self.noise.map { max(0, ($0 - 9.7).rounded()) }
        counts[310] = 40
        #expect(rows(try search(counts).points).contains(310))
    }

    @Test func inASearchForSingleRowsEachCounts() throws {
        var values = Self.noise.map { 30 * $0 }
        (values[300], values[301], values[330]) = (0, 0, 1500)
        #expect(rows(try search(values, single: true).points) == [300, 301, 330])
        // A day of nothing has no logarithm, and is an anomaly all the same.
        #expect(rows(try search(values, single: true) { $0.takesLog = true }.points).contains(300))
    }

    @Test func shiftsDriftsAndBurstsAreFound() throws {
        let shift = Self.noise.indices.map { Self.noise[$0] + ($0 < 300 ? 0 : 12) }
        #expect(rows(try search(shift).points) == [300])
        let burst = Self.noise.indices.map {
            (300..<340).contains($0) ? 10 + 9 * (Self.noise[$0] - 10) : Self.noise[$0]
        }
        #expect(rows(try search(burst).points).contains { (300..<312).contains($0) })
        let drift = Self.noise.indices.map { Self.noise[$0] + max(0, Double($0) - 300) * 0.1 }
        #expect(rows(try search(drift).points).contains { (301..<350).contains($0) })
    }

    @Test func aMethodWithoutANetworkSearchesToo() throws {
        var values = Self.noise
        values[300] = 60
        for method in [ForecastMethod.drift, .exponentialSmoothing, .autoRegression] {
            #expect(rows(try search(values) { $0.method = method }.points) == [300], "\(method)")
        }
    }
}
