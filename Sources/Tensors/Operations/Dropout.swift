import CKernels

/// Inverted dropout (Srivastava et al. 2014): each element is zeroed with probability `rate`, the others divided by
/// `1 - rate`, so that the expectation stays.
///
/// - Parameter key: Decides which elements fall, together with their index alone: the same key, the same mask.
public func dropout(_ input: Variable, rate: Float, key: UInt64) -> Variable {
    requireRate(rate)
    func apply(_ tensor: Tensor) -> Tensor {
        let output = Tensor(uninitialized: tensor.shape)
        let (source, target) = (tensor.pointer, output.freshPointer)
        ThreadPool.shared.forEachRange(of: tensor.count, grain: 4096) {
            dropout_f32(source, target, key, 1 - rate, $0.lowerBound, $0.upperBound)
        }
        return output
    }
    return .result(apply(input.value), of: [input]) { [apply($0)] }
}

/// Locked (variational) dropout (Gal & Ghahramani 2016): rows with the same mask row share one mask, so that a
/// sequence keeps its mask over all steps.
///
/// - Parameters:
///   - input: `[rows, columns]`.
///   - maskRows: For each row, the number of its mask; see ``SequenceLayout/sequenceOfRow``.
public func lockedDropout(_ input: Variable, maskRows: [Int32], rate: Float, key: UInt64) -> Variable {
    requireRate(rate)
    precondition(
        input.shape.count == 2 && input.shape[0] == maskRows.count,
        "lockedDropout: \(maskRows.count) mask rows for \(input.shape).")
    let columns = input.shape[1]
    func apply(_ tensor: Tensor) -> Tensor {
        let output = Tensor(uninitialized: tensor.shape)
        let (source, target) = (tensor.pointer, output.freshPointer)
        maskRows.withUnsafeBufferPointer { maskRows in
            nonisolated(unsafe) let maskRows = maskRows.baseAddress
            ThreadPool.shared.forEachRange(of: tensor.shape[0], grain: 16) {
                dropout_rows_f32(source, maskRows, target, key, 1 - rate, columns, $0.lowerBound, $0.upperBound)
            }
        }
        return output
    }
    return .result(apply(input.value), of: [input]) { [apply($0)] }
}

private func requireRate(_ rate: Float) {
    precondition(rate >= 0 && rate < 1, "dropout: a rate of \(rate) is not in 0 ..< 1.")
}
