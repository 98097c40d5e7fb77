import Foundation

/// A baseline for language models: it gives every possible next id a probability.
///
/// Every baseline is a proper distribution over `0..<vocabularySize` and gives every id a probability above 0, so that
/// its cross-entropy is finite.
public protocol SequenceBaseline: Sendable {
    /// What a report calls it, for example `Kneser-Ney 8-gram`.
    var name: String { get }

    /// The number of ids; they run from 0.
    var vocabularySize: Int { get }

    /// The sum of `-ln p` over all of `ids`, in order, each id predicted from everything before it.
    ///
    /// - Parameters:
    ///   - ids: The ids to score. An empty array costs 0 nats.
    ///   - context: What precedes the first of `ids`; it is read but not scored.
    /// - Returns: Nats, summed and not averaged.
    /// - Precondition: Every id lies in `0..<vocabularySize`.
    func totalNats(of ids: [Int32], after context: [Int32]) -> Double

    /// Writes the probability of each id as the next one after `context`.
    ///
    /// - Parameters:
    ///   - context: The ids so far, the newest last; empty at the start of a text.
    ///   - probabilities: `[vocabularySize]`, overwritten; its sum is 1.
    /// - Precondition: `probabilities` has `vocabularySize` elements and every id lies in `0..<vocabularySize`.
    func probabilities(after context: ArraySlice<Int32>, into probabilities: inout [Double])
}

extension SequenceBaseline {
    /// The sum of `-ln p` over all of `ids`, read from the start of a text.
    public func totalNats(of ids: [Int32]) -> Double {
        totalNats(of: ids, after: [])
    }

    /// Writes the probability of each id as the next one after `context`.
    public func probabilities(after context: [Int32], into probabilities: inout [Double]) {
        self.probabilities(after: context[...], into: &probabilities)
    }
}

/// Traps unless every one of `ids` lies in `0..<vocabularySize`.
func requireIDs(_ ids: some Sequence<Int32>, below vocabularySize: Int, _ operation: StaticString) {
    for id in ids where id < 0 || Int(id) >= vocabularySize {
        preconditionFailure("\(operation): id \(id) lies outside the vocabulary 0..<\(vocabularySize)")
    }
}

/// Traps unless `probabilities` has room for exactly `vocabularySize` values.
func requireSize(of probabilities: [Double], equals vocabularySize: Int, _ operation: StaticString) {
    precondition(
        probabilities.count == vocabularySize,
        "\(operation): \(probabilities.count) places for the probabilities of \(vocabularySize) ids")
}

/// The uniform distribution: every id has probability `1 / vocabularySize`.
public struct UniformBaseline: SequenceBaseline {
    public let vocabularySize: Int

    /// - Precondition: `vocabularySize` is at least 1.
    public init(vocabularySize: Int) {
        precondition(vocabularySize >= 1, "UniformBaseline: vocabularySize \(vocabularySize) is below 1")
        self.vocabularySize = vocabularySize
    }

    public var name: String { "uniform" }

    public func totalNats(of ids: [Int32], after context: [Int32]) -> Double {
        requireIDs(ids, below: vocabularySize, "UniformBaseline.totalNats")
        return Double(ids.count) * log(Double(vocabularySize))
    }

    public func probabilities(after context: ArraySlice<Int32>, into probabilities: inout [Double]) {
        requireSize(of: probabilities, equals: vocabularySize, "UniformBaseline.probabilities")
        for id in probabilities.indices { probabilities[id] = 1 / Double(vocabularySize) }
    }
}

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
