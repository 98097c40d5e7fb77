import Foundation
import ModelFiles
import Tensors
import Tokenization

/// A trained text classifier.
///
/// ```swift
/// let analyzer = try TextClassifier(contentsOf: URL(fileURLWithPath: "my-model"))
/// analyzer.classify("A film to fall asleep in.").label  // "negative"
/// ```
public struct TextClassifier: Sendable {
    public let model: TextClassifierNetwork
    public let tokenizer: Tokenizer
    /// The bag of words that was trained on the same documents, if it is at hand.
    public let rival: BaselineClassifier?
    /// How many bits the products of the LSTM read for each weight.
    public let precision: Precision
    let session: TextClassifierSession

    /// The names of the classes, in the order of all probabilities.
    public var classNames: [String] { model.configuration.classNames }

    /// - Parameter precision: Fewer bits are faster and a little less exact; the model keeps its weights as they are.
    public init(
        model: TextClassifierNetwork, tokenizer: Tokenizer, rival: BaselineClassifier? = nil,
        precision: Precision = .fp32
    ) {
        self.model = model
        self.tokenizer = tokenizer
        self.rival = rival
        self.precision = precision
        session = TextClassifierSession(model, precision: precision)
    }

    /// The same classifier, reading its weights in another precision.
    public func quantized(to precision: Precision) -> TextClassifier {
        TextClassifier(model: model, tokenizer: tokenizer, rival: rival, precision: precision)
    }

    /// Reads a model folder.
    ///
    /// - Throws: `ModelError`, `FileError`, `SafetensorsError` or `TokenizerError`, each one sentence that names the
    ///   file and what is wrong with it.
    public init(contentsOf folder: URL) throws {
        let (bundle, weights) = try ModelFolder(folder).open()
        try self.init(bundle: bundle, weights: weights)
    }

    /// A classifier that comes with the program, such as `.movieReviewsEnglish` of the module `MovieReviewsModel`.
    public init(_ embedded: EmbeddedModel) throws {
        let (bundle, weights) = try embedded.open()
        try self.init(bundle: bundle, weights: weights)
    }

    /// Builds the classifier from its files, wherever they are.
    public init(bundle: ModelBundle, weights: SafetensorsFile) throws {
        let (model, tokenizer) = try bundle.load(TextClassifierNetwork.self, weights: weights)
        let rival = try BaselineClassifier(from: weights, classCount: model.configuration.classNames.count)
        self.init(model: model, tokenizer: tokenizer, rival: rival)
    }

    /// Writes a model folder that ``init(contentsOf:)`` reads.
    public func save(to folder: URL, precision: WeightPrecision = .float32) throws {
        let files = ModelFolder(folder)
        try files.create()
        try FolderSnapshot.replace(in: folder) {
            try files.write(model, precision: precision) { rival?.add(to: &$0) }
            try files.write(model.configuration, tokenizer)
        }
    }

    // MARK: Classifying

    /// What class a text is of.
    public func classify(_ text: String) -> Classification { classify([text])[0] }

    /// What class each of some texts is of; a text gets the same whatever the others are.
    public func classify(_ texts: [String]) -> [Classification] {
        let documents = tokenizer.encodeIDs(each: texts)
        let hashes = rival.map { $0.mix > 0 ? tokenizer.wordHashes(each: texts) : [] } ?? []
        let logits = logits(of: documents, hashes: hashes)
        return logits.indices.map {
            Classification(
                probabilities: softmax(logits[$0]), classNames: classNames, tokenCount: documents[$0].count)
        }
    }

    /// What class each text of a stream is of, in the stream's order; asks for a text only when the one before is done.
    public func classify<Texts: AsyncSequence & Sendable>(
        _ texts: Texts
    ) -> AsyncMapSequence<Texts, Classification> where Texts.Element == String {
        texts.map { classify($0) }
    }

    /// The logits of documents of all their token ids; with those of the baseline if the model is combined with it.
    func logits(of documents: [[Int32]], hashes: [[UInt64]]) -> [[Double]] {
        let clipped = documents.map { model.configuration.clip($0) }
        var logits = session.logits(of: clipped)
        let exponent = model.configuration.lengthExponent
        for index in logits.indices where !clipped[index].isEmpty {
            if let rival, rival.mix > 0 {
                logits[index] = zip(logits[index], rival.logits(of: hashes[index])).map { $0 + rival.mix * $1 }
            }
            if exponent != 0 {
                let factor = pow(Double(clipped[index].count), -exponent)
                logits[index] = logits[index].map { factor * $0 }
            }
        }
        return logits
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
public struct Classification: Sendable, Equatable, Encodable {
    /// The likeliest class; `nil` for a text without a word.
    public let label: String?
    /// Its probability; for a text without a word that of every class.
    public let probability: Double
    /// The classes with their probabilities, in the model's order.
    public let probabilities: [(name: String, probability: Double)]
    /// The words and signs of the text.
    public let tokenCount: Int

    /// Whether all probabilities are numbers, which only a damaged model does not give.
    public var isFinite: Bool { probabilities.allSatisfy(\.probability.isFinite) }

    init(probabilities values: [Double], classNames: [String], tokenCount: Int) {
        probabilities = zip(classNames, values).map { ($0, $1) }
        var best = 0
        for index in values.indices where values[index] > values[best] { best = index }
        label = tokenCount == 0 ? nil : classNames[best]
        probability = values[best]
        self.tokenCount = tokenCount
    }

    public static func == (a: Classification, b: Classification) -> Bool {
        a.label == b.label && a.tokenCount == b.tokenCount
            && a.probabilities.elementsEqual(b.probabilities) { $0 == $1 }
    }

    private enum Keys: String, CodingKey { case label, probability, probabilities, tokens }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Keys.self)
        try container.encode(label, forKey: .label)
        try container.encode(probability, forKey: .probability)
        try container.encode(
            Dictionary(uniqueKeysWithValues: probabilities.map { ($0.name, $0.probability) }), forKey: .probabilities)
        try container.encode(tokenCount, forKey: .tokens)
    }
}

/// Why a classifier cannot be trained or evaluated.
public enum TextClassifierError: Error, Equatable, Sendable, CustomStringConvertible {
    case noWords
    case tooFewWords(minFrequency: Int)
    case malformedSuite(file: String, line: Int)
    case unknownClass(String, known: [String])
    case widthMismatch(file: String, found: Int, expected: Int)

    public var description: String {
        switch self {
        case .noWords:
            "No document has a word in it; give texts, one a row, with their labels."
        case .tooFewWords(let minFrequency):
            "No two different words occur \(minFrequency) times in the texts; give more text or a lower --min-frequency."
        case .malformedSuite(let file, let line):
            "'\(file)', line \(line): a case is kind, label and text with tabs between, below a header."
        case .unknownClass(let name, let known):
            "The model has no class \(name); its classes are \(known.joined(separator: ", "))."
        case .widthMismatch(let file, let found, let expected):
            "'\(file)': vectors of \(found) numbers where --embedding-size says \(expected); leave that out."
        }
    }
}
