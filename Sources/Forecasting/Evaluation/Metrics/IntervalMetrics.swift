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
