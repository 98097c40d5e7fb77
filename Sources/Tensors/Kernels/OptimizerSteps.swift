import CKernels

/// What one step of Adam multiplies with; see ``adamStep(_:_:_:gradient:_:)``.
public struct AdamConstants: Sendable {
    let gradientScale, stepSize, beta1, beta2, epsilon, secondScale, decay: Float

    public init(
        gradientScale: Float, stepSize: Float, beta1: Float, beta2: Float, epsilon: Float, secondScale: Float,
        decay: Float
    ) {
        self.gradientScale = gradientScale
        self.stepSize = stepSize
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.secondScale = secondScale
        self.decay = decay
    }
}

/// Moves a weight and its two moments by one step of Adam in one pass over memory.
public func adamStep(
    _ weight: inout Tensor, _ first: inout Tensor, _ second: inout Tensor, gradient: Tensor, _ constants: AdamConstants
) {
    let c = constants
    forEachRange(&weight, &first, &second, gradient) { gradient, weight, first, second, count in
        adam_step_f32(
            gradient, weight, first, second, c.gradientScale, c.stepSize, c.beta1, c.beta2, c.epsilon, c.secondScale,
            c.decay, count)
    }
}

/// Moves a weight and its velocity by one step of gradient descent with momentum.
public func sgdStep(
    _ weight: inout Tensor, _ velocity: inout Tensor, gradient: Tensor, gradientScale: Float, learningRate: Float,
    momentum: Float, decay: Float
) {
    precondition(weight.shape == gradient.shape, "sgdStep: weight \(weight.shape), gradient \(gradient.shape).")
    weight.mutate { weight in
        velocity.mutate { velocity in
            sgd_step_f32(
                gradient.pointer, weight.baseAddress, velocity.baseAddress, gradientScale, learningRate, momentum,
                decay, weight.count)
        }
    }
}

private typealias AdamKernel = (
    UnsafePointer<Float>, UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>, Int
) -> Void

private func forEachRange(
    _ weight: inout Tensor, _ first: inout Tensor, _ second: inout Tensor, _ gradient: Tensor, _ kernel: AdamKernel
) {
    precondition(weight.shape == gradient.shape, "adamStep: weight \(weight.shape), gradient \(gradient.shape).")
    weight.mutate { weight in
        first.mutate { first in
            second.mutate { second in
                guard let w = weight.baseAddress, let m = first.baseAddress, let v = second.baseAddress else { return }
                ThreadPool.shared.forEachRange(of: weight.count, grain: 4096) { range in
                    let start = range.lowerBound
                    kernel(gradient.pointer + start, w + start, m + start, v + start, range.count)
                }
            }
        }
    }
}
