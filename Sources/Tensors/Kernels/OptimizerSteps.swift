import CKernels

/// What one step of Adam multiplies with; see ``adamStep(_:_:_:gradient:_:)``.
package struct AdamConstants: Sendable {
    let gradientScale, stepSize, beta1, beta2, epsilon, secondScale, decay: Float

    /// The constants of a step, in the notation of Kingma & Ba (2015), algorithm 1.
    ///
    /// - Parameters:
    ///   - gradientScale: Multiplies every gradient first.
    ///   - stepSize: The learning rate divided by the bias correction of the first moment.
    ///   - secondScale: The reciprocal of the bias correction of the second moment.
    ///   - decay: The learning rate times the weight decay, subtracted apart from the moments.
    package init(
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
package func adamStep(
    _ weight: inout Tensor, _ first: inout Tensor, _ second: inout Tensor, gradient: Tensor, _ constants: AdamConstants
) {
    precondition(weight.shape == gradient.shape, "adamStep: weight \(weight.shape), gradient \(gradient.shape).")
    withPointers(&weight, &first, &second) { memory, count in
        ThreadPool.shared.forEachRange(of: count, grain: 4096) { range in
            memory.step(gradient.pointer + range.lowerBound, at: range.lowerBound, count: range.count, constants)
        }
    }
}

/// Moves a table and its two moments by one step of Adam whose gradient is that of some rows.
///
/// - Parameter absentRowsToo: Whether a row without a gradient counts as one of gradient zero and still moves by its
///   first moment, or stays as it is.
package func adamStep(
    _ weight: inout Tensor, _ first: inout Tensor, _ second: inout Tensor, gradient: RowGradient,
    absentRowsToo: Bool, _ constants: AdamConstants
) {
    let (rows, columns) = (gradient.rows, weight.shape[1])
    let absent = absentRowsToo ? rows.gaps(below: weight.shape[0]) : []
    let zeros = Tensor.zeros([columns])
    withPointers(&weight, &first, &second) { memory, _ in
        ThreadPool.shared.forEachRange(of: rows.count, grain: 16) { range in
            for i in range {
                memory.step(
                    gradient.values.pointer + i * columns, at: Int(rows[i]) * columns, count: columns, constants)
            }
        }
        ThreadPool.shared.forEachRange(of: absent.count, grain: 16) { range in
            for row in absent[range] { memory.step(zeros.pointer, at: Int(row) * columns, count: columns, constants) }
        }
    }
}

/// Moves a weight and its velocity by one step of gradient descent with momentum.
package func sgdStep(
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

/// Where a weight and its two moments lie.
private struct AdamMemory: @unchecked Sendable {
    let weight, first, second: UnsafeMutablePointer<Float>

    func step(_ gradient: UnsafePointer<Float>, at start: Int, count: Int, _ c: AdamConstants) {
        adam_step_f32(
            gradient, weight + start, first + start, second + start, c.gradientScale, c.stepSize, c.beta1, c.beta2,
            c.epsilon, c.secondScale, c.decay, count)
    }
}

private func withPointers(
    _ weight: inout Tensor, _ first: inout Tensor, _ second: inout Tensor, _ body: (AdamMemory, Int) -> Void
) {
    weight.mutate { weight in
        first.mutate { first in
            second.mutate { second in
                guard let w = weight.baseAddress, let m = first.baseAddress, let v = second.baseAddress else { return }
                body(AdamMemory(weight: w, first: m, second: v), weight.count)
            }
        }
    }
}

extension [Int32] {
    /// The numbers below `count` that these ascending ones leave out.
    fileprivate func gaps(below count: Int) -> [Int32] {
        var gaps: [Int32] = []
        var next: Int32 = 0
        for number in self {
            gaps.append(contentsOf: next..<number)
            next = number + 1
        }
        gaps.append(contentsOf: next..<Int32(count))
        return gaps
    }
}
