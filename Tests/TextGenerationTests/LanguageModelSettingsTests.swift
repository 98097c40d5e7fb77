import Foundation
import Testing

@testable import ModelFiles
@testable import TextGeneration

struct LanguageModelSettingsTests {
    private static let counts = [1, 2, 9, 100, 999, 29_999, 30_000, 199_999, 250_000, 600_000, 3_000_000, 100_000_000]
    private static let budgets: [Double?] = [nil, 0, 1, 30, 600, 86_400]

    @Test(arguments: counts, budgets) func recommendedSizesAreValid(count: Int, budget: Double?) {
        let settings = TextGeneratorSettings.recommended(forCharacters: count, timeBudget: budget, randomSeed: 1)
        #expect(settings.modelConfiguration(vocabularySize: 100).problem == nil)
        #expect(settings.batches.batchSize >= 1 && settings.batches.sequenceLength >= 1)
        #expect(settings.training.epochs > 0 && settings.training.epochs.isFinite)
        let schedule = settings.training.schedule
        #expect(schedule.peak > 0 && schedule.warmupSteps >= 1)
        #expect(schedule.rate(step: 0, progress: 0) > 0)
        #expect(settings.training.randomSeed == 1)
    }

    @Test(arguments: counts.filter { $0 >= 100 }, budgets)
    func aTextOfThatLengthIsLongEnoughForThem(count: Int, budget: Double?) {
        let settings = TextGeneratorSettings.recommended(forCharacters: count, timeBudget: budget, randomSeed: 1)
        let needed = settings.batches.batchSize * (settings.batches.sequenceLength + 1)
        #expect(Double(needed) <= (1 - settings.validationSplit) * Double(count))
    }

    @Test func longerTextsNeverGetSmallerNetworks() {
        let sizes = Self.counts.map { count in
            TextGeneratorSettings.recommended(forCharacters: count, randomSeed: 1)
                .modelConfiguration(vocabularySize: 100).parameterCount
        }
        #expect(sizes == sizes.sorted())
        #expect(Set(sizes).count > 2)
    }

    @Test func lessTimeNeverGetsALargerNetwork() {
        for count in Self.counts {
            let sizes = [0, 1, 10, 60, 600, 6000, 60_000, .infinity].map { budget in
                TextGeneratorSettings.recommended(forCharacters: count, timeBudget: budget, randomSeed: 1).hiddenSize
            }
            #expect(sizes == sizes.sorted(), "\(count) characters")
            #expect(sizes.last == TextGeneratorSettings.recommended(forCharacters: count, randomSeed: 1).hiddenSize)
        }
        let (short, long) = (10.0, 100_000.0)
        #expect(
            TextGeneratorSettings.recommended(forCharacters: 1_000_000, timeBudget: short, randomSeed: 1).hiddenSize
                < TextGeneratorSettings.recommended(forCharacters: 1_000_000, timeBudget: long, randomSeed: 1)
                .hiddenSize)
    }

    @Test(arguments: counts) func jsonKeepsEverything(count: Int) throws {
        let settings = TextGeneratorSettings.recommended(forCharacters: count, randomSeed: .max)
        let data = try JSONFile.encode(settings)
        #expect(try JSONDecoder().decode(TextGeneratorSettings.self, from: data) == settings)
    }
}
