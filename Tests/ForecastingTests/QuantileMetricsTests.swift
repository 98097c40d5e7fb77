import Foundation
import TestSupport
import Testing

@testable import Forecasting

struct QuantileMetricsTests {
    @Test func figuresAreThoseOfScikitLearn() throws {
        let golden = try SeriesBaselinesGolden.read().metrics
        let found = QuantileMetrics(
            actual: Array(golden.actual.joined()), forecast: golden.quantileForecast, quantiles: golden.quantiles)
        expectClose(found.pinball, golden.pinball, within: 1e-12)
        expectClose([found.meanPinball], [golden.pinball.mean], within: 1e-12)
        // 0.25 has no partner among 0.1, 0.25, 0.5 and 0.9.
        #expect(found.intervals.count == 1)
        let interval = try #require(found.intervals.first)
        expectClose(
            [interval.level, interval.coverage, interval.meanWidth, interval.winkler],
            [0.8, golden.coverage, golden.meanWidth, golden.winkler], within: 1e-10)
    }

    @Test func twoValuesByHand() {
        let found = QuantileMetrics(
            actual: [10, 0], forecast: [[8, 9, 11], [1, 2, 3]], quantiles: [0.25, 0.5, 0.75])
        // q = 0.25: 0.25·2 and 0.75·1; q = 0.5: 0.5·1 and 0.5·2; q = 0.75: 0.25·1 and 0.25·3
        #expect(found.pinball == [0.625, 0.75, 0.5])
        #expect(found.partBelow == [0.5, 0.5, 1])
        // Widths 3 and 2; the second value lies 1 below, which costs 2 / 0.5
        let interval = found.intervals[0]
        #expect(interval.level == 0.5 && interval.coverage == 0.5)
        #expect(interval.meanWidth == 2.5 && interval.winkler == 4.5)
    }

    @Test func boundsBelongToAnInterval() {
        let found = IntervalMetrics(actual: [1, 2], lower: [1, 0], upper: [3, 2], level: 0.9)
        #expect(found.coverage == 1 && found.winkler == found.meanWidth)
    }
}
