import Foundation
import Tensors

/// A model that gives each next token a probability, for use in a search.
///
/// A scorer has rows, each a target that is being written; at first one for each source, before its first token.
public protocol TokenScorer {
    /// The number of sources.
    var sourceCount: Int { get }
    /// The number of tokens of a source.
    func sourceLength(_ source: Int) -> Int

    /// Goes on with the rows `rows`, in that order, each followed by a token; a row may come several times or not at
    /// all.
    ///
    /// - Returns: For each row the logits of what comes next, `[rows.count, vocabularySize]`, and the attention of the
    ///   step to the source, `[rows.count, any]`, zero past the source's length.
    mutating func step(rows: [Int], tokens: [Int32]) -> (logits: Tensor, attention: Tensor)
}

/// Several scorers of the same vocabulary, whose probabilities are averaged.
public struct EnsembleScorer<Member: TokenScorer>: TokenScorer {
    private var members: [Member]

    /// A scorer that averages the probabilities of `members`.
    ///
    /// - Precondition: There is at least one member, and all have the same sources.
    public init(_ members: [Member]) {
        precondition(!members.isEmpty, "EnsembleScorer: no members.")
        self.members = members
    }

    public var sourceCount: Int { members[0].sourceCount }
    public func sourceLength(_ source: Int) -> Int { members[0].sourceLength(source) }

    /// The logarithms of the mean probabilities, and the mean attention.
    public mutating func step(rows: [Int], tokens: [Int32]) -> (logits: Tensor, attention: Tensor) {
        let results = members.indices.map { members[$0].step(rows: rows, tokens: tokens) }
        guard results.count > 1 else { return results[0] }
        let share = 1 / Float(results.count)
        let attention = results.map { share * Variable($0.attention) }
        return (meanProbabilities(results.map(\.logits)), attention.dropFirst().reduce(attention[0], +).value)
    }

    private func meanProbabilities(_ logits: [Tensor]) -> Tensor {
        let (rows, width) = (logits[0].shape[0], logits[0].shape[1])
        var mean = Tensor.zeros([rows, width])
        mean.mutate { mean in
            for tensor in logits {
                tensor.withElements { values in
                    for row in 0..<rows {
                        let part = UnsafeBufferPointer(rebasing: values[row * width..<(row + 1) * width])
                        let normalizer = logSumExp(part)
                        for index in 0..<width { mean[row * width + index] += exp(part[index] - normalizer) }
                    }
                }
            }
            // Tiny ones stay above zero, so that no logarithm is infinite.
            for index in mean.indices {
                mean[index] = log(max(mean[index] / Float(logits.count), .leastNormalMagnitude))
            }
        }
        return mean
    }
}
