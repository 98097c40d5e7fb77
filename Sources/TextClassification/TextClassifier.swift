import Foundation
import ModelFiles
import Tensors
import Tokenization

/// A trained text classifier.
///
/// ```swift
/// let classifier = try TextClassifier(contentsOf: URL(fileURLWithPath: "my-model"))
/// try classifier.classify("A film to fall asleep in.").label  // "negative"
/// for try await result in classifier.classify(reviews) { print(result.label ?? "no words") }
/// ```
public struct TextClassifier: Sendable {
    /// The network with its configuration; its parameters stay 32 bits wide at every ``precision``.
    public let model: TextClassifierNetwork
    /// What cuts texts into the network's words, or pieces of words.
    public let tokenizer: Tokenizer
    /// The bag-of-words baseline that was trained on the same documents; `nil` if the model has none.
    public let baseline: BaselineClassifier?
    /// How many bits the products of the recurrent layers read for each weight.
    public let precision: Precision
    let session: TextClassifierSession
    /// What messages call it: its folder or its name, where it has one.
    var name = "The model"

    /// The names of the classes or labels, in the order of all probabilities.
    public var classNames: [String] { model.configuration.classNames }
    /// Whether it gives a text any number of labels, and not one class.
    public var isMultiLabel: Bool { model.configuration.isMultiLabel }
    var labelling: Labelling { model.configuration.labelling }

    /// - Parameter precision: Fewer bits are faster and a little less exact; the model keeps its weights as they are.
    public init(
        model: TextClassifierNetwork, tokenizer: Tokenizer, baseline: BaselineClassifier? = nil,
        precision: Precision = .fp32
    ) {
        self.model = model
        self.tokenizer = tokenizer
        self.baseline = baseline
        self.precision = precision
        session = TextClassifierSession(model, precision: precision)
    }

    /// The same classifier, reading its weights in another precision.
    public func quantized(to precision: Precision) -> TextClassifier {
        var classifier = TextClassifier(model: model, tokenizer: tokenizer, baseline: baseline, precision: precision)
        classifier.name = name
        return classifier
    }

    /// Reads a model folder.
    ///
    /// - Throws: `ModelError`, `FileError`, `SafetensorsError` or `TokenizerError`, each one sentence that names the
    ///   file and what is wrong with it.
    public init(contentsOf folder: URL) throws {
        let (bundle, weights) = try ModelFolder(folder).open()
        try self.init(bundle: bundle, weights: weights)
        name = folder.relativePath
    }

    /// A classifier that comes with the program, such as `.movieReviewsEnglish` of the module `MovieReviewsModel`.
    public init(_ embedded: EmbeddedModel) throws {
        let (bundle, weights) = try embedded.open()
        try self.init(bundle: bundle, weights: weights)
        name = embedded.name
    }

    /// Builds the classifier from its files, wherever they are.
    public init(bundle: ModelBundle, weights: SafetensorsFile) throws {
        let (model, tokenizer) = try bundle.load(TextClassifierNetwork.self, weights: weights)
        let baseline = try BaselineClassifier(from: weights, of: model.configuration)
        self.init(model: model, tokenizer: tokenizer, baseline: baseline)
    }

    /// Writes a model folder that ``init(contentsOf:)`` reads.
    public func save(to folder: URL, precision: WeightPrecision = .float32) throws {
        let files = ModelFolder(folder)
        try files.create()
        try FolderSnapshot.replace(in: folder) {
            try files.write(model, precision: precision) { baseline?.add(to: &$0) }
            try files.write(model.configuration, tokenizer)
        }
    }

    // MARK: Classifying

    /// Classifies a text.
    ///
    /// - Throws: `ModelError.notFinite(model:)` where damaged weights give probabilities that are not numbers.
    public func classify(_ text: String) throws -> Classification { try classify([text])[0] }

    /// Classifies texts; the result of a text does not depend on the other texts.
    ///
    /// - Throws: `ModelError.notFinite(model:)` where damaged weights give probabilities that are not numbers.
    public func classify(_ texts: [String]) throws -> [Classification] { try classify(texts, checkingCancellation: {}) }

    /// Classifies the texts of a stream, in its order, away from the threads of Swift's concurrency.
    ///
    /// Texts that are waiting are classified together, which is faster; a text of a slow stream is classified at once.
    /// The results are those of ``classify(_:)-(String)`` either way. Ends with `CancellationError` where the task is
    /// cancelled, and with the stream's error, after the results of all texts before it.
    ///
    /// ```swift
    /// for try await result in classifier.classify(lines) { print(result.label ?? "no words", result.probability) }
    /// ```
    ///
    /// - Parameter batchSize: The most texts that are classified together.
    public func classify<Texts: AsyncSequence & Sendable>(
        _ texts: Texts, batchSize: Int = 256
    ) -> some AsyncSequence<Classification, any Error> & Sendable where Texts.Element == String {
        BackgroundBatches(texts, batchSize: max(1, batchSize)) { texts, _ in
            try classify(texts, checkingCancellation: Task.checkCancellation)
        }
    }

    /// - Parameter check: Called before each batch of the network; throws to stop.
    private func classify(_ texts: [String], checkingCancellation check: () throws -> Void) throws -> [Classification] {
        let encoded = isCombined ? tokenizer.idsAndWordHashes(each: texts) : []
        let documents = isCombined ? encoded.map(\.ids) : tokenizer.encodeIDs(each: texts)
        let hashes = encoded.map(\.hashes)
        let logits = try logits(of: documents, hashes: hashes, checkingCancellation: check)
        let counts = familiarity(of: texts, documents)
        return try logits.indices.map {
            let result = Classification(
                probabilities: labelling.probabilities(logits[$0]), classNames: classNames,
                thresholds: model.configuration.thresholds, tokenCount: counts[$0].words,
                unknownCount: counts[$0].unknown)
            guard result.isFinite else { throw ModelError.notFinite(model: name) }
            return result
        }
    }

    /// How many words each text has, and how many of them the model does not know.
    private func familiarity(of texts: [String], _ documents: [[Int32]]) -> [(words: Int, unknown: Int)] {
        guard tokenizer.unit == .word else {
            return tokenizer.familiarity(each: texts).map { ($0.count, $0.unknownCount) }
        }
        return documents.map { ids in (ids.count, ids.count { $0 == Vocabulary.unknownID }) }
    }

    /// The logits of documents of all their token ids; with those of the baseline if the model is combined with it.
    func logits(of documents: [[Int32]], hashes: [[UInt64]]) -> [[Double]] {
        logits(of: documents, hashes: hashes, checkingCancellation: {})
    }

    private func logits(
        of documents: [[Int32]], hashes: [[UInt64]], checkingCancellation check: () throws -> Void
    ) rethrows -> [[Double]] {
        let clipped = documents.map { model.configuration.clip($0) }
        var logits = try session.logits(of: clipped, checkingCancellation: check)
        for index in logits.indices where !clipped[index].isEmpty {
            let other = isCombined ? baseline?.logits(of: hashes[index]) : nil
            logits[index] = combined(logits[index], with: other, length: clipped[index].count)
        }
        return logits
    }

    /// Whether the baseline has a part in the answers.
    var isCombined: Bool { baseline.map { $0.mix > 0 } ?? false }

    /// The logits of network and baseline together, scaled for a document of `length` tokens.
    func combined(_ own: [Double], with other: [Double]?, length: Int) -> [Double] {
        var logits = own
        if isCombined, let baseline, let other { logits = zip(own, other).map { $0 + baseline.mix * $1 } }
        let factor = model.configuration.lengthFactor(length)
        return factor == 1 ? logits : logits.map { factor * $0 }
    }
}

/// The softmax of some logits.
func softmax(_ logits: [Double]) -> [Double] {
    let highest = logits.max() ?? 0
    let weights = logits.map { exp($0 - highest) }
    let sum = weights.reduce(0, +)
    return weights.map { $0 / sum }
}

/// The classification of a text.
public struct Classification: Sendable, Equatable, Codable {
    /// A class with its probability.
    public struct ClassProbability: Sendable, Equatable, Codable {
        /// The name of the class.
        public let name: String
        /// In 0 ... 1.
        public let probability: Double
    }

    /// The most probable class; `nil` for a text without a word. Of a multi-label model the first of ``labels``.
    public let label: String?
    /// The probability of ``label``; for a text without a word that of every class, 1 divided by their number. Of a
    /// multi-label model that gives the text no label, the highest probability.
    public let probability: Double
    /// The classes with their probabilities, in the model's order.
    public let probabilities: [ClassProbability]
    /// The number of words and punctuation marks in the text.
    public let tokenCount: Int
    /// How many of them the model does not know: words outside its vocabulary, or, where it reads pieces of words, those
    /// that are cut into crumbs of two and a half bytes or less on average.
    public let unknownCount: Int
    /// The labels of a multi-label model; `nil` of others.
    private let severalLabels: [String]?

    /// The labels of a multi-label model whose probabilities are above their thresholds, the most probable first; of other
    /// models ``label`` alone. Empty for a text without a word.
    ///
    /// ```swift
    /// print(try classifier.classify("Good soup, slow waiter.").labels)  // ["food", "service"]
    /// ```
    public var labels: [String] { severalLabels ?? (label.map { [$0] } ?? []) }

    /// Whether the model knows so few of the words that the label says little: a text in another language, for example.
    public var isMostlyUnknown: Bool { unknownCount >= 2 && 5 * unknownCount >= 2 * tokenCount }

    var isFinite: Bool { probabilities.allSatisfy(\.probability.isFinite) }

    /// The places of ``labels``, ascending.
    var labelPlaces: [Int] {
        let labels = Set(labels)
        return probabilities.indices.filter { labels.contains(probabilities[$0].name) }
    }

    /// - Parameter thresholds: Those of the labels of a multi-label model; `nil` for other models.
    init(
        probabilities values: [Double], classNames: [String], thresholds: [Double]? = nil, tokenCount: Int,
        unknownCount: Int = 0
    ) {
        probabilities = zip(classNames, values).map { ClassProbability(name: $0, probability: $1) }
        let best = predictedClass(of: values)
        let chosen = thresholds.map { thresholds in
            tokenCount == 0
                ? []
                : LabelThreshold.labels(values, above: thresholds).sorted { (values[$1], $0) < (values[$0], $1) }
        }
        severalLabels = chosen.map { $0.map { classNames[$0] } }
        let first = chosen.map(\.first) ?? (tokenCount == 0 ? nil : best)
        label = first.map { classNames[$0] }
        probability = values[first ?? best]
        (self.tokenCount, self.unknownCount) = (tokenCount, unknownCount)
    }

    private enum CodingKeys: String, CodingKey {
        case label, probability, probabilities, tokenCount, unknownCount
        case severalLabels = "labels"
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        label = try container.decodeIfPresent(String.self, forKey: .label)
        probability = try container.decode(Double.self, forKey: .probability)
        probabilities = try container.decode([ClassProbability].self, forKey: .probabilities)
        tokenCount = try container.decode(Int.self, forKey: .tokenCount)
        unknownCount = try container.decodeIfPresent(Int.self, forKey: .unknownCount) ?? 0
        severalLabels = try container.decodeIfPresent([String].self, forKey: .severalLabels)
    }

    /// The probability of a class; `nil` where the model has no class of that name.
    public func probability(of name: String) -> Double? {
        probabilities.first { $0.name == name }?.probability
    }
}

/// Why a classifier cannot be trained or evaluated.
public enum TextClassifierError: RemediedError, Equatable {
    /// No document has a word in it.
    case noWords
    /// No two different words are frequent enough to pretrain on.
    case tooFewWords(minFrequency: Int)
    /// A line of a behaviour suite is not a case.
    case malformedSuite(file: String, line: Int)
    /// The model has no class of this name; `known` are its classes.
    case unknownClass(String, known: [String])
    /// Fewer than two different classes were named to choose among.
    case tooFewClasses([String])
    /// The texts have several labels each and the classifier gives one class, or the reverse.
    case otherLabelling(isMultiLabel: Bool)
    /// A classifier that gives a text any number of labels cannot be used so: `purpose` is "continued by training".
    case multiLabelModel(purpose: String)
    /// An option of an explanation is out of range.
    case outOfRange(option: String, value: Int, minimum: Int)

    public var problem: String {
        switch self {
        case .noWords: "No document has a word in it"
        case .tooFewWords(let minFrequency):
            "No two different words occur \(minFrequency) times in the texts"
        case .malformedSuite(let file, let line): "'\(file)', line \(line): this is not a case of a behaviour suite"
        case .unknownClass(let name, let known):
            "The model has no class \(name); its classes are \(known.joined(separator: ", "))"
        case .tooFewClasses(let names):
            "A classifier chooses among two classes at least, not only \(names.joined(separator: ", "))"
        case .otherLabelling(let isMultiLabel):
            isMultiLabel
                ? "The model gives a text any number of labels, and these texts have one class each"
                : "The model gives each text one class, and these texts have several labels"
        case .multiLabelModel(let purpose):
            "A model that gives a text any number of labels cannot be \(purpose)"
        case .outOfRange(let option, let value, let minimum):
            "\(option) is \(value), and must be at least \(minimum)"
        }
    }

    public var remedies: [Remedy] {
        switch self {
        case .noWords: [.advice("give texts, one a row, with their labels")]
        case .tooFewWords: [.advice("give more text"), .lower([.minFrequency])]
        case .malformedSuite: [.advice("write kind, label and text with tabs between them, below a header")]
        case .unknownClass, .tooFewClasses, .otherLabelling, .multiLabelModel, .outOfRange: []
        }
    }
}
