import Tensors
import Training

/// How often documents of each class were given each class, and the figures that follow from that alone.
///
/// A ratio of 0 to 0 is 0: the precision of a class that was never predicted, the recall of one that never occurred, the
/// F1 of one that did neither, and the correlation where all labels or all predictions are of one class.
public struct ConfusionMatrix: Sendable, Codable, Equatable {
    /// `[classes][classes]`: rows are the true classes, columns the predicted ones.
    public private(set) var counts: [[Int]]

    /// Counts pairs of classes.
    ///
    /// - Precondition: There are as many predictions as labels, and all lie in `0..<classCount`.
    public init(labels: [Int], predictions: [Int], classCount: Int) {
        precondition(
            labels.count == predictions.count,
            "ConfusionMatrix: \(labels.count) labels with \(predictions.count) predictions")
        counts = [[Int]](repeating: [Int](repeating: 0, count: classCount), count: classCount)
        for (label, prediction) in zip(labels, predictions) {
            precondition(
                (0..<classCount).contains(label) && (0..<classCount).contains(prediction),
                "ConfusionMatrix: label \(label) or prediction \(prediction) lies outside 0..<\(classCount)")
            counts[label][prediction] += 1
        }
    }

    /// A matrix from its counts, `classCount` rows of which stand one after the other.
    init(flat: [Int], classCount: Int) {
        counts = (0..<classCount).map { Array(flat[($0 * classCount)..<(($0 + 1) * classCount)]) }
    }

    /// The number of classes.
    public var classCount: Int { counts.count }
    /// The number of documents.
    public var total: Int { counts.reduce(0) { $0 + $1.reduce(0, +) } }
    /// The number of documents that were given their own class.
    public var numCorrect: Int { counts.indices.reduce(0) { $0 + counts[$1][$1] } }

    /// The number of documents of a class.
    public func support(of label: Int) -> Int { counts[label].reduce(0, +) }
    /// How often a class was predicted.
    public func numPredictions(of label: Int) -> Int { counts.reduce(0) { $0 + $1[label] } }

    // MARK: Figures

    /// The share of documents on the diagonal; 0 without documents.
    public var accuracy: Double { ratio(numCorrect, total) }
    /// The part of the documents given this class that are of it.
    public func precision(of label: Int) -> Double { ratio(counts[label][label], numPredictions(of: label)) }
    /// The part of the documents of this class that were given it.
    public func recall(of label: Int) -> Double { ratio(counts[label][label], support(of: label)) }
    /// The harmonic mean of precision and recall, `2·TP / (2·TP + FP + FN)` (van Rijsbergen 1979).
    public func f1(of label: Int) -> Double {
        ratio(2 * counts[label][label], support(of: label) + numPredictions(of: label))
    }

    /// The classes that have documents, over which figures are averaged: nothing is known of the others.
    public var averagedClasses: [Int] { counts.indices.filter { support(of: $0) > 0 } }

    /// The mean over ``averagedClasses``, each with the same weight.
    public var macroPrecision: Double { mean(precision) }
    /// The mean over ``averagedClasses``, each with the same weight.
    public var macroRecall: Double { mean(recall) }
    /// The mean of the F1 of ``averagedClasses`` (not the F1 of the means).
    public var macroF1: Double { mean(f1) }

    /// The correlation of labels and predictions, from -1 to 1; 0 for guesses.
    ///
    /// `(c·s - Σ p·t) / √((s² - Σ p²)·(s² - Σ t²))` over the classes, with `s` documents, `c` of them correct, and `t`
    /// true and `p` predicted ones of each class: Gorodkin (2004), *Comparing two K-category assignments by a
    /// K-category correlation coefficient*. For two classes this is that of Matthews (1975).
    public var mcc: Double {
        let labels = counts.indices.map { Double(support(of: $0)) }
        let predictions = counts.indices.map { Double(numPredictions(of: $0)) }
        let size = Double(total)
        let covariance = Double(numCorrect) * size - zip(labels, predictions).reduce(0) { $0 + $1.0 * $1.1 }
        let ofLabels = size * size - labels.reduce(0) { $0 + $1 * $1 }
        let ofPredictions = size * size - predictions.reduce(0) { $0 + $1 * $1 }
        guard ofLabels > 0, ofPredictions > 0 else { return 0 }
        return covariance / (ofLabels * ofPredictions).squareRoot()
    }

    private func mean(_ figure: (Int) -> Double) -> Double {
        let classes = averagedClasses
        return classes.isEmpty ? 0 : classes.reduce(0) { $0 + figure($1) } / Double(classes.count)
    }
}

/// A ratio of counts, 0 where both are.
func ratio(_ part: Int, _ whole: Int) -> Double {
    whole == 0 ? 0 : Double(part) / Double(whole)
}

extension BootstrapInterval {
    /// The interval of any figure of a confusion matrix.
    ///
    /// - Parameters:
    ///   - labels: The true class of each document; at least one.
    ///   - predictions: The class given to each.
    ///   - level: Above 0 and below 1.
    ///   - randomSeed: Two figures of the same documents under the same seed see the same resamples.
    /// - Precondition: The ranges above hold, the sizes fit, all classes lie in `0..<classCount`, and `numResamples` is
    ///   at least 1.
    /// - Complexity: `numResamples · (documents + classCount²)`.
    public init(
        labels: [Int], predictions: [Int], classCount: Int, level: Double = 0.95, numResamples: Int = 1_000,
        randomSeed: UInt64 = 0, of figure: (ConfusionMatrix) -> Double
    ) {
        precondition(!labels.isEmpty, "BootstrapInterval: no documents")
        precondition(level > 0 && level < 1, "BootstrapInterval: level \(level) lies outside 0 to 1")
        precondition(numResamples >= 1, "BootstrapInterval: numResamples \(numResamples) is below 1")
        let matrix = ConfusionMatrix(labels: labels, predictions: predictions, classCount: classCount)
        let cells = zip(labels, predictions).map { $0 * classCount + $1 }
        var generator = SeededGenerator(seed: randomSeed, stream: "bootstrap")
        let figures = (0..<numResamples).map { _ in
            var counts = [Int](repeating: 0, count: classCount * classCount)
            for _ in cells { counts[cells[Int(generator.next(upperBound: UInt64(cells.count)))]] += 1 }
            return figure(ConfusionMatrix(flat: counts, classCount: classCount))
        }.sorted()
        self.init(estimate: figure(matrix), sortedResamples: figures, level: level)
    }

    /// The interval of the accuracy.
    public static func accuracy(
        labels: [Int], predictions: [Int], classCount: Int, level: Double = 0.95, numResamples: Int = 1_000,
        randomSeed: UInt64 = 0
    ) -> BootstrapInterval {
        BootstrapInterval(
            labels: labels, predictions: predictions, classCount: classCount, level: level,
            numResamples: numResamples, randomSeed: randomSeed, of: \.accuracy)
    }

    /// The interval of ``ConfusionMatrix/macroF1``; a class that a resample lacks does not count there.
    public static func macroF1(
        labels: [Int], predictions: [Int], classCount: Int, level: Double = 0.95, numResamples: Int = 1_000,
        randomSeed: UInt64 = 0
    ) -> BootstrapInterval {
        BootstrapInterval(
            labels: labels, predictions: predictions, classCount: classCount, level: level,
            numResamples: numResamples, randomSeed: randomSeed, of: \.macroF1)
    }
}
