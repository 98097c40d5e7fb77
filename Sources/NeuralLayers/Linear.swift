import Tensors

/// An affine map of rows, `output = input · weightᵀ + bias`.
public struct Linear: Layer, Sendable {
    /// The matrix, `[outputSize, inputSize]`.
    public let weight: Parameter
    /// The bias, `[outputSize]`; `nil` for a map without one.
    public let bias: Parameter?

    /// Starts uniform in ±1/√inputSize, as PyTorch does; the bias at zero.
    public init(
        inputSize: Int, outputSize: Int, hasBias: Bool = true, using generator: inout some RandomNumberGenerator
    ) {
        let bound = 1 / Float(inputSize).squareRoot()
        weight = Parameter(.uniform([outputSize, inputSize], in: -bound...bound, using: &generator))
        bias = hasBias ? .zeros([outputSize], using: &generator) : nil
    }

    /// - Parameter input: `[rows, inputSize]`.
    /// - Returns: `[rows, outputSize]`.
    public func callAsFunction(_ input: Variable) -> Variable {
        linear(input, weight: Variable(weight), bias: bias.map { Variable($0) })
    }

    public func visitParameters(_ visitor: inout ParameterVisitor) {
        visitor.visit("weight", weight)
        if let bias { visitor.visit("bias", bias) }
    }
}

/// The map from hidden states to logits: a matrix of its own, or the embedding's.
public struct Projection: Layer, Sendable {
    let tied: Parameter?  // the embedding's [vocabularySize, embeddingSize]
    let own: Parameter?  // [vocabularySize, hiddenSize]
    /// The bias, `[vocabularySize]`.
    public let bias: Parameter

    /// - Parameter embedding: The embedding whose matrix this shares; `nil` for a matrix of its own.
    public init(
        inputSize: Int, outputSize: Int, tiedTo embedding: Embedding?, using generator: inout some RandomNumberGenerator
    ) {
        tied = embedding?.weight
        let bound = 1 / Float(inputSize).squareRoot()
        own =
            embedding == nil
            ? Parameter(.uniform([outputSize, inputSize], in: -bound...bound, using: &generator)) : nil
        bias = .zeros([outputSize], using: &generator)
    }

    /// `[vocabularySize, inputSize]`.
    public var weight: Parameter { tied ?? own! }

    /// The logits of rows `[rows, inputSize]`: `[rows, vocabularySize]`.
    public func callAsFunction(_ rows: Variable, precision: Precision) -> Variable {
        linear(rows, weight: Variable(weight), bias: Variable(bias), precision: precision)
    }

    public func visitParameters(_ visitor: inout ParameterVisitor) {
        if let own { visitor.visit("weight", own) }
        visitor.visit("bias", bias)
    }
}
