import Foundation

/// Accuracy and calibration of a classifier on labelled documents.
///
/// A document is given the class of the highest probability, the lower class among equal ones. A ratio of 0 to 0 is 0:
/// see ``ConfusionMatrix``.
public struct ClassificationMetrics: Sendable, Codable, Equatable {
    /// The figures of one class against the others.
    public struct PerClass: Sendable, Codable, Equatable {
        /// The name of the class.
        public let name: String
        /// The part of the documents given this class that are of it; 0 if it was never predicted.
        public let precision: Double
        /// The part of the documents of this class that were given it; 0 if there are none.
        public let recall: Double
        /// The harmonic mean of the two; 0 if the class neither occurred nor was predicted.
        public let f1: Double
        /// The number of documents of this class.
        public let support: Int
    }

    /// The number of documents.
    public let count: Int
    /// The share of documents whose most probable class is the right one.
    public let accuracy: Double
    /// The figures of each class, in the order of the classes.
    public let perClass: [PerClass]
    /// The mean of the F1 of the classes that have documents: see ``ConfusionMatrix/averagedClasses``.
    public let macroF1: Double
    /// The mean of the classes' precisions.
    public let macroPrecision: Double
    /// The mean of the classes' recalls.
    public let macroRecall: Double
    /// The correlation of labels and predictions (Gorodkin 2004); 0 where all of either are of one class.
    public let mcc: Double
    /// The area under the ROC curve: the probability that a document of a class is rated above one of another class,
    /// equal ones counting half (Mann & Whitney 1947). For more than two classes the mean over each class against the
    /// rest; `nil` where a class has no documents.
    public let auc: Double?
    /// `[classes][classes]`: rows are the true classes, columns the predicted ones.
    public let confusion: [[Int]]
    /// The expected calibration error over 15 bins: see ``Reliability``.
    public let ece: Double
    /// The mean over the documents of `Σ (p - y)²` over all classes, `y` being 1 for the true one (Brier 1950), from 0 to
    /// 2. For two classes this is twice the form that looks at one class alone.
    public let brier: Double
    /// The mean of `-ln p` of the true class, in nats; a `p` below 2⁻⁵² counts as 2⁻⁵².
    public let logLoss: Double

    /// The names of the classes over which the macro figures are averaged: those that have documents.
    public var averagedClasses: [String] { perClass.filter { $0.support > 0 }.map(\.name) }

    /// Measures predictions.
    ///
    /// - Parameters:
    ///   - labels: The true class of each document; at least one.
    ///   - probabilities: `[documents][classes]`, each from 0 to 1.
    ///   - classNames: One name a class, in the order of the labels; at least one.
    /// - Precondition: The sizes fit each other, the labels lie in `0..<classNames.count`, and the ranges hold.
    public init(labels: [Int], probabilities: [[Double]], classNames: [String]) {
        requireProbabilities(probabilities, labels, classCount: classNames.count, "ClassificationMetrics")
        let predictions = probabilities.map(predictedClass)
        let matrix = ConfusionMatrix(labels: labels, predictions: predictions, classCount: classNames.count)
        count = labels.count
        accuracy = matrix.accuracy
        perClass = classNames.enumerated().map { label, name in
            PerClass(
                name: name, precision: matrix.precision(of: label), recall: matrix.recall(of: label),
                f1: matrix.f1(of: label), support: matrix.support(of: label))
        }
        macroF1 = matrix.macroF1
        macroPrecision = matrix.macroPrecision
        macroRecall = matrix.macroRecall
        mcc = matrix.mcc
        auc = meanAreaUnderROC(labels: labels, probabilities: probabilities, classCount: classNames.count)
        confusion = matrix.counts
        ece = Reliability(labels: labels, probabilities: probabilities).expectedCalibrationError
        brier = Self.brier(labels, probabilities)
        logLoss = zip(labels, probabilities).reduce(0) { $0 - log(max($1.1[$1.0], .ulpOfOne)) } / Double(labels.count)
    }

    private static func brier(_ labels: [Int], _ probabilities: [[Double]]) -> Double {
        var sum = 0.0
        for (label, row) in zip(labels, probabilities) {
            for (index, probability) in row.enumerated() {
                let difference = probability - (index == label ? 1 : 0)
                sum += difference * difference
            }
        }
        return sum / Double(labels.count)
    }
}

/// The class of the highest probability; the lower one among equals.
func predictedClass(of probabilities: [Double]) -> Int {
    probabilities.indices.reduce(0) { probabilities[$1] > probabilities[$0] ? $1 : $0 }
}

/// Traps unless there is a document, each has a label and `classCount` probabilities, and all lie in their ranges.
///
/// A probability may be above 1 by what rounding to `Float` adds.
func requireProbabilities(
    _ probabilities: [[Double]], _ labels: [Int], classCount: Int, _ operation: StaticString
) {
    precondition(!labels.isEmpty, "\(operation): no documents")
    precondition(
        labels.count == probabilities.count,
        "\(operation): \(labels.count) labels with \(probabilities.count) rows of probabilities")
    for (label, row) in zip(labels, probabilities) {
        precondition((0..<classCount).contains(label), "\(operation): label \(label) lies outside 0..<\(classCount)")
        precondition(
            row.count == classCount, "\(operation): \(row.count) probabilities of \(classCount) classes")
        for value in row where !(value >= 0 && value <= 1 + 1e-6) {
            preconditionFailure("\(operation): \(value) is not a probability")
        }
    }
}

/// The area under the ROC curve of the last of two classes, or the mean over each of more against the rest; `nil` where
/// a class has no documents.
func meanAreaUnderROC(labels: [Int], probabilities: [[Double]], classCount: Int) -> Double? {
    guard classCount >= 2 else { return nil }
    let classes = classCount == 2 ? [1] : Array(0..<classCount)
    var sum = 0.0
    for label in classes {
        let scores = probabilities.map { $0[label] }
        guard let area = areaUnderROC(labels.map { $0 == label }, scores: scores) else { return nil }
        sum += area
    }
    return sum / Double(classes.count)
}

/// The probability that a positive document has a higher score than a negative one, equal scores counting half.
///
/// `(R - n₊(n₊ + 1)/2) / (n₊·n₋)` with `R` the sum of the ranks of the positive ones and equal scores sharing the mean
/// of their ranks: Mann & Whitney (1947), *On a test of whether one of two random variables is stochastically larger
/// than the other*. `nil` where either kind is missing.
func areaUnderROC(_ isPositive: [Bool], scores: [Double]) -> Double? {
    let numPositive = isPositive.count { $0 }
    let numNegative = isPositive.count - numPositive
    guard numPositive > 0, numNegative > 0 else { return nil }
    let ranked = scores.indices.sorted { scores[$0] < scores[$1] }
    var rankSum = 0.0
    var start = 0
    while start < ranked.count {
        var end = start + 1
        while end < ranked.count, scores[ranked[end]] == scores[ranked[start]] { end += 1 }
        let meanRank = Double(start + 1 + end) / 2
        rankSum += meanRank * Double(ranked[start..<end].count { isPositive[$0] })
        start = end
    }
    let least = Double(numPositive) * Double(numPositive + 1) / 2
    return (rankSum - least) / (Double(numPositive) * Double(numNegative))
}

/// The reliability of a classifier: its accuracy compared with its confidence, in bins of confidence.
///
/// The confidence is the highest probability of a document. Bin `k` of `n` holds those above `k/n` and up to
/// `(k + 1)/n`, the first one 0 as well. Source: Guo, Pleiss, Sun & Weinberger (2017), *On Calibration of Modern Neural
/// Networks*, section 2.
public struct Reliability: Sendable, Codable, Equatable {
    /// The documents whose confidence lies in one interval.
    public struct Bin: Sendable, Codable, Equatable {
        /// The number of documents.
        public let count: Int
        /// Means over them; 0 in an empty bin.
        public let confidence: Double
        /// The share of them that is classified correctly; 0 in an empty bin.
        public let accuracy: Double
    }

    /// By confidence, from low to high.
    public let bins: [Bin]

    /// Bins predictions; a document is given the class of the highest probability, the lower one among equals.
    ///
    /// - Parameters:
    ///   - labels: The true class of each document; at least one.
    ///   - probabilities: `[documents][classes]`, each from 0 to 1.
    ///   - numBins: At least 1.
    /// - Precondition: The ranges above hold and the sizes fit each other.
    public init(labels: [Int], probabilities: [[Double]], numBins: Int = 15) {
        precondition(numBins >= 1, "Reliability: numBins \(numBins) is below 1")
        requireProbabilities(probabilities, labels, classCount: probabilities.first?.count ?? 0, "Reliability")
        var counts = [Int](repeating: 0, count: numBins)
        var numCorrect = counts
        var confidences = [Double](repeating: 0, count: numBins)
        for (label, row) in zip(labels, probabilities) {
            let prediction = predictedClass(of: row)
            let place = Int((row[prediction] * Double(numBins)).rounded(.up)) - 1
            let bin = min(max(place, 0), numBins - 1)
            counts[bin] += 1
            confidences[bin] += row[prediction]
            if prediction == label { numCorrect[bin] += 1 }
        }
        bins = counts.indices.map { bin in
            Bin(
                count: counts[bin], confidence: counts[bin] == 0 ? 0 : confidences[bin] / Double(counts[bin]),
                accuracy: ratio(numCorrect[bin], counts[bin]))
        }
    }

    /// The mean over the documents of the distance between accuracy and confidence of their bin.
    public var expectedCalibrationError: Double {
        let total = bins.reduce(0) { $0 + $1.count }
        return bins.reduce(0) { $0 + Double($1.count) * abs($1.accuracy - $1.confidence) } / Double(total)
    }
}

/// Selective classification: coverage and accuracy of a classifier that abstains below a threshold.
///
/// It answers where the highest probability reaches a threshold. Sources: Chow (1970), *On optimum recognition error and
/// reject tradeoff*; El-Yaniv & Wiener (2010), *On the Foundations of Noise-free Selective Classification*.
public struct SelectiveAccuracy: Sendable, Codable, Equatable {
    /// The lowest probability at which an answer is given.
    public let threshold: Double
    /// The number of documents, and of those answered.
    public let count: Int
    /// The number of documents that are answered.
    public let numAnswered: Int
    /// The part of the documents that is answered.
    public let coverage: Double
    /// The part of the answered documents that is right; 0 if none is answered.
    public let accuracy: Double

    /// Measures predictions at a threshold; a document is given the class of the highest probability, the lower one
    /// among equals.
    ///
    /// - Parameters:
    ///   - labels: The true class of each document; at least one.
    ///   - probabilities: `[documents][classes]`, each from 0 to 1.
    ///   - threshold: The least confidence that is answered; 0 answers all.
    /// - Precondition: The ranges above hold and the sizes fit each other.
    public init(labels: [Int], probabilities: [[Double]], threshold: Double) {
        requireProbabilities(probabilities, labels, classCount: probabilities.first?.count ?? 0, "SelectiveAccuracy")
        var (numAnswered, numCorrect) = (0, 0)
        for (label, row) in zip(labels, probabilities) {
            let prediction = predictedClass(of: row)
            guard row[prediction] >= threshold else { continue }
            numAnswered += 1
            if prediction == label { numCorrect += 1 }
        }
        self.threshold = threshold
        count = labels.count
        self.numAnswered = numAnswered
        coverage = ratio(numAnswered, labels.count)
        accuracy = ratio(numCorrect, numAnswered)
    }
}
