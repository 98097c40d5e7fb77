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
    /// Nil in the checkpoints of versions that had no such options.
    let header: HeaderRule?
    let delimiter: UInt8?
    let errors: MalformedBytes?
    let renaming: [String: String]

    init(
        files: [String], validation: String?, pretrained: String?, wordVectors: String?, records: RecordOptions,
        encoding: String, renaming: [String: String]
    ) {
        (self.files, self.validation) = (files, validation)
        (self.pretrained, self.wordVectors) = (pretrained, wordVectors)
        (inputFormat, self.encoding) = (records.format, encoding)
        (column, labelColumn) = (records.textColumn?.description, records.labelColumn?.description)
        (header, delimiter, errors) = (records.header, records.delimiter, records.malformed)
        self.renaming = renaming
    }

    var inputs: [String] {
        guard !files.isEmpty else { return [] }
        return files + [validation, wordVectors].compactMap { $0 }
            + (pretrained.map { ModelFolder(URL(fileURLWithPath: $0)).existingFiles } ?? [])
    }

    private var records: RecordOptions {
        get throws {
            RecordOptions(
                format: inputFormat, encoding: try TextEncoding(encoding), malformed: errors ?? .strict,
                textColumn: column.map { ColumnReference($0) }, labelColumn: labelColumn.map { ColumnReference($0) },
                header: header ?? .auto, delimiter: delimiter)
        }
    }

    func read(note: (ReadingNote) -> Void) throws -> TrainingData<LabelledTexts> {
        try (errors ?? .strict).namingOption { try readTexts(note: note) }
    }

    private func readTexts(note: (ReadingNote) -> Void) throws -> TrainingData<LabelledTexts> {
        var records = try records
        let texts = try LabelledTexts(
            contentsOf: files.map { URL(inputPath: $0) }, records: records, renaming: renaming, note: note)
        records.precedent = texts.columns
        let heldOut = try validation.map {
            try LabelledTexts(
                contentsOf: [URL(inputPath: $0)], records: records, classNames: texts.classNames, renaming: renaming,
                note: note)
        }
        return TrainingData(texts, validation: heldOut)
    }

    func makeTraining(
        _ data: TrainingData<LabelledTexts>, settings: TextClassifierSettings, in folder: ModelFolder
    ) throws -> TextClassifierTraining {
        var words = try pretrained.map { try PretrainedWords(contentsOf: URL(fileURLWithPath: $0)) }
        if let wordVectors {
            words = try PretrainedWords(
                vectors: URL(inputPath: wordVectors), for: data.training.texts, settings: settings)
        }
        return try TextClassifierTraining(
            data.training, validation: data.validation, pretrained: words, folder: folder, settings: settings)
    }
}
