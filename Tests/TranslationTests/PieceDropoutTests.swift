import Foundation
import Testing
import Tokenization

@testable import ModelFiles
@testable import NeuralLayers
@testable import Tensors
@testable import Training
@testable import Translation

struct PieceDropoutTests {
    private static let words = ["lower", "lowest", "newer", "newest", "wider", "widest"]
    private static let sources = (0..<60).map { "\(words[$0 % 6]) \(words[$0 / 7 % 6])" }
    private static let targets = sources.map { String($0.reversed()) }
    private static let tokenizers = [sources, targets].map { try! Tokenizer.train(on: $0, unit: .bpe, maxSize: 300) }
    private static let whole = PairedIDs(
        sources: tokenizers[0].encodeIDs(each: sources), targets: tokenizers[1].encodeIDs(each: targets))

    private func pieces(rate: Float, maxTokens: Int = 100) -> PieceDropout {
        PieceDropout(
            sources: Self.sources, targets: Self.targets, sourceTokenizer: Self.tokenizers[0],
            targetTokenizer: Self.tokenizers[1], maxTokens: maxTokens, rate: rate)
    }

    private func trainer(rate: Float?) -> Trainer<TranslatorTask> {
        var weights = SeededGenerator(seed: 1, stream: "weights")
        let configuration = TranslatorNetwork.Configuration(
            vocabularySize: Self.tokenizers[0].vocabulary.count,
            targetVocabularySize: Self.tokenizers[1].vocabulary.count, embeddingSize: 8, encoderSize: 8, hiddenSize: 16)
        let training = TrainingOptions(epochs: 2, schedule: LearningRateSchedule(peak: 1e-2), randomSeed: 1)
        let task = TranslatorTask(
            model: TranslatorNetwork(configuration, using: &weights), training: Self.whole,
            pieces: rate.map { pieces(rate: $0) }, validation: PairedIDs(), batchSize: 8,
            options: TranslatorTask.Options(), epochs: 2, generator: SeededGenerator(seed: 2))
        return Trainer(task: task, options: training)
    }

    private func weights(_ trainer: Trainer<TranslatorTask>) -> [Tensor] {
        trainer.task.model.namedParameters.map(\.parameter.value)
    }

    @Test func theTextStaysAndItsPiecesChange() {
        let batch = Array(stride(from: 59, through: 0, by: -2))
        let (one, other) = (5 as UInt64, 6 as UInt64)
        let drawn = pieces(rate: 0.3).pairs(batch, of: Self.whole, seed: one)
        #expect(drawn.sources.map { Self.tokenizers[0].decode($0) } == batch.map { Self.sources[$0] })
        #expect(drawn.targets.map { Self.tokenizers[1].decode($0) } == batch.map { Self.targets[$0] })
        #expect(drawn.sources.joined().count > batch.map { Self.whole.sources[$0].count }.reduce(0, +))
        #expect(drawn.targets.joined().count > batch.map { Self.whole.targets[$0].count }.reduce(0, +))
        #expect(pieces(rate: 0.3).pairs(batch, of: Self.whole, seed: one).sources == drawn.sources)
        #expect(pieces(rate: 0.3).pairs(batch, of: Self.whole, seed: other).sources != drawn.sources)
        #expect(pieces(rate: 0).pairs(batch, of: Self.whole, seed: one).targets == batch.map { Self.whole.targets[$0] })
    }

    @Test func aTextThatWouldBecomeTooLongKeepsItsPieces() throws {
        let longest = try #require((Self.whole.sources + Self.whole.targets).map(\.count).max())
        let batch = Array(Self.sources.indices)
        let drawn = pieces(rate: 0.9, maxTokens: longest).pairs(batch, of: Self.whole, seed: 1)
        #expect(drawn.sources.allSatisfy { $0.count <= longest })
        #expect(zip(drawn.sources, Self.whole.sources).contains { $0 == $1 })
    }

    @Test func itIsDrawnInTrainingAndTheSameAfterAnInterruption() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: url) }
        var (without, whole, first, second) = (
            trainer(rate: nil), trainer(rate: 0.2), trainer(rate: 0.2), trainer(rate: 0.2)
        )
        _ = try without.run { _, _ in true }
        _ = try whole.run { _, _ in true }
        #expect(throws: CancellationError.self) {
            try first.run { _, trainer in
                guard trainer.progress.step == 5 else { return true }
                try trainer.writeCheckpoint(to: url, description: [:])
                return false
            }
        }
        try second.restore(from: SafetensorsFile(contentsOf: url))
        _ = try second.run { _, _ in true }
        #expect(weights(second) == weights(whole))
        #expect(weights(without) != weights(whole))
    }
}
