import ArgumentParser
import CommandSupport
import Datasets
import Foundation
import Models
import Recurrent
import Tensors
import Tokenization
import Training

/// `sentiment train`: from labelled texts to a model folder.
struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Train a classifier on labelled texts.",
        discussion: """
            Texts come from TSV or CSV (label, text, or with a header), JSONL, or a folder with a folder of texts for \
            each class. A tenth of each class is held out to measure on, to decide which state of the training is kept, \
            and to make the model as sure as it is right. Beside it stand the majority and a bag of words (NB-LR), \
            trained on the same texts.

              sentiment train reviews.tsv
              sentiment train mails.csv --column body --label-column folder --output my-model
              sentiment train aclImdb/train --pretrained reviews-words --combine
              sentiment train --resume my-model

            Ctrl-C saves and ends; a killed training goes on with --resume and ends in the same bytes as if nothing had \
            happened.
            """)

    @Argument(help: "Files or folders of labelled texts.", completion: .file())
    var files: [String] = []

    @Option(name: .shortAndLong, help: "Folder for the model (default: after the first file).", completion: .directory)
    var output: String?

    @Option(help: ArgumentHelp("Go on with the training in this folder.", valueName: "folder"), completion: .directory)
    var resume: String?

    @Flag(help: "Replace what the output folder holds.")
    var overwrite = false

    @Option(help: ArgumentHelp("Held-out labelled texts.", valueName: "file"), completion: .file())
    var validation: String?

    @Option(
        parsing: .unconditional, help: "Share of each class to hold out where no --validation is given; 0 for none.")
    var validationSplit = 0.1

    @Option(
        help: ArgumentHelp("Start from what sentiment pretrain wrote to this folder.", valueName: "folder"),
        completion: .directory)
    var pretrained: String?

    @Option(
        help: ArgumentHelp("Start from word vectors in the text format of GloVe or fastText.", valueName: "file"),
        completion: .file())
    var wordVectors: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Decides everything random; the same number gives the same model.", valueName: "n"))
    var randomSeed: UInt64?

    @OptionGroup(title: "Input") var input: InputOptions
    @OptionGroup(title: "Labels") var labels: LabelOptions
    @OptionGroup(title: "Network") var network: ClassifierOptions
    @OptionGroup(title: "Learning") var learning: ClassifierLearningOptions
    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard !files.isEmpty || resume != nil else { throw ValidationError("Give a file of labelled texts.") }
        guard validationSplit >= 0 && validationSplit <= 0.9 else {
            throw ValidationError("--validation-split must be 0 to 0.9, not \(validationSplit).")
        }
        guard resume == nil || !overwrite else {
            throw ValidationError("--resume goes on with what --overwrite would replace; give one of them.")
        }
        guard pretrained == nil || wordVectors == nil else {
            throw ValidationError("--pretrained has word vectors already; leave out --word-vectors.")
        }
        guard !(files + [output, resume, validation, pretrained, wordVectors].compactMap { $0 }).contains("") else {
            throw ValidationError("A path is empty; give the name of a file or folder.")
        }
        if resume != nil, !files.isEmpty || output != nil {
            throw ValidationError("--resume knows texts and folder already; give it alone.")
        }
    }

    func run() throws {
        ThreadPool.useThreads(atMost: common.threads)
        if let resume {
            let folder = ModelFolder(URL(fileURLWithPath: resume))
            guard folder.hasCheckpoint else {
                throw CommandFailure(
                    .noInput, "\(resume) holds no training to go on with; start one with sentiment train FILE.")
            }
            var recipe = try TrainingRecipe(checkpointIn: folder)
            var training = try recipe.makeTraining(in: folder)
            try training.resume()
            return try finish(&training, recipe)
        }
        let folder = ModelFolder(URL(fileURLWithPath: outputPath))
        try requireFree(folder)
        let seed = randomSeed ?? UInt64.random(in: 0..<1_000_000_000)
        if randomSeed == nil { say("random seed \(seed)") }
        var recipe = TrainingRecipe(self, randomSeed: seed)
        var training = try recipe.makeTraining(in: folder)
        if let budget = learning.timeBudget {
            say("measuring the speed of this machine")
            try training.plan(seconds: budget.seconds)
            recipe.settings = training.settings
        }
        try finish(&training, recipe)
    }

    private func finish(_ training: inout SentimentTraining, _ recipe: TrainingRecipe) throws {
        let display = TrainingDisplay(isQuiet: common.quiet)
        display.begin(training)
        defer { display.end() }
        Interrupts.observe()
        guard let (_, report) = try training.run(description: recipe.description, { try display.show($0) }) else {
            throw Interrupted("interrupted; go on with: sentiment train --resume \(outputPath.shellQuoted)")
        }
        display.end()
        say("saved \(outputPath); try: sentiment classify --model \(outputPath.shellQuoted) FILE")
        if common.format == .json { return try StandardOutput.writeLine(JSONOutput.encode(report)) }
        guard let validation = report.validation else {
            return try StandardOutput.writeLine("Nothing was held out to measure on.")
        }
        try EvaluationCard(validation, name: outputPath).print()
        if let calibration = report.calibration {
            try StandardOutput.writeLine(
                "\nECE \(calibration.eceBefore.fixed(3)) before, \(calibration.eceAfter.fixed(3)) after calibration "
                    + "(temperature \(calibration.temperature.fixed(2)), times words to the power of "
                    + "\(calibration.lengthExponent.fixed(2))); Brier \(calibration.brierBefore.fixed(4)) and "
                    + calibration.brierAfter.fixed(4))
        }
    }

    private var outputPath: String {
        if let path = resume ?? output { return path }
        return URL(fileURLWithPath: files[0]).deletingPathExtension().lastPathComponent + "-model"
    }

    private func say(_ line: String) {
        if !common.quiet { StandardError.writeLine(line) }
    }

    private func requireFree(_ folder: ModelFolder) throws {
        guard !overwrite else { return }
        if folder.hasCheckpoint {
            throw CommandFailure(
                .usage,
                "\(outputPath) holds an unfinished training; go on with --resume \(outputPath.shellQuoted), or start over "
                    + "with --overwrite.")
        }
        if folder.hasReport || folder.hasWeights || folder.foreignFile(for: SentimentClassifier.self) != nil {
            throw CommandFailure(
                .usage, "\(outputPath) holds a model already; give another --output, or replace it with --overwrite.")
        }
    }
}
