import Datasets
import Foundation
import ModelFiles
import NeuralLayers
import Tensors
import Testing
import TextGeneration
import Training

/// What a tiny language model is trained with.
package struct TinyTraining: Sendable, CustomTestStringConvertible {
    package var name = "adamw"
    package var ids = TinyTraining.text(240)
    package var validation = TinyTraining.text(90, seed: 2)
    package var hiddenSize = 8
    package var batches = LaneBatches.Configuration(batchSize: 4, sequenceLength: 12, sequenceLengthDeviation: 2)
    package var dropout: Float = 0.2
    package var options = TrainingOptions(
        epochs: 2.2, schedule: LearningRateSchedule(peak: 0.02, warmupSteps: 3, shape: .cosine(minimum: 1e-4)),
        randomSeed: 7)

    package init() { options.numValidations = 5 }

    package init(_ name: String, _ change: (inout TinyTraining) -> Void) {
        self.init()
        self.name = name
        change(&self)
    }

    package var testDescription: String { name }

    /// Made-up token ids in 4 ..< 14 with some order in them.
    package static func text(_ count: Int, seed: UInt64 = 1) -> [Int32] {
        var generator = SeededGenerator(seed: seed)
        var last: UInt64 = 0
        return (0..<count).map { _ in
            last = (3 * last + generator.next() % 3) % 10
            return Int32(4 + last)
        }
    }

    /// A fresh training; equal ones end in the same bits.
    package func trainer() -> Trainer<TextGeneratorTask> {
        let seed = options.randomSeed
        var configuration = TextGeneratorNetwork.Configuration(
            vocabularySize: 14, embeddingSize: 6, hiddenSize: hiddenSize, numLayers: 2)
        configuration.dropout.embedding = dropout
        configuration.dropout.betweenLayers = dropout
        configuration.dropout.output = dropout
        configuration.dropout.recurrentWeights = dropout
        var weights = SeededGenerator(seed: seed, stream: "weights")
        let task = TextGeneratorTask(
            model: TextGeneratorNetwork(configuration, using: &weights), training: ids, validation: validation,
            batches: batches, generator: SeededGenerator(seed: seed, stream: "batches"))
        return Trainer(task: task, options: options)
    }
}

/// Everything that the next step of a training depends on, and what it has found so far; no times.
package struct TrainingState: Equatable {
    package let parameters: [Tensor]
    package let bestParameters: [Tensor]
    package let optimizer: [String: Tensor]
    package let optimizerStep: Int
    package let progress: TrainingProgress
    package let cursor: Data
    package let carried: [String: Tensor]

    package init(_ trainer: borrowing Trainer<TextGeneratorTask>) throws {
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
    package func differences(from other: TrainingState) -> [String] {
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
    package func checkpoint() throws -> SafetensorsFile {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("checkpoint-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        try writeCheckpoint(to: file, description: ["corpus": "made up"])
        return try SafetensorsFile(data: FileReading.contents(of: file), name: "a checkpoint")
    }
}
