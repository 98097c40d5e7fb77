import ArgumentParser
import CommandSupport
import Foundation
import Recurrent
import ToolSupport

/// `sentiment classify`: what class each text is of.
struct Classify: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Classify texts and print calibrated probabilities.",
        discussion: """
            Reads files, or standard input if none is given. By default a text file is one document, and so is each \
            row of a CSV, TSV or JSONL file. Plain output is label, probability and text (or the file name of a \
            document), separated by tabs. JSON has {"label", "probability", "probabilities", …} for each text, in order. \
            Below a document, or under "sentences", are its most influential sentences, with the fall in the log odds of \
            its class when the sentence is removed.

              sentiment classify review.txt
              sentiment classify tweets.txt --unit line --format jsonl
              sentiment classify reviews.csv --column body --format csv > labelled.csv
              tail -f feed.log | sentiment classify --unit line --abstain 0.9

            Offsets are UTF-8 bytes in the document; with --unit line in the line or cell; and for a sentence in its \
            line. The words of --explain are relative to the text that got the label. A byte order mark is not \
            counted. For other encodings the offsets are those of the text in UTF-8. A line break ends a sentence.

            With --abstain 0.9 there is no label if the probability is below 0.9. The model's report has the coverage \
            and accuracy on its own held-out texts; the share of texts with a label is printed at the end.

            CSV and TSV output has the columns label, probability, file and line, then all columns of the input, or \
            text for lines and documents. With --unit sentence a row of a table is repeated for each sentence, after a \
            column sentence. If the input has a column of the same name, the new one is prefixed with sentiment_. The \
            columns are those of the first row or object; lists and objects in JSON stay JSON.

            A model that gives a text any number of labels prints them with | between them, the most probable first, or \
            (none), and their probabilities. JSON has {"labels", "probabilities", …}. CSV and TSV have the column labels, \
            and a column with the probability of each label, such as probability_food.

            Live feeds: the first rows of a table, at most 21, are held back until it is clear whether they have a \
            header; with --header yes or no, none is. With --errors replace or skip, an invalid byte does not end the \
            feed.
            """)

    @Argument(help: "Files; - or none for standard input.", completion: .file())
    var files: [String] = []

    @Option(name: .shortAndLong, help: "Model folder, or name of a shipped model.", completion: .directory)
    var model: String?

    @Option(help: "Unit that gets a label: document, line or sentence.")
    var unit: TextUnit = .document

    @Option(help: "Output format: text, jsonl, json, csv or tsv.")
    var format: ResultFormat = .text

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Give no label if the probability is below this.", valueName: "probability"))
    var abstain: Double?

    @Flag(help: "Show the weight of each word: in colour, or as \"words\" in JSON.")
    var explain = false

    @Option(help: "Attribution method: integratedGradients or leaveOneOut.")
    var method: Explanation.Method = .integratedGradients

    @OptionGroup var choice: ClassesOption
    @OptionGroup var inference: PrecisionOption

    @OptionGroup(title: "Input") var input: InputOptions

    @Option(help: ArgumentHelp("Number of threads, at most one per core (default: all cores).", valueName: "n"))
    var threads: Int?

    @Flag(name: .shortAndLong, help: "Print nothing on standard error except errors.")
    var quiet = false

    func validate() throws {
        try requireOneStandardInput(files)
        if let threads, !(1...1024).contains(threads) {
            throw ValidationError("--threads must be 1 to 1024, not \(threads).")
        }
        if let abstain, !(abstain >= 0 && abstain <= 1) {
            throw ValidationError("--abstain must be a probability from 0 to 1, not \(abstain).")
        }
        try GivenOptions(of: Self.self).refuse(
            "--method", unless: explain, because: "it applies to --explain, which was not given")
        if explain, format == .csv || format == .tsv {
            throw ValidationError("--explain has no columns; give --format text, json or jsonl.")
        }
    }

    func run() throws {
        ThreadPool.useThreads(atMost: threads)
        let analyzer = try ModelArgument(model).load(precision: inference.precision, choice, isQuiet: quiet)
        let given = GivenOptions(of: Self.self)
        try analyzer.refuseIfMultiLabel(given, "--abstain", because: "each label has a threshold of its own")
        try analyzer.refuseIfMultiLabel(given, "--explain", because: "sentiment explain --label explains one label")
        var options = try input.records()
        let texts = TextFiles(files, isQuiet: quiet)
        try texts.requireReadable(by: "sentiment classify")
        Interrupts.observe()
        var printer = ResultPrinter(
            analyzer: analyzer, format: format, unit: unit, abstainsBelow: abstain, explains: explain ? method : nil)
        try printer.begin()
        do {
            for file in texts.files {
                try input.errors.errors.namingOption {
                    try texts.read(
                        file, unit: unit, options: &options, keepsColumns: format == .csv || format == .tsv,
                        tokenizer: analyzer.tokenizer, showsProgress: !StandardOutput.isTerminal
                    ) { try printer.print($0) }
                }
            }
        } catch {
            try? printer.end()
            throw error
        }
        try printer.end()
        if !quiet { printer.summary.forEach(StandardError.writeLine) }
    }
}

extension Explanation.Method: ExpressibleByArgument {}

/// What gets a label.
enum TextUnit: String, ExpressibleByArgument, CaseIterable {
    case document, line, sentence
}

/// How labels are printed.
enum ResultFormat: String, ExpressibleByArgument, CaseIterable {
    case text, jsonl, json, csv, tsv
}
