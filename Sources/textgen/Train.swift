import ArgumentParser
import CommandSupport
import Datasets
import Foundation
import Recurrent
import Tensors
import Tokenization
import Training

/// `textgen train`: from text files to a model folder.
struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Train a model on text files.",
        discussion: """
            Needs nothing but the text: sizes, passes and dropout follow from how much there is. The end of the text is \
            held out to measure the model on, beside rivals that need no network.

              textgen train my.txt
              textgen train my.txt --time-budget 20m --output my-model
              textgen train --resume my-model

            The folder holds the best model at any time. Ctrl-C saves and ends; a killed training goes on with --resume \
            and ends in the same bytes as if nothing had happened.
            """)

    @Argument(help: "Text files, joined in this order.", completion: .file())
    var corpus: [String] = []

    @Option(name: .shortAndLong, help: "Folder for the model (default: after the first file).", completion: .directory)
    var output: String?

    @Option(help: ArgumentHelp("Go on with the training in this folder.", valueName: "folder"), completion: .directory)
    var resume: String?

    @Flag(help: "Replace what the output folder holds.")
    var overwrite = false

    @Option(help: ArgumentHelp("Held-out text to measure on.", valueName: "file"), completion: .file())
    var validation: String?

    @Option(
        parsing: .unconditional,
        help: "Share of the text, at its end, to hold out where no --validation is given; 0 for none.")
    var validationSplit = 0.1

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Decides everything random; the same number gives the same model.", valueName: "n"))
    var randomSeed: UInt64?

    @OptionGroup(title: "Network") var network: NetworkOptions
    @OptionGroup(title: "Learning") var learning: LearningOptions
    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard !corpus.isEmpty || resume != nil else { throw ValidationError("Give a text file to train on.") }
        guard validationSplit >= 0 && validationSplit <= 0.9 else {
            throw ValidationError("--validation-split must be 0 to 0.9, not \(validationSplit).")
        }
        guard !(corpus + [output, resume, validation].compactMap { $0 }).contains("") else {
            throw ValidationError("A path is empty; give the name of a file or folder.")
        }
        guard resume == nil || !overwrite else {
            throw ValidationError("--resume goes on with what --overwrite would replace; give one of them.")
        }
        if let output, let resume, output != resume {
            throw ValidationError(
                "--output \(output) and --resume \(resume) name different folders; give --resume alone.")
        }
    }

    func run() throws {
        ThreadPool.useThreads(atMost: common.threads)
        let folder = ModelFolder(URL(fileURLWithPath: outputPath))
        if resume != nil, !folder.hasCheckpoint {
            if folder.hasReport { return try showFinished(folder) }
            guard !corpus.isEmpty else {
                throw CommandFailure(
                    .noInput, "\(outputPath) holds no training to go on with; start one with textgen train FILE.")
            }
            say("\(outputPath) holds no training to go on with; starting anew.")
        }
        let isResuming = resume != nil && folder.hasCheckpoint
        if !isResuming { try requireFree(folder) }
        var (training, description) = isResuming ? try resumed(folder) : try started(folder)
        let display = TrainingDisplay(isQuiet: common.quiet)
        display.begin(training, isResuming: isResuming)
        defer { display.end() }
        Interrupts.observe()
        guard let (_, report) = try training.run(description: description, { try display.show($0) }) else {
            throw Interrupted("interrupted; go on with: textgen train --resume \(outputPath.shellQuoted)")
        }
        display.end()
        say("saved \(outputPath); try: textgen sample \(outputPath.shellQuoted)")
        try ReportCard(report).print(as: common.format)
    }

    private var outputPath: String {
        if let path = resume ?? output { return path }
        let stem = URL(fileURLWithPath: corpus[0]).deletingPathExtension().lastPathComponent
        return stem + "-model"
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
        if folder.hasReport || folder.hasWeights {
            throw CommandFailure(
                .usage, "\(outputPath) holds a finished model; give another --output, or replace it with --overwrite.")
        }
        if let name = folder.foreignFile(for: CharacterLanguageModel.self) {
            throw CommandFailure(
                .usage,
                "\(outputPath) holds a \(name) of something else; give another --output, or replace it with "
                    + "--overwrite.")
        }
    }

    private func showFinished(_ folder: ModelFolder) throws {
        say("The training in \(outputPath) is finished; there is nothing to go on with.")
        try ReportCard(contentsOf: folder).print(as: common.format)
    }

    // MARK: Starting and resuming

    private func started(_ folder: ModelFolder) throws -> (LanguageModelTraining, [String: String]) {
        let files = TrainingFiles(corpus: corpus, validation: validation)
        let text = try files.read(unit: network.tokens)
        let seed = randomSeed ?? UInt64.random(in: 0..<1_000_000_000)
        if randomSeed == nil { say("random seed \(seed)") }
        let settings = settings(for: text.corpus, randomSeed: seed)
        let adaptsWarmup = learning.warmupSteps == nil
        var training = try LanguageModelTraining(
            corpus: text.corpus, validation: text.validation, folder: folder, settings: settings)
        if adaptsWarmup { training.adaptWarmup() }
        if learning.precision == .bf16, !Precision.isTrainingFasterInBF16 {
            say("This processor has no instructions for bf16: training in it is not faster here.")
        }
        if let budget = learning.timeBudget {
            say("measuring the speed of this machine")
            try training.plan(seconds: budget.seconds, adaptsWarmup: adaptsWarmup)
        }
        return (training, try files.description(text))
    }

    private func settings(for corpus: TextCorpus, randomSeed: UInt64) -> LanguageModelSettings {
        var settings = LanguageModelSettings.recommended(
            forCharacters: corpus.approximateTokenCount, timeBudget: learning.timeBudget?.seconds,
            randomSeed: randomSeed)
        settings.validationSplit = validationSplit
        network.apply(to: &settings)
        learning.apply(to: &settings)
        return settings
    }

    /// Options that are given again must be those that the training was started with.
    private func requireSameOptions(_ stored: LanguageModelSettings, _ corpus: TextCorpus) throws {
        let free = ["--resume", "--output", "-o", "--validation", "--threads", "--quiet", "-q", "--format"]
        let given = CommandLine.arguments.prefix { $0 != "--" }.filter { $0.hasPrefix("-") && $0 != "-" }
            .map { String($0.prefix { $0 != "=" }) }.filter { !free.contains($0) && Double($0) == nil }
        guard !given.isEmpty else { return }
        var wanted = settings(for: corpus, randomSeed: randomSeed ?? stored.training.randomSeed)
        if learning.timeBudget != nil { wanted.training.epochs = stored.training.epochs }
        if learning.warmupSteps == nil {
            wanted.training.schedule.warmupSteps = stored.training.schedule.warmupSteps
        }
        guard wanted == stored else {
            throw CommandFailure(
                .usage,
                "the training in \(outputPath) was started with other options than \(given.joined(separator: ", ")); "
                    + "leave them out to go on with it, or start over with --output \(outputPath.shellQuoted) "
                    + "--overwrite.")
        }
    }

    private func resumed(_ folder: ModelFolder) throws -> (LanguageModelTraining, [String: String]) {
        do { return try resumedFromCheckpoint(folder) } catch let error as SafetensorsError {
            throw CommandFailure(
                .badData,
                "\(error) The training cannot go on from it; start over with --overwrite. The model that was best so far "
                    + "is still in \(outputPath).")
        }
    }

    private func resumedFromCheckpoint(_ folder: ModelFolder) throws -> (LanguageModelTraining, [String: String]) {
        let (settings, description) = try LanguageModelTraining.checkpointDescription(in: folder)
        let stored = try TrainingFiles(description: description, folder: outputPath)
        let files = TrainingFiles(
            corpus: corpus.isEmpty ? stored.corpus : corpus, validation: validation ?? stored.validation)
        let text = try files.read(unit: settings.unit)
        let newDescription = try files.description(text)
        guard newDescription[TrainingFiles.fingerprintKey] == description[TrainingFiles.fingerprintKey] else {
            throw TrainingError.checkpointMismatch(
                file: folder.file(ModelFolder.checkpointFile).path, reason: "the text has changed since")
        }
        try requireSameOptions(settings, text.corpus)
        var training = try LanguageModelTraining(
            corpus: text.corpus, validation: text.validation, folder: folder, settings: settings)
        try training.resume()
        return (training, newDescription)
    }
}
