import Datasets
import Foundation
import Models
import NeuralLayers
import Tensors
import Tokenization
import Training

/// The training of a character language model, from text to a folder with a finished model.
///
/// ```swift
/// let corpus = try TextCorpus(contentsOf: [URL(fileURLWithPath: "my.txt")], unit: .grapheme)
/// var training = try LanguageModelTraining(corpus: corpus, folder: ModelFolder(output), settings: settings)
/// let (generator, report) = try training.run()
/// ```
public struct LanguageModelTraining {
    /// What a run tells while it goes on.
    public enum Event {
        case training(TrainingEvent, TrainingProgress)
        /// A text that the model wrote at a validation.
        case sample(String)
        /// A part of the report is being worked out: what, and the tokens of it that are done and there are.
        case evaluating(String, completed: Int, total: Int)
    }

    public private(set) var settings: LanguageModelSettings
    public let tokenizer: Tokenizer
    public let corpusName: String
    public let folder: ModelFolder?
    let training: [Int32]
    let validation: [Int32]
    private var trainer: Trainer<LanguageModelTask>

    public var trainingCharacters: Int { training.count }
    public var validationCharacters: Int { validation.count }
    public var model: CharacterLanguageModel { trainer.task.model }
    public var progress: TrainingProgress { trainer.progress }

    /// - Parameters:
    ///   - validation: Held-out text; `nil` cuts off the end of `corpus`, as the settings say.
    ///   - folder: Where model and checkpoints go; `nil` keeps all in memory.
    /// - Throws: ``CorpusError/tooShort(name:tokens:needed:)``, or what reading the text throws.
    public init(
        corpus: TextCorpus, validation: TextCorpus? = nil, folder: ModelFolder? = nil, settings: LanguageModelSettings
    ) throws {
        var (trainingText, heldOut) = (corpus, validation)
        if heldOut == nil, settings.validationSplit > 0 {
            let parts = try corpus.split(lastFraction: settings.validationSplit, normalization: settings.normalization)
            (trainingText, heldOut) = (parts.first, parts.last)
        }
        tokenizer = trainingText.makeTokenizer(
            normalization: settings.normalization, minFrequency: settings.minFrequency)
        guard settings.minFrequency == 1 || !tokenizer.vocabulary.ordinaryIDs.isEmpty else {
            throw CorpusError.everythingRare(name: corpus.name, minFrequency: settings.minFrequency)
        }
        training = try trainingText.ids(with: tokenizer)
        self.validation = try heldOut?.ids(with: tokenizer) ?? []
        self.settings = settings
        self.folder = folder
        corpusName = corpus.name
        let needed = settings.batches.batchSize * (settings.batches.sequenceLength + 1)
        guard training.count >= needed else {
            throw CorpusError.tooShort(name: corpus.name, tokens: training.count, needed: needed)
        }
        trainer = Self.makeTrainer(settings, tokenizer, training: training, validation: self.validation)
    }

    private static func makeTrainer(
        _ settings: LanguageModelSettings, _ tokenizer: Tokenizer, training: [Int32], validation: [Int32]
    ) -> Trainer<LanguageModelTask> {
        let seed = settings.training.randomSeed
        var weights = SeededGenerator(seed: seed, stream: "weights")
        let model = CharacterLanguageModel(
            settings.modelConfiguration(vocabularySize: tokenizer.vocabulary.count), using: &weights)
        let task = LanguageModelTask(
            model: model, training: training, validation: validation, batches: settings.batches,
            labelSmoothing: settings.labelSmoothing, generator: SeededGenerator(seed: seed, stream: "batches"))
        return Trainer(task: task, options: settings.training)
    }

    // MARK: Before

    /// Sets the number of epochs so that training, validations and report fit into a time on this machine.
    ///
    /// The epochs are rounded to two decimals, so that the same training can be had again with `--epochs`. They are at
    /// most twice those of the settings: further passes would only learn the text by heart.
    ///
    /// - Parameter adaptsWarmup: Sets the warm-up by the number of steps too.
    public mutating func plan(seconds budget: Double, adaptsWarmup: Bool = true) throws {
        let speed = try trainer.measureSpeed(steps: 60, seconds: min(10, budget / 40))
        let readings = 2.5  // in three precisions, the lower ones faster
        let report = readings * measureReadingSpeed() * Double(validation.count) + 4e-6 * Double(training.count)
        let validations = Double(settings.training.numValidations * validation.count) * speed / 2.5
        let left = max(0.96 * budget - report - validations, budget / 4)
        let affordable = (left / speed / Double(trainer.task.unitsPerEpoch) * 100).rounded(.down) / 100
        let epochs = max(0.01, min(affordable, 2 * settings.training.epochs))
        settings.training.epochs = epochs
        trainer = trainer.planned(settings.training)
        if adaptsWarmup { adaptWarmup() }
    }

    /// Sets the warm-up by the number of steps; see ``LanguageModelSettings/adaptWarmup(characters:)``.
    public mutating func adaptWarmup() {
        settings.adaptWarmup(characters: training.count)
        trainer = trainer.planned(settings.training)
    }

    private func measureReadingSpeed() -> Double {
        var session = LanguageModelSession(model)
        let count = min(200, validation.count)
        guard count > 0 else { return 0 }
        let start = ContinuousClock.now
        for id in validation.prefix(count) { session.next(after: id) }
        let (seconds, attoseconds) = (ContinuousClock.now - start).components
        return (Double(seconds) + Double(attoseconds) * 1e-18) / Double(count)
    }

    // MARK: Resuming

    /// Goes on where the checkpoint in the folder stands.
    public mutating func resume() throws {
        guard let folder else { preconditionFailure("LanguageModelTraining.resume: there is no folder.") }
        try trainer.restore(from: SafetensorsFile(contentsOf: folder.file(ModelFolder.checkpointFile)))
    }

    /// The settings and the corpus that the checkpoint in a folder was made with.
    public static func checkpointDescription(
        in folder: ModelFolder
    ) throws -> (settings: LanguageModelSettings, description: [String: String]) {
        let file = try SafetensorsFile(contentsOf: folder.file(ModelFolder.checkpointFile))
        let path = folder.file(ModelFolder.checkpointFile).path
        guard file.metadata["formatVersion"] == "1" else {
            throw TrainingError.checkpointMismatch(
                file: path, reason: "its format is not version 1, the one that this program knows")
        }
        guard let text = file.metadata["settings"] else {
            throw TrainingError.checkpointMismatch(file: path, reason: "its entry \"settings\" is missing")
        }
        do {
            let settings = try JSONDecoder().decode(LanguageModelSettings.self, from: Data(text.utf8))
            if let problem = settings.problem { throw TrainingError.checkpointMismatch(file: path, reason: problem) }
            return (settings, file.metadata)
        } catch let error as DecodingError {
            throw TrainingError.checkpointMismatch(file: path, reason: JSONFile.reason(error))
        }
    }

    // MARK: Running

    /// Trains, measures and saves.
    ///
    /// - Parameters:
    ///   - description: Stored in checkpoints beside the settings, for example where the corpus lies.
    ///   - handle: Called with every event; returning `false` stops after a checkpoint.
    /// - Returns: `nil` when it was stopped; else the best model and its report, which are saved if there is a folder.
    public mutating func run(
        description: [String: String] = [:], _ handle: (Event) throws -> Bool = { _ in true }
    ) throws -> (generator: TextGenerator, report: TrainingReport)? {
        try folder?.create()
        var metadata = description
        metadata["settings"] = String(decoding: try JSONFile.encode(settings), as: UTF8.self)
        let keeper = Keeper(folder: folder, tokenizer: tokenizer, settings: settings, metadata: metadata)
        let outcome = try trainer.run { event, trainer in
            if event == .checkpointDue { try keeper.save(trainer) }
            var goesOn = try handle(.training(event, trainer.progress))
            if case .validated = event { goesOn = try handle(.sample(keeper.sample(trainer.task.model))) && goesOn }
            return goesOn
        }
        guard outcome != .interrupted else { return nil }
        trainer.restoreBestParameters()
        let calibration = calibrate()
        return try finish(outcome, calibration, handle)
    }

    private func calibrate() -> Calibration? {
        guard !validation.isEmpty else { return nil }
        let calibration = Calibration(of: model, on: LanguageModelValidation(ids: validation))
        return calibration.apply(to: model) ? calibration : nil
    }

    private func finish(
        _ outcome: Trainer<LanguageModelTask>.Outcome, _ calibration: Calibration?, _ handle: (Event) throws -> Bool
    ) throws -> (TextGenerator, TrainingReport)? {
        var generator = TextGenerator(model: model, tokenizer: tokenizer)
        if let folder {
            try folder.write(model, precision: settings.precision)
            generator = try TextGenerator(contentsOf: folder.url)  // measured as it is stored
        }
        guard let report = try makeReport(of: generator, outcome, calibration, handle) else { return nil }
        if let folder {
            try DurableFile.replace(at: folder.file(ModelFolder.reportFile), with: try JSONFile.encode(report))
            try? FileManager.default.removeItem(at: folder.file(ModelFolder.checkpointFile))
        }
        return (generator, report)
    }

    private func makeReport(
        of generator: TextGenerator, _ outcome: Trainer<LanguageModelTask>.Outcome, _ calibration: Calibration?,
        _ handle: (Event) throws -> Bool
    ) throws -> TrainingReport? {
        var (scores, rivals, unknown): ([TrainingReport.Score], [TrainingReport.Score], Int) = ([], [], 0)
        if !validation.isEmpty {
            for precision in Precision.allCases {
                guard let evaluation = try evaluate(generator.quantized(to: precision), handle) else { return nil }
                let name = precision == .fp32 ? "LSTM" : "LSTM, \(precision.rawValue)"
                scores.append(TrainingReport.Score(name, nats: evaluation.nats, characters: evaluation.characters))
                unknown = evaluation.unknownCharacters
            }
            rivals = Rivals.scores(training: training, validation: validation, vocabulary: tokenizer.vocabulary)
        }
        return TrainingReport(
            corpus: corpusName, trainingCharacters: training.count, validationCharacters: validation.count,
            settings: settings, parameterCount: model.parameterCount, vocabularySize: tokenizer.vocabulary.count,
            history: trainer.progress.history, trainingSeconds: trainer.progress.seconds, calibration: calibration,
            model: scores.first, quantized: Array(scores.dropFirst()), rivals: rivals,
            unknownCharacters: unknown, outcome: outcome == .stoppedEarly ? "stopped early" : "finished")
    }

    /// - Returns: `nil` when the handler of events asked to stop.
    private func evaluate(_ generator: TextGenerator, _ handle: (Event) throws -> Bool) throws -> Evaluation? {
        struct Stopped: Error {}
        let label = generator.precision == .fp32 ? "reading" : "reading (\(generator.precision.rawValue))"
        do {
            return try generator.evaluate(ids: validation) { completed in
                let goesOn = try handle(.evaluating(label, completed: completed, total: validation.count))
                if !goesOn { throw Stopped() }
            }
        } catch is Stopped {
            return nil
        }
    }
}

/// What a running training saves and shows.
private struct Keeper {
    let folder: ModelFolder?
    let tokenizer: Tokenizer
    let settings: LanguageModelSettings
    let metadata: [String: String]

    func save(_ trainer: borrowing Trainer<LanguageModelTask>) throws {
        guard let folder else { return }
        try trainer.writeCheckpoint(to: folder.file(ModelFolder.checkpointFile), description: metadata)
        // A model that was here before stays until the first validation has seen something of the new one.
        guard trainer.progress.best != nil || !folder.hasWeights else { return }
        folder.removeReport()
        try trainer.withBestParameters { try folder.write($0.model, precision: settings.precision) }
        try folder.write(trainer.task.model.configuration, tokenizer)
    }

    func sample(_ model: CharacterLanguageModel) throws -> String {
        try TextGenerator(model: model, tokenizer: tokenizer)
            .generate(length: 120, randomSeed: settings.training.randomSeed)
    }
}
