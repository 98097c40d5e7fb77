import Foundation

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
