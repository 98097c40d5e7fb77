import Tensors

/// How gradients are kept from exploding.
public enum GradientClipping: Sendable, Codable, Equatable {
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
