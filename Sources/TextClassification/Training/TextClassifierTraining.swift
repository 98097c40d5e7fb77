import Datasets
import Foundation
import ModelFiles
import Tensors
import Tokenization
import Training

/// The training of a classifier, from labelled documents to a folder with a finished model.
///
/// ```swift
/// let data = try LabelledTexts(contentsOf: [URL(fileURLWithPath: "reviews.tsv")])
/// var training = try TextClassifierTraining(data, settings: .recommended(forDocuments: data.texts.count, randomSeed: 1))
/// let classifier = try training.run().classifier
/// ```
public struct TextClassifierTraining: ModelTraining {
    /// What a training has come to.
    public struct Result: Sendable {
        /// The best model.
        public let classifier: TextClassifier
        /// How it was trained and how good it is.
        public let report: TextClassifierReport
    }

    public private(set) var settings: TextClassifierSettings
    /// The tokenizer with the vocabulary of the training texts.
    public let tokenizer: Tokenizer
    /// The names of the classes.
    public let classNames: [String]
    /// How many words of the vocabulary start from vectors of a file; `nil` where there is none.
    public let wordsWithVectors: Int?
    /// Lines of that file that were left out because their word is white space.
    public let blankVectors: Int
    let training: LabelledTexts
    let validation: LabelledTexts?
    private let validationIDs: LabelledIDs
    private var trainer: FolderTrainer<TextClassifierTask>
    private var isResumed = false

    public var model: TextClassifierNetwork { trainer.model }
    public var progress: TrainingProgress { trainer.progress }
    /// The number of texts that are trained on.
    public var trainingDocuments: Int { training.texts.count }
    /// The number of held-out texts.
    public var validationDocuments: Int { validation?.texts.count ?? 0 }

    /// - Parameters:
    ///   - validation: Held-out documents; `nil` cuts some off, as the settings say.
    ///   - pretrained: What was learned from documents without labels: its vocabulary, embedding and directions are
    ///     where the classifier starts.
    ///   - folder: Where model and checkpoints go; `nil` keeps all in memory.
    public init(
        _ data: LabelledTexts, validation: LabelledTexts? = nil, pretrained: PretrainedWords? = nil,
        folder: ModelFolder? = nil, settings: TextClassifierSettings
    ) throws {
        try settings.requireValid()
        let seed = settings.training.randomSeed
        var (training, heldOut) = (data, validation)
        if heldOut == nil, settings.validationSplit > 0 {
            let parts = try data.split(fraction: settings.validationSplit, seed: seed)
            (training, heldOut) = (parts.rest, parts.aside)
        }
        if heldOut?.count == 0 { heldOut = nil }
        (self.training, self.validation) = (training, heldOut)
        (classNames, wordsWithVectors) = (data.classNames, pretrained?.foundCount)
        blankVectors = pretrained?.blankCount ?? 0
        tokenizer =
            try pretrained?.tokenizer
            ?? Tokenizer.train(
                on: training.texts, unit: .word, normalizer: Normalizer(settings.normalization),
                minFrequency: settings.minFrequency, maxSize: settings.maxVocabulary,
                words: WordOptions(keepsWhitespace: false))
        var settings = settings
        if let pretrained { pretrained.fit(&settings) }
        self.settings = settings
        var weights = SeededGenerator(seed: seed, stream: "weights")
        let model = TextClassifierNetwork(
            settings.modelConfiguration(vocabularySize: tokenizer.vocabulary.count, classNames: classNames),
            using: &weights)
        pretrained?.copy(to: model)
        let ids = Self.ids(of: training, tokenizer, model.configuration)
        validationIDs = Self.ids(of: heldOut, tokenizer, model.configuration)
        guard !ids.documents.isEmpty else { throw TextClassifierError.noWords }
        var loss = settings.loss
        if loss.classWeights?.count != classNames.count { loss.classWeights = nil }
        if settings.balancesClasses { loss.classWeights = ids.balancingWeights(classCount: classNames.count) }
        trainer = FolderTrainer(
            TextClassifierTask(
                model: model, training: ids, validation: validationIDs, batchSize: settings.batchSize, options: loss,
                generator: SeededGenerator(seed: seed, stream: "batches")),
            options: settings.training, folder: folder)
    }

    /// The ids of the documents that have any.
    private static func ids(
        of data: LabelledTexts?, _ tokenizer: Tokenizer, _ configuration: TextClassifierNetwork.Configuration
    ) -> LabelledIDs {
        guard let data else { return LabelledIDs() }
        let documents = tokenizer.encodeIDs(each: data.texts)
        let kept = documents.indices.filter { !documents[$0].isEmpty }
        return LabelledIDs(
            documents: kept.map { configuration.clip(documents[$0]) }, labels: kept.map { data.labels[$0] })
    }

    public mutating func plan(seconds budget: Double) throws {
        try requireTimeBudget(budget)
        let speed = try trainer.measureSpeed(steps: 40, seconds: min(10, budget / 20))
        settings.training.epochs = trainer.epochs(in: 0.9 * budget, speed: speed)
        trainer.plan(settings.training)
    }

    public mutating func resume() throws {
        try trainer.resume()
        isResumed = true
    }

    /// The model and the report of a training that is over.
    public static func finished(in folder: ModelFolder) throws -> Result {
        Result(classifier: try TextClassifier(contentsOf: folder.url), report: try folder.readReport())
    }

    // MARK: Pretraining

    /// Learns from the documents without their labels, in a folder of its own, and starts from that.
    private mutating func pretrain(epochs: Double, _ handle: (ModelTrainingEvent) throws -> Bool) throws {
        if !isResumed { removePretraining() }
        var pretraining = try TextClassifierPretraining(for: self, epochs: epochs, folder: pretrainingFolder)
        if let folder = pretrainingFolder, folder.hasWeights, !folder.hasCheckpoint {
            try PretrainedWords(contentsOf: folder.url).copy(to: model)
        } else {
            let texts = trainingDocuments
            if pretrainingFolder?.hasCheckpoint == true {
                try pretraining.resume()
            } else {
                try pretraining.trainVectors { done, total, _ in
                    try handle(.working("word vectors", completed: texts * done / max(total, 1), total: texts))
                }
            }
            try pretraining.run { _, progress in
                try handle(
                    .working("language models", completed: Int(Double(texts) * progress.fraction), total: texts))
            }.copy(to: model)
        }
        trainer.plan(settings.training)
    }

    private var pretrainingFolder: ModelFolder? {
        trainer.folder.map { ModelFolder($0.file(ModelFolder.pretrainingFolder)) }
    }

    private func removePretraining() { pretrainingFolder?.remove(WordLanguageModel.self) }

    // MARK: Running

    public mutating func run(
        description: [String: String] = [:], _ handle: (ModelTrainingEvent) throws -> Bool = { _ in true }
    ) throws -> Result {
        if let epochs = settings.pretrainingEpochs, progress.step == 0 {
            try trainer.begin(settings, description: description)
            try pretrain(epochs: epochs, handle)
        }
        let outcome: Trainer<TextClassifierTask>.Outcome
        do {
            outcome = try trainer.train(
                settings, precision: settings.precision, tokenizer: tokenizer, description: description
            ) { try handle(.training($0, $1.progress)) }
        } catch {
            if trainer.folder?.hasCheckpoint == false { removePretraining() }
            throw error
        }
        return try finish(outcome, TrainingStart(description: description), handle)
    }

    private func finish(
        _ outcome: Trainer<TextClassifierTask>.Outcome, _ start: TrainingStart?,
        _ handle: (ModelTrainingEvent) throws -> Bool
    ) throws -> Result {
        try announce(.stage("training the baseline"), to: handle)
        var baseline = BaselineClassifier(
            hashes: tokenizer.wordHashes(each: training.texts), labels: training.labels, classCount: classNames.count,
            order: 2, randomSeed: settings.training.randomSeed)
        try announce(.stage("calibrating"), to: handle)
        baseline.prune(to: Self.mostBaselineFeatures)
        var classifier = TextClassifier(model: model, tokenizer: tokenizer, baseline: baseline)
        var calibration: TextClassifierReport.Calibration?
        if let validation, let found = try classifier.calibrated(on: validation, combines: settings.combinesBaseline) {
            (classifier, calibration) = (found.classifier, found.report)
        }
        if let folder = trainer.folder {
            try classifier.save(to: folder.url, precision: settings.precision)
            classifier = try TextClassifier(contentsOf: folder.url)  // measured as it is stored
        }
        try announce(.stage("measuring"), to: handle)
        removePretraining()  // before the report: whatever ends the program now, nothing of it stays behind
        let report = TextClassifierReport(
            classNames: classNames, trainingDocuments: training.texts.count, validationDocuments: validationDocuments,
            classCounts: training.classCounts, settings: settings, parameterCount: model.parameterCount,
            vocabularySize: tokenizer.vocabulary.count, history: progress.history, trainingSeconds: progress.seconds,
            calibration: calibration, baselineMix: classifier.baseline?.mix ?? 0,
            validation: try validation.map {
                try TextClassifierEvaluation(of: classifier, on: $0, precisions: [.bf16, .int8])
            },
            outcome: outcome.rawValue, start: start)
        try trainer.finish(report)
        return Result(classifier: classifier, report: report)
    }

    /// The number of features of the baseline that a model keeps: those with the largest weights.
    private static let mostBaselineFeatures = 100_000
}
