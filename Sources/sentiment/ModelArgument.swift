import CommandSupport
import Foundation
import PretrainedClassifiers
import Recurrent
import Tensors
import Tokenization

/// A model named on the command line: a folder, or the name of a shipped model.
struct ModelArgument {
    let name: String
    private let isDefault: Bool

    /// - Parameter name: `nil` takes the shipped model.
    init(_ name: String?) {
        self.name = name ?? PretrainedClassifier.default.name
        isDefault = name == nil
    }

    /// Loads the model; a folder of that name goes before a shipped model, and a line on stderr says so.
    func load(precision: Precision = .fp32, isQuiet: Bool) throws -> SentimentAnalyzer {
        let analyzer =
            isFolder
            ? try SentimentAnalyzer(contentsOf: URL(fileURLWithPath: name)) : try SentimentAnalyzer(named: name)
        if !isQuiet, isFolder, isShipped {
            StandardError.writeLine("Using the folder \(name) here, not the shipped model of that name.")
        }
        if !isQuiet, !analyzer.tokenizer.matchesCurrentICU {
            StandardError.writeLine(
                "The model was made with ICU \(analyzer.tokenizer.icuVersion.prefix(20).debugDescription), this is "
                    + "\(Segmenter.icuVersion): rare words may be cut differently.")
        }
        return precision == .fp32 ? analyzer : analyzer.quantized(to: precision)
    }

    private var isShipped: Bool { PretrainedClassifier.all.contains { $0.name == name } }

    private var isFolder: Bool {
        if isDefault { return false }
        var isDirectory: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: name, isDirectory: &isDirectory)
        return isDirectory.boolValue || name.contains("/") || (exists && !isShipped)
    }
}
