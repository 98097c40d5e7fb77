import Tensors

/// An affine map of rows, `output = input · weightᵀ + bias`.
public struct Linear: Layer, Sendable {
    public let weight: Parameter  // [outputSize, inputSize]
    public let bias: Parameter?  // [outputSize]

    /// Starts uniform in ±1/√inputSize, as PyTorch does; the bias at zero.
    public init(
        inputSize: Int, outputSize: Int, hasBias: Bool = true, using generator: inout some RandomNumberGenerator
    ) {
        let bound = 1 / Float(inputSize).squareRoot()
        weight = Parameter(.uniform([outputSize, inputSize], in: -bound...bound, using: &generator))
        bias = hasBias ? Parameter(.zeros([outputSize])) : nil
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
