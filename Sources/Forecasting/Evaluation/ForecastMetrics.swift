import Tensors

/// Accuracy of forecasts, compared with the true values.
///
/// Errors are forecast minus actual value. All values have the same weight, whatever their origin and step.
public struct ForecastMetrics: Sendable, Codable, Equatable {
    /// The number of values.
    public let count: Int
    /// The mean absolute error, in the unit of the values.
    public let mae: Double
    /// The root of ``mse``, in the unit of the values.
    public let rmse: Double
    /// The mean squared error.
    public let mse: Double
    /// The mean of `100·|error / actual|`, in percent; `nil` where an actual value is 0, or so small that the mean is past
    /// all numbers.
    public let mape: Double?
    /// The mean of `200·|error| / (|actual| + |forecast|)`, from 0 to 200 percent, where 0 to 0 counts as 0 (Makridakis
    /// 1993).
    public let smape: Double
    /// ``mae`` over that of the seasonal naive forecast of the next value within the training part: below 1 is better.
    /// Hyndman & Koehler (2006), *Another look at measures of forecast accuracy*. `nil` without a training part longer
    /// than a season, or where that error is 0.
    public let mase: Double?
    /// The part of the actual values' variance that the forecasts explain, at most 1; `nil` where all are equal.
    public let r2: Double?
    /// The mean error: above 0 the forecasts are too high.
    public let bias: Double
    /// The root of the squared errors' sum over that of the deviations from the mean; `nil` where all actual values are
    /// equal. Lai, Chang, Yang & Liu (2018), *Modeling Long- and Short-Term Temporal Patterns with Deep Neural
    /// Networks*.
    public let rse: Double?
    /// Pearson's correlation of forecasts and actual values, likewise; `nil` where all of either are equal.
    public let correlation: Double?

    /// Measures forecasts.
    ///
    /// - Parameters:
    ///   - actual: `[origins][steps]`: what came. Rows may differ in length.
    ///   - forecast: What was forecast, of the same shape.
    ///   - training: What ``mase`` is scaled by, oldest value first.
    ///   - period: The length of a season there; 1 for the last value.
    /// - Precondition: The shapes are equal, there is a value, and `period` is at least 1.
    public init(actual: [[Double]], forecast: [[Double]], training: [Double] = [], period: Int = 1) {
        requireForecasts(actual, forecast, "ForecastMetrics")
        let error = seasonalNaiveError(of: training, period: period)
        self.init(Array(actual.joined()), Array(forecast.joined()), seasonalError: error)
    }

    /// Measures every step ahead by itself: the first element is the values next to their origins, and so on.
    ///
    /// - Parameters: As of the initializer.
    /// - Returns: As many as the longest row has values.
    public static func byStep(
        actual: [[Double]], forecast: [[Double]], training: [Double] = [], period: Int = 1
    ) -> [ForecastMetrics] {
        requireForecasts(actual, forecast, "ForecastMetrics.byStep")
        let error = seasonalNaiveError(of: training, period: period)
        let numSteps = actual.reduce(0) { max($0, $1.count) }
        return (0..<numSteps).map { step in
            let rows = actual.indices.filter { step < actual[$0].count }
            return ForecastMetrics(
                rows.map { actual[$0][step] }, rows.map { forecast[$0][step] }, seasonalError: error)
        }
    }

    private init(_ actual: [Double], _ forecast: [Double], seasonalError: Double?) {
        let errors = zip(actual, forecast).map { $1 - $0 }
        let squaredError = errors.reduce(0) { $0 + $1 * $1 }
        count = errors.count
        mae = errors.reduce(0) { $0 + abs($1) } / Double(count)
        mse = squaredError / Double(count)
        rmse = mse.squareRoot()
        bias = errors.mean
        let isRelative = !actual.contains(0)
        let relative = isRelative ? 100 * zip(errors, actual).reduce(0) { $0 + abs($1.0 / $1.1) } / Double(count) : nil
        mape = relative.flatMap { $0.isFinite ? $0 : nil }
        smape = zip(actual, forecast).reduce(0) { $0 + Self.symmetricError($1.0, $1.1) } / Double(count)
        mase = seasonalError.map { [mae] in mae / $0 }.flatMap { $0.isFinite ? $0 : nil }
        let spread = sumOfSquares(actual)
        r2 = spread > 0 ? 1 - squaredError / spread : nil
        rse = spread > 0 ? (squaredError / spread).squareRoot() : nil
        correlation = Self.correlation(actual, forecast)
    }

    private static func symmetricError(_ actual: Double, _ forecast: Double) -> Double {
        let size = abs(actual) + abs(forecast)
        return size > 0 ? 200 * abs(forecast - actual) / size : 0
    }

    private static func correlation(_ first: [Double], _ second: [Double]) -> Double? {
        let spread = sumOfSquares(first).squareRoot() * sumOfSquares(second).squareRoot()
        guard spread > 0 else { return nil }
        let (firstMean, secondMean) = (first.mean, second.mean)
        return zip(first, second).reduce(0) { $0 + ($1.0 - firstMean) * ($1.1 - secondMean) } / spread
    }
}

/// The sum of the squared deviations from the mean; exactly 0 where all values are equal.
private func sumOfSquares(_ values: [Double]) -> Double {
    guard let first = values.first, values.contains(where: { $0 != first }) else { return 0 }
    let mean = values.mean
    return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
}

/// The mean absolute difference of values a season apart; `nil` where there are none or it is 0.
private func seasonalNaiveError(of training: [Double], period: Int) -> Double? {
    precondition(period >= 1, "ForecastMetrics: period \(period) is below 1")
    guard training.count > period else { return nil }
    let error = zip(training, training.dropFirst(period)).map { abs($1 - $0) }.mean
    return error > 0 ? error : nil
}

/// Traps unless both have the same shape and there is a value.
func requireForecasts(_ actual: [[Double]], _ forecast: [[Double]], _ operation: StaticString) {
    precondition(
        actual.map(\.count) == forecast.map(\.count),
        "\(operation): \(actual.count) rows of actual values do not have the shape of \(forecast.count) of forecasts")
    precondition(actual.contains { !$0.isEmpty }, "\(operation): no values")
}

/// Coverage and width of prediction intervals.
public struct IntervalMetrics: Sendable, Codable, Equatable {
    /// The part of the values that the intervals promise to hold, above 0 and below 1.
    public let level: Double
    /// The part that they hold, bounds included.
    public let coverage: Double
    /// In the unit of the values.
    public let meanWidth: Double
    /// The mean of the width and, for a value outside, `2 / (1 - level)` times its distance: less is better. Winkler
    /// (1972), *A decision-theoretic approach to interval estimation*.
    public let winkler: Double

    /// Measures intervals.
    ///
    /// - Parameters:
    ///   - actual: What came; at least one value.
    ///   - lower: The lower bound of each.
    ///   - upper: The upper bound of each.
    ///   - level: The promise.
    /// - Precondition: There are as many bounds as values, and the level lies within its range.
    public init(actual: [Double], lower: [Double], upper: [Double], level: Double) {
        precondition(!actual.isEmpty, "IntervalMetrics: no values")
        precondition(
            lower.count == actual.count && upper.count == actual.count,
            "IntervalMetrics: \(lower.count) and \(upper.count) bounds of \(actual.count) values")
        requireLevel(level, "IntervalMetrics")
        var (numInside, width, penalty) = (0, 0.0, 0.0)
        for ((lower, upper), value) in zip(zip(lower, upper), actual) {
            width += upper - lower
            penalty += max(lower - value, value - upper, 0)
            if lower <= value && value <= upper { numInside += 1 }
        }
        let count = Double(actual.count)
        self.level = level
        coverage = Double(numInside) / count
        meanWidth = width / count
        winkler = (width + 2 / (1 - level) * penalty) / count
    }
}

/// Traps unless a level lies above 0 and below 1.
func requireLevel(_ level: Double, _ operation: StaticString) {
    precondition(level > 0 && level < 1, "\(operation): level \(level) lies outside 0 to 1")
}

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
