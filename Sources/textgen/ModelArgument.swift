import ArgumentParser
import CommandSupport
import Foundation
import PretrainedModels
import Recurrent
import Tokenization

/// A model named on the command line: a folder, or the name of a shipped model.
struct ModelArgument {
    let name: String

    init(_ name: String?) { self.name = name ?? PretrainedModel.default.name }

    /// Loads the model; a folder of that name goes before a shipped model.
    func load(isQuiet: Bool) throws -> TextGenerator {
        let generator: TextGenerator
        if FileManager.default.fileExists(atPath: name) || name.contains("/") {
            generator = try TextGenerator(contentsOf: URL(fileURLWithPath: name))
        } else {
            generator = try TextGenerator(named: name)
        }
        if !isQuiet, !generator.tokenizer.matchesCurrentICU {
            StandardError.writeLine(
                "The model was made with ICU \(generator.tokenizer.icuVersion), this is \(Segmenter.icuVersion): "
                    + "rare characters may be cut differently.")
        }
        return generator
    }
}
