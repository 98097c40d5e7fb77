import Datasets
import Foundation
import Models
import NeuralLayers
import Tensors
import Tokenization
import Training

/// The training of a classifier, from labelled documents to a folder with a finished model.
///
/// ```swift
/// let data = try LabelledTexts(contentsOf: [URL(fileURLWithPath: "reviews.tsv")])
/// var training = try SentimentTraining(data, settings: .recommended(forDocuments: data.texts.count, randomSeed: 1))
/// let (analyzer, report) = try training.run()!
/// ```
public struct SentimentTraining {
    /// What a run tells while it goes on.
    public enum Event {
        case training(TrainingEvent, TrainingProgress)
        /// A part of the work after the training begins.
        case stage(String)
    }

    public private(set) var settings: SentimentSettings
    public let tokenizer: Tokenizer
    public let classNames: [String]
    public let folder: ModelFolder?
    let training: LabelledTexts
    let validation: LabelledTexts?
    private let validationIDs: LabelledIDs
    private var trainer: Trainer<SentimentTask>

    public var model: SentimentClassifier { trainer.task.model }
    public var progress: TrainingProgress { trainer.progress }
    public var trainingDocuments: Int { training.texts.count }
    public var validationDocuments: Int { validation?.texts.count ?? 0 }

    /// - Parameters:
    ///   - validation: Held-out documents; `nil` cuts some off, as the settings say.
    ///   - pretrained: What was learned from documents without labels: its vocabulary, embedding and directions are
    ///     where the classifier starts.
    ///   - folder: Where model and checkpoints go; `nil` keeps all in memory.
    public init(
        _ data: LabelledTexts, validation: LabelledTexts? = nil, pretrained: PretrainedWords? = nil,
        folder: ModelFolder? = nil, settings: SentimentSettings
    ) throws {
        let seed = settings.training.randomSeed
        var (training, heldOut) = (data, validation)
        if heldOut == nil, settings.validationSplit > 0 {
            let parts = data.split(fraction: settings.validationSplit, seed: seed)
            (training, heldOut) = (parts.rest, parts.aside)
        }
        if heldOut?.count == 0 { heldOut = nil }
        (self.training, self.validation) = (training, heldOut)
        self.folder = folder
        classNames = data.classNames
        tokenizer =
            pretrained?.tokenizer
            ?? .train(
                on: training.texts, unit: .word, normalizer: Normalizer(settings.normalization),
                minFrequency: settings.minFrequency, maxSize: settings.maxVocabulary,
                words: WordOptions(keepsWhitespace: false))
        var settings = settings
        if let pretrained { pretrained.fit(&settings) }
        self.settings = settings
        var weights = SeededGenerator(seed: seed, stream: "weights")
        let model = SentimentClassifier(
            settings.modelConfiguration(vocabularySize: tokenizer.vocabulary.count, classNames: classNames),
            using: &weights)
        pretrained?.copy(to: model)
        let ids = Self.ids(of: training, tokenizer, model.configuration)
        validationIDs = Self.ids(of: heldOut, tokenizer, model.configuration)
        guard !ids.documents.isEmpty else { throw SentimentError.noWords }
        var loss = settings.loss
        if settings.balancesClasses { loss.classWeights = ids.balancingWeights(classCount: classNames.count) }
        trainer = Trainer(
            task: SentimentTask(
                model: model, training: ids, validation: validationIDs, batchSize: settings.batchSize, options: loss,
                generator: SeededGenerator(seed: seed, stream: "batches")),
            options: settings.training)
    }

    /// The ids of the documents that have any.
    private static func ids(
        of data: LabelledTexts?, _ tokenizer: Tokenizer, _ configuration: SentimentClassifier.Configuration
    ) -> LabelledIDs {
        guard let data else { return LabelledIDs() }
        let documents = tokenizer.encodeIDs(each: data.texts)
        let kept = documents.indices.filter { !documents[$0].isEmpty }
        return LabelledIDs(
            documents: kept.map { configuration.clip(documents[$0]) }, labels: kept.map { data.labels[$0] })
    }

    /// Sets the number of epochs so that the training fits into a time on this machine.
    public mutating func plan(seconds budget: Double) throws {
        let speed = try trainer.measureSpeed(steps: 40, seconds: min(10, budget / 20))
        let affordable = 0.9 * budget / speed / Double(trainer.task.unitsPerEpoch)
        settings.training.epochs = max(0.01, (affordable * 100).rounded(.down) / 100)
        trainer = trainer.planned(settings.training)
    }

    // MARK: Resuming

    /// Goes on where the checkpoint in the folder stands.
    public mutating func resume() throws {
        guard let folder else { preconditionFailure("SentimentTraining.resume: there is no folder.") }
        try trainer.restore(from: SafetensorsFile(contentsOf: folder.file(ModelFolder.checkpointFile)))
    }

    // MARK: Running

    /// Trains, calibrates, measures and saves.
    ///
    /// - Parameters:
    ///   - description: Stored in checkpoints, for example where the documents lie.
    ///   - handle: Called with every event; returning `false` stops after a checkpoint.
    /// - Returns: `nil` when it was stopped; else the best model and its report, which are saved if there is a folder.
    public mutating func run(
        description: [String: String] = [:], _ handle: (Event) throws -> Bool = { _ in true }
    ) throws -> (analyzer: SentimentAnalyzer, report: SentimentReport)? {
        try folder?.create()
        let (folder, tokenizer, settings) = (folder, tokenizer, settings)
        let outcome = try trainer.run { event, trainer in
            if event == .checkpointDue, let folder {
                try trainer.writeCheckpoint(to: folder.file(ModelFolder.checkpointFile), description: description)
                // A model that was here before stays until the first validation has seen something of the new one.
                if trainer.progress.best != nil || !folder.hasWeights {
                    folder.removeReport()
                    try trainer.withBestParameters { try folder.write($0.model, precision: settings.precision) }
                    try folder.write(trainer.task.model.configuration, tokenizer)
                }
            }
            return try handle(.training(event, trainer.progress))
        }
        guard outcome != .interrupted else { return nil }
        trainer.restoreBestParameters()
        return try finish(outcome, handle)
    }

    private func finish(
        _ outcome: Trainer<SentimentTask>.Outcome, _ handle: (Event) throws -> Bool
    ) throws -> (SentimentAnalyzer, SentimentReport)? {
        guard try handle(.stage("training the rival")) else { return nil }
        var rival = RivalClassifier(
            hashes: tokenizer.wordHashes(each: training.texts), labels: training.labels, classCount: classNames.count,
            order: 2, randomSeed: settings.training.randomSeed)
        guard try handle(.stage("calibrating")) else { return nil }
        rival.prune(to: Self.mostRivalFeatures)
        var analyzer = SentimentAnalyzer(model: model, tokenizer: tokenizer, rival: rival)
        var calibration: SentimentReport.Calibration?
        if let validation, let found = analyzer.calibrated(on: validation, combines: settings.combinesRival) {
            (analyzer, calibration) = (found.analyzer, found.report)
        }
        if let folder {
            try analyzer.save(to: folder.url, precision: settings.precision)
            analyzer = try SentimentAnalyzer(contentsOf: folder.url)  // measured as it is stored
        }
        guard try handle(.stage("measuring")) else { return nil }
        let report = SentimentReport(
            classNames: classNames, trainingDocuments: training.texts.count, validationDocuments: validationDocuments,
            classCounts: training.classCounts, settings: settings, parameterCount: model.parameterCount,
            vocabularySize: tokenizer.vocabulary.count, history: progress.history, trainingSeconds: progress.seconds,
            calibration: calibration, rivalMix: analyzer.rival?.mix ?? 0,
            validation: validation.map { ClassifierEvaluation(of: analyzer, on: $0, precisions: [.bf16, .int8]) },
            outcome: outcome == .stoppedEarly ? "stopped early" : "finished")
        if let folder {
            try DurableFile.replace(at: folder.file(ModelFolder.reportFile), with: try JSONFile.encode(report))
            try? FileManager.default.removeItem(at: folder.file(ModelFolder.checkpointFile))
        }
        return (analyzer, report)
    }

    /// Features of the rival that a model keeps: those that weigh most.
    private static let mostRivalFeatures = 100_000
}
