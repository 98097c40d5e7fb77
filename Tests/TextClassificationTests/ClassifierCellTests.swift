import Foundation
import NeuralLayers
import TestSupport
import Testing

@testable import Datasets
@testable import ModelFiles
@testable import TextClassification

/// A classifier of every cell, from texts to a folder and back.
struct ClassifierCellTests {
    private static let data: LabelledTexts = {
        let (good, bad) = (["fine", "lovely", "great"], ["awful", "dull", "bad"])
        let texts = (0..<120).map { index in
            "the film of day \(index % 7) was \((index % 2 == 0 ? good : bad)[index / 2 % 3]) to see"
        }
        return LabelledTexts(texts: texts, labels: (0..<120).map { $0 % 2 }, classNames: ["good", "bad"])
    }()

    private static func settings(_ cell: RecurrentCellKind) -> TextClassifierSettings {
        var settings = TextClassifierSettings.recommended(forDocuments: 120, randomSeed: 1)
        (settings.cell, settings.embeddingSize, settings.hiddenSize) = (cell, 12, 8)
        settings.dropout = TextClassifierNetwork.Configuration.Dropout()
        settings.training.schedule.peak = 1e-2
        settings.training.epochs = 6
        settings.training.numValidations = 2
        settings.training.averageDecay = 0
        return settings
    }

    @Test(arguments: RecurrentCellKind.allCases) func everyCellLearns(cell: RecurrentCellKind) throws {
        try withTemporaryFolder { url in
            let folder = ModelFolder(url.appendingPathComponent("model"))
            var training = try TextClassifierTraining(Self.data, folder: folder, settings: Self.settings(cell))
            let result = try training.run()
            let (analyzer, report) = (result.classifier, result.report)
            #expect(try #require(report.validation).metrics.accuracy > 0.9)
            #expect(report.settings.cell == cell && analyzer.model.configuration.cell == cell)
            let read = try TextClassifier(contentsOf: folder.url)
            #expect(try read.classify("the film of day 3 was lovely to see").label == "good")
            #expect(
                try read.classify("the film of day 5 was dull to see")
                    == analyzer.classify("the film of day 5 was dull to see"))
        }
    }

    @Test(arguments: RecurrentCellKind.allCases)
    func aClassifierStartsFromLanguageModelsOfItsCell(cell: RecurrentCellKind) throws {
        try withTemporaryFolder { url in
            var settings = PretrainingSettings(epochs: 1, randomSeed: 1)
            (settings.cell, settings.embeddingSize, settings.hiddenSize, settings.minFrequency) = (cell, 6, 5, 1)
            var pretraining = try TextClassifierPretraining(
                texts: Self.data.texts, folder: ModelFolder(url), settings: settings)
            try pretraining.trainVectors { _, _, _ in true }
            _ = try pretraining.run { _, _ in true }
            let words = try PretrainedWords(contentsOf: url)
            // Whatever cell was asked for, the network has that of the language models.
            let training = try TextClassifierTraining(
                Self.data, pretrained: words, settings: Self.settings(cell == .lstm ? .gru : .lstm))
            #expect(training.settings.cell == cell && training.settings.hiddenSize == 5)
            let from = pretraining.model.encoder.namedParameters
            let to = training.model.encoder.namedParameters
            #expect(from.map(\.name) == to.map(\.name))
            #expect(from.map(\.parameter.value) == to.map(\.parameter.value))
        }
    }
}
