import Foundation
import TestModels
import TestSupport
import Testing

@testable import Datasets
@testable import ModelFiles
@testable import TextGeneration
@testable import Training

/// Trainings that start from a finished language model.
struct GeneratorContinuationTests {
    private static let new = (0..<120).map { "Ωmega \($0 % 5) zooms past Zoë & co; \($0 % 3) left.\n" }.joined()

    private static func settings(epochs: Double = 8) -> TextGeneratorSettings {
        var settings = TextGeneratorSettings.recommended(forContinuingWith: new.count, randomSeed: 5)
        settings.batches = .init(batchSize: 4, sequenceLength: 25, sequenceLengthDeviation: 3)
        settings.training.schedule.peak = 5e-3
        settings.training.epochs = epochs
        return settings
    }

    @Test func oldCharactersStayAndTheNewTextIsLearned() throws {
        let old = TinyModels.trained.generator
        var training = try TextGeneratorTraining(
            corpus: TextCorpus(Self.new), from: GeneratorContinuation(old, mixing: TextCorpus(TinyModels.text)),
            settings: Self.settings())
        let result = try training.run()
        let report = try #require(result.report.continuation)
        let (new, kept) = (try #require(report.newTexts), try #require(report.oldTexts))
        let tokenizer = result.generator.tokenizer
        #expect(report.newTokens == tokenizer.vocabulary.count - old.tokenizer.vocabulary.count)
        #expect(tokenizer.vocabulary.id(of: "A") == old.tokenizer.vocabulary.id(of: "A"))
        #expect(tokenizer.vocabulary.id(of: "Ω") ?? 0 >= old.tokenizer.vocabulary.count)
        #expect(report.mixedCount > 1_000 && training.trainingCharacters > report.mixedCount)
        let (before, after) = (
            try #require(new.before["natsPerCharacter"]), try #require(new.after["natsPerCharacter"])
        )
        #expect(after < before - 0.5)
        let (oldBefore, oldAfter) = (
            try #require(kept.before["natsPerCharacter"]), try #require(kept.after["natsPerCharacter"])
        )
        #expect(oldAfter < oldBefore + 0.2)
    }

    @Test func aNetworkThatHasGrownReadsOldTextsAsBefore() throws {
        let old = TinyModels.trained.generator
        let start = try GeneratorContinuation(old).start(for: TextCorpus(Self.new), Self.settings())
        let ids = old.tokenizer.encodeIDs(TinyModels.text)
        #expect(start.tokenizer.encodeIDs(TinyModels.text) == ids)
        let (before, after) = (
            TextGeneratorValidation(ids: ids).natsPerToken(of: old.model),
            TextGeneratorValidation(ids: ids).natsPerToken(of: start.model)
        )
        // The new characters take a share of the probability.
        #expect(after > before && after < before + 0.5)
    }

    @Test func oldTextIsTakenFromAllOverOrSeveralTimes() {
        var start = GeneratorStart(model: TinyModels.trained.generator.model, tokenizer: .bytes())
        start.mixed = (0..<10_000).map { Int32($0) }
        let few = start.mixing([-1, -1, -1], Continuation())
        #expect(few.count == 6 && few.prefix(3) == [-1, -1, -1])
        let new = [Int32](repeating: -1, count: 6_000)
        let some = start.mixing(new, Continuation()).dropFirst(6_000)
        #expect(some.count == 6_000 && Set(some).count == 6_000)
        #expect(some.contains { $0 > 7_000 })
        start.mixed = [1, 2, 3, 4]
        #expect(start.mixing([Int32](repeating: 9, count: 10), Continuation()).count == 20)
        #expect(start.mixing([9], nil) == [9])
    }

    @Test func aStoppedTrainingGoesOnToTheBytesOfAnUninterruptedOne() throws {
        try withTemporaryFolder { url in
            let folders = ["whole", "stopped"].map { ModelFolder(url.appendingPathComponent($0)) }
            func training(_ folder: ModelFolder) throws -> TextGeneratorTraining {
                try TextGeneratorTraining(
                    corpus: TextCorpus(Self.new), from: GeneratorContinuation(TinyModels.trained.generator),
                    folder: folder, settings: Self.settings(epochs: 1))
            }
            var whole = try training(folders[0])
            _ = try whole.run()
            var stopped = try training(folders[1])
            #expect(throws: CancellationError.self) {
                try stopped.run { event in
                    guard case .training(.stepEnded, let progress) = event else { return true }
                    return progress.step < 7
                }
            }
            var resumed = try training(folders[1])
            try resumed.resume()
            _ = try resumed.run()
            #expect(
                try Data(contentsOf: folders[0].file(ModelFolder.weightsFile))
                    == Data(contentsOf: folders[1].file(ModelFolder.weightsFile)))
        }
    }
}
