import Datasets
import Foundation
import Recurrent
import ToolSupport

/// Where the labelled texts of a training lie, and what it starts from.
struct LabelledRecipe: TrainingRecipe {
    static let change = "the texts have changed since"

    let files: [String]
    let validation: String?
    let pretrained: String?
    let wordVectors: String?
    let inputFormat: RecordFormat?
    let column: String?
    let labelColumn: String?
    let encoding: String
    let renaming: [String: String]

    func read() throws -> TrainingData<LabelledTexts> {
        var options = InputOptions()
        (options.inputFormat, options.column, options.encoding) = (inputFormat, column, encoding)
        let records = try options.records(labelColumn: labelColumn)
        let texts = try LabelledTexts(
            contentsOf: files.map { URL(fileURLWithPath: $0) }, records: records, renaming: renaming)
        let heldOut = try validation.map {
            try LabelledTexts(
                contentsOf: [URL(fileURLWithPath: $0)], records: records, classNames: texts.classNames,
                renaming: renaming)
        }
        return TrainingData(texts, validation: heldOut)
    }

    func makeTraining(
        _ data: TrainingData<LabelledTexts>, settings: SentimentSettings, in folder: ModelFolder
    ) throws -> SentimentTraining {
        var words = try pretrained.map { try PretrainedWords(contentsOf: URL(fileURLWithPath: $0)) }
        if let wordVectors {
            words = try PretrainedWords(
                vectors: URL(fileURLWithPath: wordVectors), for: data.training.texts, settings: settings)
        }
        return try SentimentTraining(
            data.training, validation: data.validation, pretrained: words, folder: folder, settings: settings)
    }
}
