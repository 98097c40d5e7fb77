import ArgumentParser
import CommandSupport
import Datasets
import Foundation
import Recurrent
import Tensors
import Tokenization
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
        if let threads, !(1...1024).contains(threads) {
            throw ValidationError("--threads must be 1 to 1024, not \(threads).")
        }
        if let abstain, !(abstain >= 0 && abstain <= 1) {
            throw ValidationError("--abstain must be a probability from 0 to 1, not \(abstain).")
        }
        if explain, format == .csv || format == .tsv {
            throw ValidationError("--explain has no columns; give --format text, json or jsonl.")
        }
    }

    func run() throws {
        ThreadPool.useThreads(atMost: threads)
        let analyzer = try ModelArgument(model).load(precision: inference.precision, isQuiet: quiet)
        let records = try input.records()
        for file in inputs { try FileReading.requireReadable(file.url) }
        Interrupts.observe()
        var printer = ResultPrinter(
            analyzer: analyzer, format: format, unit: unit, abstainsBelow: abstain, explains: explain ? method : nil)
        try printer.begin()
        do {
            for file in inputs { try classify(file.url, name: file.name, records, &printer) }
        } catch {
            try? printer.end()
            throw error
        }
        try printer.end()
        if let line = printer.summary, !quiet { StandardError.writeLine(line) }
    }

    private var inputs: [(url: URL?, name: String)] {
        (files.isEmpty ? ["-"] : files).map { $0 == "-" ? (nil, "standard input") : (URL(fileURLWithPath: $0), $0) }
    }

    /// Reads on one thread and classifies on this one, everything that waits at a time: line by line from a slow pipe,
    /// in large batches from a file.
    private func classify(
        _ url: URL?, name: String, _ options: RecordOptions, _ printer: inout ResultPrinter
    ) throws {
        let size = url.flatMap { try? FileManager.default.attributesOfItem(atPath: $0.path)[.size] as? Int }
        let bar = ProgressBar(
            name, total: size.flatMap { $0 > 0 ? $0 : nil }, unit: "bytes", isQuiet: quiet || StandardOutput.isTerminal)
        defer { bar.finish() }
        nonisolated(unsafe) var source = try TextSource(url, name: name, unit: unit, options: options)
        let queue = RecordQueue<TextItem>(costLimit: 16 << 20)
        queue.checkInterrupt = { try Interrupts.throwIfRequested() }
        queue.fill(cost: { $0.text.utf8.count + 64 }, from: { try source.next() })
        defer { queue.cancel() }
        while true {
            let items = try queue.takeAll()
            guard let last = items.last else { return }
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
