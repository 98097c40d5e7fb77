import Datasets
import Foundation
import ModelFiles
import Tensors

/// The evaluation of a multi-label classifier on labelled texts, with a comparison to baselines.
public struct MultiLabelEvaluation: Codable, Sendable, Equatable {
    /// What a baseline, or the classifier in another precision, comes to on the same texts.
    public struct Scores: Codable, Sendable, Equatable {
        /// The name of the baseline or the precision.
        public let name: String
        /// The F1 of all decisions on labels together.
        public let microF1: Double
        /// The mean of the F1 of the labels that occur.
        public let macroF1: Double
        /// The part of the texts that were given exactly their labels.
        public let subsetAccuracy: Double
        /// The part of all decisions, one for each text and label, that are wrong.
        public let hammingLoss: Double

        fileprivate init(_ name: String, _ metrics: MultiLabelMetrics) {
            self.name = name
            (microF1, macroF1) = (metrics.microF1, metrics.macroF1)
            (subsetAccuracy, hammingLoss) = (metrics.subsetAccuracy, metrics.hammingLoss)
        }
    }

    /// The figures of one label.
    public struct PerLabel: Codable, Sendable, Equatable {
        /// The name of the label.
        public let name: String
        /// The number of texts with this label.
        public let support: Int
        /// The probability above which the classifier gives the label.
        public let threshold: Double
        /// The part of the texts given this label that have it.
        public let precision: Double
        /// The part of the texts with this label that were given it.
        public let recall: Double
        /// The harmonic mean of the two.
        public let f1: Double
        /// The F1 of the bag of words; `nil` where the model has none.
        public let baselineF1: Double?
        /// The F1 of giving the label to every text.
        public let allLabelsF1: Double
    }

    /// A wrong decision on a label, and sure of itself.
    public struct Mistake: Codable, Sendable, Equatable {
        /// The text.
        public let text: String
        /// Where it comes from: `'reviews.csv', line 12`.
        public let place: String
        /// The label that was given wrongly, or missed.
        public let label: String
        /// Whether the text has that label.
        public let isPresent: Bool
        /// The probability of that label.
        public let probability: Double
    }

    /// A label with fewer held-out texts than this keeps the threshold 0.5.
    public static var fewestTextsForThreshold: Int { LabelThreshold.fewestTexts }

    /// The number of texts.
    public let documents: Int
    /// Texts without a word, which get no label.
    public let emptyDocuments: Int
    /// The F1 of all decisions on labels together.
    public let microF1: Double
    /// The mean of the F1 of the labels that occur.
    public let macroF1: Double
    /// The part of the texts that were given exactly their labels.
    public let subsetAccuracy: Double
    /// The part of all decisions, one for each text and label, that are wrong.
    public let hammingLoss: Double
    /// The expected calibration error of the decisions, each between a label and its absence; see ``Reliability``.
    public let ece: Double
    /// The Brier score of the decisions, both outcomes counted, from 0 to 2.
    public let brier: Double
    /// The figures of each label, in the order of the labels.
    public let perLabel: [PerLabel]
    /// The most frequent set of labels, all labels, and the bag of words that was trained with the model.
    public let baselines: [Scores]
    /// The same classifier, reading its weights in other precisions.
    public let otherPrecisions: [Scores]
    /// The wrong decisions that were surest, surest first.
    public let worstMistakes: [Mistake]

    /// The baseline with the highest micro F1.
    public var bestBaseline: Scores? { baselines.max { $0.microF1 < $1.microF1 } }
    /// Whether the classifier has a higher micro F1 than every baseline.
    public var beatsBaselines: Bool { bestBaseline.map { microF1 > $0.microF1 } ?? true }

    /// Evaluates a classifier.
    ///
    /// - Parameters:
    ///   - data: Texts with the classifier's labels, in any order of the labels.
    ///   - mistakes: How many of them to keep, the surest first.
    ///   - precisions: Further precisions to measure, apart from the classifier's own.
    /// - Throws: `LabelledTextsError.unknownLabel` where a text has a label that the classifier does not know,
    ///   ``TextClassifierError/otherLabelling(isMultiLabel:)`` where the classifier gives each text one class,
    ///   ``TextClassifierError/noWords`` where there is no text, or `ModelError.notFinite(model:)`.
    public init(
        of classifier: TextClassifier, on data: MultiLabelledTexts, mistakes: Int = 10, precisions: [Precision] = []
    ) throws {
        guard let data = try ClassifierTexts.labels(data).matching(classifier).labels, data.count > 0 else {
            throw TextClassifierError.noWords
        }
        let (names, labels) = (data.labelNames, data.labels)
        func metrics(_ predictions: [[Int]]) -> MultiLabelMetrics {
            MultiLabelMetrics(labels: labels, predictions: predictions, labelNames: names)
        }
        func predictions(_ classifier: TextClassifier) throws -> [[Int]] {
            try classifier.classify(data.texts).map(\.labelPlaces)
        }
        let results = try classifier.classify(data.texts)
        let probabilities = results.map { $0.probabilities.map(\.probability) }
        let own = metrics(results.map(\.labelPlaces))
        let bag = Self.bagOfWords(of: classifier, data.texts).map(metrics)
        let all = metrics(data.texts.map { _ in Array(names.indices) })
        documents = data.count
        emptyDocuments = results.count { $0.tokenCount == 0 }
        (microF1, macroF1) = (own.microF1, own.macroF1)
        (subsetAccuracy, hammingLoss) = (own.subsetAccuracy, own.hammingLoss)
        let decisions = ClassificationMetrics(
            labels: (0..<data.count).flatMap(ClassifierTexts.labels(data).targets),
            probabilities: probabilities.flatMap { $0.map { [1 - $0, $0] } }, classNames: ["absent", "present"])
        (ece, brier) = (decisions.ece, decisions.brier)
        let thresholds = classifier.model.configuration.thresholds ?? []
        perLabel = own.perLabel.indices.map { index in
            let label = own.perLabel[index]
            return PerLabel(
                name: label.name, support: label.support, threshold: thresholds[index], precision: label.precision,
                recall: label.recall, f1: label.f1, baselineF1: bag?.perLabel[index].f1,
                allLabelsF1: all.perLabel[index].f1)
        }
        let frequent = Self.mostFrequentSet(labels)
        let frequentName = frequent.isEmpty ? "no label" : frequent.map { names[$0] }.joined(separator: " | ")
        baselines =
            [
                Scores("always \(frequentName)", metrics(data.texts.map { _ in frequent })),
                Scores("always all labels", all),
            ] + (bag.map { [Scores(BaselineClassifier.name, $0)] } ?? [])
        otherPrecisions = try precisions.filter { $0 != classifier.precision }.map { precision in
            Scores(precision.rawValue, metrics(try predictions(classifier.quantized(to: precision))))
        }
        worstMistakes = Self.mistakes(results, data, count: mistakes)
    }

    /// The labels that the bag of words gives each text; `nil` where the model has none.
    private static func bagOfWords(of classifier: TextClassifier, _ texts: [String]) -> [[Int]]? {
        classifier.baseline.map { bag in
            let thresholds = bag.thresholds ?? classifier.classNames.map { _ in LabelThreshold.usual }
            return classifier.tokenizer.wordHashes(each: texts).map {
                LabelThreshold.labels(Labelling.multiple.probabilities(bag.logits(of: $0)), above: thresholds)
            }
        }
    }

    /// The set of labels that most texts have; among equal ones the smaller, then the first.
    private static func mostFrequentSet(_ labels: [[Int]]) -> [Int] {
        let counts = labels.reduce(into: [[Int]: Int]()) { $0[$1, default: 0] += 1 }
        return counts.min { one, other in
            if one.value != other.value { return one.value > other.value }
            if one.key.count != other.key.count { return one.key.count < other.key.count }
            return one.key.lexicographicallyPrecedes(other.key)
        }?.key ?? []
    }

    /// The surest wrong decisions, at most one of a text.
    private static func mistakes(_ results: [Classification], _ data: MultiLabelledTexts, count: Int) -> [Mistake] {
        let found = results.indices.compactMap { index -> (index: Int, label: Int, sureness: Double)? in
            let wrong = Set(data.labels[index]).symmetricDifference(results[index].labelPlaces)
            let rated = wrong.map { label in
                let probability = results[index].probabilities[label].probability
                let isPresent = data.labels[index].contains(label)
                return (index: index, label: label, sureness: isPresent ? 1 - probability : probability)
            }
            return results[index].tokenCount == 0
                ? nil : rated.min { ($1.sureness, $0.label) < ($0.sureness, $1.label) }
        }
        return found.sorted { ($1.sureness, $0.index) < ($0.sureness, $1.index) }.prefix(max(0, count)).map { entry in
            Mistake(
                text: String(data.texts[entry.index].prefix(300)), place: data.place(of: entry.index),
                label: data.labelNames[entry.label], isPresent: data.labels[entry.index].contains(entry.label),
                probability: results[entry.index].probabilities[entry.label].probability)
        }
    }
}
