import ArgumentParser
import CommandSupport
import ToolSupport

/// `seq2seq`: translators of texts from the command line.
package struct Seq2SeqTool: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "seq2seq",
        abstract: "Translate texts, and train translators on your pairs.",
        discussion: """
            Try the model that comes with it, for everyday sentences from English into French:
              echo "Where is the station?" | seq2seq translate

            Train on a file of pairs (source, tab, target) or on two line-aligned files. Any mapping between texts \
            works: languages, dates to a standard form, spellings, transliterations.
              seq2seq train pairs.tsv --output my-model
              seq2seq train train.en train.de --output english-german

            Translate line by line:
              echo "A dog runs." | seq2seq translate --model english-german

            Results go to standard output, everything else to standard error. Exit status: 0 success, 64 wrong usage, \
            65 invalid data, 66 file not found, 74 input/output error, 130 interrupted.
            """,
        version: Release.version,
        subcommands: [Translate.self, Train.self, Evaluate.self, Models.self])

    package init() {}
}
