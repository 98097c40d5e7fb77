import Tensors

/// Adam (Kingma & Ba 2015, algorithm 1); with `weightDecay` above zero it is AdamW (Loshchilov & Hutter 2019,
/// algorithm 2), whose decay does not pass through the moments.
public struct Adam: Optimizer {
    /// The decay of the mean of gradients.
    public let beta1: Float
    /// The decay of the mean of squared gradients.
    public let beta2: Float
    /// Added to the root of the mean square, so that nothing is divided by zero.
    public let epsilon: Float
    /// The decoupled weight decay of AdamW: a step multiplies weights by 1 − learning rate · this.
    public let weightDecay: Float
    /// Whether rows of an embedding that no token of the batch read stay as they are, as in PyTorch's `SparseAdam`.
    /// A step then costs nothing for a large vocabulary; else such rows move on by their first moment.
    public let isLazy: Bool
    public private(set) var step = 0
    private var first: [Tensor] = []
    private var second: [Tensor] = []

    /// An optimizer that has made no step.
    public init(
        beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8, weightDecay: Float = 0,
        isLazy: Bool = false
    ) {
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.weightDecay = weightDecay
        self.isLazy = isLazy
    }

    public mutating func update(
        _ parameters: [Parameter], with gradients: Gradients, learningRate: Float, gradientScale: Float = 1,
        rateScales: [Float]? = nil
    ) {
        if first.isEmpty {
            first = parameters.map { .zeros($0.shape) }
            second = first
        }
        step += 1
        let firstScale = 1 / (1 - power(beta1, step))
        let secondScale = Float(1 / (1 - power(beta2, step)))
        for (index, parameter) in parameters.enumerated() {
            let rate = learningRate * (rateScales?[index] ?? 1)
            let constants = AdamConstants(
                gradientScale: gradientScale, stepSize: Float(Double(rate) * firstScale), beta1: beta1, beta2: beta2,
                epsilon: epsilon, secondScale: secondScale, decay: rate * weightDecay)
            if let rows = gradients.rows(of: parameter) {
                adamStep(
                    &parameter.value, &first[index], &second[index], gradient: rows, absentRowsToo: !isLazy, constants)
            } else if let gradient = gradients[parameter] {
                adamStep(&parameter.value, &first[index], &second[index], gradient: gradient, constants)
            }
        }
    }

    public var state: [String: Tensor] {
        var tensors: [String: Tensor] = [:]
        for index in first.indices {
            tensors["first.\(index)"] = first[index]
            tensors["second.\(index)"] = second[index]
        }
        return tensors
    }

    public mutating func restore(_ state: [String: Tensor], step: Int, for parameters: [Parameter]) throws {
        first = step == 0 ? [] : try state.moments("first", like: parameters)
        second = step == 0 ? [] : try state.moments("second", like: parameters)
        for (index, moment) in second.enumerated() where moment.withElements({ $0.contains { $0 < 0 } }) {
            throw OptimizerStateError(tensor: "second.\(index)", expected: parameters[index].shape, isNegative: true)
        }
        self.step = step
    }

    /// In double precision: 1 - 0.999^t loses digits in single.
    private func power(_ base: Float, _ exponent: Int) -> Double {
        var (result, factor, left) = (1.0, Double(base), exponent)
        while left > 0 {
            if left & 1 == 1 { result *= factor }
            factor *= factor
            left >>= 1
        }
        return result
    }
}
