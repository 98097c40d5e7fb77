import ArgumentParser
import CommandSupport
import Foundation
import Recurrent
import ToolSupport

/// `sentiment explain`: which words made a text what the model takes it for.
struct Explain: ParsableCommand {
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, html, json
    }

    static let configuration = CommandConfiguration(
        abstract: "Show how each word of a text influences its class.",
        discussion: """
            The weights are in the log odds of the class: a word with + favours it, a word with - does not. In colour, \
            green is more positive and red more negative where the classes have such names; otherwise blue is for the \
            class and orange against it. With integrated gradients the weights sum to the log odds of the text minus \
            those of a text without words; with leave-one-out each weight is the fall in log odds when its word is \
            removed. sentiment evaluate --explanations measures how faithful they are to the model.

              sentiment explain review.txt
              echo "Not bad, but far too long." | sentiment explain --method leaveOneOut
              sentiment explain review.txt --format html > review.html
            """)

    @Argument(help: "Text file; - or none for standard input.", completion: .file())
    var file: String?

    @Option(name: .shortAndLong, help: "Model folder, or name of a shipped model.", completion: .directory)
    var model: String?

    @Option(help: "Attribution method: integratedGradients or leaveOneOut.")
    var method: Explanation.Method = .integratedGradients

    @Option(help: "Class or label to explain (default: the most probable one).")
    var label: String?

    @Option(help: "Output format: text (in colour on a terminal), html or json.")
    var format: Format = .text

    @OptionGroup var choice: ClassesOption

    @Option(help: "Encoding of the file, such as windows-1252.")
    var encoding = "utf-8"

    @Option(help: ArgumentHelp("Number of threads, at most one per core (default: all cores).", valueName: "n"))
    var threads: Int?

    @Flag(name: .shortAndLong, help: "Print nothing on standard error except errors.")
    var quiet = false

    func validate() throws { try requireCount("--threads", threads, limit: 1024) }

    private struct Result: Encodable {
        let label: String?
        let probability: Double
        let explained: String
        let explainedProbability: Double
        let method: Explanation.Method
        let logOdds: Double
        let baselineLogOdds: Double
        let words: [ResultPrinter.Part]
    }

    func run() throws {
        if let file, RecordFormat(of: URL(fileURLWithPath: file)) != .text {
            throw CommandFailure(
                .usage,
                "\(file) is a table, but explain reads one text; use sentiment classify --explain \(file.shellQuoted), "
                    + "or give the text on standard input.")
        }
        ThreadPool.useThreads(atMost: threads)
        if let file, file != "-" { try requireReadable([(URL(fileURLWithPath: file), file)], of: "sentiment explain") }
        let analyzer = try ModelArgument(model).load(choice, isQuiet: quiet)
        if let label, !analyzer.classNames.contains(label) {
            throw CommandFailure(
                .usage,
                "the model has no class \(label); its classes are \(analyzer.classNames.joined(separator: ", ")).")
        }
        let url = URL(inputPath: file ?? "-")
        var source = try TextSource(
            url, name: file.map { $0 == "-" ? url.nameInMessages : $0 } ?? url.nameInMessages, unit: .document,
            options: RecordOptions(format: .text, encoding: try TextEncoding(encoding)), tokenizer: analyzer.tokenizer)
        let item = try source.next()
        let text = item?.text ?? ""
        if let omission = item?.omission, !quiet {
            StandardError.writeLine(
                "\(file ?? "standard input") is long: \(omission.count.grouped) bytes in its middle are not read or shown"
            )
        }
        let explanation = try analyzer.explain(text, method: method, label: label)
        switch format {
        case .text:
            let marked = MarkedText(explanation, text)
            try StandardOutput.writeLine(MarkedText.heading(explanation) + "\t" + explanation.probability.fixed(3))
            if !marked.legend.isEmpty { try StandardOutput.writeStyled(marked.legend + "\n") }
            try StandardOutput.writeStyled(marked.terminal.trimmingCharacters(in: .newlines) + "\n")
        case .html:
            try StandardOutput.writeLine(MarkedText(explanation, text).html)
        case .json:
            try StandardOutput.writeLine(
                JSONOutput.encode(
                    Result(
                        label: explanation.classification.label, probability: explanation.classification.probability,
                        explained: explanation.className, explainedProbability: explanation.probability,
                        method: method, logOdds: explanation.logOdds, baselineLogOdds: explanation.baselineLogOdds,
                        words: explanation.words.map {
                            ResultPrinter.Part(
                                text: $0.text, start: item?.place($0.byteRange.lowerBound) ?? 0,
                                end: item?.place($0.byteRange.upperBound) ?? 0, weight: $0.weight)
                        })))
        }
    }
}
