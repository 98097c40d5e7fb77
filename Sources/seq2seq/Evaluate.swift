import ArgumentParser
import CommandSupport
import Foundation
import Recurrent
import ToolSupport

/// `seq2seq evaluate`: how good a model is on pairs.
struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Evaluate a model on pairs of texts and compare it with baselines.",
        discussion: """
            Translates the sources and compares the results with the targets: BLEU and chrF as defined by sacreBLEU, \
            the share of exact matches, and the cross-entropy per target token. The baselines are copying the source, \
            and a word-by-word dictionary learned from the training pairs.

              seq2seq evaluate my-model test.tsv
              seq2seq evaluate english-german test.en test.de --beam-size 10 --format json
              seq2seq evaluate english-german test.en test.de --translations out.de
              seq2seq evaluate english-german test.en test.de --with another-seed

            Models in an ensemble must be trained on the same pairs with the same validation pairs (train --validation).
            """)

    @Argument(help: "Model folder, or name of a shipped model.", completion: .directory)
    var model: String

    @Argument(
        help: "A file of pairs, or a file of sources and a file of targets; - for standard input.", completion: .file())
    var files: [String]

    @Option(
        help: ArgumentHelp(
            "Another model for an ensemble, which averages probabilities; may be given several times.",
            valueName: "model"),
        completion: .directory)
    var with: [String] = []

    @Option(
        help: ArgumentHelp(
            "Also write the translations to this file, one line per pair, empty for skipped pairs.", valueName: "file"),
        completion: .file())
    var translations: String?

    @OptionGroup(title: "Input") var pairs: PairOptions
    @OptionGroup(title: "Search") var search: SearchArguments
    @OptionGroup var inference: PrecisionOption
    @OptionGroup var common: CommonOptions

    func validate() throws {
        try requirePairFiles(files)
        try requireOneStandardInput(files)
        try GivenOptions(of: Self.self).refuse(
            "--n-best", because: "only the best translation of each text is evaluated")
    }

    func run() throws {
        ThreadPool.useThreads(atMost: common.threads)
        try requireOutputs([("--translations", translations)], inputs: files, models: [model] + with)
        let translator = try loadTranslator([model] + with, precision: inference.precision, isQuiet: common.quiet)
        let data = try pairs.layout.read(files) { if !common.quiet { StandardError.writeLine($0.message) } }
        if data.emptyCount > 0, !common.quiet {
            StandardError.writeLine("\(data.emptyCount.grouped) pairs with an empty side are skipped")
        }
        Interrupts.observe()
        var options = TranslationOptions()
        options.search = search.options
        let bar = ProgressBar("translating", total: data.count, unit: "texts", isQuiet: common.quiet)
        let measured = try TranslatorEvaluation.measure(translator, on: data, options: options) { completed in
            try Interrupts.throwIfRequested()
            bar.update(completed: completed)
        }
        bar.finish()
        let evaluation = measured.evaluation
        guard evaluation.natsPerToken?.isFinite ?? true else { throw ModelError.notFinite(model: model) }
        if common.format == .json {
            try StandardOutput.writeLine(JSONOutput.encode(evaluation))
        } else {
            try EvaluationCard(
                evaluation, name: ([model] + with).joined(separator: " + "), precision: inference.precision
            ).print()
        }
        if let translations {
            var lines = measured.hypotheses.map { $0.onOneLine + "\n" }
            for place in data.emptyPlaces { lines.insert("\n", at: place) }
            try DurableFile.replace(at: URL(fileURLWithPath: translations), with: Data(lines.joined().utf8))
        }
    }
}

/// An evaluation as people read it.
struct EvaluationCard {
    private let evaluation: TranslatorEvaluation
    private let name: String

    init(_ evaluation: TranslatorEvaluation, name: String, precision: Precision = .fp32) {
        self.evaluation = evaluation
        self.name = precision == .fp32 ? name : "\(name), \(precision.rawValue)"
    }

    func print() throws {
        var table = TextTable([.left(""), .right("BLEU"), .right("chrF"), .right("exact")])
        table.append([
            name, evaluation.bleu.fixed(2), evaluation.chrF.fixed(2), (100 * evaluation.exactMatch).fixed(1) + " %",
        ])
        for baseline in evaluation.baselines {
            table.append([
                baseline.name, baseline.bleu.fixed(2), baseline.chrF.fixed(2),
                (100 * baseline.exactMatch).fixed(1) + " %",
            ])
        }
        try StandardOutput.writeLine(table.description)
        if !evaluation.beatsBaselines, let baseline = evaluation.bestBaseline {
            try StandardOutput.writeLine("The model does not beat \(baseline.name) here.")
        }
        let (bleu, chrF) = (evaluation.bleuInterval, evaluation.chrFInterval)
        var line =
            "\n\(evaluation.pairs.grouped) pairs, beam \(evaluation.search.beamSize); 95 % intervals: BLEU "
            + "\(bleu[0].fixed(1)) to \(bleu[1].fixed(1)), chrF \(chrF[0].fixed(1)) to \(chrF[1].fixed(1))"
        if let nats = evaluation.natsPerToken {
            let perplexity = evaluation.perplexity.map { $0.fixed(2) } ?? "too large to print"
            line += "\n\(nats.fixed(4)) nats/token in fp32, perplexity \(perplexity)"
            if evaluation.tooLongPairs > 0 {
                line += ", without \(evaluation.tooLongPairs.grouped) pairs that are too long for the model"
            }
        }
        line += "\nBLEU \(evaluation.signature)\nchrF \(evaluation.chrFSignature)"
        try StandardOutput.writeLine(line)
    }
}
