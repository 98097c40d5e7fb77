import Datasets
import Foundation
import Models
import NeuralLayers
import Tensors
import TestSupport
import Testing

@testable import Training

/// What a tiny language model is trained with.
struct TinyTraining: Sendable, CustomTestStringConvertible {
    var name = "adamw"
    var ids = TinyTraining.text(240)
    var validation = TinyTraining.text(90, seed: 2)
    var hiddenSize = 8
    var batches = LaneBatches.Configuration(batchSize: 4, sequenceLength: 12, sequenceLengthDeviation: 2)
    var dropout: Float = 0.2
    var options = TrainingOptions(
        epochs: 2.2, schedule: LearningRateSchedule(peak: 0.02, warmupSteps: 3, shape: .cosine(minimum: 1e-4)),
        randomSeed: 7)

    init() { options.numValidations = 5 }

    init(_ name: String, _ change: (inout TinyTraining) -> Void) {
        self.init()
        self.name = name
        change(&self)
    }

    var testDescription: String { name }

    /// Made-up token ids in 4 ..< 14 with some order in them.
    static func text(_ count: Int, seed: UInt64 = 1) -> [Int32] {
        var generator = SeededGenerator(seed: seed)
        var last: UInt64 = 0
        return (0..<count).map { _ in
            last = (3 * last + generator.next() % 3) % 10
            return Int32(4 + last)
        }
    }

    /// A fresh training; equal ones end in the same bits.
    func trainer() -> Trainer<LanguageModelTask> {
        let seed = options.randomSeed
        var configuration = CharacterLanguageModel.Configuration(
            vocabularySize: 14, embeddingSize: 6, hiddenSize: hiddenSize, numLayers: 2)
        configuration.dropout.embedding = dropout
        configuration.dropout.betweenLayers = dropout
        configuration.dropout.output = dropout
        configuration.dropout.recurrentWeights = dropout
        var weights = SeededGenerator(seed: seed, stream: "weights")
        let task = LanguageModelTask(
            model: CharacterLanguageModel(configuration, using: &weights), training: ids, validation: validation,
            batches: batches, generator: SeededGenerator(seed: seed, stream: "batches"))
        return Trainer(task: task, options: options)
    }
}

/// Everything that the next step of a training depends on, and what it has found so far; no times.
struct TrainingState: Equatable {
    let parameters: [Tensor]
    let bestParameters: [Tensor]
    let optimizer: [String: Tensor]
    let optimizerStep: Int
    let progress: TrainingProgress
    let cursor: Data
    let carried: [String: Tensor]

    init(_ trainer: borrowing Trainer<LanguageModelTask>) throws {
        parameters = trainer.parameters.map(\.parameter.value)
        bestParameters = trainer.bestParameters
        optimizer = trainer.optimizer.state
        optimizerStep = trainer.optimizer.step
        var progress = trainer.progress
        progress.seconds = 0
        self.progress = progress
        (cursor, carried) = try trainer.task.snapshot()
    }

    /// The parts in which two states differ, for messages.
    func differences(from other: TrainingState) -> [String] {
        [
            ("parameters", parameters == other.parameters), ("best parameters", bestParameters == other.bestParameters),
            ("optimizer", optimizer == other.optimizer && optimizerStep == other.optimizerStep),
            ("progress", progress == other.progress), ("cursor", cursor == other.cursor),
            ("carried state", carried == other.carried),
        ].filter { !$0.1 }.map(\.0)
    }
}

extension Trainer {
    /// The checkpoint that the trainer writes, in memory.
    func checkpoint() throws -> SafetensorsFile {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("checkpoint-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        try writeCheckpoint(to: file, description: ["corpus": "made up"])
        return try SafetensorsFile(data: FileReading.contents(of: file), name: "a checkpoint")
    }
}
