/// A target that a search found.
public struct Hypothesis: Sendable, Equatable {
    /// Without the tokens of beginning and end.
    public let tokens: [Int32]
    /// The natural logarithm of its probability, the end included.
    public let logProbability: Double
    /// What it was ranked by: the log probability under length and coverage penalty.
    public let score: Double
    /// For each token, and last for the end, how much attention each place of the source got.
    public let attention: [[Float]]
}
