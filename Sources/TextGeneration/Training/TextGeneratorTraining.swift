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

    public internal(set) var settings: TextGeneratorSettings
    /// The tokenizer that was trained on the training part of the text.
    public let tokenizer: Tokenizer
    /// The name of the corpus that the report gives.
    public let corpusName: String
    let training: [Int32]
    let validation: [Int32]
    private(set) var start: GeneratorStart
    /// Tokens of the new text.
    private let newTokens: Int
    var trainer: FolderTrainer<TextGeneratorTask>

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
        let model = Self.makeModel(settings, tokenizer)
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
        trainer = try Self.makeTrainer(
            start, training, validation, characters: characters, folder, settings, name: corpusName)
    }

    /// - Throws: `CorpusError.tooShort`
    private static func makeTrainer(
        _ start: GeneratorStart, _ training: [Int32], _ validation: [Int32],
        characters: (training: Int, validation: Int), _ folder: ModelFolder?, _ settings: TextGeneratorSettings,
        name: String
    ) throws -> FolderTrainer<TextGeneratorTask> {
        let needed = settings.batches.batchSize * (settings.batches.sequenceLength + 1)
        guard training.count >= needed else {
            throw CorpusError.tooShort(
                name: name, tokens: training.count, needed: needed, unit: start.tokenizer.unit)
        }
        return FolderTrainer(
            TextGeneratorTask(
                model: start.model, training: training, validation: validation, batches: settings.batches,
                labelSmoothing: settings.labelSmoothing, characters: characters,
                generator: SeededGenerator(seed: settings.training.randomSeed, stream: "batches")),
            options: settings.training, folder: folder)
    }

    /// Begins anew with a network of other settings; text and tokenizer stay.
    ///
    /// - Throws: `CorpusError.tooShort` or `TrainingError.invalidSettings`.
    mutating func restart(with settings: TextGeneratorSettings) throws {
        precondition(start.old == nil, "TextGeneratorTraining.restart: a finished model decides the sizes.")
        try settings.requireValid()
        start = GeneratorStart(model: Self.makeModel(settings, tokenizer), tokenizer: tokenizer)
        trainer = try Self.makeTrainer(
            start, training, validation, characters: (trainingCharacters, validationCharacters), trainer.folder,
            settings,
            name: corpusName)
        let vocabularySize = self.settings.vocabularySize
        self.settings = settings
        (self.settings.unit, self.settings.vocabularySize) = (tokenizer.unit, vocabularySize)
    }

    private static func makeModel(_ settings: TextGeneratorSettings, _ tokenizer: Tokenizer) -> TextGeneratorNetwork {
        var weights = SeededGenerator(seed: settings.training.randomSeed, stream: "weights")
        return TextGeneratorNetwork(
            settings.modelConfiguration(vocabularySize: tokenizer.vocabulary.count), using: &weights)
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

    /// Sets the warm-up by the number of steps; see ``TextGeneratorSettings/adaptWarmup(characters:)``.
    public mutating func adaptWarmup() {
        settings.adaptWarmup(characters: training.count)
        trainer.plan(settings.training)
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
