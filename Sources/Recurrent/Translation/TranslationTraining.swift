import Datasets
import Foundation
import Models
import NeuralLayers
import Tensors
import Tokenization
import Training

/// The training of a translator, from pairs of texts to a folder with a finished model.
///
/// ```swift
/// let pairs = try ParallelTexts(contentsOf: URL(fileURLWithPath: "pairs.tsv"))
/// var training = try TranslationTraining(
///     pairs, settings: .recommended(forPairs: pairs.count, randomSeed: 1))
/// let (translator, report) = try training.run()!
/// ```
public struct TranslationTraining {
    /// What a run tells while it goes on.
    public enum Event {
        case training(TrainingEvent, TrainingProgress)
        /// A part of the work after the training begins.
        case stage(String)
        /// Held-out sources that are translated, of how many.
        case translating(completed: Int, total: Int)
    }

    public private(set) var settings: TranslationSettings
    public let sourceTokenizer: Tokenizer
    public let targetTokenizer: Tokenizer
    public let folder: ModelFolder?
    /// Pairs that are not learnt from because a side has too many tokens.
    public let tooLongPairs: Int
    /// Pairs that are left out because a side is empty.
    public let emptyPairs: Int
    private let training: ParallelTexts
    private let validation: ParallelTexts?
    private var trainer: Trainer<TranslationTask>

    public var model: Seq2Seq { trainer.task.model }
    public var progress: TrainingProgress { trainer.progress }
    public var trainingPairs: Int { training.count }
    public var validationPairs: Int { validation?.count ?? 0 }

    /// - Parameters:
    ///   - validation: Held-out pairs; `nil` cuts some off, as the settings say.
    ///   - folder: Where model and checkpoints go; `nil` keeps all in memory.
    /// - Throws: ``TranslationError``.
    public init(
        _ pairs: ParallelTexts, validation: ParallelTexts? = nil, folder: ModelFolder? = nil,
        settings: TranslationSettings
    ) throws {
        let seed = settings.training.randomSeed
        var (training, heldOut) = (pairs, validation)
        if heldOut == nil, settings.validationSplit > 0 {
            let parts = pairs.split(
                fraction: settings.validationSplit, limit: TranslationSettings.mostHeldOut, seed: seed)
            (training, heldOut) = (parts.rest, parts.aside)
        }
        if heldOut?.count == 0 { heldOut = nil }
        self.folder = folder
        self.settings = settings
        let (source, target) = Self.tokenizers(for: training, settings)
        (sourceTokenizer, targetTokenizer) = (source, target)
        let (ids, tooLong, kept) = Translator.ids(of: training, source, target, maxTokens: settings.maxTokens)
        guard !ids.sources.isEmpty else { throw TranslationError.allTooLong(maxTokens: settings.maxTokens) }
        let heldOutIDs = heldOut.map {
            Translator.ids(of: $0, source, target, maxTokens: settings.maxTokens).pairs
        }
        (tooLongPairs, emptyPairs) = (tooLong, pairs.emptyCount)
        (self.training, self.validation) = (training.selecting(kept), heldOut)
        var weights = SeededGenerator(seed: seed, stream: "weights")
        let model = Seq2Seq(
            settings.modelConfiguration(
                vocabularySize: source.vocabulary.count, targetVocabularySize: target.vocabulary.count),
            using: &weights)
        trainer = Trainer(
            task: TranslationTask(
                model: model, training: ids, validation: heldOutIDs ?? PairedIDs(), batchSize: settings.batchSize,
                options: settings.loss, epochs: settings.training.epochs,
                generator: SeededGenerator(seed: seed, stream: "batches")),
            options: settings.training)
    }

    private static func tokenizers(
        for texts: ParallelTexts, _ settings: TranslationSettings
    ) -> (source: Tokenizer, target: Tokenizer) {
        func train(_ texts: [String]) -> Tokenizer {
            .train(
                on: texts, unit: settings.unit, normalizer: Normalizer(settings.normalization),
                minFrequency: settings.minFrequency, maxSize: settings.maxVocabulary,
                words: WordOptions(keepsWhitespace: false))
        }
        if settings.sharesVocabulary {
            let both = train(texts.sources + texts.targets)
            return (both, both)
        }
        return (train(texts.sources), train(texts.targets))
    }

    /// Sets the number of epochs so that the training fits into a time on this machine.
    public mutating func plan(seconds budget: Double) throws {
        var task = trainer.task
        task.epochs = 0.01  // so that steps that are not told all of the target are measured too
        trainer = Trainer(task: task, options: settings.training)
        let speed = try trainer.measureSpeed(steps: 40, seconds: min(10, budget / 20))
        // Validations read a pair in a third of a step's time; the report translates the held-out sources.
        let validations = Double(settings.training.numValidations * validationPairs) * speed / 3
        let report = Double(validationPairs) * speed
        let affordable = (0.94 * budget - validations - report) / speed / Double(trainer.task.unitsPerEpoch)
        settings.training.epochs = min(999_999, max(0.01, (affordable * 100).rounded(.down) / 100))
        settings.adaptWarmup(toPairs: trainer.task.unitsPerEpoch)
        task.epochs = settings.training.epochs
        trainer = Trainer(task: task, options: settings.training)
    }

    // MARK: Resuming

    /// Goes on where the checkpoint in the folder stands.
    public mutating func resume() throws {
        guard let folder else { preconditionFailure("TranslationTraining.resume: there is no folder.") }
        try trainer.restore(from: SafetensorsFile(contentsOf: folder.file(ModelFolder.checkpointFile)))
    }

    // MARK: Running

    /// Trains, measures and saves.
    ///
    /// - Parameters:
    ///   - description: Stored in checkpoints, for example where the pairs lie.
    ///   - handle: Called with every event; returning `false` stops after a checkpoint.
    /// - Returns: `nil` when it was stopped; else the best model and its report, which are saved if there is a folder.
    public mutating func run(
        description: [String: String] = [:], _ handle: (Event) throws -> Bool = { _ in true }
    ) throws -> (translator: Translator, report: TranslationReport)? {
        try folder?.create()
        let (folder, settings, source) = (folder, settings, sourceTokenizer)
        let target = settings.sharesVocabulary ? nil : targetTokenizer
        let outcome = try trainer.run { event, trainer in
            if event == .checkpointDue, let folder {
                try trainer.writeCheckpoint(to: folder.file(ModelFolder.checkpointFile), description: description)
                // A model that was here before stays until the first validation has seen something of the new one.
                if trainer.progress.best != nil || !folder.hasWeights {
                    folder.removeReport()
                    try trainer.withBestParameters { try folder.write($0.model, precision: settings.precision) }
                    try folder.write(trainer.task.model.configuration, source, target: target)
                }
            }
            return try handle(.training(event, trainer.progress))
        }
        guard outcome != .interrupted else { return nil }
        trainer.restoreBestParameters()
        return try finish(outcome, handle)
    }

    private func finish(
        _ outcome: Trainer<TranslationTask>.Outcome, _ handle: (Event) throws -> Bool
    ) throws -> (Translator, TranslationReport)? {
        guard try handle(.stage("learning the dictionary of the rival")) else { return nil }
        let lexicon = Lexicon(sources: training.sources, targets: training.targets)
        var translator = Translator(
            model: model, sourceTokenizer: sourceTokenizer, targetTokenizer: targetTokenizer, lexicon: lexicon)
        if let folder {
            try translator.save(to: folder.url, precision: settings.precision)
            translator = try Translator(contentsOf: folder.url)  // measured as it is stored
        }
        var evaluation: TranslationEvaluation?
        if let validation {
            guard try handle(.stage("measuring")) else { return nil }
            var options = TranslationOptions()
            options.search = settings.search
            guard
                let measured = try TranslationEvaluation.measure(
                    translator, on: validation, options: options,
                    { try handle(.translating(completed: $0, total: validation.count)) })
            else { return nil }
            evaluation = measured.evaluation
        }
        let report = TranslationReport(
            trainingPairs: training.count, validationPairs: validationPairs, tooLongPairs: tooLongPairs,
            emptyPairs: emptyPairs, settings: settings, parameterCount: model.parameterCount,
            vocabularySize: sourceTokenizer.vocabulary.count, targetVocabularySize: targetTokenizer.vocabulary.count,
            history: progress.history, trainingSeconds: progress.seconds, validation: evaluation,
            outcome: outcome == .stoppedEarly ? "stopped early" : "finished")
        if let folder {
            try DurableFile.replace(at: folder.file(ModelFolder.reportFile), with: try JSONFile.encode(report))
            try? FileManager.default.removeItem(at: folder.file(ModelFolder.checkpointFile))
        }
        return (translator, report)
    }
}
