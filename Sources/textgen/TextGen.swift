import ArgumentParser
import CommandSupport
import ToolSupport

/// `textgen`: character language models from the command line.
package struct TextGen: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "textgen",
        abstract: "Generate text with a recurrent neural network.",
        discussion: """
            Try the models that come with it, prose by default:
              textgen sample --seed "Once"
              textgen sample shakespeare --seed "ROMEO:"

            Train a model on your own text, and generate text with it:
              textgen train my.txt --output my-model
              textgen sample my-model --temperature 0.8

            Results go to standard output, everything else to standard error. Exit status: 0 success, 64 wrong usage, \
            65 invalid data, 66 file not found, 74 input/output error, 130 interrupted.
            """,
        version: Release.version,
        subcommands: [
            Sample.self, Train.self, Evaluate.self, Inspect.self, Compress.self, Decompress.self, Tokenize.self,
            Models.self,
        ],
        defaultSubcommand: nil)

    package init() {}
}
