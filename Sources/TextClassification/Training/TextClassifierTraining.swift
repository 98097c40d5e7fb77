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
    let training: ClassifierTexts
    let validation: ClassifierTexts?
    let start: ClassifierStart
    /// Texts of the old kind in each epoch.
    let mixedPerEpoch: Int
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
        try self.init(
            .classes(data), validation: validation.map { .classes($0) }, pretrained: pretrained, folder: folder,
            settings: settings)
    }

    /// The same for texts with any number of labels each, and a classifier that decides on every label by itself.
    ///
    /// The loss is the binary cross entropy, averaged over the labels.
    ///
    /// - Throws: `LabelledTextsError` where no text to train on has a label, or all have it, and where a held-out text has
    ///   an unknown label.
    public init(
        _ data: MultiLabelledTexts, validation: MultiLabelledTexts? = nil, pretrained: PretrainedWords? = nil,
        folder: ModelFolder? = nil, settings: TextClassifierSettings
    ) throws {
        try self.init(
            .labels(data), validation: validation.map { .labels($0) }, pretrained: pretrained, folder: folder,
            settings: settings)
    }

    /// The same for texts of either kind.
    package init(
        _ data: ClassifierTexts, validation: ClassifierTexts?, pretrained: PretrainedWords?,
        folder: ModelFolder? = nil, settings: TextClassifierSettings
    ) throws {
        try settings.requireValid()
        if let data = data.labels {
            try data.requireLearnableLabels()
            guard !settings.balancesClasses else {
                throw TrainingError.invalidSettings("balancesClasses is for texts of one class each")
            }
            guard settings.baselineTraining == .apart else {
                throw TrainingError.invalidSettings("baselineTraining is for texts of one class each")
            }
        }
        let validation = try validation?.withLabels(of: data)
        let seed = settings.training.randomSeed
        let (training, heldOut) = try Self.parts(data, validation, settings)
        let tokenizer = try pretrained?.tokenizer ?? ClassifierTokens(settings).tokenizer(of: training.texts)
        var settings = settings
        if let pretrained { pretrained.fit(&settings) }
        var weights = SeededGenerator(seed: seed, stream: "weights")
        let model = TextClassifierNetwork(
            settings.modelConfiguration(
                vocabularySize: tokenizer.vocabulary.count, classNames: data.classNames, isMultiLabel: data.isMultiLabel
            ),
            using: &weights)
        pretrained?.copy(to: model)
        try self.init(
            training, heldOut, ClassifierStart(model: model, tokenizer: tokenizer), pretrained, folder, settings)
    }

    /// A training that starts from a finished classifier: its weights, words and classes stay, and new words and classes
    /// are added.
    ///
    /// - Parameters:
    ///   - validation: Held-out documents of the new kind; `nil` cuts some off, as the settings say.
    ///   - folder: Where model and checkpoints go; `nil` keeps all in memory.
    ///   - settings: Their sizes are replaced by those of the classifier.
    /// - Throws: `LabelledTextsError.unknownLabel` where a text of the old kind is of no class that the classifier has.
    public init(
        _ data: LabelledTexts, validation: LabelledTexts? = nil, from continuation: ClassifierContinuation,
        folder: ModelFolder? = nil, settings: TextClassifierSettings
    ) throws {
        try settings.requireValid()
        guard !continuation.classifier.isMultiLabel else {
            throw TextClassifierError.multiLabelModel(purpose: "continued by training")
        }
        var settings = settings
        settings.fit(continuation.classifier)
        let start = ClassUnion(old: continuation.classifier.classNames, new: data.classNames)
        let (training, heldOut) = try Self.parts(
            .classes(data.matchingClasses(start.names)),
            validation.map { .classes(try $0.matchingClasses(start.names)) }, settings)
        let tokenizer = (settings.training.continuation ?? Continuation()).extending(
            continuation.classifier.tokenizer, with: training.texts, minFrequency: settings.minFrequency)
        let seed = settings.training.randomSeed
        let model = continuation.network(tokenizer, start, dropout: settings.dropout, seed: seed)
        let parts = try continuation.parts(start, validationSplit: settings.validationSplit, seed: seed)
        try self.init(
            training, heldOut,
            ClassifierStart(
                model: model, tokenizer: tokenizer, old: continuation.classifier, classes: start, mixed: parts.mixed,
                oldValidation: parts.oldValidation, baseline: continuation.baseline(start)),
            nil, folder, settings)
    }

    private init(
        _ training: ClassifierTexts, _ heldOut: ClassifierTexts?, _ start: ClassifierStart,
        _ pretrained: PretrainedWords?,
        _ folder: ModelFolder?, _ settings: TextClassifierSettings
    ) throws {
        let learned = start.learningBaseline(
            on: training, mixed: start.mixed, settings.baselineTraining, randomSeed: settings.training.randomSeed)
        let start = learned?.start ?? start
        (self.training, self.validation, self.start, self.settings) = (training, heldOut, start, settings)
        (classNames, tokenizer) = (start.model.configuration.classNames, start.tokenizer)
        (wordsWithVectors, blankVectors) = (pretrained?.foundCount, pretrained?.blankCount ?? 0)
        let new = start.ids(of: training, given: learned.map { Array($0.logits.prefix(training.count)) })
        let mixed = start.ids(
            of: start.mixed.map { .classes($0) }, given: learned.map { Array($0.logits.dropFirst(training.count)) })
        guard !new.documents.isEmpty else { throw TextClassifierError.noWords }
        let ids = new.joined(with: mixed)
        validationIDs = start.ids(of: heldOut)
        var loss = settings.loss
        if loss.classWeights?.count != classNames.count { loss.classWeights = nil }
        if settings.balancesClasses { loss.classWeights = ids.balancingWeights(classCount: classNames.count) }
        let mixedCount = mixed.documents.count
        mixedPerEpoch =
            mixedCount == 0 ? 0 : settings.training.continuation?.mixedCount(forNew: new.documents.count) ?? 0
        trainer = FolderTrainer(
            TextClassifierTask(
                model: start.model, training: ids, mixed: mixedCount, mixedPerEpoch: mixedPerEpoch,
                validation: validationIDs, batchSize: settings.batchSize, options: loss,
                generator: SeededGenerator(seed: settings.training.randomSeed, stream: "batches")),
            options: settings.training, folder: folder)
    }

    /// What is trained on and what is held out.
    private static func parts(
        _ data: ClassifierTexts, _ validation: ClassifierTexts?, _ settings: TextClassifierSettings
    ) throws -> (training: ClassifierTexts, heldOut: ClassifierTexts?) {
        if let validation { return (data, validation.count == 0 ? nil : validation) }
        guard settings.validationSplit > 0 else { return (data, nil) }
        let parts = try data.split(fraction: settings.validationSplit, seed: settings.training.randomSeed)
        return (parts.rest, parts.aside.count == 0 ? nil : parts.aside)
    }

    /// What to know of the classes of a training that starts from a finished classifier; `nil` where there is nothing.
    public var continuationNote: String? {
        guard let classes = start.classes, let old = start.old, !classes.added.isEmpty else { return nil }
        func list(_ names: [String]) -> String {
            names.prefix(12).joined(separator: ", ") + (names.count > 12 ? ", …" : "")
        }
        return classes.isNew
            ? "none of the labels is a class of the model (\(list(old.classNames))): the new model has the new classes only"
            : "new classes: \(list(classes.added))"
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

    /// Trains in memory, without baseline and report.
    ///
    /// - Returns: The lowest loss on the held-out texts, in nats.
    mutating func bestValidationLoss(goesOn: () -> Bool) throws -> Double {
        _ = try trainer.train(settings, tokenizer: tokenizer) { _, _ in goesOn() }
        return progress.best?.validationLoss ?? .infinity
    }

    private func finish(
        _ outcome: Trainer<TextClassifierTask>.Outcome, _ start: TrainingStart?,
        _ handle: (ModelTrainingEvent) throws -> Bool
    ) throws -> Result {
        try announce(.stage("training the baseline"), to: handle)
        let baseline = baselineOfTraining()
        try announce(.stage("calibrating"), to: handle)
        var classifier = TextClassifier(model: model, tokenizer: tokenizer, baseline: self.start.baseline ?? baseline)
        var calibration: TextClassifierReport.Calibration?
        let combines = settings.combinesBaseline && (self.start.baseline == nil || settings.baselineTraining == .first)
        if let validation, let found = try classifier.calibrated(on: validation, combines: combines) {
            (classifier, calibration) = (found.classifier, found.report)
        }
        if let folder = trainer.folder {
            try classifier.save(to: folder.url, precision: settings.precision)
            classifier = try TextClassifier(contentsOf: folder.url)  // measured as it is stored
        }
        try announce(.stage("measuring"), to: handle)
        removePretraining()  // before the report: whatever ends the program now, nothing of it stays behind
        var report = TextClassifierReport(
            classNames: classNames, trainingDocuments: training.texts.count, validationDocuments: validationDocuments,
            classCounts: training.classCounts, settings: settings, parameterCount: model.parameterCount,
            vocabularySize: tokenizer.vocabulary.count, history: progress.history, trainingSeconds: progress.seconds,
            calibration: calibration, baselineMix: classifier.baseline?.mix ?? 0,
            validation: try validation?.classes.map {
                try TextClassifierEvaluation(
                    of: classifier, on: $0, precisions: [.bf16, .int8], baseline: baseline)
            },
            multiLabelValidation: try validation?.labels.map {
                try MultiLabelEvaluation(of: classifier, on: $0, precisions: [.bf16, .int8])
            },
            outcome: outcome.rawValue, start: start)
        report.continuation = try self.start.report(
            of: classifier, on: validation?.classes, mixedPerEpoch: mixedPerEpoch)
        try trainer.finish(report)
        return Result(classifier: classifier, report: report)
    }

    /// The bag of words that the training texts alone give.
    private func baselineOfTraining() -> BaselineClassifier {
        if settings.baselineTraining == .first, start.mixed == nil, let first = start.baseline {
            return BaselineClassifier(regression: first.regression)
        }
        var baseline = training.baseline(by: tokenizer, randomSeed: settings.training.randomSeed)
        baseline.prune(to: Self.mostBaselineFeatures)
        return baseline
    }

    /// The number of features of the baseline that a model keeps: those with the largest weights.
    static let mostBaselineFeatures = 300_000
}
