/// chrF, from 0 to 100: the similarity of translations to reference translations by common character n-grams.
///
///     chrF = (1 + β²) · P · R / (β²·P + R)
///
/// with `P` the part of the hypotheses' n-grams that their references have and `R` the part of the references' n-grams
/// that their hypotheses have, both counted over all sentences, each order by itself, and averaged over the orders that
/// both have. White space is no character here. With `wordOrder` 2, n-grams of one and two words are orders as well:
/// chrF++. Sources: Popović (2015), *chrF: character n-gram F-score for automatic MT evaluation*; Popović (2017),
/// *chrF++: words helping character n-grams*. Needing no tokens, it suits languages of long words, and those without
/// spaces.
///
/// The figures equal those of sacreBLEU (Post 2018) with one reference.
public struct ChrF: Sendable, Codable, Equatable {
    /// What is compared.
    public struct Options: Sendable, Codable, Equatable {
        /// The length of the longest n-grams of characters, at least 1.
        public var characterOrder = 6
        /// The length of the longest n-grams of words, 0 or more; 2 for chrF++.
        public var wordOrder = 0
        /// How many times as much recall counts as precision, at least 1.
        public var beta = 2
        /// Whether `The` and `the` differ.
        public var isCaseSensitive = true

        public init(characterOrder: Int = 6, wordOrder: Int = 0, beta: Int = 2, isCaseSensitive: Bool = true) {
            self.characterOrder = characterOrder
            self.wordOrder = wordOrder
            self.beta = beta
            self.isCaseSensitive = isCaseSensitive
        }

        func requireValid(_ operation: StaticString) {
            precondition(characterOrder >= 1, "\(operation): characterOrder \(characterOrder) is below 1")
            precondition(wordOrder >= 0, "\(operation): wordOrder \(wordOrder) is below 0")
            precondition(beta >= 1, "\(operation): beta \(beta) is below 1")
        }

        /// chrF++, the form that looks at words too.
        public static let plusPlus = Options(wordOrder: 2)
    }

    /// From 0 to 100.
    public let score: Double
    /// The mean of the orders' precisions, from 0 to 1; 0 if no order occurs in both.
    public let precision: Double
    /// The mean of the orders' recalls, from 0 to 1; 0 if no order occurs in both.
    public let recall: Double
    /// The counts that all follows from.
    public let statistics: ChrFStatistics
    public let options: Options

    /// Measures translations.
    ///
    /// - Parameters:
    ///   - hypotheses: One translation a sentence; at least one, which may be empty.
    ///   - references: The translation to compare each with.
    /// - Precondition: There are as many references as hypotheses, at least one, and the options' ranges hold.
    public init(hypotheses: [String], references: [String], options: Options = Options()) {
        let statistics = ChrFStatistics.perSentence(hypotheses: hypotheses, references: references, options: options)
        self.init(statistics: .sum(of: statistics), options: options)
    }

    /// The score that follows from counts.
    ///
    /// - Parameter options: Those with which was counted.
    public init(statistics: ChrFStatistics, options: Options = Options()) {
        options.requireValid("ChrF")
        self.statistics = statistics
        self.options = options
        var (precisions, recalls, numOrders) = (0.0, 0.0, 0)
        for (index, matches) in statistics.matches.enumerated() {
            let (hypothesis, reference) = (statistics.hypothesisTotals[index], statistics.referenceTotals[index])
            guard hypothesis > 0, reference > 0 else { continue }
            precisions += Double(matches) / Double(hypothesis)
            recalls += Double(matches) / Double(reference)
            numOrders += 1
        }
        precision = numOrders == 0 ? 0 : precisions / Double(numOrders)
        recall = numOrders == 0 ? 0 : recalls / Double(numOrders)
        let factor = Double(options.beta * options.beta)
        let isDefined = precision + recall > 0
        score = isDefined ? 100 * ((1 + factor) * precision * recall / (factor * precision + recall)) : 0
    }

    /// What sacreBLEU calls it: `chrF2` by default, `chrF2++` with words of order 2.
    public var name: String {
        "chrF\(options.beta)" + String(repeating: "+", count: options.wordOrder)
    }

    /// What sacreBLEU writes beside its scores: with the same name and signature, scores can be compared.
    ///
    /// The version is that of the sacreBLEU whose scores these equal.
    public var signature: String {
        "nrefs:1|case:\(options.isCaseSensitive ? "mixed" : "lc")|eff:yes|nc:\(options.characterOrder)"
            + "|nw:\(options.wordOrder)|space:no|version:\(sacreBLEUVersion)"
    }
}
