import Training

extension BootstrapInterval {
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
