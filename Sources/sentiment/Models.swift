import ArgumentParser
import CommandSupport
import Recurrent
import ToolSupport

/// `sentiment models`: what comes with the program.
struct Models: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the models that come with sentiment.",
        discussion: """
            Give a name to see its card: what it was trained on, with which command, how good it is, and where it fails.

              sentiment models
              sentiment models movie-reviews-en
            """)

    @Argument(help: "Show the card of this model.")
    var name: String?

    @OptionGroup var common: CommonOptions

    func run() throws { try ModelList(EmbeddedModel.classifiers, name: name).print(as: common.format) }
}
