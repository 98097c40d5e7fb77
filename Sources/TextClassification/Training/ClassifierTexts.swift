import Datasets
import Tokenization

/// The labelled texts of a classifier: each of one class, or each with any number of labels.
public enum ClassifierTexts: Sendable {
    /// Texts of one class each.
    case classes(LabelledTexts)
    /// Texts with any number of labels each.
    case labels(MultiLabelledTexts)

    /// The texts, in the order in which they were read.
    public var texts: [String] {
        switch self {
        case .classes(let data): data.texts
        case .labels(let data): data.texts
        }
    }

    /// The number of texts.
    public var count: Int { texts.count }

    /// The names of the classes or labels.
    public var classNames: [String] {
        switch self {
        case .classes(let data): data.classNames
        case .labels(let data): data.labelNames
        }
    }

    /// The number of texts of each class, or with each label.
    public var classCounts: [Int] {
        switch self {
        case .classes(let data): data.classCounts
        case .labels(let data): data.labelCounts
        }
    }

    /// A number, as hexadecimal digits, that changes with the texts, their order and their labels.
    public var fingerprint: String {
        switch self {
        case .classes(let data): data.fingerprint
        case .labels(let data): data.fingerprint
        }
    }

    /// The texts, where each is of one class.
    public var classes: LabelledTexts? {
        if case .classes(let data) = self { data } else { nil }
    }

    /// The texts, where each may have several labels.
    public var labels: MultiLabelledTexts? {
        if case .labels(let data) = self { data } else { nil }
    }

    /// Whether a text may have several labels.
    public var isMultiLabel: Bool { labels != nil }

    /// What is to be predicted of a text: its class, or for each label whether it has it, 0 or 1.
    func targets(of index: Int) -> [Int] {
        switch self {
        case .classes(let data): return [data.labels[index]]
        case .labels(let data):
            var targets = [Int](repeating: 0, count: data.labelNames.count)
            for label in data.labels[index] { targets[label] = 1 }
            return targets
        }
    }

    /// How many values ``targets(of:)`` has.
    var targetsPerText: Int { labels?.labelNames.count ?? 1 }

    /// Sets a part of every class or label aside; see `LabelledTexts` and `MultiLabelledTexts`.
    func split(fraction: Double, seed: UInt64) throws -> (rest: ClassifierTexts, aside: ClassifierTexts) {
        switch self {
        case .classes(let data):
            let parts = try data.split(fraction: fraction, seed: seed)
            return (.classes(parts.rest), .classes(parts.aside))
        case .labels(let data):
            let parts = try data.split(fraction: fraction, seed: seed)
            return (.labels(parts.rest), .labels(parts.aside))
        }
    }

    /// The same texts with labels that are places in the classifier's names.
    ///
    /// - Throws: ``TextClassifierError/unknownClass(_:known:)``, `LabelledTextsError.unknownLabel`, or
    ///   ``TextClassifierError/otherLabelling(isMultiLabel:)`` where texts and classifier differ in how many labels a text
    ///   has.
    func matching(_ classifier: TextClassifier) throws -> ClassifierTexts {
        guard isMultiLabel == classifier.isMultiLabel else {
            throw TextClassifierError.otherLabelling(isMultiLabel: classifier.isMultiLabel)
        }
        return switch self {
        case .classes(let data): .classes(try classifier.matching(data))
        case .labels(let data): .labels(try data.matchingLabels(classifier.classNames))
        }
    }

    /// The same texts with the labels of others; texts of one class each as they are.
    ///
    /// - Throws: `LabelledTextsError.unknownLabel`, or ``TextClassifierError/otherLabelling(isMultiLabel:)`` where only one
    ///   of the two may have several labels for a text.
    func withLabels(of other: ClassifierTexts) throws -> ClassifierTexts {
        guard isMultiLabel == other.isMultiLabel else {
            throw TextClassifierError.otherLabelling(isMultiLabel: other.isMultiLabel)
        }
        return try labels.map { .labels(try $0.matchingLabels(other.classNames)) } ?? self
    }

    /// The bag of words that these texts train.
    func baseline(by tokenizer: Tokenizer, randomSeed: UInt64) -> BaselineClassifier {
        let hashes = tokenizer.wordHashes(each: texts)
        return switch self {
        case .classes(let data):
            BaselineClassifier(
                hashes: hashes, labels: data.labels, classCount: data.classNames.count, order: 2, randomSeed: randomSeed
            )
        case .labels(let data):
            BaselineClassifier(
                hashes: hashes, labelSets: data.labels, labelCount: data.labelNames.count, order: 2,
                randomSeed: randomSeed)
        }
    }
}
