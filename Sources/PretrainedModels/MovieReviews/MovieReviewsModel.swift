import CMovieReviewsModel
import ModelFiles
import TextClassification

extension EmbeddedModel {
    /// A classifier of film reviews, and of sentences about films, in English: negative or positive.
    ///
    /// ```swift
    /// let classifier = try TextClassifier(.movieReviewsEnglish)
    /// ```
    public static let movieReviewsEnglish = EmbeddedModel(
        name: "movie-reviews-en", summary: "film reviews and sentences about films in English: negative, positive",
        configuration: bytes(movie_reviews_configuration), tokenizer: bytes(movie_reviews_tokenizer),
        weights: bytes(movie_reviews_weights), card: bytes(movie_reviews_card))
}

extension BehaviourSuite {
    /// Test cases of behaviour in English, such as negation and emphasis.
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
