import Tensors

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

extension BootstrapInterval {
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
        estimate = score(.sum(of: statistics))
        lower = quantile((1 - level) / 2, ofSorted: scores)
        upper = quantile((1 + level) / 2, ofSorted: scores)
        self.level = level
        self.numResamples = numResamples
    }

    /// The interval of the ``BLEU`` score, from 0 to 100.
    public static func bleu(
        hypotheses: [String], references: [String], tokenization: BLEUTokenization = .v13a,
        isCaseSensitive: Bool = true, level: Double = 0.95, numResamples: Int = 1_000, randomSeed: UInt64 = 0
    ) -> BootstrapInterval {
        let statistics = BLEUStatistics.perSentence(
            hypotheses: hypotheses, references: references, tokenization: tokenization,
            isCaseSensitive: isCaseSensitive)
        return BootstrapInterval(of: statistics, level: level, numResamples: numResamples, randomSeed: randomSeed) {
            BLEU(statistics: $0).score
        }
    }

    /// The interval of the ``ChrF`` score, from 0 to 100.
    public static func chrF(
        hypotheses: [String], references: [String], options: ChrF.Options = ChrF.Options(), level: Double = 0.95,
        numResamples: Int = 1_000, randomSeed: UInt64 = 0
    ) -> BootstrapInterval {
        let statistics = ChrFStatistics.perSentence(hypotheses: hypotheses, references: references, options: options)
        return BootstrapInterval(of: statistics, level: level, numResamples: numResamples, randomSeed: randomSeed) {
            ChrF(statistics: $0, options: options).score
        }
    }
}

/// Traps unless each hypothesis has a reference, and there is one.
func requirePairs(_ hypotheses: [String], _ references: [String], _ operation: StaticString) {
    precondition(!hypotheses.isEmpty, "\(operation): no hypotheses")
    precondition(
        hypotheses.count == references.count,
        "\(operation): \(hypotheses.count) hypotheses with \(references.count) references")
}
