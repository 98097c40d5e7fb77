import Foundation
import TestSupport
import Testing

@testable import Forecasting
@testable import Tensors

struct ResidualDetectorTests {
    @Test func scoresAreThoseOfNumPy() throws {
        let golden = try SeriesBaselinesGolden.read().detector
        var settings = ResidualDetector.Settings()
        settings.warmup = golden.warmup
        settings.memory = golden.memory
        settings.window = golden.window
        settings.limit = golden.limit
        settings.threshold = golden.threshold
        settings.refractoryPeriod = golden.refractoryPeriod
        var detector = ResidualDetector(settings)
        let found = golden.residuals.map { detector.observe(residual: $0) }
        expectClose(found.map(\.score), golden.scores, within: 1e-8)
        #expect(found.indices.filter { found[$0].isAnomaly } == golden.anomalies)
    }

    private func noise(_ count: Int, seed: UInt64) -> [Double] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { _ in (0..<4).reduce(0) { sum, _ in sum + Double.random(in: -1...1, using: &generator) }
        }
    }

    private func anomalies(_ residuals: [Double]) -> [Int] {
        var detector = ResidualDetector()
        return residuals.indices.filter { detector.observe(residual: residuals[$0]).isAnomaly }
    }

    @Test func aShiftIsFoundSoonAndAnnouncedOnce() {
        var residuals = noise(1_000, seed: 3)
        for place in 600..<800 { residuals[place] += 6 }
        let found = anomalies(residuals).filter { $0 >= 600 && $0 < 800 }
        #expect(found.count == 1)
        #expect((600..<612).contains(found.first ?? 0))
    }

    @Test func unitAndBaseOfTheResidualsDoNotMatter() {
        var residuals = noise(800, seed: 4)
        for place in 500..<520 { residuals[place] += 5 }
        #expect(anomalies(residuals).contains { (500..<520).contains($0) })
        // A power of two, so that rounding is the same.
        #expect(anomalies(residuals.map { -1_024 * $0 }) == anomalies(residuals))
        #expect(anomalies(residuals.map { $0 + 50 }) == anomalies(residuals))
    }

    @Test func whatIsToComeChangesNothing() {
        let residuals = noise(600, seed: 5)
        var (first, second) = (ResidualDetector(), ResidualDetector())
        for place in 0..<600 {
            let score = first.observe(residual: residuals[place]).score
            if place < 400 { #expect(second.observe(residual: residuals[place]).score == score) }
        }
    }

    @Test func gapsArePassedOver() {
        let residuals = noise(500, seed: 6)
        var (whole, gappy) = (ResidualDetector(), ResidualDetector())
        for (place, residual) in residuals.enumerated() {
            if place % 50 == 0 { #expect(gappy.observe(residual: .nan) == .init(score: 0, isAnomaly: false)) }
            #expect(whole.observe(residual: residual).score == gappy.observe(residual: residual).score)
        }
    }

    @Test func aSeriesWithoutErrorsIsQuietUntilOneComes() {
        var residuals = [Double](repeating: 0, count: 400)
        #expect(anomalies(residuals).isEmpty)
        residuals[300] = 0.5
        #expect(anomalies(residuals) == [300])
    }

    @Test func theTailOfTheNormalDistributionIsExactFarOut() {
        // scipy.stats.norm.logsf(z) / ln 10
        let expected = [
            -0.30102999566398114, -2.869699035929369, -6.5426456723906545, -88.5600953430756, -349.43700645934587,
        ]
        let found = [0, 3, 5, 20, 40].map(logNormalTail)
        for (found, expected) in zip(found, expected) { #expect(abs(found / expected - 1) < 1e-6) }
        expectClose([logNormalTail(20.nextDown)], [logNormalTail(20)], within: 1e-6)
    }
}
