import CommandSupport
import Datasets
import Foundation
import Models
import Recurrent
import Tensors
import Tokenization
import Training

/// What a training is made from, as a checkpoint remembers it.
struct TrainingRecipe: Codable {
    var files: [String]
    var validation: String?
    var pretrained: String?
    var wordVectors: String?
    var inputFormat: RecordFormat?
    var column: String?
    var labelColumn: String?
    var encoding: String
    var renaming: [String: String]
    var settings: SentimentSettings
    var randomSeed: UInt64
    /// Whether the settings are still to be adapted to the number of texts.
    private var isNew = false
    private var fingerprint: String?

    private static let key = "recipe"
    private var command: Train?

    private enum CodingKeys: String, CodingKey {
        case files, validation, pretrained, wordVectors, inputFormat, column, labelColumn, encoding, renaming, settings
        case randomSeed, fingerprint
    }

    init(_ command: Train, randomSeed: UInt64) {
        func absolute(_ path: String) -> String { URL(fileURLWithPath: path).path }
        files = command.files.map(absolute)
        validation = command.validation.map(absolute)
        pretrained = command.pretrained.map(absolute)
        wordVectors = command.wordVectors.map(absolute)
        inputFormat = command.input.inputFormat
        column = command.input.column
        labelColumn = command.labels.labelColumn
        encoding = command.input.encoding
        renaming = (try? command.labels.renaming) ?? [:]
        settings = .recommended(forDocuments: 1, randomSeed: randomSeed)
        self.randomSeed = randomSeed
        self.command = command
        isNew = true
    }

    /// The recipe of an unfinished training.
    init(checkpointIn folder: ModelFolder) throws {
        let path = folder.file(ModelFolder.checkpointFile)
        let file = try SafetensorsFile(contentsOf: path)
        guard let text = file.metadata[Self.key],
            let recipe = try? JSONDecoder().decode(TrainingRecipe.self, from: Data(text.utf8))
        else { throw TrainingError.checkpointMismatch(file: path.path, reason: "it does not say how it was started") }
        if let problem = recipe.settings.problem {
            throw TrainingError.checkpointMismatch(file: path.path, reason: problem)
        }
        self = recipe
    }

    /// What a checkpoint stores.
    var description: [String: String] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return [Self.key: String(decoding: (try? encoder.encode(self)) ?? Data(), as: UTF8.self)]
    }

    /// Reads the texts and makes the training.
    mutating func makeTraining(in folder: ModelFolder) throws -> SentimentTraining {
        if let command { _ = try command.labels.renaming }
        let records = RecordOptions(
            format: inputFormat, encoding: try TextEncoding(encoding), textColumn: column.map { ColumnReference($0) },
            labelColumn: labelColumn.map { ColumnReference($0) })
        let data = try LabelledTexts(
            contentsOf: files.map { URL(fileURLWithPath: $0) }, records: records, renaming: renaming)
        let heldOut = try validation.map {
            try LabelledTexts(
                contentsOf: [URL(fileURLWithPath: $0)], records: records, classNames: data.classNames,
                renaming: renaming)
        }
        let found = data.fingerprint + (heldOut.map { "-" + $0.fingerprint } ?? "")
        if let fingerprint, fingerprint != found {
            throw TrainingError.checkpointMismatch(
                file: folder.file(ModelFolder.checkpointFile).path, reason: "the texts have changed since")
        }
        fingerprint = found
        if isNew, let command {
            settings = .recommended(forDocuments: data.count, randomSeed: randomSeed)
            settings.validationSplit = command.validationSplit
            command.network.apply(to: &settings)
            command.learning.apply(to: &settings)
            isNew = false
        }
        var words = try pretrained.map { try PretrainedWords(contentsOf: URL(fileURLWithPath: $0)) }
        if let wordVectors {
            words = try PretrainedWords(
                vectors: URL(fileURLWithPath: wordVectors), for: data.texts, settings: settings)
        }
        let training = try SentimentTraining(
            data, validation: heldOut, pretrained: words, folder: folder, settings: settings)
        settings = training.settings
        return training
    }
}
