import TestSupport
import Testing

@testable import TextClassification
@testable import Training

struct MetricsBootstrapTests {
    /// 320 of 400 right: the accuracy of a resample is binomial, with a standard deviation of √(0.8·0.2/400) = 0.02.
    private let labels = (0..<400).map { $0 % 2 }
    private let predictions = (0..<400).map { $0 % 5 == 0 ? 1 - $0 % 2 : $0 % 2 }

    @Test func theIntervalOfAccuracyIsThatOfTheBinomial() {
        let interval = BootstrapInterval.accuracy(labels: labels, predictions: predictions, classCount: 2)
        #expect(interval.estimate == 0.8)
        #expect(interval.level == 0.95 && interval.numResamples == 1_000)
        expectClose([interval.lower, interval.upper], [0.8 - 1.96 * 0.02, 0.8 + 1.96 * 0.02], within: 0.007)
    }

    @Test func macroF1LiesInsideItsInterval() {
        let interval = BootstrapInterval.macroF1(labels: labels, predictions: predictions, classCount: 2)
        #expect(interval.estimate == ConfusionMatrix(labels: labels, predictions: predictions, classCount: 2).macroF1)
        #expect(interval.lower < interval.estimate && interval.estimate < interval.upper)
    }

    @Test func seedsRepeat() {
        func interval(_ seed: UInt64) -> BootstrapInterval {
            .macroF1(
                labels: labels, predictions: predictions, classCount: 2, numResamples: 100, randomSeed: seed)
        }
        #expect(interval(1) == interval(1))
        #expect(interval(1) != interval(2))
    }

    @Test func aLowerLevelIsNarrower() {
        func width(_ level: Double) -> Double {
            let interval = BootstrapInterval.accuracy(
                labels: labels, predictions: predictions, classCount: 2, level: level, numResamples: 200)
            return interval.upper - interval.lower
        }
        #expect(width(0.5) < width(0.9) && width(0.9) < width(0.99))
    }

    @Test func certainFiguresHaveNoWidth() {
        let interval = BootstrapInterval.accuracy(labels: [2, 0, 1], predictions: [2, 0, 1], classCount: 3)
        #expect([interval.lower, interval.estimate, interval.upper] == [1, 1, 1])
    }

    @Test func quantilesLieBetweenValuesInProportion() {
        #expect(quantile(0, ofSorted: [1, 2, 4]) == 1)
        #expect(quantile(0.25, ofSorted: [1, 2, 4]) == 1.5)
        #expect(quantile(0.75, ofSorted: [1, 2, 4]) == 3)
        #expect(quantile(1, ofSorted: [1, 2, 4]) == 4)
        #expect(quantile(0.3, ofSorted: [7]) == 7)
    }
}
