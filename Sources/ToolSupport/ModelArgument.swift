import CommandSupport
import Foundation
import Recurrent

/// A model named on the command line: a folder, or the name of a shipped model.
public struct ModelArgument {
    public let name: String
    private let all: [EmbeddedModel]
    private let isFolder: Bool

    /// - Parameters:
    ///   - name: `nil` takes the first of the shipped models.
    ///   - shipped: At least one.
    public init(_ name: String?, shipped: [EmbeddedModel]) {
        self.name = name ?? shipped[0].name
        all = shipped
        let isShipped = shipped.map(\.name).contains(self.name)
        isFolder =
            name.map { name in
                var isDirectory: ObjCBool = false
                let exists = FileManager.default.fileExists(atPath: name, isDirectory: &isDirectory)
                return isDirectory.boolValue || name.contains("/") || (exists && !isShipped)
            } ?? false
    }

    /// Loads the model; a folder of that name goes before a shipped model, and a line on stderr says so.
    public func load<Model>(
        isQuiet: Bool, tokenizer: KeyPath<Model, Tokenizer>, folder: (URL) throws -> Model,
        shipped: (EmbeddedModel) throws -> Model
    ) throws -> Model {
        let model = isFolder ? try folder(URL(fileURLWithPath: name)) : try shipped(all.named(name))
        if !isQuiet, isFolder, all.contains(where: { $0.name == name }) {
            StandardError.writeLine("Using the folder \(name) here, not the shipped model of that name.")
        }
        if isFolder, !isQuiet { ModelFolder(URL(fileURLWithPath: name)).noteUnfinishedTraining() }
        let tokenizer = model[keyPath: tokenizer]
        if !isQuiet, !tokenizer.matchesCurrentICU {
            StandardError.writeLine(
                "The model was made with ICU \(tokenizer.icuVersion.prefix(20).debugDescription), this is "
                    + "\(Segmenter.icuVersion): rare characters may be cut differently.")
        }
        return model
    }
}

extension ModelFolder {
    /// Says on stderr that the model is only the best state so far, where that is so.
    public func noteUnfinishedTraining() {
        guard hasCheckpoint else { return }
        StandardError.writeLine(
            "The training in \(url.relativePath) is not finished: this is its best state so far, or the model before it; go "
                + "on with train --resume \(url.relativePath.shellQuoted).")
    }
}
