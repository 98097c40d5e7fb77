import CKernels

/// The logarithm of the sum of the exponentials of some values, at least one.
public func logSumExp(_ values: UnsafeBufferPointer<Float>) -> Float {
    log_sum_exp_f32(values.baseAddress, values.count)
}
