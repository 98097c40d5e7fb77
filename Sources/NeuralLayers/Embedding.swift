import Tensors

/// A table with one vector for each token.
public struct Embedding: Layer, Sendable {
    /// The vectors, `[vocabularySize, embeddingSize]`.
    public let weight: Parameter

    /// - Parameter standardDeviation: Of the normal distribution that vectors start from: 1, PyTorch's default, for
    ///   vectors that are an input alone; 0.1 or less for vectors that are output weights too.
    public init(
        vocabularySize: Int, embeddingSize: Int, standardDeviation: Float = 1,
        using generator: inout some RandomNumberGenerator
    ) {
        weight = Parameter(
            .normal([vocabularySize, embeddingSize], standardDeviation: standardDeviation, using: &generator))
    }

    /// The vectors of `ids`, `[ids.count, embeddingSize]`.
    public func callAsFunction(_ ids: [Int32]) -> Variable { gatherRows(Variable(weight), ids) }

    public func visitParameters(_ visitor: inout ParameterVisitor) { visitor.visit("weight", weight) }
}
