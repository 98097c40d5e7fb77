import Datasets
import Foundation
import TestModels
import Testing
import Training

@testable import TextGeneration

/// Trainings whose settings are chosen by the time there is.
struct TimeBudgetTrainingTests {
    private func training(_ settings: TextGeneratorSettings = TinyModels.settings()) throws -> TextGeneratorTraining {
        try TextGeneratorTraining(corpus: TextCorpus(TinyModels.text), settings: settings)
    }

    @Test func whatIsChosenIsInTheSettings() throws {
        var training = try training()
        try training.plan(seconds: 3) { _ in }
        let (settings, budget) = (training.settings, try #require(training.settings.timeBudget))
        #expect(budget.seconds == 3 && budget.candidates.contains(budget.chosen))
        #expect(NetworkSize(settings) == budget.chosen.size && settings.training.epochs == budget.chosen.passes)
        let configuration = training.model.configuration
        #expect(configuration.hiddenSize == settings.hiddenSize && configuration.numLayers == settings.numLayers)
        #expect(configuration.dropout == settings.dropout)
        #expect(settings.training.randomSeed == TinyModels.settings().training.randomSeed)
    }

    @Test func whatTheCallerSetsStays() throws {
        var training = try training()
        try training.plan(seconds: 1) { settings in
            settings.hiddenSize = 20
            settings.batches.batchSize = 3
            settings.dropout.output = 0.25
            settings.training.schedule.peak = 0.007
            settings.training.schedule.warmupSteps = 17
            settings.training.numValidations = 2
        }
        let (settings, budget) = (training.settings, try #require(training.settings.timeBudget))
        #expect(settings.hiddenSize == 20 && settings.batches.batchSize == 3 && settings.dropout.output == 0.25)
        #expect(settings.training.schedule.peak == 0.007 && settings.training.schedule.warmupSteps == 17)
        #expect(settings.training.numValidations == 2)
        #expect(budget.candidates.allSatisfy { $0.size.hiddenSize == 20 })
        #expect(Set(budget.candidates.map(\.size)).count == budget.candidates.count)
    }

    /// The timing leaves no trace: with the same settings the same model comes of it, budget or not.
    @Test func theSettingsRepeatTheTraining() throws {
        var timed = try training()
        try timed.plan(seconds: 0.5) { $0.hiddenSize = 16 }
        var repeated = try training(timed.settings)
        let (first, second) = (try timed.run(), try repeated.run())
        #expect(first.report.settings == second.report.settings)
        #expect(first.report.history.map(\.validationLoss) == second.report.history.map(\.validationLoss))
        for (one, other) in zip(first.generator.model.namedParameters, second.generator.model.namedParameters) {
            #expect(one.parameter.value == other.parameter.value, "\(one.name)")
        }
    }

    @Test func aTextThatIsTooShortForTheSizesGivenIsRefused() throws {
        var training = try training()
        #expect(throws: CorpusError.self) {
            try training.plan(seconds: 1) { $0.batches.batchSize = 3_000 }
        }
        #expect(throws: TrainingError.self) { try training.plan(seconds: 1) { $0.hiddenSize = 0 } }
        #expect(throws: TrainingError.self) { try training.plan(seconds: -1) { _ in } }
    }
}
