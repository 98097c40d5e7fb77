import Training

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
