import CKernels

extension Tensor {
    /// Elementwise sum; reuses the memory of `self` when nothing else holds it.
    consuming func adding(_ other: Tensor) -> Tensor {
        precondition(shape == other.shape, "Tensor.adding: \(shape) + \(other.shape).")
        mutate { vector_accumulate_f32(other.pointer, 1, $0.baseAddress, $0.count) }
        return self
    }

    /// Moves every element towards that of another tensor: `decay · self + (1 - decay) · other`.
    public mutating func average(with other: Tensor, decay: Float) {
        precondition(shape == other.shape, "Tensor.average: \(shape) with \(other.shape).")
        mutate {
            vector_scale_f32($0.baseAddress, decay, $0.baseAddress, $0.count)
            vector_accumulate_f32(other.pointer, 1 - decay, $0.baseAddress, $0.count)
        }
    }

    /// Moves every element a share of its way to that of `target`; one that is there already stays as it is, bit for bit.
    package mutating func approach(_ target: Tensor, by share: Float) {
        precondition(shape == target.shape, "Tensor.approach: \(shape) to \(target.shape).")
        var way = scaled(by: -1)
        way.mutate { vector_accumulate_f32(target.pointer, 1, $0.baseAddress, $0.count) }
        mutate { vector_accumulate_f32(way.pointer, share, $0.baseAddress, $0.count) }
    }

    /// Elementwise product.
    func multiplied(by other: Tensor) -> Tensor {
        precondition(shape == other.shape, "Tensor.multiplied: \(shape) * \(other.shape).")
        let output = Tensor(uninitialized: shape)
        vector_multiply_f32(pointer, other.pointer, output.freshPointer, count)
        return output
    }

    /// Every element times `factor`.
    public func scaled(by factor: Float) -> Tensor {
        let output = Tensor(uninitialized: shape)
        vector_scale_f32(pointer, factor, output.freshPointer, count)
        return output
    }

    /// The sum of all elements' squares.
    public var sumOfSquares: Double { vector_sum_of_squares_f32(pointer, count) }

    /// The sums over rows, `[columns]`, of a tensor whose last axis is `columns` wide.
    func summedRows(columns: Int) -> Tensor {
        let output = Tensor.zeros([columns])
        addRows(0..<(columns == 0 ? 0 : count / columns), columns: columns, to: output)
        return output
    }

    /// Adds the sum over some rows of the tensor as `[rows, columns]` to `sums` `[columns]`.
    func addRows(_ rows: Range<Int>, columns: Int, to sums: Tensor) {
        let (source, target) = (pointer + rows.lowerBound * columns, sums.freshPointer)
        ThreadPool.shared.forEachRange(of: columns, grain: 64) {
            matrix_sum_rows_f32(source, target, true, rows.count, columns, $0.lowerBound, $0.upperBound)
        }
    }
}

/// The sums over rows of the products of `a`, whose rows lie `rowStride` apart, and `b` `[rows, columns]`, written to
/// `output` `[columns]`.
func sumRowProducts(_ a: UnsafePointer<Float>, rowStride: Int, _ b: Tensor, into output: UnsafeMutablePointer<Float>) {
    let (rows, columns) = (b.shape[0], b.shape[1])
    let other = b.pointer
    nonisolated(unsafe) let (a, output) = (a, output)
    ThreadPool.shared.forEachRange(of: columns, grain: 64) {
        matrix_sum_row_products_f32(a, rowStride, other, columns, output, rows, $0.lowerBound, $0.upperBound)
    }
}

/// The logarithm of the sum of the exponentials of some values, at least one.
public func logSumExp(_ values: UnsafeBufferPointer<Float>) -> Float {
    log_sum_exp_f32(values.baseAddress, values.count)
}

/// Replaces each logit by a weight proportional to its probability, `exp((logit - highest) / temperature)`.
///
/// - Returns: The sum of the weights; not a number where a logit is not one, where one is infinite, or where all are
///   minus infinity. Minus infinity alone gets the weight zero.
public func softmaxWeights(_ logits: inout [Float], temperature: Float) -> Float {
    logits.withUnsafeMutableBufferPointer { softmax_weights_f32($0.baseAddress, 1 / temperature, $0.count) }
}
