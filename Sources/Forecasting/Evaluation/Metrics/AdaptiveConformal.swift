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
