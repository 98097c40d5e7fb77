import Foundation

/// The unigram distribution: the frequency of each id, independent of the context.
///
/// Computes `p(w) = (c(w) + smoothing) / (N + smoothing · vocabularySize)` with `c(w)` the count of `w` among the `N`
/// training ids (additive smoothing; Lidstone 1920, and Laplace's rule of succession for a smoothing of 1).
public struct UnigramBaseline: SequenceBaseline {
    public let vocabularySize: Int
    private let probabilities: [Double]

    /// Counts the training ids.
    ///
    /// - Parameters:
    ///   - training: The ids to count; none at all gives the uniform distribution.
    ///   - vocabularySize: The number of ids, at least 1.
    ///   - smoothing: What is added to each count, above 0. The default adds one.
    /// - Precondition: The ranges above hold and every id lies in `0..<vocabularySize`.
    public init(training: [Int32], vocabularySize: Int, smoothing: Double = 1) {
        precondition(vocabularySize >= 1, "UnigramBaseline: vocabularySize \(vocabularySize) is below 1")
        precondition(
            smoothing > 0 && smoothing.isFinite, "UnigramBaseline: smoothing \(smoothing) is not a number above 0")
        requireIDs(training, below: vocabularySize, "UnigramBaseline.init")
        var counts = [Int](repeating: 0, count: vocabularySize)
        for id in training { counts[Int(id)] += 1 }
        let total = Double(training.count) + smoothing * Double(vocabularySize)
        self.vocabularySize = vocabularySize
        probabilities = counts.map { (Double($0) + smoothing) / total }
    }

    public var name: String { "unigram" }

    public func totalNats(of ids: [Int32], after context: [Int32]) -> Double {
        requireIDs(ids, below: vocabularySize, "UnigramBaseline.totalNats")
        return ids.reduce(0) { nats, id in nats - log(probabilities[Int(id)]) }
    }

    public func probabilities(after context: ArraySlice<Int32>, into probabilities: inout [Double]) {
        requireSize(of: probabilities, equals: vocabularySize, "UnigramBaseline.probabilities")
        probabilities = self.probabilities
    }
}
