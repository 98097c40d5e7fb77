import Tensors

/// Pinball loss of quantile forecasts.
public struct QuantileMetrics: Sendable, Codable, Equatable {
    /// The quantiles that were forecast, each above 0 and below 1.
    public let quantiles: [Double]
    /// The mean of `max(q·(y - ŷ), (q - 1)·(y - ŷ))` for each quantile, in the unit of the values: Koenker & Bassett
    /// (1978), *Regression quantiles*. For the median it is half the absolute error.
    public let pinball: [Double]
    /// The mean of ``pinball``.
    public let meanPinball: Double
    /// The part of the values at or below the forecast of each quantile; ideally the quantile itself.
    public let partBelow: [Double]
    /// The interval between every two quantiles `q` and `1 - q`, the widest first.
    public let intervals: [IntervalMetrics]

    /// Measures forecasts of quantiles.
    ///
    /// - Parameters:
    ///   - actual: What came; at least one value.
    ///   - forecast: `[values][quantiles]`.
    ///   - quantiles: At least one, rising.
    /// - Precondition: The sizes fit each other, and the quantiles rise between 0 and 1.
    public init(actual: [Double], forecast: [[Double]], quantiles: [Double]) {
        precondition(!actual.isEmpty && !quantiles.isEmpty, "QuantileMetrics: no values or no quantiles")
        precondition(
            actual.count == forecast.count,
            "QuantileMetrics: \(actual.count) values with \(forecast.count) rows of forecasts")
        precondition(
            forecast.allSatisfy { $0.count == quantiles.count },
            "QuantileMetrics: rows of forecasts do not have \(quantiles.count) quantiles")
        for quantile in quantiles { requireLevel(quantile, "QuantileMetrics") }
        precondition(
            zip(quantiles, quantiles.dropFirst()).allSatisfy { $0 < $1 }, "QuantileMetrics: quantiles do not rise")
        self.quantiles = quantiles
        pinball = quantiles.enumerated().map { index, quantile in
            zip(actual, forecast).map { pinballLoss($0, $1[index], quantile: quantile) }.mean
        }
        meanPinball = pinball.mean
        partBelow = quantiles.indices.map { index in
            Double(zip(actual, forecast).count { $0 <= $1[index] }) / Double(actual.count)
        }
        intervals = Self.pairs(quantiles).map { lower, upper in
            IntervalMetrics(
                actual: actual, lower: forecast.map { $0[lower] }, upper: forecast.map { $0[upper] },
                level: quantiles[upper] - quantiles[lower])
        }
    }

    /// The places of quantiles that lie as far above ½ as others do below.
    private static func pairs(_ quantiles: [Double]) -> [(lower: Int, upper: Int)] {
        quantiles.indices.filter { quantiles[$0] < 0.5 }.compactMap { lower in
            quantiles.firstIndex { abs($0 + quantiles[lower] - 1) < 1e-9 }.map { (lower, $0) }
        }
    }
}

/// The loss of a forecast of one quantile.
private func pinballLoss(_ actual: Double, _ forecast: Double, quantile: Double) -> Double {
    let difference = actual - forecast
    return max(quantile * difference, (quantile - 1) * difference)
}
