import Tensors

/// A table with one vector for each token.
public struct Embedding: Layer, Sendable {
    public let weight: Parameter  // [vocabularySize, embeddingSize]

    /// - Parameter bound: Vectors start uniform in ±bound; 0.1 is usual for language models (Zaremba et al. 2014).
    public init(
        vocabularySize: Int, embeddingSize: Int, bound: Float = 0.1, using generator: inout some RandomNumberGenerator
    ) {
        weight = Parameter(.uniform([vocabularySize, embeddingSize], in: -bound...bound, using: &generator))
    }

    /// The vectors of `ids`, `[ids.count, embeddingSize]`.
    public func callAsFunction(_ ids: [Int32]) -> Variable { gatherRows(Variable(weight), ids) }

    public func visitParameters(_ visitor: inout ParameterVisitor) { visitor.visit("weight", weight) }
}
