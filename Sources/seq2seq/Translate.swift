import ArgumentParser
import CommandSupport
import Foundation
import Recurrent
import ToolSupport

/// `seq2seq translate`: a target for each line.
struct Translate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Translate texts line by line.",
        discussion: """
            Reads files, or standard input if none is given, and writes one line for each input line, in order. A line \
            is split into sentences (Unicode rules, with abbreviations), and each sentence is translated on its own; \
            --unit line translates the whole line at once. A line without a letter or digit is copied.

            With --n-best above 1, output lines have the line number, the score and the target, separated by tabs. \
            JSON has one object per line with the tokens of both sides, the byte ranges of the source tokens, scores, \
            attention weights, and the alignment as pairs source-target. For a line with several sentences, scores are \
            summed, there is no attention, and the array "sentences" has an object for each, with its byte "range".

              echo "Where is the station?" | seq2seq translate
              seq2seq translate --model my-model notes.txt --beam-size 10 --n-best 3
              seq2seq translate --model my-model notes.txt --format json | jq -r '.candidates[0].alignment'
              echo "5 March 2024" | seq2seq translate --model dates --attention heat.svg

            With several --model options, the probabilities of the models are averaged (an ensemble); their tokenizers \
            must be the same.
            """)

    @Argument(help: "Files; - or none for standard input.", completion: .file())
    var files: [String] = []

    @Option(
        name: .shortAndLong,
        help: "Model folder, or name of a shipped model (default: english-french); several form an ensemble.",
        completion: .directory)
    var model: [String] = []

    @Option(help: "Unit of translation: sentence or line.")
    var unit: Unit = .sentence

    enum Unit: String, ExpressibleByArgument, CaseIterable {
        case sentence, line
    }

    @OptionGroup(title: "Search") var search: SearchArguments

    @Option(
        parsing: .unconditional,
        help: "Sample targets at this temperature instead of beam search.")
    var temperature: Float?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Random seed for --temperature; the same seed gives the same targets.", valueName: "n"))
    var randomSeed: UInt64?

    @Option(help: ArgumentHelp("Forced beginning of every target.", valueName: "text"))
    var prefix = ""

    @Flag(help: "Replace unknown target tokens by the source token with the most attention.")
    var replaceUnknown = false

    @Option(
        help: ArgumentHelp(
            "Draw the attention of the first target of each line to this file: .svg, .html, or .png (Latin script "
                + "without accents only).", valueName: "file"),
        completion: .file())
    var attention: String?

    @Option(help: "Encoding of the files, such as windows-1252, gb18030 or shift_jis.")
    var encoding = "utf-8"

    @OptionGroup var errors: ErrorsOption
    @OptionGroup var inference: PrecisionOption
    @OptionGroup var common: CommonOptions

    func validate() throws {
        try requireOneStandardInput(files)
        if let temperature, !(temperature > 0 && temperature <= 100) {
            throw ValidationError("--temperature must be above 0 and at most 100, not \(temperature).")
        }
        if temperature != nil, search.noRepeatNgram > 0 || search.coveragePenalty > 0 {
            throw ValidationError("--temperature samples; leave out --no-repeat-ngram and --coverage-penalty.")
        }
        let given = GivenOptions(of: Self.self)
        try given.refuse(
            "--length-penalty", unless: temperature == nil, because: "--temperature samples instead of searching")
        try given.refuse(
            "--beam-size", unless: temperature == nil || search.nBest > 1,
            because: "--temperature samples instead of searching")
        guard randomSeed == nil || temperature != nil else {
            throw ValidationError("--random-seed applies to sampling; give --temperature too.")
        }
        if let attention { _ = try AttentionDrawing.Kind(path: attention) }
    }

    func run() throws {
        ThreadPool.useThreads(atMost: common.threads)
        let translator = try loadTranslator(model, precision: inference.precision, isQuiet: common.quiet)
        try requireOutputs([("--attention", attention)], inputs: files.isEmpty ? ["-"] : files, models: model)
        try requireReadable(inputs, of: "seq2seq translate")
        var options = TranslationOptions()
        options.search = search.options
        options.prefix = prefix
        options.unit = unit == .line ? .text : .sentence
        options.replacesUnknown = replaceUnknown
        if let temperature {
            options.sampling = try SamplingOptions(temperature: temperature)
            options.randomSeed = randomSeed ?? UInt64.random(in: 0..<1_000_000_000)
            if randomSeed == nil, !common.quiet { StandardError.writeLine("random seed \(options.randomSeed)") }
        }
        Interrupts.observe()
        let printer = TranslationPrinter(format: common.format, nBest: search.nBest)
        var drawing = try attention.map { try AttentionDrawing(path: $0) }
        do {
            for file in inputs {
                try errors.errors.namingOption { try translate(file, translator, &options, printer, &drawing) }
            }
        } catch {
            try? drawing?.write()
            throw error
        }
        try drawing?.write()
        try printer.reportProblems(isQuiet: common.quiet)
    }

    private var inputs: [(url: URL?, name: String)] {
        (files.isEmpty ? ["-"] : files).map { $0 == "-" ? (nil, "standard input") : (URL(fileURLWithPath: $0), $0) }
    }

    /// Reads on one thread and translates on this one: line by line from a slow pipe, in large batches from a file.
    private func translate(
        _ file: (url: URL?, name: String), _ translator: Translator, _ options: inout TranslationOptions,
        _ printer: TranslationPrinter, _ drawing: inout AttentionDrawing?
    ) throws {
        let records = RecordOptions(
            format: .text, encoding: try TextEncoding(encoding), malformed: errors.errors, lengthLimit: 1 << 20)
        nonisolated(unsafe) var reader = try RecordReader(contentsOf: file.url, options: records)
        let queue = RecordQueue<String>(costLimit: 4 << 20)
        queue.checkInterrupt = { try Interrupts.throwIfRequested() }
        queue.fill(cost: { $0.utf8.count + 64 }, from: { try reader.next()?.text })
        defer { queue.cancel() }
        let bar = ProgressBar(
            file.name, total: nil, completed: printer.lineCount, unit: "lines",
            isQuiet: common.quiet || StandardOutput.isTerminal)
        defer { bar.finish() }
        while true {
            let lines = try queue.takeAll()
            guard !lines.isEmpty else {
                return reader.tell { if !common.quiet { StandardError.writeLine($0.message) } }
            }
            for start in stride(from: 0, to: lines.count, by: 256) {
                try Interrupts.throwIfRequested()
                let part = Array(lines[start..<min(start + 256, lines.count)])
                let translations = try translator.translate(
                    part, options: options, checkInterrupt: { try Interrupts.throwIfRequested() })
                for translation in translations {
                    try printer.print(translation)
                    drawing?.add(translation)
                }
                options.randomSeed &+= UInt64(part.count)
                try StandardOutput.flush()
                bar.update(completed: printer.lineCount)
            }
        }
    }
}
