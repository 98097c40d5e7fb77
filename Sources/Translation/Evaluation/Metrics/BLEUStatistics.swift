import Training

/// What BLEU counts in a sentence, or in many: counts of sentences add up to those of the corpus.
public struct BLEUStatistics: SentenceStatistics, Codable {
    /// The length of the longest n-grams, in tokens.
    public static let maxOrder = 4

    /// For n-grams of 1 to 4 tokens, how many of the hypothesis are in the reference, each as often at most as there.
    public private(set) var matches = [Int](repeating: 0, count: maxOrder)
    /// How many n-grams of 1 to 4 tokens the hypothesis has.
    public private(set) var totals = [Int](repeating: 0, count: maxOrder)
    /// In tokens.
    public private(set) var hypothesisLength = 0
    /// In tokens.
    public private(set) var referenceLength = 0

    /// The statistics of no sentences.
    public init() {}

    /// Counts one sentence.
    public init(
        hypothesis: String, reference: String, tokenization: BLEUTokenization = .v13a, isCaseSensitive: Bool = true
    ) {
        var matcher = NGramMatcher()
        self.init(
            hypothesis: tokenization.tokens(of: hypothesis, isCaseSensitive: isCaseSensitive),
            reference: tokenization.tokens(of: reference, isCaseSensitive: isCaseSensitive), matcher: &matcher)
    }

    private init(hypothesis: [ArraySlice<UInt8>], reference: [ArraySlice<UInt8>], matcher: inout NGramMatcher) {
        var number = WordNumbering()
        matches = matcher.matches(of: number(hypothesis), in: number(reference), maxOrder: Self.maxOrder)
        for order in 1...Self.maxOrder { totals[order - 1] = max(0, hypothesis.count - order + 1) }
        hypothesisLength = hypothesis.count
        referenceLength = reference.count
    }

    /// Counts sentences one by one: one element a pair.
    ///
    /// - Precondition: There are as many references as hypotheses.
    public static func perSentence(
        hypotheses: [String], references: [String], tokenization: BLEUTokenization = .v13a,
        isCaseSensitive: Bool = true
    ) -> [BLEUStatistics] {
        requirePairs(hypotheses, references, "BLEUStatistics")
        var matcher = NGramMatcher()
        return zip(hypotheses, references).map { hypothesis, reference in
            BLEUStatistics(
                hypothesis: tokenization.tokens(of: hypothesis, isCaseSensitive: isCaseSensitive),
                reference: tokenization.tokens(of: reference, isCaseSensitive: isCaseSensitive), matcher: &matcher)
        }
    }

    public static func += (sum: inout BLEUStatistics, other: BLEUStatistics) {
        for index in 0..<maxOrder {
            sum.matches[index] += other.matches[index]
            sum.totals[index] += other.totals[index]
        }
        sum.hypothesisLength += other.hypothesisLength
        sum.referenceLength += other.referenceLength
    }
}
