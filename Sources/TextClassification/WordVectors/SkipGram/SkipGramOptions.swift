import Tensors

/// How word vectors are trained.
public struct SkipGramOptions: Codable, Sendable, Equatable {
    /// Numbers of a vector.
    public var dimension = 200
    /// The most words to either side that a word is trained with; each window is drawn from 1 to this.
    public var window = 8
    /// Words drawn at random, by their counts to the power of 3/4, for each window.
    public var negatives = 5
    /// Words with a larger share of the text than this are partly left out; 0 leaves out none.
    public var subsampling = 1e-4
    /// Passes over the text.
    public var epochs = 5
    /// The rate at the start; it falls linearly, down to a ten thousandth of itself.
    public var learningRate: Float = 0.025
    /// Decides everything random: first vectors, order of the documents, windows, words left out and drawn.
    public var randomSeed: UInt64

    public init(randomSeed: UInt64) { self.randomSeed = randomSeed }

    func requireValid() {
        let longestWindow = SkipGramWindows.mostInputs / 2
        precondition(dimension >= 1, "SkipGramOptions: a dimension of \(dimension).")
        precondition(
            (1...longestWindow).contains(window), "SkipGramOptions: window \(window), not 1...\(longestWindow).")
        precondition(
            (1..<SkipGramWindows.mostOutputs).contains(negatives),
            "SkipGramOptions: \(negatives) negatives, not 1..<\(SkipGramWindows.mostOutputs).")
        precondition(subsampling >= 0 && epochs >= 0, "SkipGramOptions: \(subsampling), \(epochs) epochs.")
        precondition(learningRate >= 0 && learningRate.isFinite, "SkipGramOptions: learning rate \(learningRate).")
    }
}
