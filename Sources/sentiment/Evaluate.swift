import ArgumentParser
import CommandSupport
import Foundation
import MovieReviewsModel
import Recurrent
import ToolSupport

/// `sentiment evaluate`: how good a model is on labelled texts.
struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Evaluate a model on labelled texts and compare it with baselines.",
        discussion: """
            Files are TSV or CSV (label, text, or with a header), JSONL, fastText files (__label__x text), or a folder \
            with one folder of texts for each class; - is standard input. A model with the classes negative and \
            positive also accepts neg and pos, and 0 and 1; one with neutral too accepts neg, neu and pos.

              sentiment evaluate movie-reviews-en test.tsv
              sentiment evaluate my-model test.csv --column body --label-column folder --format json
              sentiment evaluate movie-reviews-en --suite
              sentiment evaluate movie-reviews-en test.tsv --explanations 100
              sentiment evaluate movie-reviews-en test.tsv --precision int8
              sentiment evaluate my-model stars.tsv --classes negative,positive
              sentiment evaluate my-labels comments.csv --label-columns toxic,insult,threat

            For a model that gives a text any number of labels, the label column holds them separated by |, or \
            --label-columns names a column for each label. The figures are micro and macro F1, subset accuracy (texts \
            with exactly the right labels) and Hamming loss (wrong decisions on a label).

            --suite runs short test cases with negation, contrast, typos, irony and the like; a neutral case passes if \
            a model without the class neutral is unsure.
            """)

    @Argument(help: "Model folder, or name of a shipped model.", completion: .directory)
    var model: String

    @Argument(help: "Files or folders of labelled texts; - for standard input.", completion: .file())
    var files: [String] = []

    @Flag(help: "Run the behavioural test suite instead of files.")
    var suite = false

    @Option(
        help: ArgumentHelp(
            "Another test suite: kind, label and text, separated by tabs (- for standard input).", valueName: "file"))
    var suiteFile: String?

    @Option(help: ArgumentHelp("Measure the faithfulness of explanations on this many texts.", valueName: "n"))
    var explanations: Int?

    @Option(help: "Number of mistakes to show.")
    var mistakes = 5

    @OptionGroup var choice: ClassesOption
    @OptionGroup var inference: PrecisionOption
    @OptionGroup(title: "Input") var input: InputOptions
    @OptionGroup(title: "Labels") var labels: LabelOptions
    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard suite || suiteFile != nil || !files.isEmpty else {
            throw ValidationError("Give a file of labelled texts, or --suite.")
        }
        guard files.isEmpty || !(suite || suiteFile != nil) else {
            throw ValidationError("--suite runs its own cases; leave out \(files[0]).")
        }
        try requireOneStandardInput(files + [suiteFile])
        guard !suite || suiteFile == nil else { throw ValidationError("--suite-file is the suite; leave out --suite.") }
        let given = GivenOptions(of: Self.self)
        try given.refuse(
            "--explanations", "--column", "--label-column", "--label-columns", "--labels", "--input-format",
            "--encoding",
            unless: !(suite || suiteFile != nil), because: "a suite has its own cases")
        try given.refuse(
            "--mistakes", unless: explanations == nil && !((suite || suiteFile != nil) && common.format == .json),
            because: explanations == nil ? "--format json has all of them" : "--explanations shows no mistakes")
        guard (0...10_000).contains(mistakes) else { throw ValidationError("--mistakes must be 0 to 10,000.") }
        try requireCount("--explanations", explanations, limit: 1_000_000)
    }

    func run() throws {
        ThreadPool.useThreads(atMost: common.threads)
        let analyzer = try ModelArgument(model).load(precision: inference.precision, choice, isQuiet: common.quiet)
        if suite || suiteFile != nil {
            try analyzer.refuseIfMultiLabel(
                GivenOptions(of: Self.self), "--suite", "--suite-file", because: "a suite has one class a text")
            return try runSuite(analyzer)
        }
        let given = GivenOptions(of: Self.self)
        try analyzer.refuseIfMultiLabel(
            given, "--explanations", because: "it measures explanations of one class a text")
        let data = try readLabelledTexts(files, input, labels, for: analyzer, isQuiet: common.quiet)
        let name = ModelArgument(model).name
        switch data {
        case .classes(let data):
            if let explanations { return try measureExplanations(analyzer, data, count: explanations) }
            let evaluation = try TextClassifierEvaluation(
                of: analyzer, on: data, mistakes: mistakes, precisions: [.fp32])
            try show(evaluation) { try EvaluationCard(evaluation, name: name, precision: analyzer.precision).print() }
        case .labels(let data):
            let evaluation = try MultiLabelEvaluation(of: analyzer, on: data, mistakes: mistakes, precisions: [.fp32])
            try show(evaluation) { try MultiLabelCard(evaluation, name: name, precision: analyzer.precision).print() }
        }
    }

    private func show(_ evaluation: some Encodable, _ printCard: () throws -> Void) throws {
        guard common.format == .json else { return try printCard() }
        try StandardOutput.writeLine(JSONOutput.encode(evaluation))
    }

    private func runSuite(_ analyzer: TextClassifier) throws {
        let suite =
            try suiteFile.map {
                try BehaviourSuite(contentsOf: URL(inputPath: $0), header: input.header.header)
            } ?? .english
        let outcome = try suite.run(on: analyzer)
        if common.format == .json { return try StandardOutput.writeLine(JSONOutput.encode(outcome)) }
        var table = TextTable([.left("kind"), .right("cases"), .right(ModelArgument(model).name), .right("NB-LR")])
        for kind in outcome.kinds + [outcome.all] {
            table.append([
                kind.name, String(kind.cases), kind.passRate.percent, kind.baselinePassRate?.percent ?? "",
            ])
        }
        try StandardOutput.writeLine(table.description)
        for failure in outcome.failures.prefix(mistakes) {
            try StandardOutput.writeLine(
                "  \(failure.kind): \(failure.label), not \(failure.predicted) (\(failure.probability.fixed(2))): "
                    + failure.text)
        }
    }

    private func measureExplanations(_ analyzer: TextClassifier, _ data: LabelledTexts, count: Int) throws {
        let bar = ProgressBar("explaining", total: min(count, data.texts.count), unit: "texts", isQuiet: common.quiet)
        let curves = try ExplanationFidelity.measure(analyzer, texts: Array(data.texts.prefix(count))) { completed in
            try Interrupts.throwIfRequested()
            bar.update(completed: completed)
        }
        bar.finish()
        if common.format == .json { return try StandardOutput.writeLine(JSONOutput.encode(curves)) }
        var table = TextTable([.left("words removed, heaviest first")] + curves[0].shares.map { .right($0.percent) })
        for curve in curves { table.append([curve.name] + curve.probabilities.map { $0.fixed(3) }) }
        try StandardOutput.writeLine(table.description)
        try StandardOutput.writeLine(
            "Mean probability of the original label; the faster it falls, the more faithful the explanation.")
    }
}

extension Double {
    /// A share as a percentage.
    var percent: String { (100 * self).fixed(1) + " %" }
}
