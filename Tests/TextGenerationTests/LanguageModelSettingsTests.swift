import Foundation
import Testing

@testable import ModelFiles
@testable import TextGeneration

struct LanguageModelSettingsTests {
    private static let counts = [1, 2, 9, 100, 999, 29_999, 30_000, 199_999, 250_000, 600_000, 3_000_000, 100_000_000]

    @Test(arguments: counts) func recommendedSizesAreValid(count: Int) {
        expectValid(TextGeneratorSettings.recommended(forCharacters: count, randomSeed: 1))
    }

    @Test(arguments: counts, [0.01, 3, 400]) func settingsOfATimeBudgetAreValid(count: Int, passes: Double) {
        for size in NetworkSize.candidates(forCharacters: count) {
            let settings = TextGeneratorSettings.suited(to: size, passes: passes, characters: count, randomSeed: 1)
            expectValid(settings)
            #expect(NetworkSize(settings) == size && settings.training.epochs == passes)
            #expect((1...10).contains(settings.training.numValidations))
        }
    }

    private func expectValid(_ settings: TextGeneratorSettings) {
        #expect(settings.problem == nil)
        #expect(settings.modelConfiguration(vocabularySize: 100).problem == nil)
        #expect(settings.batches.batchSize >= 1 && settings.batches.sequenceLength >= 1)
        #expect(settings.training.epochs > 0 && settings.training.epochs.isFinite)
        let schedule = settings.training.schedule
        #expect(schedule.peak > 0 && schedule.warmupSteps >= 1)
        #expect(schedule.rate(step: 0, progress: 0) > 0)
        #expect(settings.training.randomSeed == 1)
    }

    @Test(arguments: counts.filter { $0 >= 100 })
    func aTextOfThatLengthIsLongEnoughForThem(count: Int) {
        let sizes = NetworkSize.candidates(forCharacters: count)
        let settings =
            [TextGeneratorSettings.recommended(forCharacters: count, randomSeed: 1)]
            + sizes.map { TextGeneratorSettings.suited(to: $0, passes: 2, characters: count, randomSeed: 1) }
        for settings in settings {
            let needed = settings.batches.batchSize * (settings.batches.sequenceLength + 1)
            #expect(Double(needed) <= (1 - settings.validationSplit) * Double(count))
        }
    }

    /// Few passes leave no time to overfit.
    @Test func fewerPassesGetLessDropout() {
        let size = NetworkSize(numLayers: 2, hiddenSize: 192)
        let rates = [1, 4, 12, 30, 99].map { passes in
            let settings = TextGeneratorSettings.suited(to: size, passes: passes, characters: 90_000, randomSeed: 1)
            return settings.dropout.output
        }
        #expect(rates == rates.sorted() && rates[0] < 0.05)
        #expect(rates.last == TextGeneratorSettings.recommended(forCharacters: 90_000, randomSeed: 1).dropout.output)
    }

    @Test func longerTextsNeverGetSmallerNetworks() {
        let sizes = Self.counts.map { count in
            TextGeneratorSettings.recommended(forCharacters: count, randomSeed: 1)
                .modelConfiguration(vocabularySize: 100).parameterCount
        }
        #expect(sizes == sizes.sorted())
        #expect(Set(sizes).count > 2)
    }

    @Test(arguments: counts) func jsonKeepsEverything(count: Int) throws {
        let settings = TextGeneratorSettings.recommended(forCharacters: count, randomSeed: .max)
        let data = try JSONFile.encode(settings)
        #expect(try JSONDecoder().decode(TextGeneratorSettings.self, from: data) == settings)
    }
}
