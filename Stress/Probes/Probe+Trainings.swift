import Datasets
import Foundation
import Models
import Recurrent
import Tensors
import Training

extension Probe {
    private var checkpoint: ModelFolder { ModelFolder(model) }

    func resumeLanguageModel() throws {
        let (settings, description) = try LanguageModelTraining.checkpointDescription(in: checkpoint)
        let corpus = try TextCorpus(contentsOf: [starts.url("texts/english.txt")], unit: .grapheme)
        try goOn(try LanguageModelTraining(corpus: corpus, folder: checkpoint, settings: settings), description)
    }

    func resumeClassifier() throws {
        let (settings, description) = try SentimentTraining.checkpointDescription(in: checkpoint)
        let texts = try LabelledTexts(contentsOf: [starts.url("reviews/reviews.csv")])
        try goOn(try SentimentTraining(texts, folder: checkpoint, settings: settings), description)
    }

    func resumeTranslator() throws {
        let (settings, description) = try TranslationTraining.checkpointDescription(in: checkpoint)
        let pairs = try ParallelTexts(contentsOf: starts.url("pairs/pairs.tsv"))
        try goOn(try TranslationTraining(pairs, folder: checkpoint, settings: settings), description)
    }

    func resumeForecaster() throws {
        let (settings, description) = try ForecastTraining.checkpointDescription(in: checkpoint)
        let table = try SeriesTable(contentsOf: starts.url("series/monthly.csv"))
        try goOn(try ForecastTraining(table, folder: checkpoint, settings: settings), description)
    }

    /// Resumes a training and stops it after a moment, as an interrupt does.
    private func goOn(_ training: some ModelTraining, _ description: [String: String]) throws {
        var training = training
        try training.resume()
        let deadline = ContinuousClock.now + .milliseconds(60)
        _ = try training.run(description: description) { _ in ContinuousClock.now < deadline }
        for (name, parameter) in training.model.namedParameters where !parameter.value.elements.allSatisfy(\.isFinite) {
            throw NotFinite(description: "the trained parameter \(name) is not finite")
        }
    }
}
