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
            do not change, unless --combine fits a new weight for the bag-of-words model that is part of the model.

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
        let data = try readLabelledTexts(
            files, input, labels, classNames: analyzer.classNames, isQuiet: common.quiet)
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
