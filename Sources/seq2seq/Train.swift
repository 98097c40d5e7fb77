import ArgumentParser
import CommandSupport
import Foundation
import Models
import Recurrent
import Tensors
import Training

/// `seq2seq train`: from pairs of texts to a model folder.
struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Learn to translate from pairs of texts.",
        discussion: """
            Pairs come from TSV or CSV (source, target, or with named columns), JSONL, or two files whose lines belong \
            together. Some sources are held out, at most a thousand, to decide which state of the training is kept and to \
            measure the translations: BLEU and chrF, beside copying the source and a word-by-word dictionary.

              seq2seq train pairs.tsv
              seq2seq train train.en train.de --validation val.en --validation val.de --output english-german
              seq2seq train dates.tsv --unit grapheme --epochs 10 --output dates
              seq2seq train --resume english-german

            Ctrl-C saves and ends; a killed training goes on with --resume and ends in the same bytes as if nothing had \
            happened.
            """)

    @Argument(help: "A file of pairs, or a file of sources and one of targets.", completion: .file())
    var files: [String] = []

    @Option(name: .shortAndLong, help: "Folder for the model (default: after the first file).", completion: .directory)
    var output: String?

    @Option(help: ArgumentHelp("Go on with the training in this folder.", valueName: "folder"), completion: .directory)
    var resume: String?

    @Flag(help: "Replace what the output folder holds.")
    var overwrite = false

    @Option(
        help: ArgumentHelp("Held-out pairs: a file, or given twice, sources and targets.", valueName: "file"),
        completion: .file())
    var validation: [String] = []

    @Option(
        parsing: .unconditional,
        help: "Share of the sources to hold out where no --validation is given, at most a thousand; 0 for none.")
    var validationSplit = 0.05

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Decides everything random; the same number gives the same model.", valueName: "n"))
    var randomSeed: UInt64?

    @OptionGroup(title: "Input") var pairs: PairOptions
    @OptionGroup(title: "Network") var network: NetworkOptions
    @OptionGroup(title: "Learning") var learning: LearningOptions
    @OptionGroup var common: CommonOptions

    func validate() throws {
        if resume == nil { try requirePairFiles(files) }
        if !validation.isEmpty { try requirePairFiles(validation) }
        guard validationSplit >= 0 && validationSplit <= 0.9 else {
            throw ValidationError("--validation-split must be 0 to 0.9, not \(validationSplit).")
        }
        guard resume == nil || !overwrite else {
            throw ValidationError("--resume goes on with what --overwrite would replace; give one of them.")
        }
        guard ![output, resume].compactMap({ $0 }).contains("") else {
            throw ValidationError("A path is empty; give the name of a folder.")
        }
        if resume != nil, !files.isEmpty || output != nil {
            throw ValidationError("--resume knows pairs and folder already; give it alone.")
        }
    }

    func run() throws {
        ThreadPool.useThreads(atMost: common.threads)
        if let resume {
            let folder = ModelFolder(URL(fileURLWithPath: resume))
            guard folder.hasCheckpoint else {
                throw CommandFailure(
                    .noInput, "\(resume) holds no training to go on with; start one with seq2seq train FILE.")
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
            recipe.adopt(training)
        }
        try finish(&training, recipe)
    }

    private func finish(_ training: inout TranslationTraining, _ recipe: TrainingRecipe) throws {
        let display = TrainingDisplay(isQuiet: common.quiet)
        display.begin(training)
        defer { display.end() }
        Interrupts.observe()
        guard let (_, report) = try training.run(description: recipe.description, { try display.show($0) }) else {
            throw Interrupted("interrupted; go on with: seq2seq train --resume \(outputPath.shellQuoted)")
        }
        display.end()
        say("saved \(outputPath); try: seq2seq translate --model \(outputPath.shellQuoted) FILE")
        if common.format == .json { return try StandardOutput.writeLine(JSONOutput.encode(report)) }
        guard let validation = report.validation else {
            return try StandardOutput.writeLine("Nothing was held out to measure on.")
        }
        try EvaluationCard(validation, name: outputPath).print()
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
        if folder.hasReport || folder.hasWeights || folder.foreignFile(for: Seq2Seq.self) != nil {
            throw CommandFailure(
                .usage, "\(outputPath) holds a model already; give another --output, or replace it with --overwrite.")
        }
    }
}
