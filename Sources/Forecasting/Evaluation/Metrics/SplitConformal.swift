/// Split conformal prediction intervals: intervals around forecasts with a chosen coverage, from the errors on a
/// calibration set.
///
/// The margin is the `⌈(n + 1)·level⌉`-th smallest of `n` absolute residuals. If residuals to come are drawn as those
/// were (may be exchanged with them) and no two are equal, a value lies inside with a probability from `level` to
/// `level + 1 / (n + 1)`: Lei, G'Sell, Rinaldo, Tibshirani & Wasserman (2018), *Distribution-Free Predictive Inference
/// for Regression*. Residuals grow with the distance of a forecast, so each step ahead has a margin of its own.
public struct SplitConformal: Sendable, Codable, Equatable {
    /// The probability that was asked for.
    public let level: Double
    /// What an interval reaches to either side of the forecast; infinite with too few residuals for the level.
    public let margin: Double

    /// Calibrates the margin.
    ///
    /// - Parameters:
    ///   - residuals: Of forecasts that were not fitted to their values; the sign does not matter.
    ///   - level: Above 0 and below 1.
    /// - Precondition: The level lies within its range.
    public init(residuals: [Double], level: Double) {
        requireLevel(level, "SplitConformal")
        self.level = level
        margin = max(0, conformalQuantile(ofSorted: residuals.map { abs($0) }.sorted(), level: level))
    }

    /// Calibrates the margin of every step ahead.
    ///
    /// - Parameters:
    ///   - actual: `[origins][steps]` of the calibration part.
    ///   - forecast: Of the same shape.
    /// - Returns: One element a step, as many as the longest row has.
    public static func byStep(actual: [[Double]], forecast: [[Double]], level: Double) -> [SplitConformal] {
        requireForecasts(actual, forecast, "SplitConformal.byStep")
        return (0..<actual.reduce(0) { max($0, $1.count) }).map { step in
            let residuals = zip(actual, forecast).compactMap { $0.count > step ? $0[step] - $1[step] : nil }
            return SplitConformal(residuals: residuals, level: level)
        }
    }

    /// The interval around a forecast.
    public func interval(around forecast: Double) -> ClosedRange<Double> {
        forecast - margin...forecast + margin
    }
}
