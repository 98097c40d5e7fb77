import Foundation
import Recurrent
import ToolSupport

/// Where the text of a training lies, and what a token of it is.
struct TextRecipe: TrainingRecipe {
    static let change = "the text has changed since"

    var files: [String]
    var validation: String?
    let tokens: TokenUnit
    /// `nil` is UTF-8, or for tokens of bytes whatever the files hold.
    let encoding: String?

    var inputs: [String] { files.isEmpty ? [] : files + [validation].compactMap { $0 } }

    func read(note: (String) -> Void) throws -> TrainingData<TextCorpus> {
        func corpus(_ files: [String]) throws -> TextCorpus {
            try TextCorpus(
                contentsOf: files.map { URL(inputPath: $0) }, unit: tokens,
                encoding: encoding.map { try TextEncoding($0) })
        }
        return TrainingData(try corpus(files), validation: try validation.map { try corpus([$0]) })
    }

    func makeTraining(
        _ data: TrainingData<TextCorpus>, settings: TextGeneratorSettings, in folder: ModelFolder
    ) throws -> TextGeneratorTraining {
        try TextGeneratorTraining(
            corpus: data.training, validation: data.validation, folder: folder, settings: settings)
    }
}
