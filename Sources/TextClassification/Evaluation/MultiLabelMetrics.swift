/// How well predicted sets of labels fit the right ones.
///
/// A ratio of 0 to 0 is 0: the precision of a label that was never predicted, the F1 of one that neither occurred nor was
/// predicted. Sources: Tsoumakas, Katakis & Vlahavas (2010), *Mining Multi-label Data*, section 7.
public struct MultiLabelMetrics: Sendable, Codable, Equatable {
    /// The figures of one label.
    public struct PerLabel: Sendable, Codable, Equatable {
        /// The name of the label.
        public let name: String
        /// The number of texts with this label.
        public let support: Int
        /// The part of the texts given this label that have it.
        public let precision: Double
        /// The part of the texts with this label that were given it.
        public let recall: Double
        /// The harmonic mean of the two.
        public let f1: Double
    }

    /// The F1 of all decisions on labels together.
    public let microF1: Double
    /// The mean of the F1 of the labels that occur.
    public let macroF1: Double
    /// The part of the texts that were given exactly their labels.
    public let subsetAccuracy: Double
    /// The part of all decisions, one for each text and label, that are wrong.
    public let hammingLoss: Double
    /// The figures of each label, in the order of the labels.
    public let perLabel: [PerLabel]

    /// Measures predictions.
    ///
    /// - Parameters:
    ///   - labels: The labels of each text, each once; at least one text.
    ///   - predictions: The labels that each was given, each once.
    ///   - labelNames: The names of the labels, in their order; at least one.
    /// - Precondition: The sizes fit each other, and all labels lie in `0..<labelNames.count`.
    public init(labels: [[Int]], predictions: [[Int]], labelNames: [String]) {
        precondition(
            labels.count == predictions.count && !labels.isEmpty && !labelNames.isEmpty,
            "MultiLabelMetrics: \(labels.count) sets of \(labelNames.count) labels, \(predictions.count) predictions")
        var supports = [Int](repeating: 0, count: labelNames.count)
        var (given, right) = (supports, supports)
        var numEqual = 0
        for (labels, predictions) in zip(labels, predictions) {
            let (labels, predictions) = (Set(labels), Set(predictions))
            if labels == predictions { numEqual += 1 }
            for label in labels { supports[label] += 1 }
            for label in predictions { given[label] += 1 }
            for label in labels.intersection(predictions) { right[label] += 1 }
        }
        perLabel = labelNames.indices.map { label in
            PerLabel(
                name: labelNames[label], support: supports[label], precision: ratio(right[label], given[label]),
                recall: ratio(right[label], supports[label]),
                f1: ratio(2 * right[label], supports[label] + given[label]))
        }
        let occurring = perLabel.filter { $0.support > 0 }
        macroF1 = occurring.isEmpty ? 0 : occurring.reduce(0) { $0 + $1.f1 } / Double(occurring.count)
        let (allSupports, allGiven, allRight) = (
            supports.reduce(0, +), given.reduce(0, +), right.reduce(0, +)
        )
        microF1 = ratio(2 * allRight, allSupports + allGiven)
        subsetAccuracy = ratio(numEqual, labels.count)
        hammingLoss = ratio(allSupports + allGiven - 2 * allRight, labels.count * labelNames.count)
    }
}

/// The probability above which a label is given.
enum LabelThreshold {
    /// With fewer texts that have the label, a threshold says more about them than about the label.
    static let fewestTexts = 5
    /// The threshold of a label with too few texts.
    static let usual = 0.5

    /// The threshold with the highest F1, halfway between two probabilities that occur; among equal ones that nearest to
    /// 0.5 (Fan & Lin 2007, *A Study on Threshold Selection for Multi-label Classification*).
    static func best(_ probabilities: [Double], isPresent: [Bool]) -> Double {
        let numPresent = isPresent.count { $0 }
        guard numPresent >= fewestTexts else { return usual }
        let order = probabilities.indices.sorted { (probabilities[$1], $0) < (probabilities[$0], $1) }
        var (best, numRight) = ((f1: -1.0, threshold: usual), 0)
        for (rank, index) in order.enumerated() {
            if isPresent[index] { numRight += 1 }
            let next = rank + 1 < order.count ? probabilities[order[rank + 1]] : 0
            guard probabilities[index] > next else { continue }
            let f1 = ratio(2 * numRight, numPresent + rank + 1)
            let threshold = (probabilities[index] + next) / 2
            if f1 > best.f1 || f1 == best.f1 && abs(threshold - usual) < abs(best.threshold - usual) {
                best = (f1, threshold)
            }
        }
        return best.threshold
    }

    /// The thresholds of all labels.
    ///
    /// - Parameters:
    ///   - probabilities: `[texts][labels]`.
    ///   - labels: The labels of each text.
    static func best(_ probabilities: [[Double]], labels: [[Int]]) -> [Double] {
        let sets = labels.map(Set.init)
        return (0..<(probabilities.first?.count ?? 0)).map { label in
            best(probabilities.map { $0[label] }, isPresent: sets.map { $0.contains(label) })
        }
    }

    /// The labels whose probabilities are above their thresholds.
    static func labels(_ probabilities: [Double], above thresholds: [Double]) -> [Int] {
        probabilities.indices.filter { probabilities[$0] > thresholds[$0] }
    }
}
