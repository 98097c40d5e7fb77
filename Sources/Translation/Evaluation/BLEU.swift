import Foundation
import Training

/// Corpus BLEU, from 0 to 100: the similarity of translations to reference translations by common n-grams.
///
///     BLEU = BP · exp(¼ Σ ln pn),    BP = min(1, exp(1 - r/c)),    n = 1 … 4
///
/// with `pn` the part of the hypotheses' n-grams that their references have (each n-gram as often at most as it occurs
/// there), summed over all sentences before dividing, and `c` and `r` the lengths of all hypotheses and references in
/// tokens. Source: Papineni, Roukos, Ward & Zhu (2002), *BLEU: a Method for Automatic Evaluation of Machine
/// Translation*.
///
/// An order without any match has the precision `1 / (2ᵏ · total)`, `k` counting such orders from the shortest on:
/// method 3 of Chen & Cherry (2014), *A Systematic Comparison of Smoothing Techniques for Sentence-Level BLEU*. The
/// score is 0 if no word matches, and if the hypotheses are so short that there is no n-gram of some order.
///
/// The figures equal those of sacreBLEU (Post 2018, *A Call for Clarity in Reporting BLEU Scores*) with one reference.
public struct BLEU: Sendable, Codable, Equatable {
    /// From 0 to 100.
    public let score: Double
    /// For n-grams of 1 to 4 tokens, in percent, after smoothing; all are 0 if no word matches.
    public let precisions: [Double]
    /// What the score is multiplied by because hypotheses are shorter than references, from 0 to 1.
    public let brevityPenalty: Double
    /// The counts that all follows from.
    public let statistics: BLEUStatistics
    /// How hypotheses and references were cut into tokens.
    public let tokenization: BLEUTokenization
    /// Whether `The` and `the` differ.
    public let isCaseSensitive: Bool

    /// The number of tokens of all hypotheses.
    public var systemLength: Int { statistics.hypothesisLength }
    /// The number of tokens of all references.
    public var referenceLength: Int { statistics.referenceLength }

    /// Measures translations.
    ///
    /// - Parameters:
    ///   - hypotheses: One translation a sentence, as text and not as tokens; at least one, which may be empty.
    ///   - references: The translation to compare each with.
    ///   - tokenization: How both are cut into tokens.
    ///   - isCaseSensitive: Whether `The` and `the` differ.
    /// - Precondition: There are as many references as hypotheses, and at least one.
    public init(
        hypotheses: [String], references: [String], tokenization: BLEUTokenization = .v13a,
        isCaseSensitive: Bool = true
    ) {
        let statistics = BLEUStatistics.perSentence(
            hypotheses: hypotheses, references: references, tokenization: tokenization,
            isCaseSensitive: isCaseSensitive)
        self.init(statistics: .sum(of: statistics), tokenization: tokenization, isCaseSensitive: isCaseSensitive)
    }

    /// The score that follows from counts.
    ///
    /// - Parameters:
    ///   - tokenization: How the tokens that were counted came about.
    ///   - isCaseSensitive: Likewise.
    public init(statistics: BLEUStatistics, tokenization: BLEUTokenization = .v13a, isCaseSensitive: Bool = true) {
        self.statistics = statistics
        self.tokenization = tokenization
        self.isCaseSensitive = isCaseSensitive
        brevityPenalty = Self.brevityPenalty(statistics.hypothesisLength, statistics.referenceLength)
        precisions = Self.precisions(statistics)
        let isDefined = precisions.allSatisfy { $0 > 0 }
        let meanLogarithm = precisions.reduce(0) { $0 + log($1) } / Double(precisions.count)
        score = isDefined ? brevityPenalty * exp(meanLogarithm) : 0
    }

    private static func brevityPenalty(_ systemLength: Int, _ referenceLength: Int) -> Double {
        guard systemLength < referenceLength else { return 1 }
        return systemLength > 0 ? exp(1 - Double(referenceLength) / Double(systemLength)) : 0
    }

    private static func precisions(_ statistics: BLEUStatistics) -> [Double] {
        var precisions = [Double](repeating: 0, count: BLEUStatistics.maxOrder)
        guard statistics.matches.contains(where: { $0 > 0 }) else { return precisions }
        var divisor = 1.0
        for (index, (matches, total)) in zip(statistics.matches, statistics.totals).enumerated() {
            if total == 0 { break }
            if matches == 0 { divisor *= 2 }
            precisions[index] = matches == 0 ? 100 / (divisor * Double(total)) : 100 * Double(matches) / Double(total)
        }
        return precisions
    }

    /// What sacreBLEU writes beside its scores: with the same signature, scores of different papers can be compared.
    ///
    /// The version is that of the sacreBLEU whose scores these equal.
    public var signature: String {
        "nrefs:1|case:\(isCaseSensitive ? "mixed" : "lc")|eff:no|tok:\(tokenization.rawValue)|smooth:exp"
            + "|version:\(sacreBLEUVersion)"
    }
}

/// The version of sacreBLEU that the tests compare with.
let sacreBLEUVersion = "2.6.0"

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
