import CommandSupport
import Datasets
import Foundation
import Recurrent
import Tensors
import Tokenization
import Training

/// What a training is made from, as a checkpoint remembers it.
struct TrainingRecipe: Codable {
    var files: [String]
    var validation: [String]
    var inputFormat: RecordFormat?
    var sourceColumn: String?
    var targetColumn: String?
    var encoding: String
    var settings: TranslationSettings
    var randomSeed: UInt64
    private var fingerprint: String?
    /// What the settings are to be adapted by, once the pairs are read.
    private var command: Train?

    private static let key = "recipe"

    private enum CodingKeys: String, CodingKey {
        case files, validation, inputFormat, sourceColumn, targetColumn, encoding, settings, randomSeed, fingerprint
    }

    init(_ command: Train, randomSeed: UInt64) {
        func absolute(_ path: String) -> String { URL(fileURLWithPath: path).path }
        files = command.files.map(absolute)
        validation = command.validation.map(absolute)
        inputFormat = command.pairs.inputFormat
        sourceColumn = command.pairs.sourceColumn
        targetColumn = command.pairs.targetColumn
        encoding = command.pairs.encoding
        settings = .recommended(forPairs: 1, randomSeed: randomSeed)
        self.randomSeed = randomSeed
        self.command = command
    }

    /// The recipe of an unfinished training.
    init(checkpointIn folder: ModelFolder) throws {
        let path = folder.file(ModelFolder.checkpointFile)
        let file = try SafetensorsFile(contentsOf: path)
        guard let text = file.metadata[Self.key],
            let recipe = try? JSONDecoder().decode(TrainingRecipe.self, from: Data(text.utf8)), !recipe.files.isEmpty
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

    /// Reads the pairs and makes the training.
    mutating func makeTraining(in folder: ModelFolder) throws -> TranslationTraining {
        var options = PairOptions()
        options.inputFormat = inputFormat
        (options.sourceColumn, options.targetColumn, options.encoding) = (sourceColumn, targetColumn, encoding)
        let pairs = try options.read(files)
        let heldOut = validation.isEmpty ? nil : try options.read(validation)
        let found = pairs.fingerprint + (heldOut.map { "-" + $0.fingerprint } ?? "")
        if let fingerprint, fingerprint != found {
            throw TrainingError.checkpointMismatch(
                file: folder.file(ModelFolder.checkpointFile).path, reason: "the pairs have changed since")
        }
        fingerprint = found
        if let command {
            settings = .recommended(
                forPairs: pairs.count, unit: command.network.unit ?? .bpe, randomSeed: randomSeed)
            settings.validationSplit = command.validationSplit
            command.network.apply(to: &settings)
            command.learning.apply(to: &settings)
            settings.adaptWarmup(toPairs: pairs.count)
            if let problem = settings.problem {
                throw CommandFailure(.usage, "These options do not go together: \(problem).")
            }
            self.command = nil
        }
        let training = try TranslationTraining(pairs, validation: heldOut, folder: folder, settings: settings)
        settings = training.settings
        return training
    }

    /// Takes over what a time budget made of the settings.
    mutating func adopt(_ training: TranslationTraining) { settings = training.settings }
}
