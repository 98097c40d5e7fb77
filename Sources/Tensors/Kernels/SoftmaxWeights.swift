import CKernels

/// Replaces each logit by a weight proportional to its probability, `exp((logit - highest) / temperature)`.
///
/// - Returns: The sum of the weights; not a number where a logit is not one, where one is infinite, or where all are
///   minus infinity. Minus infinity alone gets the weight zero.
public func softmaxWeights(_ logits: inout [Float], temperature: Float) -> Float {
    logits.withUnsafeMutableBufferPointer { softmax_weights_f32($0.baseAddress, 1 / temperature, $0.count) }
}
