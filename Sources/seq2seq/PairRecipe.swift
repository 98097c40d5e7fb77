import Datasets
import Recurrent
import ToolSupport

/// Where the pairs of a training lie.
struct PairRecipe: TrainingRecipe {
    static let change = "the pairs have changed since"

    let files: [String]
    let validation: [String]
    let inputFormat: RecordFormat?
    let sourceColumn: String?
    let targetColumn: String?
    let encoding: String

    func read() throws -> TrainingData<ParallelTexts> {
        var options = PairOptions()
        options.inputFormat = inputFormat
        (options.sourceColumn, options.targetColumn, options.encoding) = (sourceColumn, targetColumn, encoding)
        return TrainingData(
            try options.read(files), validation: validation.isEmpty ? nil : try options.read(validation))
    }

    func makeTraining(
        _ data: TrainingData<ParallelTexts>, settings: TranslationSettings, in folder: ModelFolder
    ) throws -> TranslationTraining {
        try TranslationTraining(data.training, validation: data.validation, folder: folder, settings: settings)
    }
}
