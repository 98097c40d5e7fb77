import ArgumentParser
import CommandSupport
import ToolSupport

/// `sentiment`: classifiers of texts from the command line.
package struct Sentiment: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "sentiment",
        abstract: "Classify texts, and train classifiers on your own.",
        discussion: """
            Try the model that comes with it, for English texts of any kind:
              echo "not bad at all" | sentiment classify --unit line

            Train a classifier on your own labelled texts, in any language and with any classes:
              sentiment train mails.csv --column body --label-column folder --output my-model
              sentiment classify --model my-model new-mail.txt

            Results go to standard output, everything else to standard error. Exit status: 0 success, 64 wrong usage, \
            65 invalid data, 66 file not found, 74 input/output error, 130 interrupted.
            """,
        version: Release.version,
        subcommands: [
            Classify.self, Summarize.self, Explain.self, Train.self, Evaluate.self, Calibrate.self, Pretrain.self,
            Models.self,
        ])

    package init() {}
}
