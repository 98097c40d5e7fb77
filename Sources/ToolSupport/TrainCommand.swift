import ArgumentParser
import CommandSupport
import Foundation
import Recurrent

/// A command that trains a model into a folder: what the `train` of every tool does, given what differs.
public protocol TrainCommand: ParsableCommand {
    associatedtype Recipe: TrainingRecipe
    associatedtype Words: LearningWords
    typealias Training = Recipe.Training

    static var tool: String { get }

    /// Options that name files of data, whose contents ``recipe(resuming:)`` takes and a fingerprint compares.
    static var filesOfData: Set<String> { get }

    /// The files of data; none where a training goes on.
    var files: [String] { get }
    var folder: TrainingFolderOptions { get }
    var learning: LearningOptions<Words> { get }
    var common: CommonOptions { get }

    /// Where the data lie, as the command line says.
    var recipe: Recipe { get throws }

    /// The settings that suit the data, and what the command line says of them.
    func settings(for data: TrainingData<Recipe.Part>, randomSeed: UInt64) throws -> Training.Settings

    /// Adapts a new training to the time there is, in seconds.
    func prepare(_ training: inout Training, timeBudget: Double?) throws

    /// What to go on with: the checkpoint's recipe, or what was given in its place.
    func recipe(resuming stored: Recipe) -> Recipe

    /// The files that are written beside the model folder, each with the option that names it.
    var outputs: [Output] { get }

    /// The plural of what the progress of a training is counted in.
    func progressUnit(of training: Training) -> String

    /// What is going to be trained, in words.
    func plan(of training: Training) -> String

    /// A loss with its unit.
    func lossText(_ loss: Double) -> String

    /// The arguments with which the tool uses the model in a folder, such as "classify --model my-model FILE".
    func trial(of folder: String) -> String

    /// Prints the report.
    func show(_ result: Training.Result) throws
}

extension TrainCommand {
    public func prepare(_ training: inout Training, timeBudget: Double?) throws {
        if let timeBudget { try training.plan(seconds: timeBudget) }
    }

    public static var filesOfData: Set<String> { [] }

    public func recipe(resuming stored: Recipe) -> Recipe { stored }

    public var outputs: [Output] { [] }

    public func progressUnit(of training: Training) -> String { Words.unit }

    public func lossText(_ loss: Double) -> String { "\(loss.fixed(4)) nats" }

    /// The folder of the model.
    public var path: String {
        if let path = folder.resume ?? folder.output { return path }
        let first = URL(inputPath: files[0])
        return (first.isStandardInput ? "stdin" : first.deletingPathExtension().lastPathComponent) + "-model"
    }

    public var modelFolder: ModelFolder { ModelFolder(URL(fileURLWithPath: path)) }

    public func say(_ line: String) {
        if !common.quiet { StandardError.writeLine(line) }
    }

    private func say(_ note: ReadingNote) { say(note.message) }

    public func run() throws { try train() }

    /// Starts a training or goes on with one, to a finished model or until the user stops it; of one that is finished
    /// the report is shown.
    public func train() throws {
        guard folder.resume != nil, modelFolder.hasReport, !modelFolder.hasCheckpoint else {
            return try trainToTheEnd()
        }
        try showFinished()
    }

    /// Says that the training is over and prints its report, where nothing else is asked for.
    private func showFinished() throws {
        let result = try Training.finished(in: modelFolder)
        let start = TrainingStart(reportIn: modelFolder)
        let check = ResumeCheck(given, path: path, filesOfData: Self.filesOfData)
        try check.requireSame(start, seed: start?.randomSeed)
        if !files.isEmpty || check.namesData {
            guard !files.isEmpty, try recipe.read(note: say).fingerprint == start?.fingerprint else {
                throw CommandFailure(
                    .usage,
                    "the training in \(path) is finished, and \(start == nil ? "its data are not recorded" : "it used other data"); "
                        + "for a new model leave out --resume and give another --output, or replace this one with --output "
                        + "\(path.shellQuoted) --overwrite.")
            }
        }
        say("The training in \(path) is finished; there is nothing to continue.")
        try show(result)
    }

    private var given: GivenOptions { GivenOptions(of: Self.self) }

    private func trainToTheEnd() throws {
        ThreadPool.useThreads(atMost: common.threads)
        guard try !isResuming else { return try modelFolder.whileLocked { try finish(resumed()) } }
        guard files.first != "-" || folder.resume != nil || folder.output != nil else {
            throw CommandFailure(.usage, "standard input has no file name to name the model after; give --output.")
        }
        if modelFolder.hasCheckpoint { try modelFolder.whileLocked {} }  // names who trains here now
        let recipe = try recipe
        try requireOtherModel(recipe)
        try requireFree()
        try requireApart(recipe)
        let data = try recipe.read(note: say)
        try modelFolder.whileLocked {
            try requireFree()  // another training may have ended here meanwhile
            try finish(started(recipe, data))
        }
    }

    private func finish(_ started: (Training, [String: String])) throws {
        var (training, description) = started
        let display = TrainingDisplay(unit: progressUnit(of: training), isQuiet: common.quiet, lossText: lossText)
        display.begin(plan(of: training), training.progress)
        defer { display.end() }
        let goingOn = "interrupted; continue with: \(Self.tool) train --resume \(path.shellQuoted)"
        if modelFolder.hasCheckpoint { Interrupts.say(goingOn) }
        Interrupts.observe { DurableFile.isReplacing }
        let result = try Interrupts.named(goingOn) {
            try training.run(description: description) { event in
                if case .training(.checkpointDue, _) = event { Interrupts.say(goingOn) }
                return display.show(event)
            }
        }
        display.end()
        say("saved \(path); try: \(Self.tool) \(trial(of: path.shellQuoted))")
        try show(result)
    }

    private var isResuming: Bool {
        get throws {
            guard folder.resume != nil, !modelFolder.hasCheckpoint else { return folder.resume != nil }
            guard !files.isEmpty else {
                throw CommandFailure(
                    .noInput, "\(path) contains no training to resume; start one with \(Self.tool) train FILE.")
            }
            say("\(path) contains no training to resume; starting a new one.")
            return false
        }
    }

    private func started(_ recipe: Recipe, _ data: TrainingData<Recipe.Part>) throws -> (Training, [String: String]) {
        let seed = folder.randomSeed ?? UInt64.random(in: 0..<1_000_000_000)
        if folder.randomSeed == nil { say("random seed \(seed)") }
        let settings = try settings(for: data, randomSeed: seed)
        if let problem = settings.problem {
            throw CommandFailure(.usage, "These options cannot be used: \(problem).")
        }
        var training = try recipe.makeTraining(data, settings: settings, in: modelFolder)
        if learning.precision == .bf16, !Precision.isTrainingFasterInBF16 {
            say("This processor has no bf16 instructions: training in bf16 is not faster.")
        }
        if learning.timeBudget != nil { say("timing the first steps") }
        try prepare(&training, timeBudget: learning.timeBudget?.seconds)
        let start = TrainingStart(
            fingerprint: data.fingerprint,
            options: ResumeCheck(given, path: path, filesOfData: Self.filesOfData).options,
            randomSeed: seed)
        return (training, try recipe.description(of: data, start: start))
    }

    private func resumed() throws -> (Training, [String: String]) {
        do {
            let checkpoint = try Training.checkpointDescription(in: modelFolder)
            let (settings, description) = (checkpoint.settings, checkpoint.description)
            let start = TrainingStart(description: description)
            try ResumeCheck(given, path: path, filesOfData: Self.filesOfData)
                .requireSame(start, seed: settings.training.randomSeed)
            let recipe = recipe(resuming: try Recipe(description, in: modelFolder))
            try requireApart(recipe)
            try sayStandardInput(recipe)
            let data = try recipe.read(note: say)
            try recipe.requireSame(data, description, in: modelFolder)
            var training = try recipe.makeTraining(data, settings: settings, in: modelFolder)
            try training.resume()
            return (training, try recipe.description(of: data, start: start))
        } catch let error as SafetensorsError {
            throw CommandFailure(
                .badData,
                "\(error.message) The training cannot be resumed from it; start over with --overwrite. The best model so far "
                    + "is still in \(path).")
        }
    }

    /// Says that data come once more from standard input, or refuses to wait for them at a terminal.
    private func sayStandardInput(_ recipe: Recipe) throws {
        guard recipe.inputs.contains("-") else { return }
        guard isatty(STDIN_FILENO) == 0 else {
            throw CommandFailure(
                .usage,
                "the training in \(path) read its data from standard input; give the same data again, as in \(Self.tool) "
                    + "train --resume \(path.shellQuoted) < FILE.")
        }
        say("reading the data from standard input again")
    }

    /// Refuses data that the training would replace, as a file of its folder or one that it writes beside.
    private func requireApart(_ recipe: Recipe) throws {
        let own = modelFolder.files(of: Training.Model.self).map { (option: "the model folder \(path)", path: $0.path) }
        try requireOutputs(outputs, inputs: recipe.inputs, modelFiles: own)
    }

    /// Refuses to replace the model that the training starts from.
    private func requireOtherModel(_ recipe: Recipe) throws {
        func place(_ path: String) -> String { URL(fileURLWithPath: path).resolvingSymlinksInPath().path }
        guard let from = recipe.from, from.contains("/"), place(from) == place(path) else { return }
        throw CommandFailure(
            .usage,
            "--from names \(MessageText.quoted(path)), the folder that the new model goes to; give another --output, so that "
                + "the old model stays.")
    }

    /// Refuses a folder that holds something which the training would replace.
    private func requireFree() throws {
        guard !folder.overwrite else { return }
        if modelFolder.hasCheckpoint {
            throw CommandFailure(
                .usage,
                "\(path) contains an unfinished training; continue with --resume \(path.shellQuoted), or start over with "
                    + "--overwrite.")
        }
        if modelFolder.hasReport || modelFolder.hasWeights {
            throw CommandFailure(
                .usage,
                "\(path) contains a finished model; show its report with --resume \(path.shellQuoted), give another --output, or "
                    + "replace it with --overwrite.")
        }
        if let name = modelFolder.foreignFile(for: Training.Model.self) {
            throw CommandFailure(
                .usage,
                "\(path) contains \(name), which does not belong to a model of this kind; give another --output, or replace the "
                    + "files that the training writes with --overwrite.")
        }
    }
}
