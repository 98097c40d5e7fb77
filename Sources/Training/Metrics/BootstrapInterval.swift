import Tensors

/// A bootstrap confidence interval: the range of a metric if the test documents were drawn again.
///
/// As many documents as there are are drawn with replacement, many times; the interval is between two percentiles of
/// the metric. Sources: Efron (1979), *Bootstrap methods: another look at the jackknife*; Efron & Tibshirani
/// (1993), *An Introduction to the Bootstrap*, chapter 13 (the percentile interval). It says how far the choice of test
/// documents matters, not what another training seed would give.
public struct BootstrapInterval: Sendable, Codable, Equatable {
    /// The figure of the documents themselves.
    public let estimate: Double
    /// The lower end of the interval.
    public let lower: Double
    /// The upper end of the interval.
    public let upper: Double
    /// The part of the resamples inside, in the middle: 0.95 leaves out 2.5 % at either end.
    public let level: Double
    /// The number of resamples.
    public let numResamples: Int

    /// The interval of any score of a corpus that follows from the sum of its sentences' statistics.
    ///
    /// For machine translation: Koehn (2004), *Statistical Significance Tests for Machine Translation Evaluation*.
    ///
    /// - Parameters:
    ///   - statistics: One element a sentence; at least one.
    ///   - level: Above 0 and below 1.
    ///   - randomSeed: Two scores of the same sentences under the same seed see the same resamples.
    ///   - score: What follows from the sum.
    /// - Precondition: The ranges above hold, and `numResamples` is at least 1.
    /// - Complexity: `numResamples` sums of all statistics.
    public init<Statistics: SentenceStatistics>(
        of statistics: [Statistics], level: Double = 0.95, numResamples: Int = 1_000, randomSeed: UInt64 = 0,
        score: (Statistics) -> Double
    ) {
        precondition(!statistics.isEmpty, "BootstrapInterval: no sentences")
        precondition(level > 0 && level < 1, "BootstrapInterval: level \(level) lies outside 0 to 1")
        precondition(numResamples >= 1, "BootstrapInterval: numResamples \(numResamples) is below 1")
        var generator = SeededGenerator(seed: randomSeed, stream: "bootstrap")
        let scores = (0..<numResamples).map { _ in
            var sum = Statistics()
            for _ in statistics { sum += statistics[Int(generator.next(upperBound: UInt64(statistics.count)))] }
            return score(sum)
        }.sorted()
        self.init(estimate: score(.sum(of: statistics)), sortedResamples: scores, level: level)
    }

    /// - Parameters:
    ///   - estimate: The figure of the documents themselves.
    ///   - sortedResamples: The figure of each resample, the lowest first; at least one.
    package init(estimate: Double, sortedResamples: [Double], level: Double) {
        self.estimate = estimate
        lower = quantile((1 - level) / 2, ofSorted: sortedResamples)
        upper = quantile((1 + level) / 2, ofSorted: sortedResamples)
        self.level = level
        numResamples = sortedResamples.count
    }
}

/// Counts of one sentence that add up to those of a corpus, which a score follows from.
///
/// With them a score of any choice of the sentences costs a sum, not another comparison of texts.
public protocol SentenceStatistics: Sendable, Equatable {
    /// The statistics of no sentences.
    init()
    static func += (sum: inout Self, other: Self)
}

extension SentenceStatistics {
    /// The statistics of all sentences together.
    public static func sum(of statistics: some Sequence<Self>) -> Self {
        statistics.reduce(into: Self()) { $0 += $1 }
    }
}

/// The value below which a part of the sorted values lies, between two of them in proportion (Hyndman & Fan 1996, type 7).
package func quantile(_ part: Double, ofSorted values: [Double]) -> Double {
    let place = part * Double(values.count - 1)
    let below = Int(place)
    let above = min(below + 1, values.count - 1)
    return values[below] + (place - Double(below)) * (values[above] - values[below])
}
