import CommandSupport
import Foundation
import PretrainedTranslators
import Recurrent
import Tensors
import Tokenization

/// Models named on the command line: folders, or names of shipped models.
struct ModelArgument {
    let names: [String]
    private let isDefault: Bool

    /// - Parameter names: None takes the shipped model.
    init(_ names: [String]) {
        self.names = names.isEmpty ? [PretrainedTranslator.default.name] : names
        isDefault = names.isEmpty
    }

    /// Loads the models; several become an ensemble.
    func load(precision: Precision, isQuiet: Bool) throws -> Translator {
        let translators = try names.map { try load($0, isQuiet: isQuiet) }
        var translator = translators[0]
        if translators.count > 1 { translator = try translator.joined(with: Array(translators.dropFirst())) }
        if !isQuiet, !translator.sourceTokenizer.matchesCurrentICU {
            let version = translator.sourceTokenizer.icuVersion.prefix(20).debugDescription
            StandardError.writeLine(
                "The model was made with ICU \(version), this is \(Segmenter.icuVersion): rare characters may be cut "
                    + "differently.")
        }
        return precision == .fp32 ? translator : translator.quantized(to: precision)
    }

    /// A folder of that name goes before a shipped model, and a line on stderr says so.
    private func load(_ name: String, isQuiet: Bool) throws -> Translator {
        guard isFolder(name) else { return try Translator(named: name) }
        if !isQuiet, isShipped(name) {
            StandardError.writeLine("Using the folder \(name) here, not the shipped model of that name.")
        }
        return try Translator(contentsOf: URL(fileURLWithPath: name))
    }

    private func isShipped(_ name: String) -> Bool { PretrainedTranslator.all.contains { $0.name == name } }

    private func isFolder(_ name: String) -> Bool {
        if isDefault { return false }
        var isDirectory: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: name, isDirectory: &isDirectory)
        return isDirectory.boolValue || name.contains("/") || (exists && !isShipped(name))
    }
}
