import Datasets
import Foundation
import ModelFiles
import Tensors
import Training

/// The evaluation of a classifier on labelled texts, with a comparison to baselines.
public struct TextClassifierEvaluation: Codable, Sendable, Equatable {
    /// What a baseline, or the classifier in another precision, comes to on the same texts.
    public struct Scores: Codable, Sendable, Equatable {
        /// The name of the baseline or the precision.
        public let name: String
        /// The share of texts that it classifies correctly.
        public let accuracy: Double
        /// The mean of the classes' F1 scores.
        public let macroF1: Double
        /// The expected calibration error (Guo et al. 2017); `nil` where it gives no probabilities.
        public let ece: Double?
    }

    /// What answering only above a probability comes to.
    public struct Coverage: Codable, Sendable, Equatable {
        /// The lowest probability at which an answer is given.
        public let threshold: Double
        /// The share of texts that are answered.
        public let coverage: Double
        /// The share of the answers that are right; `nil` where nothing is answered.
        public let accuracy: Double?
    }

    /// An answer that was wrong, and sure of itself.
    public struct Mistake: Codable, Sendable, Equatable {
        /// The text.
        public let text: String
        /// Where it comes from: `'reviews.csv', line 12`.
        public let place: String
        /// The right class.
        public let label: String
        /// The class that the classifier gave.
        public let predicted: String
        /// The probability of that class.
        public let probability: Double
    }

    /// The number of texts.
    public let documents: Int
    /// Texts without a word, whose every class is equally likely.
    public let emptyDocuments: Int
    /// Accuracy, precision, recall and calibration.
    public let metrics: ClassificationMetrics
    /// A 95 % interval of the accuracy (Wilson 1927): lower and upper end.
    public let accuracyInterval: [Double]
    /// A 95 % interval of the macro F1 score by the bootstrap: lower and upper end.
    public let macroF1Interval: [Double]
    /// The baselines on the same texts.
    public let baselines: [Scores]
    /// The network without the baseline that it is combined with; `nil` where it is used alone, or was trained on top of
    /// the baseline.
    public let networkAlone: Scores?
    /// Where some classes have no text here: the classifier and its bag of words when they choose among the others only.
    public let amongPresentClasses: [Scores]
    /// The same classifier, reading its weights in other precisions.
    public let otherPrecisions: [Scores]
    /// The accuracy of answers given only above a probability, for several thresholds.
    public let coverage: [Coverage]
    /// The wrong answers with the highest probabilities, highest first.
    public let worstMistakes: [Mistake]

    /// The baseline with the highest accuracy, and whether the classifier is better.
    public var bestBaseline: Scores? { baselines.max { $0.accuracy < $1.accuracy } }
    /// Whether the classifier is more accurate than every baseline.
    public var beatsBaselines: Bool { bestBaseline.map { metrics.accuracy > $0.accuracy } ?? true }

    /// The baselines are the majority class of these texts, and the bag of words that was trained with the model.
    ///
    /// - Parameters:
    ///   - data: Texts of the classifier's classes, in any order of the classes.
    ///   - mistakes: How many of them to keep, the surest first.
    ///   - precisions: Further precisions to measure, apart from the classifier's own.
    ///   - baseline: The bag of words to compare with; `nil` for the classifier's own.
    /// - Throws: ``TextClassifierError/unknownClass(_:known:)`` where a text is of a class that the classifier does not
    ///   have, ``TextClassifierError/noWords`` where there is no text, or `ModelError.notFinite(model:)`.
    public init(
        of analyzer: TextClassifier, on data: LabelledTexts, mistakes: Int = 10, precisions: [Precision] = [],
        baseline: BaselineClassifier? = nil
    ) throws {
        guard let data = try ClassifierTexts.classes(data).matching(analyzer).classes, data.count > 0 else {
            throw TextClassifierError.noWords
        }
        let results = try analyzer.classify(data.texts)
        let probabilities = results.map { $0.probabilities.map(\.probability) }
        let metrics = ClassificationMetrics(
            labels: data.labels, probabilities: probabilities, classNames: analyzer.classNames)
        self.metrics = metrics
        documents = data.texts.count
        emptyDocuments = results.count { $0.label == nil }
        let predictions = probabilities.map { row in row.indices.max { (row[$0], $1) < (row[$1], $0) } ?? 0 }
        let accuracy = wilsonInterval(zip(data.labels, predictions).count { $0 == $1 }, of: data.count)
        let macroF1 = BootstrapInterval.macroF1(
            labels: data.labels, predictions: predictions, classCount: analyzer.classNames.count)
        accuracyInterval = [accuracy.lowerBound, accuracy.upperBound]
        macroF1Interval = [macroF1.lower, macroF1.upper]
        coverage = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99].map { threshold in
            let selected = SelectiveAccuracy(labels: data.labels, probabilities: probabilities, threshold: threshold)
            return Coverage(
                threshold: threshold, coverage: selected.coverage,
                accuracy: selected.numAnswered > 0 ? selected.accuracy : nil)
        }
        let bag = (baseline ?? analyzer.baseline).map { bag in
            analyzer.tokenizer.wordHashes(each: data.texts).map { softmax(bag.logits(of: $0)) }
        }
        baselines = Self.baselines(bag, on: data)
        amongPresentClasses = Self.amongPresentClasses(probabilities, bag, on: data)
        networkAlone =
            analyzer.isCombined && analyzer.baseline?.isBeneath == false
            ? Self.networkAlone(of: analyzer, on: data) : nil
        otherPrecisions = try precisions.filter { $0 != analyzer.precision }.map { precision in
            let results = try analyzer.quantized(to: precision).classify(data.texts)
            return Self.scores(
                precision.rawValue, results.map { $0.probabilities.map(\.probability) }, data, showsECE: true)
        }
        worstMistakes = results.indices
            .filter { results[$0].label != nil && results[$0].label != analyzer.classNames[data.labels[$0]] }
            .sorted { results[$0].probability > results[$1].probability }.prefix(max(0, mistakes)).map { index in
                Mistake(
                    text: String(data.texts[index].prefix(300)), place: data.place(of: index),
                    label: analyzer.classNames[data.labels[index]], predicted: results[index].label ?? "",
                    probability: results[index].probability)
            }
    }

    /// - Parameter bag: The probabilities of the bag of words.
    private static func baselines(_ bag: [[Double]]?, on data: LabelledTexts) -> [Scores] {
        let counts = data.classCounts
        let majority = counts.indices.max { (counts[$0], -$0) < (counts[$1], -$1) } ?? 0
        let sure = data.classNames.indices.map { $0 == majority ? 1.0 : 0.0 }
        var baselines = [
            scores("always \(data.classNames[majority])", data.texts.map { _ in sure }, data, showsECE: false)
        ]
        if let bag { baselines.append(scores(BaselineClassifier.name, bag, data, showsECE: true)) }
        return baselines
    }

    /// The classifier and its bag of words, by their probabilities, where they choose among the classes of the texts.
    private static func amongPresentClasses(
        _ probabilities: [[Double]], _ bag: [[Double]]?, on data: LabelledTexts
    ) -> [Scores] {
        let present = data.classCounts.map { $0 > 0 }
        let count = present.count { $0 }
        guard count >= 2, count < present.count else { return [] }
        func scaled(_ rows: [[Double]]) -> [[Double]] {
            rows.map { row in
                let kept = zip(row, present).map { $1 ? $0 : 0 }
                let total = max(kept.reduce(0, +), .leastNormalMagnitude)
                return kept.map { $0 / total }
            }
        }
        let own = scores("the model", scaled(probabilities), data, showsECE: true)
        return [own] + (bag.map { [scores(BaselineClassifier.name, scaled($0), data, showsECE: true)] } ?? [])
    }

    private static func networkAlone(of analyzer: TextClassifier, on data: LabelledTexts) -> Scores {
        let documents = analyzer.tokenizer.encodeIDs(each: data.texts).map(analyzer.model.configuration.clip)
        let probabilities = zip(analyzer.session.logits(of: documents), documents).map { logits, document in
            softmax(logits.map { $0 * analyzer.model.configuration.lengthFactor(max(document.count, 1)) })
        }
        return scores("network alone", probabilities, data, showsECE: false)
    }

    private static func scores(
        _ name: String, _ probabilities: [[Double]], _ data: LabelledTexts, showsECE: Bool
    ) -> Scores {
        let metrics = ClassificationMetrics(
            labels: data.labels, probabilities: probabilities, classNames: data.classNames)
        return Scores(
            name: name, accuracy: metrics.accuracy, macroF1: metrics.macroF1, ece: showsECE ? metrics.ece : nil)
    }

    private enum Keys: String, CodingKey {
        case documents, averagedClasses, emptyDocuments, accuracyInterval, macroF1Interval, baselines, networkAlone,
            amongPresentClasses, otherPrecisions, coverage, worstMistakes
    }

    public init(from decoder: any Decoder) throws {
        metrics = try ClassificationMetrics(from: decoder)
        let container = try decoder.container(keyedBy: Keys.self)
        documents = try container.decode(Int.self, forKey: .documents)
        emptyDocuments = try container.decode(Int.self, forKey: .emptyDocuments)
        accuracyInterval = try container.decode([Double].self, forKey: .accuracyInterval)
        macroF1Interval = try container.decode([Double].self, forKey: .macroF1Interval)
        baselines = try container.decode([Scores].self, forKey: .baselines)
        networkAlone = try container.decodeIfPresent(Scores.self, forKey: .networkAlone)
        amongPresentClasses = try container.decodeIfPresent([Scores].self, forKey: .amongPresentClasses) ?? []
        otherPrecisions = try container.decodeIfPresent([Scores].self, forKey: .otherPrecisions) ?? []
        coverage = try container.decode([Coverage].self, forKey: .coverage)
        worstMistakes = try container.decode([Mistake].self, forKey: .worstMistakes)
    }

    /// The metrics and the rest side by side.
    public func encode(to encoder: any Encoder) throws {
        try metrics.encode(to: encoder)
        var container = encoder.container(keyedBy: Keys.self)
        try container.encode(metrics.averagedClasses, forKey: .averagedClasses)
        try container.encode(documents, forKey: .documents)
        try container.encode(emptyDocuments, forKey: .emptyDocuments)
        try container.encode(accuracyInterval, forKey: .accuracyInterval)
        try container.encode(macroF1Interval, forKey: .macroF1Interval)
        try container.encode(baselines, forKey: .baselines)
        try container.encodeIfPresent(networkAlone, forKey: .networkAlone)
        if !amongPresentClasses.isEmpty {
            try container.encode(amongPresentClasses, forKey: .amongPresentClasses)
        }
        try container.encode(otherPrecisions, forKey: .otherPrecisions)
        try container.encode(coverage, forKey: .coverage)
        try container.encode(worstMistakes, forKey: .worstMistakes)
    }
}

extension TextClassifier {
    /// The same texts with labels that are places in ``classNames``.
    ///
    /// - Throws: ``TextClassifierError/unknownClass(_:known:)``
    func matching(_ data: LabelledTexts) throws -> LabelledTexts {
        guard data.classNames != classNames else { return data }
        return try data.mappingClasses(to: classNames) { name in
            guard let place = classNames.firstIndex(of: name) else {
                throw TextClassifierError.unknownClass(name, known: classNames)
            }
            return place
        }
    }
}

extension TextClassifierEvaluation: DefaultedDecodable {
    package static var formerNames: [String: String] { ["baselines": "rivals"] }
}
