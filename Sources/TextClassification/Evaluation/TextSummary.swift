import Foundation
import Tokenization

/// What many classified texts say together: the share of each class, overall and by group and period, the words that are
/// typical of each class, and example texts.
///
/// The memory does not grow with the number of texts.
///
/// ```swift
/// var summary = TextSummary(of: classifier)
/// try summary.add(reviews.map { TextSummary.Entry(text: $0.body, group: $0.product) })
/// for share in summary.report().all.shares { print(share.name, share.share, share.low, share.high) }
/// ```
public struct TextSummary: Sendable {
    /// A text to be counted.
    public struct Entry: Sendable {
        /// What is classified.
        public let text: String
        /// What it is counted under besides, such as a product; `nil` for nothing.
        public let group: String?
        /// When it was written, by a name that sorts by time, such as "2026-03"; `nil` where that is not known.
        public let period: String?

        /// A text with what it is counted under.
        public init(text: String, group: String? = nil, period: String? = nil) {
            (self.text, self.group, self.period) = (text, group, period)
        }
    }

    /// The texts of a class among some texts.
    public struct ClassShare: Sendable, Equatable, Codable {
        /// The name of the class.
        public let name: String
        /// The number of texts with this label.
        public let count: Int
        /// The share of the texts with this label, 0 ... 1.
        public let share: Double
        /// The lower end of the 95 % interval of the share (Wilson 1927).
        public let low: Double
        /// The upper end of the interval.
        public let high: Double
        /// The mean of the class's probability: the share of its texts, if the probabilities are calibrated.
        public let meanProbability: Double
    }

    /// Some texts: all, those of a group, or those of a period.
    public struct Part: Sendable, Equatable, Codable {
        /// The group or period; empty for all texts.
        public let name: String
        /// The number of texts with at least one word.
        public let texts: Int
        /// In the order of the classifier's classes.
        public let shares: [ClassShare]
    }

    /// A word that one class has more often than the others.
    public struct TypicalWord: Sendable, Equatable, Codable {
        /// The word, normalized.
        public let word: String
        /// The number of texts of the class with the word.
        public let texts: Int
        /// The logarithm of the odds ratio divided by its standard deviation (Monroe, Colaresi & Quinn 2008, equation 22).
        public let zScore: Double
    }

    /// A text that the classifier is sure of.
    public struct Example: Sendable, Equatable, Codable {
        /// The text, or the sentence of it that counts most.
        public let text: String
        /// The probability of the class for the whole text.
        public let probability: Double
    }

    /// What a class looks like.
    public struct ClassPortrait: Sendable, Equatable, Codable {
        /// The name of the class.
        public let name: String
        /// The most typical words, first the most typical.
        public let words: [TypicalWord]
        /// Texts with the highest probability, the highest first.
        public let examples: [Example]
    }

    /// The summary so far.
    public struct Report: Sendable, Equatable, Codable {
        /// All texts.
        public let all: Part
        /// Texts without any word, which are not counted otherwise.
        public let emptyTexts: Int
        /// The groups, the largest first; at most ``TextSummary/mostGroups``, then one named "(others)" for the rest.
        public let groups: [Part]
        /// The periods in their order.
        public let periods: [Part]
        /// Texts whose period is not known, if any is.
        public let textsWithoutPeriod: Int
        /// The classes.
        public let classes: [ClassPortrait]
    }

    /// The most groups that are counted each by itself: those that come first.
    public static let mostGroups = 10_000

    /// What classifies the texts.
    public let classifier: TextClassifier
    private let wordCount: Int
    private let exampleCount: Int

    private var all: Counts
    private var groups: [String: Counts] = [:]
    private var periods: [String: Counts] = [:]
    private var others: Counts
    private var emptyTexts = 0
    private var textsWithoutPeriod = 0
    private var documentFrequencies: [[Int32]]  // [classes][vocabulary]: texts of the class with the word
    private var examples: [[(text: String, probability: Double)]]  // by class, the surest first

    /// - Parameters:
    ///   - words: How many typical words of each class are kept.
    ///   - examples: How many example texts of each class are kept.
    public init(of classifier: TextClassifier, words: Int = 10, examples: Int = 3) {
        self.classifier = classifier
        (wordCount, exampleCount) = (max(0, words), max(0, examples))
        let classes = classifier.classNames.count
        all = Counts(classes)
        others = Counts(classes)
        documentFrequencies = Array(
            repeating: Array(repeating: 0, count: classifier.tokenizer.vocabulary.count), count: classes)
        self.examples = Array(repeating: [], count: classes)
    }

    /// Classifies texts and counts them.
    ///
    /// - Throws: `ModelError.notFinite(model:)` where damaged weights give probabilities that are not numbers.
    public mutating func add(_ entries: [Entry]) throws {
        let results = try classifier.classify(entries.map(\.text))
        let documents = classifier.tokenizer.encodeIDs(each: entries.map(\.text))
        let noCounts = Counts(classifier.classNames.count)
        for (index, entry) in entries.enumerated() {
            let result = results[index]
            guard let label = result.label, let place = classifier.classNames.firstIndex(of: label) else {
                emptyTexts += 1
                continue
            }
            let probabilities = result.probabilities.map(\.probability)
            all.add(place, probabilities)
            if let group = entry.group {
                if groups[group] != nil || groups.count < Self.mostGroups {
                    groups[group, default: noCounts].add(place, probabilities)
                } else {
                    others.add(place, probabilities)
                }
            }
            if let period = entry.period {
                periods[period, default: noCounts].add(place, probabilities)
            } else {
                textsWithoutPeriod += 1
            }
            for id in Set(documents[index]) { documentFrequencies[place][Int(id)] += 1 }
            keepExample(entry.text, probabilities[place], of: place)
        }
    }

    /// Texts longer than this are not kept as examples.
    private static let longestExample = 20_000

    private mutating func keepExample(_ text: String, _ probability: Double, of place: Int) {
        guard examples[place].count < exampleCount || probability > examples[place].last?.probability ?? 2,
            text.utf8.count <= Self.longestExample, !examples[place].contains(where: { $0.text == text })
        else { return }
        let index = examples[place].firstIndex { $0.probability < probability } ?? examples[place].count
        examples[place].insert((text, probability), at: index)
        if examples[place].count > exampleCount { examples[place].removeLast() }
    }

    /// What the texts so far say.
    ///
    /// - Throws: `ModelError.notFinite(model:)` where the weights are damaged.
    public func report() throws -> Report {
        let sorted = groups.sorted { ($0.value.texts, $1.key) > ($1.value.texts, $0.key) }
        var parts = sorted.map { part($0.key, $0.value) }
        if others.texts > 0 { parts.append(part("(others)", others)) }
        let dated = all.texts - textsWithoutPeriod
        return Report(
            all: part("", all), emptyTexts: emptyTexts, groups: parts,
            periods: periods.sorted { $0.key < $1.key }.map { part($0.key, $0.value) },
            textsWithoutPeriod: dated > 0 ? textsWithoutPeriod : 0,
            classes: try classifier.classNames.indices.map { place in
                ClassPortrait(
                    name: classifier.classNames[place], words: typicalWords(of: place),
                    examples: try examples[place].map { text, probability in
                        Example(text: try heart(of: text), probability: probability)
                    })
            })
    }

    private func part(_ name: String, _ counts: Counts) -> Part {
        let total = Double(max(counts.texts, 1))
        return Part(
            name: name, texts: counts.texts,
            shares: classifier.classNames.indices.map { place in
                let interval = wilsonInterval(counts.labels[place], of: counts.texts)
                return ClassShare(
                    name: classifier.classNames[place], count: counts.labels[place],
                    share: Double(counts.labels[place]) / total, low: interval.lowerBound, high: interval.upperBound,
                    meanProbability: counts.probabilities[place] / total)
            })
    }

    /// A short text as it is; of a longer one the sentence that speaks most for its class.
    private func heart(of text: String) throws -> String {
        guard text.count > 160 else { return text }
        let sentence = try classifier.sentenceWeights(of: text).max { $0.weight < $1.weight }
        return sentence?.text.trimmingCharacters(in: .whitespacesAndNewlines) ?? text
    }

    // MARK: Typical words

    /// Occurrences that the prior counts for: it draws words of few texts towards no difference.
    private static let priorWeight = 500.0
    /// A word in fewer texts of the class is not listed.
    private static let fewestTexts = 3

    /// The words whose odds in the class exceed those in the other classes most surely: the weighted log-odds ratio of
    /// Monroe, Colaresi & Quinn (2008), *Fightin' Words*, equations 16, 20 and 22, with texts in the place of occurrences
    /// and the frequencies of all texts as the prior.
    private func typicalWords(of place: Int) -> [TypicalWord] {
        let vocabulary = classifier.tokenizer.vocabulary
        let totals = documentFrequencies.map { Double($0.reduce(0) { $0 + Int($1) }) }
        let sum = totals.reduce(0, +)
        guard sum > 0 else { return [] }
        let found = vocabulary.ordinaryIDs.compactMap { id -> TypicalWord? in
            let own = Double(documentFrequencies[place][Int(id)])
            guard own >= Double(Self.fewestTexts) else { return nil }
            let word = vocabulary.name(of: id)
            guard word.contains(where: \.isLetter) else { return nil }
            let all = documentFrequencies.reduce(0.0) { $0 + Double($1[Int(id)]) }
            let prior = Self.priorWeight * all / sum
            func odds(_ count: Double, _ total: Double) -> Double {
                log((count + prior) / (total + Self.priorWeight - count - prior))
            }
            let difference = odds(own, totals[place]) - odds(all - own, sum - totals[place])
            let variance = 1 / (own + prior) + 1 / (all - own + prior)
            let score = difference / variance.squareRoot()
            return score > 0 ? TypicalWord(word: word, texts: Int(own), zScore: score) : nil
        }
        return Array(found.sorted { ($0.zScore, $1.word) > ($1.zScore, $0.word) }.prefix(wordCount))
    }
}

/// The labels and probabilities of some texts.
private struct Counts: Sendable {
    var texts = 0
    var labels: [Int]
    var probabilities: [Double]

    init(_ classes: Int) {
        labels = Array(repeating: 0, count: classes)
        probabilities = Array(repeating: 0, count: classes)
    }

    mutating func add(_ label: Int, _ values: [Double]) {
        texts += 1
        labels[label] += 1
        for index in values.indices { probabilities[index] += values[index] }
    }
}

/// The 95 % interval of a share: Wilson (1927), *Probable inference, the law of succession, and statistical inference*.
func wilsonInterval(_ count: Int, of total: Int) -> ClosedRange<Double> {
    guard total > 0 else { return 0...1 }
    let (z, n) = (1.959964, Double(total))
    let share = Double(count) / n
    let center = (share + z * z / (2 * n)) / (1 + z * z / n)
    let half = z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
    return (count == 0 ? 0 : max(0, center - half))...(count == total ? 1 : min(1, center + half))
}
