import Datasets
import Foundation
import ModelFiles
import Tensors
import Tokenization
import Training

/// The training of a translator, from pairs of texts to a folder with a finished model.
///
/// ```swift
/// let pairs = try ParallelTexts(contentsOf: URL(fileURLWithPath: "pairs.tsv"))
/// var training = try TranslatorTraining(
///     pairs, settings: .recommended(forPairs: pairs.count, randomSeed: 1))
/// let translator = try training.run().translator
/// ```
public struct TranslatorTraining: ModelTraining {
    /// What a training has come to.
    public struct Result: Sendable {
        /// The best model.
        public let translator: Translator
        /// How it was trained and how good it is.
        public let report: TranslatorReport
    }

    public private(set) var settings: TranslatorSettings
    /// The tokenizer of the sources, trained on the training pairs.
    public let sourceTokenizer: Tokenizer
    /// The tokenizer of the targets; the same as that of the sources where the vocabulary is shared.
    public let targetTokenizer: Tokenizer
    /// Pairs that are not learnt from because a side has too many tokens.
    public let tooLongPairs: Int
    /// Pairs that are left out because a side is empty.
    public let emptyPairs: Int
    private let training: ParallelTexts
    private let validation: ParallelTexts?
    private let start: TranslatorStart
    /// Pairs of the old kind in each epoch.
    private let mixedPerEpoch: Int
    private var trainer: FolderTrainer<TranslatorTask>

    public var model: TranslatorNetwork { trainer.model }
    public var progress: TrainingProgress { trainer.progress }
    /// The number of pairs that are trained on.
    public var trainingPairs: Int { training.count }
    /// The number of held-out pairs.
    public var validationPairs: Int { validation?.count ?? 0 }

    /// - Parameters:
    ///   - validation: Held-out pairs; `nil` cuts some off, as the settings say.
    ///   - folder: Where model and checkpoints go; `nil` keeps all in memory.
    /// - Throws: ``TranslatorError``.
    public init(
        _ pairs: ParallelTexts, validation: ParallelTexts? = nil, folder: ModelFolder? = nil,
        settings: TranslatorSettings
    ) throws {
        try settings.requireValid()
        let (training, heldOut) = try Self.parts(pairs, validation, settings)
        let (source, target) = try Self.tokenizers(for: training, settings)
        var weights = SeededGenerator(seed: settings.training.randomSeed, stream: "weights")
        let model = TranslatorNetwork(
            settings.modelConfiguration(
                vocabularySize: source.vocabulary.count, targetVocabularySize: target.vocabulary.count),
            using: &weights)
        try self.init(
            training, heldOut, TranslatorStart(model: model, source: source, target: target), folder, settings,
            emptyPairs: pairs.emptyCount)
    }

    /// A training that starts from a finished translator: its weights and vocabularies stay, and new tokens are added.
    ///
    /// - Parameters:
    ///   - validation: Held-out pairs of the new kind; `nil` cuts some off, as the settings say.
    ///   - folder: Where model and checkpoints go; `nil` keeps all in memory.
    ///   - settings: Their sizes, unit and normalization are replaced by those of the translator.
    /// - Throws: ``TranslatorError``.
    public init(
        _ pairs: ParallelTexts, validation: ParallelTexts? = nil, from continuation: TranslatorContinuation,
        folder: ModelFolder? = nil, settings: TranslatorSettings
    ) throws {
        var settings = settings
        settings.fit(continuation.translator)
        try settings.requireValid()
        let (training, heldOut) = try Self.parts(pairs, validation, settings)
        let start = try continuation.start(for: training, settings)
        try self.init(training, heldOut, start, folder, settings, emptyPairs: pairs.emptyCount)
    }

    private init(
        _ training: ParallelTexts, _ heldOut: ParallelTexts?, _ start: TranslatorStart, _ folder: ModelFolder?,
        _ settings: TranslatorSettings, emptyPairs: Int
    ) throws {
        (self.settings, self.start, self.emptyPairs) = (settings, start, emptyPairs)
        let (source, target) = (start.source, start.target)
        (sourceTokenizer, targetTokenizer) = (source, target)
        func ids(_ texts: ParallelTexts) -> (pairs: PairedIDs, tooLong: Int, kept: [Int]) {
            Translator.ids(of: texts, source, target, maxTokens: settings.maxTokens)
        }
        let new = ids(training)
        guard !new.pairs.sources.isEmpty else { throw TranslatorError.allTooLong(maxTokens: settings.maxTokens) }
        tooLongPairs = new.tooLong
        (self.training, self.validation) = (training.selecting(new.kept), heldOut)
        var (texts, all, mixedCount) = (self.training, new.pairs, 0)
        if let mixed = start.mixed {
            let old = ids(mixed)
            (texts, all) = (texts + mixed.selecting(old.kept), all.joined(with: old.pairs))
            mixedCount = old.pairs.sources.count
        }
        mixedPerEpoch =
            mixedCount == 0 ? 0 : settings.training.continuation?.mixedCount(forNew: new.pairs.sources.count) ?? 0
        var pieces: PieceDropout?
        if settings.loss.pieceDropout > 0 {
            pieces = PieceDropout(
                sources: texts.sources, targets: texts.targets, sourceTokenizer: source, targetTokenizer: target,
                maxTokens: settings.maxTokens, rate: settings.loss.pieceDropout)
        }
        trainer = FolderTrainer(
            TranslatorTask(
                model: start.model, training: all, mixed: mixedCount, mixedPerEpoch: mixedPerEpoch, pieces: pieces,
                validation: heldOut.map { ids($0).pairs } ?? PairedIDs(), batchSize: settings.batchSize,
                options: settings.loss, epochs: settings.training.epochs,
                generator: SeededGenerator(seed: settings.training.randomSeed, stream: "batches")),
            options: settings.training, folder: folder)
    }

    /// What is trained on and what is held out.
    private static func parts(
        _ pairs: ParallelTexts, _ validation: ParallelTexts?, _ settings: TranslatorSettings
    ) throws -> (training: ParallelTexts, heldOut: ParallelTexts?) {
        if let validation { return (pairs, validation.count == 0 ? nil : validation) }
        guard settings.validationSplit > 0 else { return (pairs, nil) }
        let parts = try pairs.split(
            fraction: settings.validationSplit, limit: TranslatorSettings.mostHeldOut,
            seed: settings.training.randomSeed)
        return (parts.rest, parts.aside.count == 0 ? nil : parts.aside)
    }

    private static func tokenizers(
        for texts: ParallelTexts, _ settings: TranslatorSettings
    ) throws -> (source: Tokenizer, target: Tokenizer) {
        func train(_ texts: [String], _ normalization: [Normalization]) throws -> Tokenizer {
            try .train(
                on: texts, unit: settings.unit, normalizer: Normalizer(normalization),
                minFrequency: settings.minFrequency, maxSize: settings.maxVocabulary,
                words: WordOptions(keepsWhitespace: settings.unit != .word))
        }
        if settings.sharesVocabulary {
            let both = try train(texts.sources + texts.targets, settings.normalization)
            return (both, both)
        }
        return (
            try train(texts.sources, settings.normalization),
            try train(texts.targets, settings.targetNormalization ?? settings.normalization)
        )
    }

    public mutating func plan(seconds budget: Double) throws {
        try requireTimeBudget(budget)
        var task = trainer.task
        task.epochs = 0.01  // so that steps that are not told all of the target are measured too
        trainer = FolderTrainer(task, options: settings.training, folder: trainer.folder)
        let speed = try trainer.measureSpeed(steps: 40, seconds: min(10, budget / 20))
        // Validations read a pair in a third of a step's time; the report translates the held-out sources.
        let validations = Double(settings.training.numValidations * validationPairs) * speed / 3
        let report = Double(validationPairs) * speed
        settings.training.epochs = trainer.epochs(in: 0.94 * budget - validations - report, speed: speed)
        settings.adaptWarmup(toPairs: trainer.task.unitsPerEpoch)
        task.epochs = settings.training.epochs
        trainer = FolderTrainer(task, options: settings.training, folder: trainer.folder)
    }

    public mutating func resume() throws { try trainer.resume() }

    /// The model and the report of a training that is over.
    public static func finished(in folder: ModelFolder) throws -> Result {
        Result(translator: try Translator(contentsOf: folder.url), report: try folder.readReport())
    }

    // MARK: Running

    public mutating func run(
        description: [String: String] = [:], _ handle: (ModelTrainingEvent) throws -> Bool = { _ in true }
    ) throws -> Result {
        let outcome = try trainer.train(
            settings, precision: settings.precision, tokenizer: sourceTokenizer,
            target: settings.sharesVocabulary ? nil : targetTokenizer, description: description
        ) { try handle(.training($0, $1.progress)) }
        return try finish(outcome, TrainingStart(description: description), handle)
    }

    private func finish(
        _ outcome: Trainer<TranslatorTask>.Outcome, _ start: TrainingStart?,
        _ handle: (ModelTrainingEvent) throws -> Bool
    ) throws -> Result {
        try announce(.stage("learning the dictionary of the baseline"), to: handle)
        let lexicon = Lexicon(sources: training.sources, targets: training.targets)
        var translator = Translator(
            model: model, sourceTokenizer: sourceTokenizer, targetTokenizer: targetTokenizer, lexicon: lexicon)
        if let folder = trainer.folder {
            try translator.save(to: folder.url, precision: settings.precision)
            translator = try Translator(contentsOf: folder.url)  // measured as it is stored
        }
        func measure(_ translator: Translator, on pairs: ParallelTexts) throws -> TranslatorEvaluation {
            var options = TranslationOptions()
            options.search = settings.search
            return try TranslatorEvaluation.measure(translator, on: pairs, options: options) {
                try announce(.working("translating", completed: $0, total: pairs.count), to: handle)
            }.evaluation
        }
        try announce(.stage("measuring"), to: handle)
        let evaluation = try validation.map { try measure(translator, on: $0) }
        var report = TranslatorReport(
            trainingPairs: training.count, validationPairs: validationPairs, tooLongPairs: tooLongPairs,
            emptyPairs: emptyPairs, settings: settings, parameterCount: model.parameterCount,
            vocabularySize: sourceTokenizer.vocabulary.count, targetVocabularySize: targetTokenizer.vocabulary.count,
            history: progress.history, trainingSeconds: progress.seconds, validation: evaluation,
            outcome: outcome.rawValue, start: start)
        report.continuation = try self.start.report(
            of: translator, on: validation, evaluation, mixedCount: mixedPerEpoch, measure: measure)
        try trainer.finish(report)
        return Result(translator: translator, report: report)
    }
}
