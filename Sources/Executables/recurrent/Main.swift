import ArgumentParser
import CommandSupport
import ForecastCommands
import SentimentCommands
import Seq2SeqCommands
import TextGenCommands

@main
enum Main {
    static func main() { CommandRunner.runTool(of: RecurrentCommand.self) }
}

/// `recurrent`: the tools in one program. Called by the name of a tool, for instance through a link, it is that tool.
struct RecurrentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recurrent",
        abstract: "Recurrent neural networks for text and time series.",
        discussion: """
            The tools can be called by their own names, too:
              recurrent textgen sample --seed "Once"
              textgen sample --seed "Once"
            """,
        version: Release.version,
        subcommands: [TextGen.self, Sentiment.self, Seq2SeqTool.self, ForecastTool.self])
}
