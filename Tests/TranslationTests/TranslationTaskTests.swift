import Foundation
import Testing

@testable import ModelFiles
@testable import NeuralLayers
@testable import Tensors
@testable import Training
@testable import Translation

struct TranslationTaskTests {
    /// Sequences of tokens 4 to 9 and their reversals.
    private func pairs(_ count: Int, seed: UInt64) -> PairedIDs {
        var generator = SeededGenerator(seed: seed)
        let sources = (0..<count).map { _ in
            (0..<Int.random(in: 1...5, using: &generator)).map { _ in Int32.random(in: 4..<10, using: &generator) }
        }
        return PairedIDs(sources: sources, targets: sources.map { $0.reversed() })
    }

    private func trainer(
        _ change: (inout TranslatorTask.Options, inout TranslatorNetwork.Configuration, inout TrainingOptions) -> Void
    ) -> Trainer<TranslatorTask> {
        var configuration = TranslatorNetwork.Configuration(
            vocabularySize: 10, targetVocabularySize: 10, embeddingSize: 12, encoderSize: 16, hiddenSize: 32)
        var options = TranslatorTask.Options()
        options.labelSmoothing = 0
        var training = TrainingOptions(epochs: 20, schedule: LearningRateSchedule(peak: 1e-2), randomSeed: 1)
        training.numValidations = 3
        change(&options, &configuration, &training)
        var generator = SeededGenerator(seed: 1, stream: "weights")
        let task = TranslatorTask(
            model: TranslatorNetwork(configuration, using: &generator), training: pairs(400, seed: 1),
            validation: pairs(60, seed: 2), batchSize: 16, options: options, epochs: training.epochs,
            generator: SeededGenerator(seed: 2))
        return Trainer(task: task, options: training)
    }

    @Test(arguments: AttentionKind.allCases, [Float(1), 0.7])
    func reversingIsLearned(attention: AttentionKind, teacherForcing: Float) throws {
        var trainer = trainer { options, configuration, _ in
            configuration.attention = attention
            options.teacherForcing = teacherForcing
        }
        _ = try trainer.run { _, _ in true }
        let loss = try #require(trainer.progress.best?.validationLoss)
        #expect(loss < 0.5, "chance is about 1.8")
    }

    @Test(arguments: RecurrentCellKind.allCases) func everyCellLearnsToReverse(cell: RecurrentCellKind) throws {
        var trainer = trainer { _, configuration, _ in (configuration.cell, configuration.decoderLayers) = (cell, 2) }
        _ = try trainer.run { _, _ in true }
        let loss = try #require(trainer.progress.best?.validationLoss)
        #expect(loss < 1, "chance is about 1.8")
        // Token by token, a session goes through the same network.
        let (model, sources, inputs) = (trainer.task.model, [[4, 5, 6], [9, 7]] as [[Int32]], [1, 8, 5] as [Int32])
        var context = ForwardContext.inference
        let (expected, layout, _) = model(sources, inputs: [inputs, inputs], in: &context)
        let rows = gatherRows(expected, layout.rowsBySequence).value.elements
        let session = TranslatorSession(model)
        var state = session.start(sources)
        for (step, token) in inputs.enumerated() {
            let (logits, _) = session.step([token, token], &state)
            for row in 0..<2 {
                let found = logits.elements[row * 10..<row * 10 + 10]
                for (a, b) in zip(found, rows[(row * 3 + step) * 10..<(row * 3 + step) * 10 + 10]) {
                    #expect(abs(a - b) < 1e-3)
                }
            }
        }
    }

    @Test func aTrainingGoesOnBitForBit() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: url) }
        func make() -> Trainer<TranslatorTask> {
            trainer { options, configuration, training in
                training.epochs = 2
                options.teacherForcing = 0.5
                (configuration.dropout.words, configuration.dropout.embedding) = (0.1, 0.2)
                (configuration.dropout.betweenLayers, configuration.dropout.recurrentWeights) = (0.2, 0.1)
                configuration.dropout.output = 0.3
                configuration.decoderLayers = 2
            }
        }
        var whole = make()
        _ = try whole.run { _, _ in true }
        var first = make()
        #expect(throws: CancellationError.self) {
            try first.run { _, trainer in
                guard trainer.progress.step == 21 else { return true }
                try trainer.writeCheckpoint(to: url, description: [:])
                return false
            }
        }
        var second = make()
        try second.restore(from: SafetensorsFile(contentsOf: url))
        _ = try second.run { _, _ in true }
        for (a, b) in zip(whole.task.model.namedParameters, second.task.model.namedParameters) {
            #expect(a.parameter.value == b.parameter.value, "\(a.name)")
        }
    }
}
