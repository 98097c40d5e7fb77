import ArgumentParser
import CommandSupport
import Foundation
import MovieReviewsModel
import Recurrent
import ToolSupport

/// `sentiment models`: what comes with the program.
struct Models: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the models that come with sentiment.",
        discussion: """
            Give a name to show the model card: training data, training command, evaluation and known failures.

              sentiment models
              sentiment models movie-reviews-en
            """)

    @Argument(help: "Show the model card of this model.")
    var name: String?

    @OptionGroup var common: CommonOptions

    func run() throws { try ModelList(EmbeddedModel.classifiers, name: name).print(as: common.format) }
}

extension EmbeddedModel {
    /// The models that `sentiment` ships, the default first.
    static let classifiers = [movieReviewsEnglish]
}

extension ModelArgument {
    /// - Parameter name: `nil` takes the shipped model that is the default.
    init(_ name: String?) { self.init(name, shipped: EmbeddedModel.classifiers) }

    func load(precision: Precision = .fp32, isQuiet: Bool) throws -> TextClassifier {
        let analyzer = try load(
            isQuiet: isQuiet, tokenizer: \.tokenizer, folder: { try TextClassifier(contentsOf: $0) },
            shipped: { try TextClassifier($0) })
        return precision == .fp32 ? analyzer : analyzer.quantized(to: precision)
    }
}
