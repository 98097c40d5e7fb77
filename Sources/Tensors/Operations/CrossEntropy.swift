import CKernels

/// What a loss is divided by.
public enum LossReduction: Sendable {
    /// Nothing: the sum over tokens.
    case sum
    /// The sum of the weights: the mean over real tokens.
    case meanOverTokens
}

/// Softmax cross entropy in nats: `-Σ q log softmax(logits)`.
///
/// The target distribution `q` is 1 at the target, or with label smoothing ε (Szegedy et al. 2016) `1 - ε` there plus
/// `ε / classes` everywhere.
///
/// - Parameters:
///   - logits: `[rows, classes]`.
///   - targets: One class a row, in 0 ..< classes.
///   - weights: One weight a row, 0 for padding, whose logits are then not even read; `nil` for 1 everywhere.
/// - Returns: A scalar.
public func crossEntropy(
    logits: Variable, targets: [Int32], weights: [Float]? = nil, labelSmoothing: Float = 0,
    reduction: LossReduction = .meanOverTokens
) -> Variable {
    precondition(
        logits.shape.count == 2 && logits.shape[0] == targets.count && weights?.count ?? targets.count == targets.count,
        "crossEntropy: \(targets.count) targets, \(weights?.count ?? targets.count) weights for \(logits.shape).")
    let classes = logits.shape[1]
    precondition(
        targets.allSatisfy { $0 >= 0 && $0 < classes }, "crossEntropy: a target is not a class below \(classes).")
    let gradient = logits.needsGradient ? Tensor(uninitialized: logits.shape) : nil
    let losses = rowLosses(logits.value, targets, weights, labelSmoothing, gradient: gradient)
    let total = losses.withElements { $0.reduce(0) { $0 + Double($1) } }
    var divisor = 1.0
    if reduction == .meanOverTokens {
        divisor = weights.map { $0.reduce(0) { $0 + Double($1) } } ?? Double(targets.count)
    }
    let scale = divisor > 0 ? 1 / divisor : 0
    return .result(Tensor(scalar: Float(total * scale)), of: [logits]) { upstream in
        [gradient?.scaled(by: upstream.scalar * Float(scale))]
    }
}

/// The cross entropy of each row in nats, `[rows]`: `-log softmax(logits)[target]`.
public func crossEntropies(logits: Tensor, targets: [Int32]) -> [Float] {
    rowLosses(logits, targets, nil, 0, gradient: nil).elements
}

private func rowLosses(
    _ logits: Tensor, _ targets: [Int32], _ weights: [Float]?, _ smoothing: Float, gradient: Tensor?
) -> Tensor {
    let losses = Tensor(uninitialized: [targets.count])
    let classes = logits.shape[1]
    nonisolated(unsafe) let (logits, output, slope) = (logits.pointer, losses.freshPointer, gradient?.freshPointer)
    targets.withUnsafeBufferPointer { targets in
        (weights ?? []).withUnsafeBufferPointer { buffer in
            nonisolated(unsafe) let (targets, weights) = (
                targets.baseAddress, weights == nil ? nil : buffer.baseAddress
            )
            ThreadPool.shared.forEachRange(of: losses.count, grain: 16) {
                cross_entropy_f32(
                    logits, targets, weights, output, slope, smoothing, classes, $0.lowerBound, $0.upperBound)
            }
        }
    }
    return losses
}
