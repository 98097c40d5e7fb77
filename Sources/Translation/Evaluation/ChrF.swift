import Training

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

        /// chrF2, unless said otherwise: n-grams of 1 to 6 characters, recall twice as important as precision.
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
    /// The options of the score.
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

/// What chrF counts in a sentence, or in many: counts of sentences add up to those of the corpus.
///
/// One element an order: n-grams of 1 to `characterOrder` characters, then of 1 to `wordOrder` words.
public struct ChrFStatistics: SentenceStatistics, Codable {
    /// The n-grams of the hypotheses, without those of sentences whose reference has none of the order.
    public private(set) var hypothesisTotals: [Int] = []
    /// The n-grams of the references.
    public private(set) var referenceTotals: [Int] = []
    /// The n-grams of the hypotheses that the references have, each as often at most as it occurs there.
    public private(set) var matches: [Int] = []

    /// The statistics of no sentences.
    public init() {}

    /// Counts one sentence.
    public init(hypothesis: String, reference: String, options: ChrF.Options = ChrF.Options()) {
        var matcher = NGramMatcher()
        self.init(hypothesis, reference, options, &matcher)
    }

    private init(
        _ hypothesis: String, _ reference: String, _ options: ChrF.Options, _ matcher: inout NGramMatcher
    ) {
        options.requireValid("ChrFStatistics")
        let hypothesis = words(of: hypothesis, options)
        let reference = words(of: reference, options)
        append(scalars(in: hypothesis), scalars(in: reference), maxOrder: options.characterOrder, &matcher)
        guard options.wordOrder > 0 else { return }
        var number = WordNumbering()
        append(
            number(hypothesis.flatMap(withoutPunctuation)), number(reference.flatMap(withoutPunctuation)),
            maxOrder: options.wordOrder, &matcher)
    }

    private mutating func append(
        _ hypothesis: [UInt32], _ reference: [UInt32], maxOrder: Int, _ matcher: inout NGramMatcher
    ) {
        for order in 1...maxOrder {
            let referenceTotal = max(0, reference.count - order + 1)
            referenceTotals.append(referenceTotal)
            hypothesisTotals.append(referenceTotal == 0 ? 0 : max(0, hypothesis.count - order + 1))
        }
        matches += matcher.matches(of: hypothesis, in: reference, maxOrder: maxOrder)
    }

    /// Counts sentences one by one: one element a pair.
    ///
    /// - Precondition: There are as many references as hypotheses, and at least one.
    public static func perSentence(
        hypotheses: [String], references: [String], options: ChrF.Options = ChrF.Options()
    ) -> [ChrFStatistics] {
        requirePairs(hypotheses, references, "ChrFStatistics")
        var matcher = NGramMatcher()
        return zip(hypotheses, references).map { ChrFStatistics($0, $1, options, &matcher) }
    }

    /// - Precondition: Both are of the same options, or one is that of no sentences.
    public static func += (sum: inout ChrFStatistics, other: ChrFStatistics) {
        if other.matches.isEmpty { return }
        if sum.matches.isEmpty {
            sum = other
            return
        }
        precondition(
            sum.matches.count == other.matches.count,
            "ChrFStatistics: counts of \(sum.matches.count) orders with counts of \(other.matches.count)")
        for index in sum.matches.indices {
            sum.hypothesisTotals[index] += other.hypothesisTotals[index]
            sum.referenceTotals[index] += other.referenceTotals[index]
            sum.matches[index] += other.matches[index]
        }
    }
}

private func words(of line: String, _ options: ChrF.Options) -> [ArraySlice<UInt8>] {
    Array((options.isCaseSensitive ? line : lowercasedWithFinalSigma(line)).utf8).words
}

/// The Unicode scalars of all words, white space left out.
private func scalars(in words: [ArraySlice<UInt8>]) -> [UInt32] {
    String(decoding: words.joined(), as: UTF8.self).unicodeScalars.map(\.value)
}

/// The word with one mark of ASCII punctuation cut off: that at its end, or where there is none, that at its start.
private func withoutPunctuation(_ word: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    guard word.count > 1 else { return [word] }
    if isPunctuation(word[word.endIndex - 1]) { return [word.dropLast(), word.suffix(1)] }
    if isPunctuation(word[word.startIndex]) { return [word.prefix(1), word.dropFirst()] }
    return [word]
}

private func isPunctuation(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: true
    default: false
    }
}
