import Foundation
import Tensors

/// A rule that moves parameters against their gradients, and its memory of earlier steps.
public protocol Optimizer: Sendable {
    /// Makes one step.
    ///
    /// - Parameters:
    ///   - gradients: A parameter without a gradient stays as it is.
    ///   - gradientScale: Multiplies every gradient first; see ``GradientClipping/apply(to:of:)``.
    ///   - rateScales: Multiplies the learning rate of each parameter; `nil` for 1 everywhere.
    mutating func update(
        _ parameters: [Parameter], with gradients: Gradients, learningRate: Float, gradientScale: Float,
        rateScales: [Float]?)

    /// The memory as tensors under stable names such as `first.3`, for a checkpoint.
    var state: [String: Tensor] { get }

    /// Takes over a memory that ``state`` gave, for parameters of the given shapes.
    ///
    /// - Throws: ``OptimizerStateError`` when a tensor is missing or has another shape.
    mutating func restore(_ state: [String: Tensor], step: Int, for parameters: [Parameter]) throws

    /// Steps made so far.
    var step: Int { get }
}

extension Optimizer {
    /// Makes one step with one learning rate for all parameters.
    public mutating func update(
        _ parameters: [Parameter], with gradients: Gradients, learningRate: Float, gradientScale: Float
    ) {
        update(
            parameters, with: gradients, learningRate: learningRate, gradientScale: gradientScale, rateScales: nil)
    }
}

/// A saved memory of an optimizer that does not fit its parameters.
public struct OptimizerStateError: LocalizedError, CustomStringConvertible, Equatable {
    /// The name of the tensor.
    public let tensor: String
    /// The shape that the parameter needs.
    public let expected: [Int]
    /// The shape of the saved tensor; `nil` where it is missing.
    public let found: [Int]?
    /// Whether a mean of squares is below zero.
    public let isNegative: Bool

    /// A tensor that is missing, has another shape, or holds a negative mean of squares.
    public init(tensor: String, expected: [Int], found: [Int]? = nil, isNegative: Bool = false) {
        self.tensor = tensor
        self.expected = expected
        self.found = found
        self.isNegative = isNegative
    }

    public var errorDescription: String? { description }

    public var description: String {
        if isNegative { return "The optimizer's tensor \(tensor) of mean squares has one below zero." }
        guard let found else { return "The optimizer's tensor \(tensor) of shape \(expected) is missing." }
        return "The optimizer's tensor \(tensor) has shape \(found), expected \(expected)."
    }
}

extension [String: Tensor] {
    /// The tensors `prefix.0`, `prefix.1`, …, one for each parameter.
    func moments(_ prefix: String, like parameters: [Parameter]) throws -> [Tensor] {
        try parameters.enumerated().map { index, parameter in
            let name = "\(prefix).\(index)"
            guard let tensor = self[name], tensor.shape == parameter.shape else {
                throw OptimizerStateError(tensor: name, expected: parameter.shape, found: self[name]?.shape)
            }
            return tensor
        }
    }
}

/// How gradients are kept from exploding.
public enum GradientClipping: Sendable, Codable, Equatable {
    /// Gradients stay as they are.
    case none
    /// All gradients are scaled together so that their joint norm is at most this (Pascanu, Mikolov & Bengio 2013).
    case norm(Float)
    /// Each element is limited to ± this (Mikolov 2012).
    case value(Float)

    /// The factor that the optimizer must multiply gradients with; limits elements in place where it clips by value.
    ///
    /// - Returns: The scale and the joint norm before clipping. The norm is not finite when a gradient is not.
    public func apply(to gradients: inout Gradients, of parameters: [Parameter]) -> (scale: Float, norm: Double) {
        let norm = parameters.reduce(0) { $0 + gradients.sumOfSquares(of: $1) }.squareRoot()
        switch self {
        case .none:
            return (1, norm)
        case .norm(let maximum):
            return (min(1, Float(Double(maximum) / (norm + 1e-6))), norm)
        case .value(let maximum):
            for parameter in parameters {
                gradients.mutate(of: parameter) { gradient in
                    for index in gradient.indices { gradient[index] = min(max(gradient[index], -maximum), maximum) }
                }
            }
            return (1, norm)
        }
    }
}
