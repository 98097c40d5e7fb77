import Foundation
import NeuralLayers
import TestModels
import TestSupport
import Testing
import Tokenization

@testable import Datasets
@testable import ModelFiles
@testable import TextGeneration

struct LanguageModelTrainingTests {
    private let corpus = TextCorpus(TinyModels.text, name: "made-up sentences")

    @Test func aTrainingInMemoryGivesAModelThatForeseesTheText() throws {
        let (generator, report) = (TinyModels.trained.generator, TinyModels.trained.report)
        let untrained = TinyModels.random(generator.tokenizer, standardDeviation: 0.05)
        let tail = String(TinyModels.text.suffix(400))
        #expect(try generator.evaluate(tail).natsPerCharacter < 0.8 * untrained.evaluate(tail).natsPerCharacter)
        #expect(report.outcome == "finished")
        #expect(report.parameterCount == generator.model.parameterCount)
        #expect(report.vocabularySize == generator.tokenizer.vocabulary.count)
    }

    /// A model of any cell learns, is measured, and is what its folder says.
    @Test(arguments: RecurrentCellKind.allCases) func everyCellLearns(cell: RecurrentCellKind) throws {
        try withTemporaryFolder { url in
            var settings = TinyModels.settings(epochs: 4)
            settings.cell = cell
            var training = try TextGeneratorTraining(corpus: corpus, folder: ModelFolder(url), settings: settings)
            let result = try training.run()
            let (generator, report) = (result.generator, result.report)
            let model = try #require(report.model)
            #expect(model.natsPerCharacter < report.baselines[1].natsPerCharacter, "no better than a unigram")
            #expect(model.name == cell.title && report.quantized.allSatisfy { $0.name.hasPrefix(cell.title) })
            #expect(report.settings.cell == cell && generator.model.configuration.cell == cell)
            let read = try TextGenerator(contentsOf: url)
            #expect(read.model.namedParameters.map(\.name) == training.model.namedParameters.map(\.name))
            #expect(try read.evaluate("Ann sees Ann.").nats == generator.evaluate("Ann sees Ann.").nats)
        }
    }

    @Test func theReportHoldsModelBaselinesAndHistory() throws {
        let (generator, report) = (TinyModels.trained.generator, TinyModels.trained.report)
        let parts = try TextCorpus(TinyModels.text).split(lastFraction: 0.1, normalization: .nfc)
        let heldOut = String(decoding: parts.last.bytes, as: UTF8.self)
        let score = try #require(report.model)
        #expect(abs(score.natsPerCharacter - (try generator.evaluate(heldOut).natsPerCharacter)) < 1e-9)
        #expect(abs(score.bitsPerCharacter - score.natsPerCharacter / log(2)) < 1e-12)
        #expect(report.history.count == report.settings.training.numValidations)
        #expect(report.history.allSatisfy { $0.validationLoss != nil })
        #expect(report.baselines.count == 3)
        let (uniform, unigram, ngram) = (report.baselines[0], report.baselines[1], report.baselines[2])
        #expect(uniform.natsPerCharacter > unigram.natsPerCharacter)
        #expect(unigram.natsPerCharacter > ngram.natsPerCharacter)
        #expect(report.bestBaseline == ngram)
        #expect(report.beatsBaselines == (score.natsPerCharacter < ngram.natsPerCharacter))
        #expect(report.trainingCharacters + report.validationCharacters == TinyModels.text.count)
        let decoded = try JSONDecoder().decode(TextGeneratorReport.self, from: JSONFile.encode(report))
        #expect(decoded == report)
    }

    @Test func withoutHeldOutTextTheReportHasNoScores() throws {
        var settings = TinyModels.settings(epochs: 0.3)
        settings.validationSplit = 0
        let report = try TextGenerator.train(on: corpus, settings: settings).report
        #expect(report.model == nil && report.baselines.isEmpty && report.beatsBaselines == nil)
        #expect(report.validationCharacters == 0)
    }

    @Test func aValidationTextOfItsOwnLeavesTheCorpusWhole() throws {
        let training = try TextGeneratorTraining(
            corpus: corpus, validation: TextCorpus("Ann sees Zoë."), settings: TinyModels.settings())
        #expect(training.trainingCharacters == TinyModels.text.count)
        #expect(training.validationCharacters == 13)
        #expect(training.validation.contains(Vocabulary.unknownID))
    }

    @Test func theUnitIsThatOfTheCorpus() throws {
        let corpus = TextCorpus(TinyModels.text, unit: .byte)
        let training = try TextGeneratorTraining(corpus: corpus, settings: TinyModels.settings())
        #expect(training.settings.unit == .byte && training.tokenizer.unit == .byte)
    }

    @Test func theVocabularyIsThatOfTheTrainingPartAlone() throws {
        let text = TinyModels.text + String(repeating: "ß", count: 50)
        let training = try TextGeneratorTraining(corpus: TextCorpus(text), settings: TinyModels.settings())
        #expect(training.tokenizer.vocabulary.id(of: "ß") == nil)
        #expect(training.validation.filter { $0 == Vocabulary.unknownID }.count == 50)
    }

    @Test func aCorpusThatIsTooShortIsRefused() throws {
        let error = #expect(throws: CorpusError.self) {
            _ = try TextGeneratorTraining(
                corpus: TextCorpus("Too short.", name: "short.txt"), settings: TinyModels.settings())
        }
        #expect(error == .tooShort(name: "short.txt", tokens: 9, needed: 4 * 26))
        #expect(error?.description.contains("short.txt") == true)
    }

    @Test(arguments: [0.001, 1, 3]) func planningSetsEpochsOfTwoDecimalsAndTheWarmupAlone(seconds: Double) throws {
        var planned = try TextGeneratorTraining(corpus: corpus, settings: TinyModels.settings())
        let plain = try TextGeneratorTraining(corpus: corpus, settings: TinyModels.settings())
        try planned.plan(seconds: seconds)
        let epochs = planned.settings.training.epochs
        #expect(epochs >= 0.01)
        #expect(epochs == (epochs * 100).rounded() / 100)
        let parameters = [planned, plain].map { $0.model.namedParameters.map(\.parameter.value) }
        #expect(parameters[0] == parameters[1])
        var settings = planned.settings
        let steps = epochs * Double(planned.trainingCharacters) / Double(4 * 25)
        #expect(settings.training.schedule.warmupSteps == Int(min(200, max(1, steps / 20))))
        settings.training.epochs = plain.settings.training.epochs
        settings.training.schedule.warmupSteps = plain.settings.training.schedule.warmupSteps
        #expect(settings == plain.settings)
        let units = planned.trainingCharacters / 4 * 4
        #expect(planned.progress.totalUnits == Int((epochs * Double(units)).rounded()))
        #expect(planned.progress.step == 0)
    }

    @Test func aPlannedTrainingIsTheOneWithThoseEpochs() throws {
        var planned = try TextGeneratorTraining(corpus: corpus, settings: TinyModels.settings())
        try planned.plan(seconds: 0.2)
        var plain = try TextGeneratorTraining(corpus: corpus, settings: planned.settings)
        let results = [try planned.run(), try plain.run()]
        let values = results.map { $0.generator.model.namedParameters.map(\.parameter.value) }
        #expect(values[0] == values[1])
    }

    // MARK: With a folder

    @Test(arguments: WeightPrecision.allCases)
    func aFinishedTrainingLeavesTheFourFilesOfAModel(precision: WeightPrecision) throws {
        try withTemporaryFolder { url in
            var settings = TinyModels.settings(epochs: 1)
            settings.precision = precision
            let folder = ModelFolder(url.appendingPathComponent("new/model"))
            var training = try TextGeneratorTraining(corpus: corpus, folder: folder, settings: settings)
            let result = try training.run()
            let (generator, report) = (result.generator, result.report)
            let files = try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
            #expect(files == ["config.json", "model.safetensors", "report.json", "tokenizer.json"])
            let loaded = try TextGenerator(contentsOf: folder.url)
            #expect(try loaded.evaluate("Ann sees Émile.") == generator.evaluate("Ann sees Émile."))
            let stored = try Data(contentsOf: folder.file(ModelFolder.reportFile))
            #expect(try JSONDecoder().decode(TextGeneratorReport.self, from: stored) == report)
            #expect(folder.hasReport && !folder.hasCheckpoint)
        }
    }

    @Test func aStoppedTrainingGoesOnToTheBytesOfAnUninterruptedOne() throws {
        try withTemporaryFolder { url in
            let settings = TinyModels.settings(epochs: 1.3)
            let folders = ["whole", "stopped"].map { ModelFolder(url.appendingPathComponent($0)) }
            var whole = try TextGeneratorTraining(corpus: corpus, folder: folders[0], settings: settings)
            _ = try whole.run()
            for stop in [0, 1, 15] {
                var training = try TextGeneratorTraining(corpus: corpus, folder: folders[1], settings: settings)
                if stop > 1 { try training.resume() }
                #expect(throws: CancellationError.self) {
                    try training.run(description: ["corpus": "made up"]) { event in
                        if case .training(_, let progress) = event { return progress.step < stop }
                        return true
                    }
                }
                #expect(folders[1].hasCheckpoint && !folders[1].hasReport)
                let saved = try TextGenerator(contentsOf: folders[1].url)
                #expect(saved.model.configuration == training.model.configuration)
                let checkpoint = try TextGeneratorTraining.checkpointDescription(in: folders[1])
                #expect(checkpoint.settings == settings && checkpoint.description["corpus"] == "made up")
            }
            var resumed = try TextGeneratorTraining(corpus: corpus, folder: folders[1], settings: settings)
            try resumed.resume()
            #expect(resumed.progress.step == 15)
            _ = try resumed.run()
            for name in [ModelFolder.weightsFile, ModelFolder.tokenizerFile, ModelFolder.configurationFile] {
                let contents = try folders.map { try Data(contentsOf: $0.file(name)) }
                #expect(contents[0] == contents[1], "\(name)")
            }
        }
    }

    @Test func stoppingDuringTheEvaluationKeepsTheCheckpoint() throws {
        try withTemporaryFolder { url in
            let folder = ModelFolder(url)
            var training = try TextGeneratorTraining(
                corpus: corpus, folder: folder, settings: TinyModels.settings(epochs: 0.3))
            #expect(throws: CancellationError.self) {
                try training.run { event in
                    if case .working = event { return false }
                    return true
                }
            }
            #expect(folder.hasCheckpoint && !folder.hasReport)
            var resumed = try TextGeneratorTraining(
                corpus: corpus, folder: folder, settings: TinyModels.settings(epochs: 0.3))
            try resumed.resume()
            _ = try resumed.run()
            #expect(!folder.hasCheckpoint && folder.hasReport)
        }
    }

    @Test func everyValidationShowsASample() throws {
        var training = try TextGeneratorTraining(corpus: corpus, settings: TinyModels.settings(epochs: 0.5))
        var samples: [String] = []
        _ = try training.run { event in
            if case .sample(let text) = event { samples.append(text) }
            return true
        }
        #expect(samples.count == 3 && samples.allSatisfy { $0.count == 120 })
    }
}
