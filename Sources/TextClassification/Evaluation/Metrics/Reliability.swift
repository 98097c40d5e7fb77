/// The reliability of a classifier: its accuracy compared with its confidence, in bins of confidence.
///
/// The confidence is the highest probability of a document. Bin `k` of `n` holds those above `k/n` and up to
/// `(k + 1)/n`, the first one 0 as well. Source: Guo, Pleiss, Sun & Weinberger (2017), *On Calibration of Modern Neural
/// Networks*, section 2.
public struct Reliability: Sendable, Codable, Equatable {
    public struct Bin: Sendable, Codable, Equatable {
        /// The number of documents.
        public let count: Int
        /// Means over them; 0 in an empty bin.
        public let confidence: Double
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
