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

/// The bound that the score of one more value keeps with at least the probability `level`, if all may be exchanged.
///
/// The `⌈(n + 1)·level⌉`-th smallest of `n` scores, infinite where there are not so many: Vovk, Gammerman & Shafer
/// (2005), *Algorithmic Learning in a Random World*. At a level of 0 and below it is minus infinity.
///
/// - Parameter scores: Sorted, the smallest first.
public func conformalQuantile(ofSorted scores: [Double], level: Double) -> Double {
    // What rounding adds to a product that is whole must not ask for one more score.
    let place = (Double(scores.count + 1) * level - 1e-9).rounded(.up)
    if place < 1 { return -.infinity }
    return place > Double(scores.count) ? .infinity : scores[Int(place) - 1]
}

/// The interval between two bounds; where they have crossed, the point between them.
func interval(_ lower: Double, _ upper: Double) -> ClosedRange<Double> {
    if lower <= upper { return lower...upper }
    let middle = (lower + upper) / 2
    return middle...middle
}

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

/// Prediction intervals with the right coverage in the long run, even if the series changes.
///
/// The required level rises with every value outside the interval and falls with every value inside:
///
///     α' = α + rate·(1 - level - miss)
///
/// with `miss` 1 for a value outside, and the margin the `⌈(n + 1)·(1 - α)⌉`-th smallest of the last absolute
/// residuals. Source: Gibbs & Candès (2021), *Adaptive Conformal Inference Under Distribution Shift*: after `T` values
/// the part outside differs from `1 - level` by at most `(1 + rate) / (rate·T)`, without any assumption. The promise
/// takes intervals that are infinite while `α` is 0 or below.
///
/// ```swift
/// var conformal = AdaptiveConformal(residuals: calibration, level: 0.9)
/// let interval = conformal.interval(around: forecast)  // before the value is seen
/// conformal.observe(residual: value - forecast)
/// ```
public struct AdaptiveConformal: Sendable, Codable, Equatable {
    /// The part of the values that shall lie inside.
    public let level: Double
    /// How fast the level follows.
    public let rate: Double
    /// The number of residuals that are remembered.
    public let memory: Int
    /// `α`: what the next margin leaves outside, by the residuals remembered. It may lie outside 0 to 1 for a while.
    public private(set) var miscoverage: Double

    private var scores: [Double]  // oldest first
    private var sorted: [Double]

    /// Begins with the residuals of a calibration part.
    ///
    /// - Parameters:
    ///   - residuals: Oldest first; the sign does not matter. The last `memory` of them are kept.
    ///   - level: Above 0 and below 1.
    ///   - rate: Above 0. The paper takes 0.005; more follows faster and swings more.
    ///   - memory: At least 1.
    /// - Precondition: The ranges above hold.
    public init(residuals: [Double], level: Double, rate: Double = 0.005, memory: Int = 1_000) {
        requireLevel(level, "AdaptiveConformal")
        precondition(rate > 0, "AdaptiveConformal: rate \(rate) is not above 0")
        precondition(memory >= 1, "AdaptiveConformal: memory \(memory) is below 1")
        self.level = level
        self.rate = rate
        self.memory = memory
        miscoverage = 1 - level
        scores = residuals.suffix(memory).map { abs($0) }
        sorted = scores.sorted()
    }

    /// What the next interval reaches to either side of the forecast; minus infinity where it is empty.
    public var margin: Double { conformalQuantile(ofSorted: sorted, level: 1 - miscoverage) }

    /// The interval around the next forecast, from what was observed so far; the forecast alone where it is empty.
    public func interval(around forecast: Double) -> ClosedRange<Double> {
        let margin = max(0, margin)
        return forecast - margin...forecast + margin
    }

    /// Sees the value that the last interval was for.
    ///
    /// - Parameter residual: The value minus its forecast.
    public mutating func observe(residual: Double) {
        let score = abs(residual)
        miscoverage += rate * (1 - level - (score > margin ? 1 : 0))
        scores.append(score)
        sorted.insert(score, at: place(of: score))
        if scores.count > memory { sorted.remove(at: place(of: scores.removeFirst())) }
    }

    /// The place of the first sorted score that is not below the given one.
    private func place(of score: Double) -> Int {
        var range = sorted.startIndex..<sorted.endIndex
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            range = sorted[middle] < score ? middle + 1..<range.upperBound : range.lowerBound..<middle
        }
        return range.lowerBound
    }
}
