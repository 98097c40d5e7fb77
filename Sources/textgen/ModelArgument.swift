import CommandSupport
import Foundation
import PretrainedModels
import Recurrent
import Tensors
import Tokenization
import ToolSupport

/// A model named on the command line: a folder, or the name of a shipped model.
struct ModelArgument {
    let name: String
    private let isDefault: Bool

    /// - Parameter name: `nil` takes the shipped model that is the default.
    init(_ name: String?) {
        self.name = name ?? PretrainedModel.default.name
        isDefault = name == nil
    }

    /// Loads the model; a folder of that name goes before a shipped model, and a line on stderr says so.
    func load(precision: Precision, isQuiet: Bool) throws -> TextGenerator {
        let generator =
            isFolder
            ? try TextGenerator(contentsOf: URL(fileURLWithPath: name), precision: precision)
            : try TextGenerator(named: name, precision: precision)
        if !isQuiet, isFolder, isShipped {
            StandardError.writeLine("Using the folder \(name) here, not the shipped model of that name.")
        }
        if !isQuiet, !generator.tokenizer.matchesCurrentICU {
            StandardError.writeLine(
                "The model was made with ICU \(generator.tokenizer.icuVersion.prefix(20).debugDescription), this is "
                    + "\(Segmenter.icuVersion): rare characters may be cut differently.")
        }
        return generator
    }

    private var isShipped: Bool { PretrainedModel.all.contains { $0.name == name } }

    private var isFolder: Bool {
        if isDefault { return false }
        var isDirectory: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: name, isDirectory: &isDirectory)
        return isDirectory.boolValue || name.contains("/") || (exists && !isShipped)
    }
}
