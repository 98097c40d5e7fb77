import Datasets
import Forecasting
import Foundation
import TestModels
import Testing
import TextClassification
import TextGeneration
import Training
import Translation

/// Times that no training fits into, for every kind of training.
struct TimeBudgetTests {
    private static let wrong = [Double.nan, .infinity, -.infinity, -1, 0]

    private func expectRefusals(of training: some ModelTraining) throws {
        for seconds in Self.wrong {
            var training = training
            let error = try #require(throws: TrainingError.self) { try training.plan(seconds: seconds) }
            #expect(error == .invalidSettings("the time budget is \(seconds) seconds"))
        }
        var training = training
        try training.plan(seconds: 0.01)
        #expect(training.settings.problem == nil && training.settings.training.epochs >= 0.01)
    }

    @Test func aTextGeneratorIsNotPlannedForThem() throws {
        let training = try TextGeneratorTraining(
            corpus: TextCorpus(TinyModels.text), settings: TinyModels.settings(epochs: 1))
        try expectRefusals(of: training)
        for adaptsWarmup in [true, false] {
            var training = training
            #expect(throws: TrainingError.self) { try training.plan(seconds: .nan, adaptsWarmup: adaptsWarmup) }
        }
    }

    @Test func aClassifierIsNotPlannedForThem() throws {
        let texts = (0..<40).map { "a \($0 % 2 == 0 ? "good" : "bad") film \($0)" }
        let data = LabelledTexts(texts: texts, labels: texts.indices.map { $0 % 2 }, classNames: ["good", "bad"])
        var settings = TextClassifierSettings.recommended(forDocuments: texts.count, randomSeed: 1)
        (settings.embeddingSize, settings.hiddenSize) = (4, 4)
        try expectRefusals(of: TextClassifierTraining(data, settings: settings))
    }

    @Test func aTranslatorIsNotPlannedForThem() throws {
        let words = (0..<40).map { "word \($0)" }
        var settings = TranslatorSettings.recommended(forPairs: words.count, randomSeed: 1)
        settings.unit = .word
        (settings.embeddingSize, settings.encoderSize, settings.hiddenSize) = (4, 4, 4)
        try expectRefusals(
            of: TranslatorTraining(ParallelTexts(sources: words, targets: words), settings: settings))
    }

    @Test func aForecasterIsNotPlannedForThem() throws {
        let table = SeriesTable(values: (0..<120).map { Double($0 % 12) }, name: "y")
        var settings = ForecasterSettings.recommended(columns: ["y"], rows: 96, period: 12, randomSeed: 1)
        (settings.window, settings.hiddenSize) = (6, 3)
        try expectRefusals(of: ForecasterTraining(table, settings: settings))
    }

    /// Epochs that are no number are found by the check of the settings.
    @Test(arguments: wrong) func epochsThatCannotBeAreAProblemOfTheSettings(epochs: Double) {
        var forecaster = ForecasterSettings.recommended(columns: ["y"], rows: 96, period: 12, randomSeed: 1)
        forecaster.plan(epochs: epochs)
        #expect(forecaster.problem?.contains("epochs is \(epochs)") == true)
        var translator = TranslatorSettings.recommended(forPairs: 40, randomSeed: 1)
        translator.plan(epochs: epochs)
        #expect(translator.problem?.contains("epochs is \(epochs)") == true)
    }
}
