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

    /// The name by which the model is found from any working directory: the path of a folder, or the shipped name.
    public var absoluteName: String { isFolder ? name.absolutePath : name }

    /// The files that are read; none for a shipped model.
    public var files: [String] { isFolder ? ModelFolder(URL(fileURLWithPath: name)).existingFiles : [] }

    /// Loads the model; a folder of that name goes before a shipped model, and a line on stderr says so.
    public func load<Model>(
        isQuiet: Bool, tokenizer: KeyPath<Model, Tokenizer>, folder: (URL) throws -> Model,
        shipped: (EmbeddedModel) throws -> Model
    ) throws -> Model {
        let model = isFolder ? try folder(URL(fileURLWithPath: name)) : try shipped(all.named(name))
        if !isQuiet, isFolder, all.contains(where: { $0.name == name }) {
            StandardError.writeLine("Using the folder \(name), not the shipped model with that name.")
        }
        if isFolder, !isQuiet { ModelFolder(URL(fileURLWithPath: name)).noteUnfinishedTraining() }
        let tokenizer = model[keyPath: tokenizer]
        if !isQuiet, !tokenizer.matchesCurrentICU {
            StandardError.writeLine(
                "The model was made with ICU \(tokenizer.icuVersion.prefix(20).debugDescription), this is "
                    + "\(Segmenter.icuVersion): rare characters may be segmented differently.")
        }
        return model
    }
}

extension ModelFolder {
    /// Says on stderr that the model is only the best state so far, where that is so.
    public func noteUnfinishedTraining() {
        guard hasCheckpoint else { return }
        StandardError.writeLine(
            "The training in \(url.relativePath) is not finished: this is its best state so far, or the previous model; "
                + "continue it with train --resume \(url.relativePath.shellQuoted).")
    }
}

/// The models that come with a tool, as its `models` command prints them.
public struct ModelList {
    private let models: [EmbeddedModel]
    private let isOne: Bool

    /// - Parameter name: The one to show with its card; `nil` for a list of all.
    public init(_ all: [EmbeddedModel], name: String?) throws {
        models = try name.map { [try all.named($0)] } ?? all
        isOne = name != nil
    }

    private struct Listed: Encodable {
        let name: String
        let summary: String
        let bytes: Int
        let card: String
    }

    public func print(as format: OutputFormat) throws {
        if format == .json {
            let listed = models.map { Listed(name: $0.name, summary: $0.summary, bytes: $0.byteCount, card: $0.card) }
            try StandardOutput.writeLine(isOne ? JSONOutput.encode(listed[0]) : JSONOutput.encode(listed))
        } else if isOne {
            try StandardOutput.write(models[0].card)
        } else {
            var table = TextTable([.left("model"), .right("MB"), .left("about")])
            for model in models { table.append([model.name, (Double(model.byteCount) / 1e6).fixed(1), model.summary]) }
            try StandardOutput.writeLine(table.description)
        }
    }
}
