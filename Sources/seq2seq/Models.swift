import ArgumentParser
import CommandSupport
import EnglishFrenchModel
import Foundation
import Recurrent
import ToolSupport

/// `seq2seq models`: what comes with the program.
struct Models: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the models that come with seq2seq.",
        discussion: """
            Give a name to show the model card: training data, training command, evaluation and known failures.

              seq2seq models
              seq2seq models english-french
            """)

    @Argument(help: "Show the model card of this model.")
    var name: String?

    @OptionGroup var common: CommonOptions

    func run() throws { try ModelList(EmbeddedModel.translators, name: name).print(as: common.format) }
}

extension EmbeddedModel {
    /// The models that `seq2seq` ships, the default first.
    static let translators = [englishFrench]
}

/// Loads the models that the command line names; none is the shipped model, and several become an ensemble.
func loadTranslator(_ names: [String], precision: Precision, isQuiet: Bool) throws -> Translator {
    let arguments = names.isEmpty ? [nil] : names.map(Optional.some)
    let translators = try arguments.map { name in
        try ModelArgument(name, shipped: EmbeddedModel.translators).load(
            isQuiet: isQuiet, tokenizer: \.sourceTokenizer, folder: { try Translator(contentsOf: $0) },
            shipped: { try Translator($0) })
    }
    var translator = translators[0]
    if translators.count > 1 { translator = try translator.joined(with: Array(translators.dropFirst())) }
    return precision == .fp32 ? translator : translator.quantized(to: precision)
}
