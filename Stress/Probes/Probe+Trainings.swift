import Foundation
import Recurrent

extension Probe {
    private var checkpoint: ModelFolder { ModelFolder(model) }

    func resumeLanguageModel() throws {
        let saved = try TextGeneratorTraining.checkpointDescription(in: checkpoint)
        let corpus = try TextCorpus(contentsOf: [starts.url("texts/english.txt")], unit: .grapheme)
        try goOn(
            try TextGeneratorTraining(corpus: corpus, folder: checkpoint, settings: saved.settings), saved.description)
    }

    func resumeClassifier() throws {
        let saved = try TextClassifierTraining.checkpointDescription(in: checkpoint)
        let texts = try LabelledTexts(contentsOf: [starts.url("reviews/reviews.csv")])
        try goOn(try TextClassifierTraining(texts, folder: checkpoint, settings: saved.settings), saved.description)
    }

    func resumeTranslator() throws {
        let saved = try TranslatorTraining.checkpointDescription(in: checkpoint)
        let pairs = try ParallelTexts(contentsOf: starts.url("pairs/pairs.tsv"))
        try goOn(try TranslatorTraining(pairs, folder: checkpoint, settings: saved.settings), saved.description)
    }

    func resumeForecaster() throws {
        let saved = try ForecasterTraining.checkpointDescription(in: checkpoint)
        let table = try SeriesTable(contentsOf: starts.url("series/monthly.csv"))
        try goOn(try ForecasterTraining(table, folder: checkpoint, settings: saved.settings), saved.description)
    }

    /// Resumes a training and stops it after a moment, as an interrupt does.
    private func goOn(_ training: some ModelTraining, _ description: [String: String]) throws {
        var training = training
        try training.resume()
        let deadline = ContinuousClock.now + .milliseconds(60)
        do {
            _ = try training.run(description: description) { _ in ContinuousClock.now < deadline }
        } catch is CancellationError {
            // stopped, as it should be
        }
        for (name, parameter) in training.model.namedParameters where !parameter.value.elements.allSatisfy(\.isFinite) {
            throw NotFinite(description: "the trained parameter \(name) is not finite")
        }
    }
}
