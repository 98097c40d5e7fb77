/// Selective classification: coverage and accuracy of a classifier that abstains below a threshold.
///
/// It answers where the highest probability reaches a threshold. Sources: Chow (1970), *On optimum recognition error and
/// reject tradeoff*; El-Yaniv & Wiener (2010), *On the Foundations of Noise-free Selective Classification*.
public struct SelectiveAccuracy: Sendable, Codable, Equatable {
    public let threshold: Double
    /// The number of documents, and of those answered.
    public let count: Int
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
