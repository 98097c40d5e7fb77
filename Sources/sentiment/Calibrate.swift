import ArgumentParser
import CommandSupport
import Foundation
import Recurrent
import ToolSupport

/// `sentiment calibrate`: fits how sure a model is to texts of one's own.
struct Calibrate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Calibrate the probabilities of a model on your own labelled texts.",
        discussion: """
            The probabilities of a model are calibrated for texts like its training texts; on other texts they may be \
            too high or too low. This command fits a temperature to a few hundred labelled texts. The predicted labels \
            do not change, unless --combine fits a new weight for the bag-of-words model that is part of the model. A \
            model that gives a text any number of labels also gets new thresholds: those with the highest F1 on these texts.

              sentiment calibrate movie-reviews-en tweets.tsv --output movie-tweets
            """)

    @Argument(help: "Model folder, or name of a shipped model.", completion: .directory)
    var model: String

    @Argument(help: "Files or folders of labelled texts; - for standard input.", completion: .file())
    var files: [String]

    @Option(name: .shortAndLong, help: "Folder for the calibrated model.", completion: .directory)
    var output: String

    @Flag(help: "Replace the contents of the output folder.")
    var overwrite = false

    @Flag(help: "Combine the network with its bag-of-words baseline, with the weight that is best on these texts.")
    var combine = false

    @Option(help: "Number format of model.safetensors: float16 halves the file size, int8 quarters it.")
    var weights: WeightPrecision = .float32

    @OptionGroup(title: "Input") var input: InputOptions
    @OptionGroup(title: "Labels") var labels: LabelOptions
    @OptionGroup var common: CommonOptions

    func validate() throws { try requireOneStandardInput(files) }

    func run() throws {
        ThreadPool.useThreads(atMost: common.threads)
        let folder = ModelFolder(URL(fileURLWithPath: output))
        let own = folder.files(of: TextClassifierNetwork.self).map { (option: "--output \(output)", path: $0.path) }
        try requireOutputs([], inputs: files, modelFiles: own)
        try requireFree(folder)
        let analyzer = try ModelArgument(model).load(isQuiet: common.quiet)
        let data = try readLabelledTexts(files, input, labels, for: analyzer, isQuiet: common.quiet)
        if !common.quiet, let only = data.classes?.onlyClass {
            StandardError.writeLine("warning: all texts are \(only); the result will not hold for other texts.")
        }
        if data.count < 100, !common.quiet {
            StandardError.writeLine(
                "\(data.count) texts are few for calibration; a few hundred give a reliable result.")
        }
        guard let calibrated = try analyzer.calibrated(on: data, combines: combine) else {
            throw TextClassifierError.noWords
        }
        let report = calibrated.report
        try folder.whileLocked {
            try requireFree(folder)
            try calibrated.classifier.save(to: folder.url, precision: weights)
        }
        if common.format == .json { return try StandardOutput.writeLine(JSONOutput.encode(report)) }
        var table = TextTable([.left("on these texts"), .right("ECE"), .right("Brier")])
        table.append(["before", report.eceBefore.fixed(3), report.brierBefore.fixed(4)])
        table.append(["after", report.eceAfter.fixed(3), report.brierAfter.fixed(4)])
        try StandardOutput.writeLine(table.description)
        let isUnchanged = report.temperature == 1 && report.lengthExponent == 0
        try StandardOutput.writeLine(
            isUnchanged
                ? "The probabilities were left as they are: a temperature would not improve the Brier score on these texts."
                : "temperature \(report.temperature.fixed(2)) for one word, × words^\(report.lengthExponent.fixed(2))"
                    + (combine ? "; weight of NB-LR \((calibrated.classifier.baseline?.mix ?? 0).fixed(2))" : ""))
        if let thresholds = calibrated.classifier.model.configuration.thresholds {
            let list = zip(analyzer.classNames, thresholds).map { "\($0) \($1.fixed(2))" }
            try StandardOutput.writeLine("thresholds: \(list.joined(separator: ", "))")
        }
        if !common.quiet { StandardError.writeLine("saved \(output)") }
    }

    private func requireFree(_ folder: ModelFolder) throws {
        guard !overwrite else { return }
        if folder.hasWeights || folder.hasCheckpoint {
            throw CommandFailure(
                .usage, "\(output) already contains a model; give another --output, or replace it with --overwrite.")
        }
        if let name = folder.foreignFile(for: TextClassifierNetwork.self) {
            throw CommandFailure(
                .usage, "\(output) contains \(name), which does not belong to a classifier; give another --output.")
        }
    }
}

extension LabelledTexts {
    /// The class of all texts, if they are of one.
    fileprivate var onlyClass: String? {
        guard let first = labels.first, labels.allSatisfy({ $0 == first }) else { return nil }
        return classNames[first]
    }
}
