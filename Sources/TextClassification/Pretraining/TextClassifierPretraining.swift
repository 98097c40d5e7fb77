import Foundation
import ModelFiles
import NeuralLayers
import Tensors
import Tokenization
import Training

/// Pretraining on documents without labels: word vectors, then a forward and a backward language model.
public struct TextClassifierPretraining: Sendable {
    /// The settings that the pretraining was made with.
    public let settings: PretrainingSettings
    /// The tokenizer whose vocabulary is that of the documents; a classifier that starts from the result takes it over.
    public let tokenizer: Tokenizer
    private let documents: [[Int32]]
    private let heldOut: [[Int32]]
    private var trainer: FolderTrainer<WordLanguageModelTask>

    /// The language models as they stand; after ``run(_:)`` those with the lowest held-out loss.
    public var model: WordLanguageModel { trainer.model }
    /// How far the training of the language models is. That of the word vectors is not part of it.
    public var progress: TrainingProgress { trainer.progress }

    /// Trains a tokenizer on the documents and prepares the training of the models.
    ///
    /// - Parameters:
    ///   - texts: Documents. The last ones are held out, as the settings say.
    ///   - folder: Where the model and its checkpoints are written.
    /// - Throws: ``TextClassifierError/tooFewWords(minFrequency:)``.
    public init(texts: [String], folder: ModelFolder, settings: PretrainingSettings) throws {
        try self.init(
            texts, ClassifierTokens(settings).tokenizer(of: texts), folder: folder, settings: settings)
    }

    /// What the classifier of a training can start from, out of that training's own documents.
    ///
    /// - Throws: ``TextClassifierError/tooFewWords(minFrequency:)``.
    init(for training: TextClassifierTraining, epochs: Double, folder: ModelFolder?) throws {
        var settings = PretrainingSettings(epochs: epochs, randomSeed: training.settings.training.randomSeed)
        settings.normalization = training.settings.normalization
        (settings.unit, settings.minFrequency) = (training.settings.unit, training.settings.minFrequency)
        settings.maxVocabulary = training.settings.maxVocabulary
        settings.embeddingSize = training.settings.embeddingSize
        (settings.cell, settings.hiddenSize) = (training.settings.cell, training.settings.hiddenSize)
        try self.init(training.training.texts, training.tokenizer, folder: folder, settings: settings)
    }

    private init(
        _ texts: [String], _ tokenizer: Tokenizer, folder: ModelFolder?, settings: PretrainingSettings
    ) throws {
        (self.settings, self.tokenizer) = (settings, tokenizer)
        let all = tokenizer.encodeIDs(each: texts)
        let heldOutCount = all.count < 2 ? 0 : max(1, Int(Double(all.count) * settings.validationSplit))
        documents = Array(all.dropLast(heldOutCount))
        heldOut = Array(all.suffix(heldOutCount))
        guard tokenizer.vocabulary.ordinaryIDs.count >= 2, documents.contains(where: { $0.count >= 2 }) else {
            throw TextClassifierError.tooFewWords(minFrequency: settings.minFrequency)
        }
        let seed = settings.training.randomSeed
        var weights = SeededGenerator(seed: seed, stream: "weights")
        let model = WordLanguageModel(
            WordLanguageModel.Configuration(
                vocabularySize: tokenizer.vocabulary.count, embeddingSize: settings.embeddingSize,
                hiddenSize: settings.hiddenSize, cell: settings.cell), using: &weights)
        let task = WordLanguageModelTask(
            model: model, documents: documents, validation: heldOut, dropout: settings.dropout,
            fallsByFrequency: tokenizer.unit == .word, generator: SeededGenerator(seed: seed, stream: "batches"))
        trainer = FolderTrainer(task, options: settings.training, folder: folder)
    }

    /// How often each word occurs, by id; unknown words are none.
    private var counts: [Int] {
        var counts = [Int](repeating: 0, count: tokenizer.vocabulary.count)
        for document in documents { for id in document { counts[Int(id)] += 1 } }
        counts[Int(Vocabulary.unknownID)] = 0
        return counts
    }

    /// The current word vectors, with their words.
    public var wordVectors: WordVectors {
        let ids = Array(tokenizer.vocabulary.ordinaryIDs)
        let rows = gatherRows(Variable(model.embedding.weight.value), ids).value
        return WordVectors(words: ids.map { tokenizer.decode([$0]) }, vectors: rows)
    }

    /// Mean losses on the held-out documents in nats a word; NaN where none are held out.
    public struct HeldOutLosses: Codable, Sendable, Equatable {
        /// The loss of the language models, the mean of both directions.
        public let model: Double
        /// The loss of a unigram model: the frequencies of the words in the training documents, each count one higher.
        public let unigram: Double
    }

    /// Measures the language models and a unigram model on the held-out documents.
    public func heldOutLosses() throws -> HeldOutLosses {
        let own = try trainer.task.validationLoss() ?? .nan
        var counts = [Int](repeating: 1, count: tokenizer.vocabulary.count)
        for document in documents { for id in document { counts[Int(id)] += 1 } }
        let total = Double(counts.reduce(0, +))
        var (nats, words) = (0.0, 0)
        for document in heldOut { for id in document { nats -= log(Double(counts[Int(id)]) / total) } }
        words = heldOut.reduce(0) { $0 + $1.count }
        return HeldOutLosses(model: own, unigram: words == 0 ? .nan : nats / Double(words))
    }

    /// Continues from the checkpoint in the folder.
    ///
    /// - Throws: Also `TrainingError.checkpointMismatch` where the checkpoint was made on other texts or with other
    ///   settings.
    public mutating func resume() throws {
        if let folder = trainer.folder {
            try requireSame(SafetensorsFile(contentsOf: folder.file(ModelFolder.checkpointFile)))
        }
        try trainer.resume()
    }

    private func requireSame(_ checkpoint: SafetensorsFile) throws {
        if let texts = checkpoint.metadata[Self.fingerprintKey], texts != fingerprint {
            throw TrainingError.checkpointMismatch(file: checkpoint.name, reason: "the texts have changed since")
        }
        let text = Data((checkpoint.metadata[settingsKey] ?? "").utf8)
        guard let stored = try? JSONFile.decode(PretrainingSettings.self, from: text), stored == settings else {
            throw TrainingError.checkpointMismatch(
                file: checkpoint.name, reason: "it was made with other options")
        }
    }

    private static let fingerprintKey = "fingerprint"

    /// A text that changes with the documents.
    private var fingerprint: String {
        var hash = StableHash()
        for ids in documents + heldOut {
            for id in ids + [-1] { hash.add(word: UInt64(UInt32(bitPattern: id))) }
        }
        return hash.digits
    }

    /// Trains word vectors, from which the language models then start.
    ///
    /// - Parameter handle: Called with the tokens done, all tokens, and the loss; returns whether to go on.
    /// - Throws: `CancellationError` where it was stopped; nothing is kept then.
    public mutating func trainVectors(_ handle: (Int, Int, Double) throws -> Bool) throws {
        var options = SkipGramOptions(randomSeed: settings.training.randomSeed)
        options.dimension = settings.embeddingSize
        options.epochs = settings.vectorEpochs
        var training = try SkipGramTraining(
            documents: documents.map { $0.filter { $0 != Vocabulary.unknownID } }, counts: counts, options: options)
        while !training.isFinished {
            let loss = try training.train(untilTokens: training.tokensDone + 200_000)
            guard try handle(training.tokensDone, training.totalTokens, loss ?? 0), !isCurrentTaskCancelled else {
                throw CancellationError()
            }
        }
        let vectors = training.vectors
        let scale = 0.3 / Float((vectors.sumOfSquares / Double(vectors.count)).squareRoot())
        model.embedding.weight.value = vectors.scaled(by: scale)
    }

    /// Trains the language models and saves them.
    ///
    /// - Parameter handle: Called with every event; returns whether to go on.
    /// - Returns: What a classifier can start from.
    /// - Throws: `CancellationError` where it was stopped, after a checkpoint.
    @discardableResult
    public mutating func run(_ handle: (TrainingEvent, TrainingProgress) throws -> Bool) throws -> PretrainedWords {
        _ = try trainer.train(
            settings, tokenizer: tokenizer, description: [Self.fingerprintKey: fingerprint],
            { try handle($0, $1.progress) })
        try trainer.folder?.write(model)
        try trainer.removeCheckpoint()
        return PretrainedWords(self)
    }
}

extension TextClassifierPretraining {
    /// Trains the language models and saves them, away from the threads of Swift's concurrency.
    ///
    /// - Parameter progress: Called with every event, on the thread that trains.
    /// - Returns: What a classifier can start from.
    /// - Throws: `CancellationError` where the task was cancelled, after a checkpoint.
    @discardableResult
    public mutating func run(
        progress: @escaping @Sendable (TrainingEvent, TrainingProgress) -> Void = { _, _ in }
    ) async throws -> PretrainedWords {
        let start = self
        let (pretraining, outcome) = await inBackground { () -> (Self, Result<PretrainedWords, any Error>) in
            var pretraining = start
            let outcome = Result {
                try pretraining.run { event, state in
                    progress(event, state)
                    return true
                }
            }
            return (pretraining, outcome)
        }
        self = pretraining
        return try outcome.get()
    }
}

/// All settings of pretraining on documents without labels.
public struct PretrainingSettings: Codable, Sendable, Equatable {
    /// What is done to a text before it is cut into words, step by step.
    public var normalization = TextClassifierSettings.defaultNormalization
    /// What a token is: a word, or a piece of one (byte pairs).
    public var unit = TokenUnit.word
    /// Words that occur less often become unknown, characters bytes of byte pairs.
    public var minFrequency = 3
    /// The most token ids, the four special ones included: the most frequent words or pieces are kept.
    public var maxVocabulary = 30_000
    /// The recurrent cell of the language models.
    public var cell = RecurrentCellKind.lstm
    /// The width of a word's vector, which the classifier takes over.
    public var embeddingSize = 200
    /// Units of the language model of each direction, which the classifier takes over.
    public var hiddenSize = 192
    /// The rate of locked dropout of the language models' embeddings and states, in 0 ..< 1.
    public var dropout: Float = 0.1
    /// The share of the documents, the last ones, that is held out to measure the language models.
    public var validationSplit = 0.01
    /// Passes of skip-gram training over the documents, before the language models start from its vectors.
    public var vectorEpochs = 5
    /// Epochs, optimizer, learning rate and random seed of the language models.
    public var training: TrainingOptions

    /// Settings with a learning rate of 2e-3 after 200 steps of warm-up, which falls to 1e-4 along a cosine.
    ///
    /// - Parameter epochs: Passes of the language models over the documents.
    public init(epochs: Double = 2, randomSeed: UInt64) {
        training = TrainingOptions(
            epochs: epochs, schedule: LearningRateSchedule(peak: 2e-3, shape: .cosine(minimum: 1e-4)),
            randomSeed: randomSeed)
        training.schedule.warmupSteps = 200
        training.isLazy = true
    }
}

extension PretrainingSettings: DefaultedDecodable {
    package static var decodingDefaults: PretrainingSettings? { PretrainingSettings(randomSeed: 0) }
    package static var requiredEntries: Set<String> { ["training"] }
}
