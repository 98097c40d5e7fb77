import ArgumentParser
import CommandSupport
import Foundation
import Recurrent
import ToolSupport

/// `sentiment calibrate`: fits how sure a model is to texts of one's own.
struct Calibrate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a model as sure as it is right on your own labelled texts.",
        discussion: """
            A model is as sure as it is right on texts like those it was trained on; on others it may not be. This fits \
            its probabilities to some hundred labelled texts. No answer changes, unless --combine weighs anew the bag of \
            words that came with the model.

              sentiment calibrate movie-reviews-en tweets.tsv --output movie-tweets
            """)

    @Argument(help: "Model folder, or the name of a shipped model.", completion: .directory)
    var model: String

    @Argument(help: "Files or folders of labelled texts; - is standard input.", completion: .file())
    var files: [String]

    @Option(name: .shortAndLong, help: "Folder for the calibrated model.", completion: .directory)
    var output: String

    @Flag(help: "Replace what the output folder holds.")
    var overwrite = false

    @Flag(help: "Join the network with its bag-of-words rival, with the weight that suits the texts best.")
    var combine = false

    @Option(help: "How model.safetensors stores weights; float16 halves the file, int8 quarters it.")
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
            StandardError.writeLine("\(data.count) texts are few to fit probabilities on; some hundred make it sure.")
        }
        guard let (calibrated, report) = analyzer.calibrated(on: data, combines: combine) else {
            throw TextClassifierError.noWords
        }
        try folder.whileLocked {
            try requireFree(folder)
            try calibrated.save(to: folder.url, precision: weights)
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
                .usage, "\(output) holds a model already; give another --output, or replace it with --overwrite.")
        }
        if let name = folder.foreignFile(for: TextClassifierNetwork.self) {
            throw CommandFailure(
                .usage, "\(output) holds \(name), which is of no classifier; give another --output.")
        }
    }
}
