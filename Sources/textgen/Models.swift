import ArgumentParser
import CommandSupport
import Recurrent
import ToolSupport

/// `textgen models`: what comes with the program.
struct Models: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the models that come with textgen.",
        discussion: """
            Give a name to see its card: what it was trained on, with which command, and how good it is.

              textgen models
              textgen models shakespeare
            """)

    @Argument(help: "Show the card of this model.")
    var name: String?

    @OptionGroup var common: CommonOptions

    func run() throws { try ModelList(EmbeddedModel.generators, name: name).print(as: common.format) }
}
