import ArgumentParser
import CommandSupport
import Recurrent
import ToolSupport

/// `seq2seq models`: what comes with the program.
struct Models: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the models that come with seq2seq.",
        discussion: """
            Give a name to see its card: what it was trained on, with which command, how good it is, and where it fails.

              seq2seq models
              seq2seq models english-french
            """)

    @Argument(help: "Show the card of this model.")
    var name: String?

    @OptionGroup var common: CommonOptions

    func run() throws { try ModelList(EmbeddedModel.translators, name: name).print(as: common.format) }
}
