import Foundation
import TestSupport
import Testing

@testable import TextClassification

struct MetricsTests {
    /// Six documents of two classes: 3 of 4 and 1 of 2 right.
    private let labels = [0, 0, 0, 0, 1, 1]
    private let probabilities = [[0.9, 0.1], [0.8, 0.2], [0.5, 0.5], [0.3, 0.7], [0.4, 0.6], [0.8, 0.2]]

    @Test func twoClassesByHand() throws {
        let metrics = ClassificationMetrics(labels: labels, probabilities: probabilities, classNames: ["bad", "good"])
        #expect(metrics.count == 6)
        #expect(metrics.confusion == [[3, 1], [1, 1]])
        expectClose([metrics.accuracy], [4.0 / 6], within: 1e-15)
        #expect(metrics.perClass.map(\.name) == ["bad", "good"])
        #expect(metrics.perClass.map(\.support) == [4, 2])
        expectClose(metrics.perClass.map(\.precision), [0.75, 0.5], within: 1e-15)
        expectClose(metrics.perClass.map(\.recall), [0.75, 0.5], within: 1e-15)
        expectClose(metrics.perClass.map(\.f1), [0.75, 0.5], within: 1e-15)
        expectClose(
            [metrics.macroF1, metrics.macroPrecision, metrics.macroRecall], [0.625, 0.625, 0.625], within: 1e-15)
        // (1·3 - 1·1) / √(2·2·4·4)
        expectClose([metrics.mcc], [0.25], within: 1e-15)
        // 0.6 beats 0.1, 0.2, 0.5; 0.2 beats 0.1 and ties with 0.2: 4.5 of 8 pairs
        expectClose([try #require(metrics.auc)], [4.5 / 8], within: 1e-15)
        // 2·(0.01 + 0.04 + 0.25 + 0.49 + 0.16 + 0.64) / 6
        expectClose([metrics.brier], [2 * 1.59 / 6], within: 1e-14)
        expectClose([metrics.logLoss], [-log(0.9 * 0.8 * 0.5 * 0.3 * 0.6 * 0.2) / 6], within: 1e-14)
        // Each confidence has a bin to itself, but 0.8, with one right and one wrong: 0.1 + 2·0.3 + 0.5 + 0.7 + 0.4
        expectClose([metrics.ece], [2.3 / 6], within: 1e-14)
    }

    @Test func equalProbabilitiesGoToTheLowerClass() {
        #expect(predictedClass(of: [0.2, 0.4, 0.4]) == 1)
        #expect(predictedClass(of: [0.5, 0.5]) == 0)
        #expect(predictedClass(of: [1]) == 0)
    }

    @Test(arguments: 0..<4)
    func figuresAreThoseOfScikitLearn(index: Int) throws {
        let golden = try ClassificationGolden.read().metrics[index]
        let names = golden.support.indices.map { "class \($0)" }
        let found = ClassificationMetrics(
            labels: golden.labels, probabilities: golden.probabilities, classNames: names)
        #expect(found.confusion == golden.confusion)
        #expect(found.perClass.map(\.support) == golden.support)
        expectClose(found.perClass.map(\.precision), golden.precision, within: 1e-12)
        expectClose(found.perClass.map(\.recall), golden.recall, within: 1e-12)
        expectClose(found.perClass.map(\.f1), golden.f1, within: 1e-12)
        let auc = try #require(found.auc)
        expectClose(
            [found.accuracy, found.macroPrecision, found.macroRecall, found.macroF1, found.mcc, auc],
            [
                golden.accuracy, golden.macroPrecision, golden.macroRecall, golden.macroF1, golden.mcc, golden.auc,
            ], within: 1e-12)
        expectClose(
            [found.ece, found.brier, found.logLoss], [golden.ece, golden.brier, golden.logLoss], within: 1e-12)
    }

    @Test func undefinedRatiosAreZero() {
        let metrics = ClassificationMetrics(
            labels: [0, 0], probabilities: [[1, 0, 0], [1, 0, 0]], classNames: ["a", "b", "c"])
        #expect(metrics.accuracy == 1)
        #expect(metrics.perClass.map(\.f1) == [1, 0, 0])
        #expect(metrics.perClass.map(\.precision) == [1, 0, 0])
        #expect(metrics.perClass.map(\.recall) == [1, 0, 0])
        // A class without a document does not count as zero.
        #expect(metrics.macroF1 == 1 && metrics.macroRecall == 1 && metrics.macroPrecision == 1)
        #expect(metrics.averagedClasses == ["a"])
        #expect(metrics.mcc == 0)
        #expect(metrics.auc == nil)
        #expect(metrics.brier == 0 && metrics.logLoss == 0 && metrics.ece == 0)
    }

    @Test func oneClassHasNoArea() {
        let metrics = ClassificationMetrics(labels: [0], probabilities: [[1]], classNames: ["only"])
        #expect(metrics.accuracy == 1 && metrics.auc == nil && metrics.mcc == 0)
    }

    @Test func perfectAndReversedCorrelation() {
        let labels = [0, 1, 0, 1, 1]
        #expect(ConfusionMatrix(labels: labels, predictions: labels, classCount: 2).mcc == 1)
        #expect(ConfusionMatrix(labels: labels, predictions: labels.map { 1 - $0 }, classCount: 2).mcc == -1)
    }

    @Test func aCertainMistakeCostsAFiniteLoss() {
        let metrics = ClassificationMetrics(labels: [1], probabilities: [[1, 0]], classNames: ["a", "b"])
        expectClose([metrics.logLoss, metrics.brier, metrics.ece], [52 * log(2), 2, 1], within: 1e-12)
    }

    @Test func equalScoresCountHalf() {
        #expect(areaUnderROC([true, false, true, false], scores: [1, 1, 1, 1]) == 0.5)
        #expect(areaUnderROC([true, false], scores: [2, 1]) == 1)
        #expect(areaUnderROC([true, false], scores: [1, 2]) == 0)
        #expect(areaUnderROC([true, true], scores: [1, 2]) == nil)
        // 3 > 1, 3 > 2, 2 > 1, 2 = 2
        #expect(areaUnderROC([true, true, false, false], scores: [3, 2, 1, 2]) == 3.5 / 4)
    }

    @Test func binsHoldTheirUpperEnd() {
        let reliability = Reliability(
            labels: [0, 1, 0, 0], probabilities: [[0.5, 0.5], [0.5, 0.5], [0.75, 0.25], [1, 0]], numBins: 4)
        #expect(reliability.bins.map(\.count) == [0, 2, 1, 1])
        #expect(reliability.bins.map(\.confidence) == [0, 0.5, 0.75, 1])
        #expect(reliability.bins.map(\.accuracy) == [0, 0.5, 1, 1])
        #expect(reliability.expectedCalibrationError == 0.25 / 4)
    }

    @Test func abstainingRaisesTheAccuracy() {
        func selective(_ threshold: Double) -> SelectiveAccuracy {
            SelectiveAccuracy(labels: labels, probabilities: probabilities, threshold: threshold)
        }
        #expect(selective(0).coverage == 1 && selective(0).accuracy == 4.0 / 6)
        #expect(selective(0.6).numAnswered == 5 && selective(0.6).accuracy == 0.6)
        #expect(selective(0.8).numAnswered == 3 && selective(0.8).accuracy == 2.0 / 3)
        #expect(selective(0.85).coverage == 1.0 / 6 && selective(0.85).accuracy == 1)
        #expect(selective(0.95).coverage == 0 && selective(0.95).accuracy == 0)
    }

    @Test func metricsComeBackFromJSON() throws {
        let metrics = ClassificationMetrics(labels: labels, probabilities: probabilities, classNames: ["bad", "good"])
        let data = try JSONEncoder().encode(metrics)
        #expect(try JSONDecoder().decode(ClassificationMetrics.self, from: data) == metrics)
    }

    @Test func sizesThatDoNotFitTrap() async {
        await #expect(processExitsWith: .failure) {
            _ = ClassificationMetrics(labels: [], probabilities: [], classNames: ["a", "b"])
        }
        await #expect(processExitsWith: .failure) {
            _ = ClassificationMetrics(labels: [0], probabilities: [[0.5, .nan]], classNames: ["a", "b"])
        }
        await #expect(processExitsWith: .failure) {
            _ = SelectiveAccuracy(labels: [0, 1], probabilities: [[1, 0], [1]], threshold: 0.5)
        }
    }
}
