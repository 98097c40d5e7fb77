import CMovieReviewsModel
import Foundation
import Recurrent
import Tensors

/// A trained classifier that comes with the program: its files lie in the binary.
public struct PretrainedClassifier: Sendable {
    public let name: String
    /// One line: what it tells apart.
    public let summary: String
    private let files: Files

    /// Where the four files of a model lie in memory.
    private struct Files: @unchecked Sendable {
        let configuration: UnsafeRawBufferPointer
        let tokenizer: UnsafeRawBufferPointer
        let weights: UnsafeRawBufferPointer
        let card: UnsafeRawBufferPointer
    }

    /// Every shipped classifier.
    public static let all = [
        PretrainedClassifier(
            name: "movie-reviews-en", summary: "film reviews and sentences about films in English: negative, positive",
            files: Files(
                configuration: bytes(movie_reviews_configuration), tokenizer: bytes(movie_reviews_tokenizer),
                weights: bytes(movie_reviews_weights), card: bytes(movie_reviews_card)))
    ]

    /// The one that commands take when none is named.
    public static let `default` = all[0]

    /// - Throws: `ModelError.unknownName`, which lists the names there are.
    public init(named name: String) throws {
        guard let model = Self.all.first(where: { $0.name == name }) else {
            throw ModelError.unknownName(name, known: Self.all.map(\.name))
        }
        self = model
    }

    private init(name: String, summary: String, files: Files) {
        self.name = name
        self.summary = summary
        self.files = files
    }

    /// The size of the weights in the binary.
    public var byteCount: Int { files.weights.count }

    /// The model card: data, command, figures, known failures.
    public var card: String { String(decoding: files.card, as: UTF8.self) }

    func load() throws -> SentimentAnalyzer {
        let bundle = ModelBundle(
            name: name, configuration: Data(files.configuration), tokenizer: Data(files.tokenizer))
        let weights = try SafetensorsFile(unownedBytes: files.weights, name: "the shipped model \(name)")
        return try SentimentAnalyzer(bundle: bundle, weights: weights)
    }
}

extension SentimentAnalyzer {
    /// A shipped classifier.
    ///
    /// - Throws: `ModelError.unknownName`, which lists the names there are.
    public init(named name: String) throws {
        self = try PretrainedClassifier(named: name).load()
    }

    /// The shipped classifier of film reviews in English.
    public init() throws { self = try PretrainedClassifier.default.load() }
}

extension BehaviourSuite {
    /// The cases in English that come with the program.
    public static let english: BehaviourSuite = {
        let text = String(decoding: bytes(movie_reviews_suite), as: UTF8.self)
        guard let suite = try? BehaviourSuite(text: text, file: "behaviour-en.tsv") else {
            preconditionFailure("behaviour-en.tsv is malformed.")
        }
        return suite
    }()
}

private func bytes(_ file: embedded_classifier_file) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: file.bytes, count: file.count)
}
