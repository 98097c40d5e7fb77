import ArgumentParser
import CommandSupport
import Foundation
import ProseEnglishModel
import Recurrent
import ShakespeareModel
import ToolSupport

/// `textgen models`: what comes with the program.
struct Models: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the models that come with textgen.",
        discussion: """
            Give a name to show the model card: training data, training command and evaluation.

              textgen models
              textgen models shakespeare
            """)

    @Argument(help: "Show the model card of this model.")
    var name: String?

    @OptionGroup var common: CommonOptions

    func run() throws { try ModelList(EmbeddedModel.generators, name: name).print(as: common.format) }
}

extension EmbeddedModel {
    /// The models that `textgen` ships, the default first.
    static let generators = [proseEnglish, shakespeare]
}

extension ModelArgument {
    /// - Parameter name: `nil` takes the shipped model that is the default.
    init(_ name: String?) { self.init(name, shipped: EmbeddedModel.generators) }

    func load(precision: Precision, isQuiet: Bool) throws -> TextGenerator {
        try load(
            isQuiet: isQuiet, tokenizer: \.tokenizer,
            folder: { try TextGenerator(contentsOf: $0, precision: precision) },
            shipped: { try TextGenerator($0, precision: precision) })
    }
}
