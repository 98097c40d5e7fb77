import ArgumentParser
import CommandSupport
import ToolSupport

@main
enum Main {
    static func main() { CommandRunner.run(Seq2SeqTool.self) }
}

/// `seq2seq`: translators of texts from the command line.
struct Seq2SeqTool: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seq2seq",
        abstract: "Translate one kind of text into another, and learn how from pairs of yours.",
        discussion: """
            Try it at once with the model that comes with it, everyday sentences from English into French:
              echo "Where is the station?" | seq2seq translate

            Learn from a file of pairs (source, tab, target), or from two files line by line: a language, dates into a \
            standard form, spellings, scripts.
              seq2seq train pairs.tsv --output my-model
              seq2seq train train.en train.de --output english-german

            Translate, a line each:
              echo "A dog runs." | seq2seq translate --model english-german

            Results go to standard output, everything else to standard error. Exit status: 0 fine, 64 wrong usage, \
            65 bad data, 66 no such file, 74 reading or writing failed, 130 interrupted.
            """,
        version: "0.1.0",
        subcommands: [Translate.self, Train.self, Evaluate.self, Models.self])
}
