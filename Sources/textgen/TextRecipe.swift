import Datasets
import Foundation
import Recurrent
import ToolSupport

/// Where the text of a training lies, and what a token of it is.
struct TextRecipe: TrainingRecipe {
    static let change = "the text has changed since"

    var files: [String]
    var validation: String?
    let tokens: TokenUnit

    var inputs: [String] { files.isEmpty ? [] : files + [validation].compactMap { $0 } }

    func read(note: (String) -> Void) throws -> TrainingData<TextCorpus> {
        func corpus(_ files: [String]) throws -> TextCorpus {
            try TextCorpus(contentsOf: files.map { URL(fileURLWithPath: $0) }, unit: tokens)
        }
        return TrainingData(try corpus(files), validation: try validation.map { try corpus([$0]) })
    }

    func makeTraining(
        _ data: TrainingData<TextCorpus>, settings: LanguageModelSettings, in folder: ModelFolder
    ) throws -> LanguageModelTraining {
        try LanguageModelTraining(
            corpus: data.training, validation: data.validation, folder: folder, settings: settings)
    }
}
