import ArgumentParser
import CommandSupport
import Foundation
import Recurrent
import ToolSupport

/// `sentiment classify`: what class each text is of.
struct Classify: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tell what class texts are of, and how sure that is.",
        discussion: """
            Reads files, or standard input where none is given; a file of text is one document unless --unit says \
            otherwise, a row of a CSV, TSV or JSONL file is one each. Plain output is label, probability and text, with \
            tabs between; JSON has {"label", "probability", "probabilities", …} for each text, in order. For documents of \
            several sentences those that weighed most stand below, or under "sentences".

              sentiment classify review.txt
              sentiment classify tweets.txt --unit line --format jsonl
              sentiment classify reviews.csv --column body --format csv > labelled.csv
              tail -f feed.log | sentiment classify --unit line --abstain 0.9

            Places are UTF-8 bytes of the document, of the line or cell under --unit line, and of the line for a sentence; \
            words of --explain are counted from the beginning of what got the label. A byte order mark does not count; in \
            other encodings the bytes are those of the text in UTF-8. A line break ends a sentence.

            --abstain 0.9 gives no label where the probability is below 0.9; how much is answered, and how often \
            rightly, stands in the model's report for its own held-out texts, and the share that was answered here is \
            told at the end.

            CSV and TSV begin with the columns label, probability, file and line, behind which come all columns of the \
            input as they are, or text for lines and documents; under --unit sentence those of a table come once for each \
            sentence, behind the column sentence. A name that the input has already gets sentiment_ before it. The columns \
            are those of the first row or object; lists and objects in JSON stay JSON.

            A feed that must not wait: the first rows of a table are held until it is clear whether they have a header, \
            at most 21 and not at all with --header. It does not end at a bad byte with --errors replace or skip.
            """)

    @Argument(help: "Files; none, or -, reads standard input.", completion: .file())
    var files: [String] = []

    @Option(name: .shortAndLong, help: "Model folder, or the name of a shipped model.", completion: .directory)
    var model: String?

    @Option(help: "What gets a label: document, line or sentence.")
    var unit: TextUnit = .document

    @Option(help: "How to print: text, jsonl, json, csv or tsv.")
    var format: ResultFormat = .text

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Give no label where the probability is below this.", valueName: "probability"))
    var abstain: Double?

    @Flag(help: "Mark the words by what they counted: in colour, or as \"words\" in JSON.")
    var explain = false

    @Option(help: "How words are weighed: integratedGradients or leaveOneOut.")
    var method: Explanation.Method = .integratedGradients

    @OptionGroup var inference: PrecisionOption

    @OptionGroup(title: "Input") var input: InputOptions

    @Option(help: ArgumentHelp("Threads, at most one a core, which is the default.", valueName: "n"))
    var threads: Int?

    @Flag(name: .shortAndLong, help: "Say nothing on standard error unless something fails.")
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
            "--method", unless: explain, because: "it is how --explain weighs words, and that was not given")
        if explain, format == .csv || format == .tsv {
            throw ValidationError("--explain has no columns; give --format text, json or jsonl.")
        }
    }

    func run() throws {
        ThreadPool.useThreads(atMost: threads)
        let analyzer = try ModelArgument(model).load(precision: inference.precision, isQuiet: quiet)
        let records = try input.records()
        for file in inputs { try FileReading.requireReadable(file.url) }
        var options = records
        Interrupts.observe()
        var printer = ResultPrinter(
            analyzer: analyzer, format: format, unit: unit, abstainsBelow: abstain, explains: explain ? method : nil,
            modelName: ModelArgument(model).name)
        try printer.begin()
        do {
            for file in inputs {
                try input.errors.errors.namingOption { try classify(file.url, name: file.name, &options, &printer) }
            }
        } catch {
            try? printer.end()
            throw error
        }
        try printer.end()
        printer.summary.forEach(say)
    }

    private func say(_ line: String) {
        if !quiet { StandardError.writeLine(line) }
    }

    private var inputs: [(url: URL, name: String)] {
        (files.isEmpty ? ["-"] : files).map { file in
            let url = URL(inputPath: file)
            return (url, url.isStandardInput ? url.nameInMessages : file)
        }
    }

    /// Reads on one thread and classifies on this one, everything that waits at a time: line by line from a slow pipe,
    /// in large batches from a file.
    private func classify(
        _ url: URL, name: String, _ options: inout RecordOptions, _ printer: inout ResultPrinter
    ) throws {
        let size =
            url.isStandardInput ? nil : try? FileManager.default.attributesOfItem(atPath: url.path)[.size] as? Int
        let bar = ProgressBar(
            name, total: size.flatMap { $0 > 0 ? $0 : nil }, unit: "bytes", isQuiet: quiet || StandardOutput.isTerminal)
        defer { bar.finish() }
        nonisolated(unsafe) var source = try TextSource(
            url, name: name, unit: unit, options: options, keepsColumns: format == .csv || format == .tsv,
            tokenizer: printer.analyzer.tokenizer)
        let queue = RecordQueue<TextItem>(costLimit: 16 << 20)
        queue.checkInterrupt = { try Interrupts.throwIfRequested() }
        queue.fill(cost: { $0.text.utf8.count + 64 }, from: { try source.next() })
        defer { queue.cancel() }
        while true {
            let items: [TextItem]
            do {
                items = try queue.takeAll()
            } catch {
                if queue.isFinished { source.tell(say) }
                throw error
            }
            guard let last = items.last else {
                source.tell(say)
                options.precedent = source.columns ?? options.precedent
                return
            }
            for start in stride(from: 0, to: items.count, by: 512) {
                try Interrupts.throwIfRequested()
                try printer.print(Array(items[start..<min(start + 512, items.count)]))
            }
            try StandardOutput.flush()
            bar.update(completed: last.bytesRead)
        }
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
