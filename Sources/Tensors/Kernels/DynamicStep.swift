/// What one step of dynamic evaluation multiplies with; see ``dynamicStep(_:_:trained:gradient:_:)``.
package struct DynamicStepConstants: Sendable {
    let share, learningRate, damping, pull: Float

    /// - Parameters:
    ///   - share: The weight of this gradient in the mean of the squares.
    ///   - learningRate: Multiplies the scaled gradient.
    ///   - damping: Added to the roots of the mean squares, above 0.
    ///   - pull: Multiplies a root to give the share of the way back to the trained weight, at most all of it.
    package init(share: Float, learningRate: Float, damping: Float, pull: Float) {
        (self.share, self.learningRate, self.damping, self.pull) = (share, learningRate, damping, pull)
    }
}

/// Moves a weight by one step of dynamic evaluation (Krause, Kahembwe, Murray & Renals 2018, equations 5 to 7), with
/// `s` the mean of the squares of the gradients so far, this one included:
///
///     w += min(1, pull √s) (w₀ - w) - learningRate g / (√s + damping)
///
/// - Parameters:
///   - meanSquare: `s`, of the shape of `weight`; moves on.
///   - trained: `w₀`, what the weight was when training ended.
/// - Returns: The sum of the new roots √s.
package func dynamicStep(
    _ weight: inout Tensor, _ meanSquare: inout Tensor, trained: Tensor, gradient: Tensor,
    _ constants: DynamicStepConstants
) -> Double {
    precondition(
        weight.shape == gradient.shape && weight.shape == trained.shape && weight.shape == meanSquare.shape,
        "dynamicStep: weight \(weight.shape), gradient \(gradient.shape).")
    let count = weight.count
    // Blocks that do not depend on the number of threads, so that the sum does not either.
    var sums = [Double](repeating: 0, count: (count + dynamicStepBlock - 1) / dynamicStepBlock)
    weight.mutate { weight in
        meanSquare.mutate { meanSquare in
            sums.withUnsafeMutableBufferPointer { sums in
                guard let w = weight.baseAddress, let s = meanSquare.baseAddress else { return }
                let memory = DynamicStepMemory(
                    weight: w, meanSquare: s, trained: trained.pointer, gradient: gradient.pointer)
                ThreadPool.shared.forEachRange(of: sums.count) { range in
                    for block in range {
                        let start = block * dynamicStepBlock
                        sums[block] = memory.step(start..<min(start + dynamicStepBlock, count), constants)
                    }
                }
            }
        }
    }
    return sums.reduce(0, +)
}

private let dynamicStepBlock = 4_096

/// Where a weight and what belongs to it lie.
private struct DynamicStepMemory: @unchecked Sendable {
    let weight, meanSquare: UnsafeMutablePointer<Float>
    let trained, gradient: UnsafePointer<Float>

    /// Moves some elements on, eight at a time, and returns the sum of their roots.
    func step(_ range: Range<Int>, _ c: DynamicStepConstants) -> Double {
        var sum = SIMD8<Float>.zero
        var index = range.lowerBound
        while index + 8 <= range.upperBound {
            let (g, w, old) = (load(gradient, index), load(weight, index), load(meanSquare, index))
            let square = old + c.share * (g * g - old)
            let root = square.squareRoot()
            let back = pointwiseMin(c.pull * root, SIMD8(repeating: 1)) * (load(trained, index) - w)
            store(square, meanSquare, index)
            store(w + back - c.learningRate * g / (root + c.damping), weight, index)
            sum += root
            index += 8
        }
        var total = Double(sum.sum())
        for index in index..<range.upperBound {
            let (g, w) = (gradient[index], weight[index])
            let square = meanSquare[index] + c.share * (g * g - meanSquare[index])
            let root = square.squareRoot()
            meanSquare[index] = square
            weight[index] = w + min(c.pull * root, 1) * (trained[index] - w) - c.learningRate * g / (root + c.damping)
            total += Double(root)
        }
        return total
    }

    private func load(_ from: UnsafePointer<Float>, _ index: Int) -> SIMD8<Float> {
        UnsafeRawPointer(from + index).loadUnaligned(as: SIMD8<Float>.self)
    }

    private func load(_ from: UnsafeMutablePointer<Float>, _ index: Int) -> SIMD8<Float> {
        load(UnsafePointer(from), index)
    }

    private func store(_ values: SIMD8<Float>, _ to: UnsafeMutablePointer<Float>, _ index: Int) {
        UnsafeMutableRawPointer(to + index).storeBytes(of: values, as: SIMD8<Float>.self)
    }
}
