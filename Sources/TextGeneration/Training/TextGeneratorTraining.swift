import Datasets
import Foundation
import ModelFiles
import NeuralLayers
import Tensors
import Tokenization
import Training

/// The training of a language model, from text to a folder with a finished model.
///
/// ```swift
/// let corpus = try TextCorpus(contentsOf: [URL(fileURLWithPath: "my.txt")], unit: .grapheme)
/// var training = try TextGeneratorTraining(corpus: corpus, folder: ModelFolder(output), settings: settings)
/// let trained = try training.run()
/// print(try trained.generator.generate("Once"))
/// ```
public struct TextGeneratorTraining: ModelTraining {
    /// What a training has come to.
    public struct Result: Sendable {
        /// The best model.
        public let generator: TextGenerator
        /// How it was trained and how good it is.
        public let report: TextGeneratorReport
    }

    public private(set) var settings: TextGeneratorSettings
    /// The tokenizer that was trained on the training part of the text.
    public let tokenizer: Tokenizer
    /// The name of the corpus that the report gives.
    public let corpusName: String
    let training: [Int32]
    let validation: [Int32]
    private let start: GeneratorStart
    /// Tokens of the new text.
    private let newTokens: Int
    private var trainer: FolderTrainer<TextGeneratorTask>

    /// The number of characters that are trained on, those of the old kind included: for byte pairs grapheme clusters,
    /// else tokens.
    public let trainingCharacters: Int
    /// The number of held-out characters.
    public let validationCharacters: Int
    /// The number of tokens that are trained on, those of the old kind included.
    public var trainingTokens: Int { training.count }
    public var model: TextGeneratorNetwork { trainer.model }
    public var progress: TrainingProgress { trainer.progress }

    /// - Parameters:
    ///   - validation: Held-out text; `nil` cuts off the end of `corpus`, as the settings say.
    ///   - folder: Where model and checkpoints go; `nil` keeps all in memory.
    /// - Throws: `CorpusError.tooShort`, `TrainingError.invalidSettings`, or what reading the text throws.
    public init(
        corpus: TextCorpus, validation: TextCorpus? = nil, folder: ModelFolder? = nil, settings: TextGeneratorSettings
    ) throws {
        var settings = settings
        settings.unit = corpus.unit
        try settings.requireValid()
        let (trainingText, heldOut) = try Self.parts(corpus, validation, settings)
        settings.vocabularySize =
            corpus.unit == .bpe
            ? settings.vocabularySize
                ?? TextGeneratorSettings.recommendedVocabularySize(forCharacters: corpus.approximateTokenCount) : nil
        let tokenizer = try trainingText.makeTokenizer(
            normalization: settings.normalization, minFrequency: settings.minFrequency,
            maxSize: settings.vocabularySize)
        guard settings.minFrequency == 1 || !tokenizer.vocabulary.ordinaryIDs.isEmpty else {
            throw CorpusError.everythingRare(name: corpus.name, minFrequency: settings.minFrequency)
        }
        var weights = SeededGenerator(seed: settings.training.randomSeed, stream: "weights")
        let model = TextGeneratorNetwork(
            settings.modelConfiguration(vocabularySize: tokenizer.vocabulary.count), using: &weights)
        try self.init(trainingText, heldOut, GeneratorStart(model: model, tokenizer: tokenizer), folder, settings)
    }

    /// A training that starts from a finished model: its weights and characters stay, and new characters are added.
    ///
    /// - Parameters:
    ///   - corpus: A text whose unit is that of the model's tokenizer.
    ///   - validation: Held-out text; `nil` cuts off the end of `corpus`, as the settings say.
    ///   - folder: Where model and checkpoints go; `nil` keeps all in memory.
    ///   - settings: Their sizes, unit and normalization are replaced by those of the model.
    /// - Throws: `CorpusError.tooShort`, `TrainingError.invalidSettings`, or what reading the text throws.
    public init(
        corpus: TextCorpus, validation: TextCorpus? = nil, from continuation: GeneratorContinuation,
        folder: ModelFolder? = nil, settings: TextGeneratorSettings
    ) throws {
        try settings.requireValid()
        var settings = settings
        settings.fit(continuation.generator)
        let (trainingText, heldOut) = try Self.parts(corpus, validation, settings)
        let start = try continuation.start(for: trainingText, settings)
        try self.init(trainingText, heldOut, start, folder, settings)
    }

    private init(
        _ trainingText: TextCorpus, _ heldOut: TextCorpus?, _ start: GeneratorStart, _ folder: ModelFolder?,
        _ settings: TextGeneratorSettings
    ) throws {
        (tokenizer, self.start, corpusName) = (start.tokenizer, start, trainingText.name)
        let new = try trainingText.ids(with: tokenizer)
        newTokens = new.count
        training = start.mixing(new, settings.training.continuation)
        validation = try heldOut?.ids(with: tokenizer) ?? []
        let characters = (
            training: tokenizer.characterCount(of: training), validation: tokenizer.characterCount(of: validation)
        )
        (trainingCharacters, validationCharacters) = characters
        var settings = settings
        settings.unit = tokenizer.unit
        self.settings = settings
        let needed = settings.batches.batchSize * (settings.batches.sequenceLength + 1)
        guard training.count >= needed else {
            throw CorpusError.tooShort(name: corpusName, tokens: training.count, needed: needed, unit: tokenizer.unit)
        }
        trainer = FolderTrainer(
            TextGeneratorTask(
                model: start.model, training: training, validation: validation, batches: settings.batches,
                labelSmoothing: settings.labelSmoothing, characters: characters,
                generator: SeededGenerator(seed: settings.training.randomSeed, stream: "batches")),
            options: settings.training, folder: folder)
    }

    /// What is trained on and what is held out.
    private static func parts(
        _ corpus: TextCorpus, _ validation: TextCorpus?, _ settings: TextGeneratorSettings
    ) throws -> (training: TextCorpus, heldOut: TextCorpus?) {
        let lineEnds = settings.lineEnds ?? .keep
        let text = corpus.withLineEnds(lineEnds)
        if let validation { return (text, validation.withLineEnds(lineEnds)) }
        guard settings.validationSplit > 0 else { return (text, nil) }
        let parts = try text.split(lastFraction: settings.validationSplit, normalization: settings.normalization)
        return (parts.first, parts.last)
    }

    // MARK: Before

    /// Sets the number of epochs so that training, validations and report fit into a time on this machine.
    ///
    /// The epochs are rounded to two decimals, so that the training can be repeated with that number of epochs. They are
    /// at most twice those of the settings: further epochs would only overfit.
    ///
    /// - Parameter adaptsWarmup: Sets the warm-up by the number of steps too.
    /// - Throws: `TrainingError.invalidSettings` if the time is not a positive number.
    public mutating func plan(seconds budget: Double, adaptsWarmup: Bool) throws {
        try requireTimeBudget(budget)
        let speed = try trainer.measureSpeed(steps: 60, seconds: min(10, budget / 40))
        let readings = 2.5  // in three precisions, the lower ones faster
        let report = readings * measureReadingSpeed() * Double(validation.count) + 4e-6 * Double(trainingCharacters)
        let validations = Double(settings.training.numValidations * validation.count) * speed / 2.5
        let left = max(0.96 * budget - report - validations, budget / 4)
        settings.training.epochs = min(
            trainer.epochs(in: left, speed: speed), max(0.01, 2 * settings.training.epochs))
        trainer.plan(settings.training)
        if adaptsWarmup { adaptWarmup() }
    }

    public mutating func plan(seconds budget: Double) throws { try plan(seconds: budget, adaptsWarmup: true) }

    /// Sets the warm-up by the number of steps; see ``TextGeneratorSettings/adaptWarmup(characters:)``.
    public mutating func adaptWarmup() {
        settings.adaptWarmup(characters: training.count)
        trainer.plan(settings.training)
    }

    private func measureReadingSpeed() -> Double {
        var session = TextGeneratorSession(model)
        let count = min(200, validation.count)
        guard count > 0 else { return 0 }
        let start = ContinuousClock.now
        for id in validation.prefix(count) { session.next(after: id) }
        let (seconds, attoseconds) = (ContinuousClock.now - start).components
        return (Double(seconds) + Double(attoseconds) * 1e-18) / Double(count)
    }

    public mutating func resume() throws { try trainer.resume() }

    /// The model and the report of a training that is over.
    public static func finished(in folder: ModelFolder) throws -> Result {
        Result(generator: try TextGenerator(contentsOf: folder.url), report: try folder.readReport())
    }

    // MARK: Running

    public mutating func run(
        description: [String: String] = [:], _ handle: (ModelTrainingEvent) throws -> Bool = { _ in true }
    ) throws -> Result {
        let (tokenizer, settings) = (tokenizer, settings)
        let outcome = try trainer.train(
            settings, precision: settings.precision, tokenizer: tokenizer, description: description
        ) { event, trainer in
            let goesOn = try handle(.training(event, trainer.progress))
            guard case .validated = event else { return goesOn }
            let text = try TextGenerator(model: trainer.task.model, tokenizer: tokenizer)
                .generate(options: GenerationOptions(length: 120, randomSeed: settings.training.randomSeed))
            return try handle(.sample(text)) && goesOn
        }
        return try finish(outcome, calibrate(), TrainingStart(description: description), handle)
    }

    private func calibrate() -> Calibration? {
        guard !validation.isEmpty else { return nil }
        let calibration = Calibration(
            of: model, on: TextGeneratorValidation(ids: validation, characters: validationCharacters))
        return calibration.apply(to: model) ? calibration : nil
    }

    private func finish(
        _ outcome: Trainer<TextGeneratorTask>.Outcome, _ calibration: Calibration?, _ start: TrainingStart?,
        _ handle: (ModelTrainingEvent) throws -> Bool
    ) throws -> Result {
        var generator = TextGenerator(model: model, tokenizer: tokenizer)
        if let folder = trainer.folder {
            try folder.write(model, precision: settings.precision)
            generator = try TextGenerator(contentsOf: folder.url)  // measured as it is stored
        }
        var report = try makeReport(of: generator, outcome, calibration, handle)
        report.start = start
        report.continuation = self.start.report(
            of: generator.model, on: validation,
            mixedCount: tokenizer.characterCount(of: training[newTokens...]))
        try trainer.finish(report)
        return Result(generator: generator, report: report)
    }

    private func makeReport(
        of generator: TextGenerator, _ outcome: Trainer<TextGeneratorTask>.Outcome, _ calibration: Calibration?,
        _ handle: (ModelTrainingEvent) throws -> Bool
    ) throws -> TextGeneratorReport {
        var (scores, baselines, unknown): ([TextGeneratorReport.Score], [TextGeneratorReport.Score], Int) = ([], [], 0)
        if !validation.isEmpty {
            for precision in Precision.allCases {
                let evaluation = try evaluate(generator.quantized(to: precision), handle)
                let name = settings.cell.title + (precision == .fp32 ? "" : ", \(precision.rawValue)")
                scores.append(TextGeneratorReport.Score(name, nats: evaluation.nats, characters: evaluation.characters))
                unknown = evaluation.unknownCharacters
            }
            baselines = TextGeneratorBaselines.scores(
                training: training, validation: validation, tokenizer: tokenizer)
        }
        return TextGeneratorReport(
            corpus: corpusName, trainingCharacters: trainingCharacters, validationCharacters: validationCharacters,
            trainingTokens: training.count, validationTokens: validation.count, settings: settings,
            parameterCount: model.parameterCount, vocabularySize: tokenizer.vocabulary.count,
            history: progress.history, trainingSeconds: progress.seconds, calibration: calibration,
            model: scores.first, quantized: Array(scores.dropFirst()), baselines: baselines,
            unknownCharacters: unknown, outcome: outcome.rawValue)
    }

    private func evaluate(
        _ generator: TextGenerator, _ handle: (ModelTrainingEvent) throws -> Bool
    ) throws -> TextGeneratorEvaluation {
        let label = generator.precision == .fp32 ? "reading" : "reading (\(generator.precision.rawValue))"
        return try generator.evaluate(ids: validation) { completed in
            try announce(.working(label, completed: completed, total: validation.count), to: handle)
        }
    }
}
