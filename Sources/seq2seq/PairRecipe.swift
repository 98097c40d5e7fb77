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
    /// Nil in the checkpoints of versions that had no such options.
    let header: HeaderRule?
    let delimiter: UInt8?
    let errors: MalformedBytes?

    init(files: [String], validation: [String], layout: PairLayout) {
        (self.files, self.validation) = (files, validation)
        (inputFormat, encoding) = (layout.format, layout.encoding)
        (sourceColumn, targetColumn) = (layout.sourceColumn, layout.targetColumn)
        (header, delimiter, errors) = (layout.header, layout.delimiter, layout.errors)
    }

    var inputs: [String] { files.isEmpty ? [] : files + validation }

    func read(note: (String) -> Void) throws -> TrainingData<ParallelTexts> {
        var layout = PairLayout(
            format: inputFormat, sourceColumn: sourceColumn, targetColumn: targetColumn, encoding: encoding,
            header: header ?? .auto, delimiter: delimiter, errors: errors ?? .strict)
        let pairs = try layout.read(files, note: note)
        layout.precedent = pairs.columns
        return TrainingData(pairs, validation: validation.isEmpty ? nil : try layout.read(validation, note: note))
    }

    func makeTraining(
        _ data: TrainingData<ParallelTexts>, settings: TranslatorSettings, in folder: ModelFolder
    ) throws -> TranslatorTraining {
        try TranslatorTraining(data.training, validation: data.validation, folder: folder, settings: settings)
    }
}
