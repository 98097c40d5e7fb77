import CMovieReviewsModel
import Recurrent

/// The classifiers that come with the program.
public enum PretrainedClassifier {
    public static let all = [
        EmbeddedModel(
            name: "movie-reviews-en", summary: "film reviews and sentences about films in English: negative, positive",
            configuration: bytes(movie_reviews_configuration), tokenizer: bytes(movie_reviews_tokenizer),
            weights: bytes(movie_reviews_weights), card: bytes(movie_reviews_card))
    ]

    /// The one that commands take when none is named.
    public static let `default` = all[0]
}

extension SentimentAnalyzer {
    /// A shipped classifier.
    ///
    /// - Throws: `ModelError.unknownName`, which lists the names there are.
    public init(named name: String) throws {
        let (bundle, weights) = try PretrainedClassifier.all.named(name).open()
        try self.init(bundle: bundle, weights: weights)
    }

    /// The shipped classifier of film reviews in English.
    public init() throws { try self.init(named: PretrainedClassifier.default.name) }
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
