import Foundation
import TestSupport
import Testing

@testable import Tensors
@testable import TextClassification

/// How network and baseline are combined, and how probabilities are scaled.
struct CalibrationChoiceTests {
    /// Labels, and logits that are right about them in a share of the documents.
    private static func made(count: Int, right: Double, size: Double, seed: UInt64) -> (
        labels: [Int], logits: [[Double]]
    ) {
        var generator = SeededGenerator(seed: seed, stream: "made")
        let labels = (0..<count).map { $0 % 2 }
        return (
            labels,
            labels.map { label in
                let size = size * (0.5 + generator.nextUniform())
                return generator.nextUniform() < right
                    ? [0, label == 1 ? size : -size] : [0, label == 1 ? -size : size]
            }
        )
    }

    @Test func ofAPoorNetworkNearlyNothingIsKept() {
        let (labels, baseline) = Self.made(count: 400, right: 0.9, size: 2, seed: 1)
        let network = Self.made(count: 400, right: 0.5, size: 2, seed: 2).logits
        let weights = CombinationWeights(bestFor: network, baseline, labels: labels)
        #expect(weights.baseline == 1 && weights.network < 0.1)
        let joined = weights.combine(network, baseline)
        let right = zip(joined, labels).count { ($0[1] > 0) == ($1 == 1) }
        let alone = zip(baseline, labels).count { ($0[1] > 0) == ($1 == 1) }
        #expect(right >= alone - 4)
    }

    @Test func ofAPoorBaselineNothingIsTaken() {
        let (labels, network) = Self.made(count: 400, right: 0.9, size: 2, seed: 1)
        let baseline = Self.made(count: 400, right: 0.5, size: 2, seed: 2).logits
        #expect(CombinationWeights(bestFor: network, baseline, labels: labels).baseline < 0.1)
    }

    @Test func ofTwoThatErrApartBothCount() {
        let (labels, network) = Self.made(count: 400, right: 0.8, size: 2, seed: 1)
        let baseline = Self.made(count: 400, right: 0.8, size: 2, seed: 2).logits
        let weights = CombinationWeights(bestFor: network, baseline, labels: labels)
        #expect(weights.baseline / weights.network > 0.5 && weights.baseline / weights.network < 2)
    }

    /// Logits ten times too large are made smaller, the more surely the more documents say so.
    @Test func fewDocumentsMoveTheTemperatureLess() {
        let temperatures = [10, 40, 1_000].map { count in
            let (labels, logits) = Self.made(count: count, right: 0.8, size: 14, seed: 3)
            return TemperatureScaling(logits: logits, labels: labels, lengths: labels.map { _ in 1 }, shrinks: true)
                .temperature
        }
        #expect(temperatures[0] > 1 && temperatures[0] < temperatures[1] && temperatures[1] < temperatures[2])
        #expect(temperatures[2] > 6)
    }
}
