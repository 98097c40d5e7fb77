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
