/// Intervals between two forecast quantiles, widened or narrowed for a chosen coverage.
///
/// The margin is the `⌈(n + 1)·level⌉`-th smallest of the scores `max(lower - y, y - upper)` of a calibration part,
/// below 0 where the quantiles lie too far apart. Romano, Patterson & Candès (2019), *Conformalized Quantile
/// Regression*, with the same guarantee as ``SplitConformal``. The widths still follow the quantiles: intervals are
/// wide if a value is hard to predict.
public struct ConformalizedQuantiles: Sendable, Codable, Equatable {
    /// The probability that was asked for.
    public let level: Double
    /// What is added at either side; infinite with too few values for the level.
    public let margin: Double

    /// Calibrates the margin.
    ///
    /// - Parameters:
    ///   - actual: Values of the calibration part.
    ///   - lower: The forecast of the lower quantile of each.
    ///   - upper: That of the upper one.
    ///   - level: Above 0 and below 1.
    /// - Precondition: There are as many forecasts as values, and the level lies within its range.
    public init(actual: [Double], lower: [Double], upper: [Double], level: Double) {
        precondition(
            lower.count == actual.count && upper.count == actual.count,
            "ConformalizedQuantiles: \(lower.count) and \(upper.count) bounds of \(actual.count) values")
        requireLevel(level, "ConformalizedQuantiles")
        let scores = actual.indices.map { max(lower[$0] - actual[$0], actual[$0] - upper[$0]) }
        self.level = level
        margin = conformalQuantile(ofSorted: scores.sorted(), level: level)
    }

    /// The interval for two forecast quantiles; a point where a margin below 0 makes them cross.
    public func interval(lower: Double, upper: Double) -> ClosedRange<Double> {
        Forecasting.interval(lower - margin, upper + margin)
    }
}
