import Foundation
import TestSupport
import Testing

@testable import Datasets
@testable import ModelFiles
@testable import Tokenization
@testable import Training
@testable import Translation

/// Trainings that start from a finished translator.
struct TranslatorContinuationTests {
    /// Numerals and their words, so that every source has one target.
    private static func pairs(_ words: [String: String], count: Int) -> ParallelTexts {
        let keys = words.keys.sorted()
        let sources = (0..<count).map { index in
            (0..<(1 + index % 3)).map { keys[(index / 3 + $0 * 7 + index) % keys.count] }
        }
        return ParallelTexts(
            sources: sources.map { $0.joined(separator: " ") },
            targets: sources.map { $0.map { words[$0] ?? "" }.joined(separator: " ") })
    }

    private static let numbers = pairs(["1": "one", "2": "two", "3": "three", "4": "four"], count: 160)
    private static let colours = pairs(["rot": "red", "grün": "green", "blau": "blue", "1": "one"], count: 120)

    private static func small(_ settings: TranslatorSettings) -> TranslatorSettings {
        var settings = settings
        (settings.embeddingSize, settings.encoderSize, settings.hiddenSize, settings.attentionSize) = (16, 16, 32, 16)
        settings.dropout = TranslatorNetwork.Configuration.Dropout()
        settings.batchSize = 16
        settings.loss.labelSmoothing = 0
        settings.training.schedule.peak = 1e-2
        settings.training.averageDecay = nil
        settings.plan(epochs: 12)
        settings.adaptWarmup(toPairs: 120)
        return settings
    }

    private static let old: Translator = {
        var settings = small(.recommended(forPairs: 160, randomSeed: 1))
        settings.maxVocabulary = 280
        // swift-format-ignore: NeverUseForceTry
        var training = try! TranslatorTraining(numbers, settings: settings)
        // swift-format-ignore: NeverUseForceTry
        return try! training.run().translator
    }()

    private static var settings: TranslatorSettings {
        small(.recommended(forContinuingWith: 120, unit: .bpe, randomSeed: 1))
    }

    @Test func oldPiecesStayAndNewPairsAreLearned() throws {
        var training = try TranslatorTraining(
            Self.colours, from: TranslatorContinuation(Self.old, mixing: Self.numbers), settings: Self.settings)
        let (result, tokenizer) = (try training.run(), training.sourceTokenizer)
        let old = Self.old.sourceTokenizer
        #expect(tokenizer.vocabulary.count > old.vocabulary.count && training.settings.encoderSize == 16)
        for text in Self.numbers.sources.prefix(20) { #expect(tokenizer.encodeIDs(text) == old.encodeIDs(text)) }
        let report = try #require(result.report.continuation)
        let (new, kept) = (try #require(report.newTexts), try #require(report.oldTexts))
        #expect(try #require(new.after["chrF"]) > #require(new.before["chrF"]) + 20)
        #expect(try #require(kept.after["chrF"]) > #require(kept.before["chrF"]) - 20)
        #expect(report.mixedCount > 40 && report.newTokens > 0)
    }

    @Test func aStoppedTrainingGoesOnToTheBytesOfAnUninterruptedOne() throws {
        try withTemporaryFolder { url in
            let folders = ["whole", "stopped"].map { ModelFolder(url.appendingPathComponent($0)) }
            func training(_ folder: ModelFolder) throws -> TranslatorTraining {
                var settings = Self.settings
                settings.plan(epochs: 2)
                return try TranslatorTraining(
                    Self.colours, from: TranslatorContinuation(Self.old, mixing: Self.numbers), folder: folder,
                    settings: settings)
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
