import Tensors

/// Stochastic gradient descent with momentum: `v = μ v + g`, `θ = θ - η v` (Sutskever et al. 2013, as PyTorch has it).
public struct SGD: Optimizer {
    /// How much of the last step's velocity stays; 0 for plain gradient descent.
    public let momentum: Float
    /// The decoupled weight decay: a step multiplies weights by 1 − learning rate · this.
    public let weightDecay: Float
    public private(set) var step = 0
    private var velocity: [Tensor] = []

    /// An optimizer that has made no step.
    public init(momentum: Float = 0, weightDecay: Float = 0) {
        self.momentum = momentum
        self.weightDecay = weightDecay
    }

    public mutating func update(
        _ parameters: [Parameter], with gradients: Gradients, learningRate: Float, gradientScale: Float = 1,
        rateScales: [Float]? = nil
    ) {
        if velocity.isEmpty { velocity = parameters.map { .zeros($0.shape) } }
        step += 1
        for (index, parameter) in parameters.enumerated() {
            guard let gradient = gradients[parameter] else { continue }
            let rate = learningRate * (rateScales?[index] ?? 1)
            sgdStep(
                &parameter.value, &velocity[index], gradient: gradient, gradientScale: gradientScale,
                learningRate: rate, momentum: momentum, decay: rate * weightDecay)
        }
    }

    public var state: [String: Tensor] {
        Dictionary(uniqueKeysWithValues: velocity.enumerated().map { ("velocity.\($0)", $1) })
    }

    public mutating func restore(_ state: [String: Tensor], step: Int, for parameters: [Parameter]) throws {
        velocity = step == 0 ? [] : try state.moments("velocity", like: parameters)
        self.step = step
    }
}
