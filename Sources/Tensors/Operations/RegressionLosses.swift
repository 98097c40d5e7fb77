/// The mean squared error, `Σ (prediction - target)² / count`.
///
/// - Parameters:
///   - prediction: Any shape.
///   - targets: Of the same shape.
/// - Returns: A scalar.
public func meanSquaredError(_ prediction: Variable, targets: Tensor) -> Variable {
    precondition(
        prediction.shape == targets.shape,
        "meanSquaredError: targets \(targets.shape) for predictions \(prediction.shape).")
    let count = Float(max(targets.count, 1))
    return loss(of: prediction, gradientShape: prediction.shape) { values, slopes in
        targets.withElements { targets in
            var sum = 0.0
            for index in targets.indices {
                let error = values[index] - targets[index]
                sum += Double(error) * Double(error)
                slopes[index] = 2 * error / count
            }
            return sum / Double(count)
        }
    }
}

/// The pinball loss of quantile regression (Koenker & Bassett 1978): `τ e` where the target lies above the prediction by
/// `e`, `(1 - τ) |e|` where it lies below, averaged over targets and quantiles.
///
/// - Parameters:
///   - prediction: `[rows, targets * quantiles.count]`, the quantiles of a target side by side.
///   - targets: `[rows, targets]`.
///   - quantiles: Each in 0 ... 1.
/// - Returns: A scalar.
public func pinballLoss(_ prediction: Variable, targets: Tensor, quantiles: [Float]) -> Variable {
    precondition(
        prediction.value.count == targets.count * quantiles.count && prediction.shape.first == targets.shape.first,
        "pinballLoss: targets \(targets.shape) and \(quantiles.count) quantiles for predictions \(prediction.shape).")
    let count = Float(max(prediction.value.count, 1))
    return loss(of: prediction, gradientShape: prediction.shape) { values, slopes in
        targets.withElements { targets in
            var sum = 0.0
            for index in values.indices {
                let quantile = quantiles[index % quantiles.count]
                let error = targets[index / quantiles.count] - values[index]
                sum += Double(max(quantile * error, (quantile - 1) * error))
                slopes[index] = (error > 0 ? -quantile : 1 - quantile) / count
            }
            return sum / Double(count)
        }
    }
}

/// A scalar of `prediction`, whose gradient `body` writes beside.
private func loss(
    of prediction: Variable, gradientShape: [Int],
    _ body: (UnsafeBufferPointer<Float>, UnsafeMutableBufferPointer<Float>) -> Double
) -> Variable {
    let gradient = Tensor(uninitialized: gradientShape)
    let slopes = UnsafeMutableBufferPointer(start: gradient.freshPointer, count: gradient.count)
    let value = prediction.value.withElements { body($0, slopes) }
    return .result(Tensor(scalar: Float(value)), of: [prediction]) { [gradient.scaled(by: $0.scalar)] }
}
