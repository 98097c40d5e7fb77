import Foundation
import Tokenization

/// The files of a trained model.
///
/// A folder holds `config.json` (sizes), `tokenizer.json`, `model.safetensors` (weights under PyTorch's names) and
/// `report.json` (how it was trained and how good it is); while it trains also `training.safetensors`.
public struct ModelFolder: Sendable {
    /// The name of the file with the kind of model and its sizes.
    public static let configurationFile = "config.json"
    /// The name of the file of the tokenizer.
    public static let tokenizerFile = "tokenizer.json"
    /// The tokenizer of the target, where a model has another one there.
    public static let targetTokenizerFile = "target-tokenizer.json"
    /// The name of the file with the weights.
    public static let weightsFile = "model.safetensors"
    /// The name of the file with the report of the training.
    public static let reportFile = "report.json"
    /// The name of the checkpoint, which is there only until the training has finished.
    public static let checkpointFile = "training.safetensors"

    /// The version of the files that this code writes, and the newest that it reads.
    public static let formatVersion = 1

    /// Where the folder is.
    public let url: URL

    /// The model folder at `url`; nothing is read or created yet.
    public init(_ url: URL) { self.url = url }

    /// The URL of a file in the folder.
    public func file(_ name: String) -> URL { url.appendingPathComponent(name) }

    /// Makes the folder where it is missing.
    public func create() throws {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder), !isFolder.boolValue {
            throw FileError(path: url.path, operation: .write, code: ENOTDIR)
        }
        do {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        } catch {
            throw FileError(path: url.path, operation: .write, code: errno == 0 ? EIO : errno)
        }
    }

    /// Whether a training was begun here and not finished.
    public var hasCheckpoint: Bool { FileManager.default.fileExists(atPath: file(Self.checkpointFile).path) }
    /// Whether the report of a finished training is here.
    public var hasReport: Bool { FileManager.default.fileExists(atPath: file(Self.reportFile).path) }
    /// Whether the weights of a model are here.
    public var hasWeights: Bool { FileManager.default.fileExists(atPath: file(Self.weightsFile).path) }

    /// The kind of model that `config.json` names; `nil` where it cannot be read, as what reads it whole will say.
    package var modelType: String? {
        get throws {
            guard hasConfiguration else { return nil }
            let data = try contents(of: Self.configurationFile)
            return try? JSONDecoder().decode(ModelHeader.self, from: data).modelType
        }
    }

    private var hasConfiguration: Bool {
        FileManager.default.fileExists(atPath: file(Self.configurationFile).path)
    }

    /// Removes the report, which says nothing of another model.
    ///
    /// - Throws: ``FileError``
    package func removeReport() throws(FileError) { try remove(Self.reportFile) }

    /// Removes a file of the folder, if it is there.
    package func remove(_ name: String) throws(FileError) {
        let path = file(name).path
        guard unlink(path) != 0, errno != ENOENT else { return }
        throw FileError(path: path, operation: .remove, code: errno)
    }

    /// Writes sizes and tokenizer, and the target's tokenizer where that is another one.
    public func write<Configuration: StoredConfiguration>(
        _ configuration: Configuration, _ tokenizer: Tokenizer, target: Tokenizer? = nil
    ) throws {
        try write(configuration)
        try write(tokenizer, target: target, of: Configuration.self)
    }

    /// Writes the tokenizer of a kind of model, and the target's where that is another one.
    package func write<Configuration: StoredConfiguration>(
        _ tokenizer: Tokenizer, target: Tokenizer? = nil, of _: Configuration.Type
    ) throws {
        try replace(Self.tokenizerFile, with: tokenizer.jsonData())
        if let target {
            try replace(Self.targetTokenizerFile, with: target.jsonData())
        } else if Configuration.fileNames.contains(Self.targetTokenizerFile) {
            try remove(Self.targetTokenizerFile)
        }
    }

    /// Writes the sizes of a model.
    package func write(_ configuration: some StoredConfiguration) throws {
        try writeJSON(ModelConfiguration(configuration), Self.configurationFile)
    }

    package func writeJSON(_ value: some Encodable, _ name: String) throws {
        try replace(name, with: JSONFile.encode(value))
    }

    /// Gives a file of the model new content, never through a link.
    package func replace(_ name: String, with data: Data) throws {
        try DurableFile.replace(at: file(name), followsLinks: false, with: data)
    }

    /// Reads what ``writeJSON(_:_:)`` wrote.
    package func readJSON<Value: Decodable>(_: Value.Type = Value.self, _ name: String) throws -> Value {
        let data = try contents(of: name)
        do {
            return try JSONFile.decode(from: data)
        } catch let error as DecodingError {
            throw ModelError.malformed(file: file(name).path, reason: JSONFile.reason(error))
        }
    }

    /// Reads the report of a finished training.
    package func readReport<Report: Decodable>() throws -> Report {
        do { return try readJSON(Report.self, Self.reportFile) } catch ModelError.malformed(let file, _) {
            throw ModelError.malformed(file: file, reason: "it is not a report of this version")
        }
    }

    /// Writes the weights.
    ///
    /// - Parameters:
    ///   - precision: float16 halves the file; the weights of a trained LSTM lose nothing that can be measured.
    ///   - addExtras: Adds tensors that are not parameters, under names that begin with `extra.`.
    public func write(
        _ model: some StoredModel, precision: WeightPrecision = .float32,
        addExtras: (inout SafetensorsWriter) -> Void = { _ in }
    ) throws {
        var writer = SafetensorsWriter(metadata: ["formatVersion": String(Self.formatVersion)])
        for (name, parameter) in model.namedParameters {
            WeightStorage.add(parameter.value, name, to: &writer, precision)
        }
        addExtras(&writer)
        try writer.write(to: file(Self.weightsFile), followsLinks: false)
    }

    /// Reads the model.
    ///
    /// - Throws: ``ModelError``, `FileError`, `SafetensorsError` or `TokenizerError`, naming the file and what is wrong.
    public func read<Model: StoredModel>(
        _ type: Model.Type = Model.self
    ) throws -> (model: Model, tokenizer: Tokenizer) where Model.Configuration: TokenModelConfiguration {
        let (bundle, weights) = try open()
        return try bundle.load(type, weights: weights)
    }

    /// Reads a model that has no tokenizer.
    package func readModel<Model: StoredModel>(_ type: Model.Type = Model.self) throws -> Model {
        let (bundle, weights) = try open()
        return try bundle.loadModel(type, weights: weights)
    }

    /// The files, before anything is made of them. A tokenizer may be missing: not every model has one.
    package func open() throws -> (bundle: ModelBundle, weights: SafetensorsFile) {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
            throw FileError(path: url.path, operation: .read, code: ENOENT)
        }
        guard isFolder.boolValue else { throw ModelError.notAFolder(path: url.path) }
        return try FolderSnapshot.read(url) { try openFiles() }
    }

    private func openFiles() throws -> (bundle: ModelBundle, weights: SafetensorsFile) {
        func contentsIfAny(_ name: String) throws -> Data? {
            FileManager.default.fileExists(atPath: file(name).path) ? try contents(of: name) : nil
        }
        let bundle = ModelBundle(
            name: url.path, configuration: try contents(of: Self.configurationFile),
            tokenizer: try contentsIfAny(Self.tokenizerFile),
            targetTokenizer: try contentsIfAny(Self.targetTokenizerFile))
        guard FileManager.default.fileExists(atPath: file(Self.weightsFile).path) else {
            throw ModelError.missingFile(folder: url.path, file: Self.weightsFile)
        }
        return (bundle, try SafetensorsFile(contentsOf: file(Self.weightsFile)))
    }
}

/// Which files of a folder belong to a model, and who may write them.
extension ModelFolder {
    package static let pretrainingFolder = "pretraining"
    /// The trials of a search for hyperparameters, one JSON object a line.
    public static let trialsFile = "trials.jsonl"
    package static let seriesFile = "series.json"

    /// The names of the files that every model has.
    private static let commonNames = [configurationFile, weightsFile, reportFile, checkpointFile]
    /// The names of all files that a model of some kind has.
    private static let allNames =
        commonNames + [tokenizerFile, targetTokenizerFile, pretrainingFolder, seriesFile, trialsFile]

    /// The files that a model of this kind consists of, while it trains and when it is finished.
    package static func names<Model: StoredModel>(of _: Model.Type) -> [String] {
        commonNames + Model.Configuration.fileNames
    }

    /// Where the files of a model of this kind lie, whether they are there or not.
    public func files<Model: StoredModel>(of type: Model.Type) -> [URL] { Self.names(of: type).map(file) }

    /// The paths of those files that are there, of whatever kind the model is.
    public var existingFiles: [String] {
        Self.allNames.map { file($0).path }.filter { FileManager.default.fileExists(atPath: $0) }
    }

    /// The most bytes of a file that is read whole.
    package static func limit(of name: String) -> Int {
        switch name {
        case tokenizerFile, targetTokenizerFile: 1 << 27
        case seriesFile, trialsFile: 1 << 26
        default: 1 << 24
        }
    }

    /// The bytes of a file of the model, which must be a regular one of no more bytes than such a file can have.
    ///
    /// - Throws: ``ModelError/missingFile(folder:file:)`` or `FileError`.
    public func contents(of name: String) throws -> Data {
        do {
            return try FileReading.contents(ofRegularFile: file(name), limit: Self.limit(of: name))
        } catch  where error.isMissingFile {
            throw ModelError.missingFile(folder: url.path, file: name)
        }
    }

    /// Something in the folder that no model of this kind has put there; `nil` where the folder holds such a model or
    /// training, beside which anything may lie, or nothing at all.
    public func foreignFile<Model: StoredModel>(for type: Model.Type) -> String? {
        // What cannot be read as a configuration is not that of such a model.
        let header = try? JSONDecoder().decode(ModelHeader.self, from: contents(of: Self.configurationFile))
        if hasCheckpoint || header?.modelType == Model.Configuration.modelType { return nil }
        // What a training that was killed before its first checkpoint leaves behind.
        let leftovers = Self.names(of: type).contains(Self.trialsFile) ? [Self.trialsFile] : []
        return names.sorted().first { !leftovers.contains($0) && !Self.isLeftover($0, of: type) }
    }

    /// What is in the folder; nothing where it is missing or cannot be read, as the next write will say.
    private var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? [] }

    /// Whether a name is that of a lock, or of a part of a file that a killed process had begun.
    private static func isLeftover<Model: StoredModel>(_ name: String, of type: Model.Type) -> Bool {
        name == FolderLock.fileName || names(of: type).contains { name.hasPrefix($0 + DurableFile.partialInfix) }
    }

    /// Removes the files of a model of this kind, and the folder where nothing else is in it.
    package func remove<Model: StoredModel>(_ type: Model.Type) {
        guard !isLink else { return }
        let own = Self.names(of: type)
        for name in names where own.contains(name) || Self.isLeftover(name, of: type) { unlink(file(name).path) }
        rmdir(url.path)
    }

    /// Only a link has a destination.
    private var isLink: Bool { (try? FileManager.default.destinationOfSymbolicLink(atPath: url.path)) != nil }

    /// Makes the folder where it is missing, and runs `body` while no other process writes to it.
    ///
    /// A folder that this made is removed again where `body` left nothing in it.
    ///
    /// - Throws: ``ModelError/locked(folder:process:)``; `FileError` where a file of the model is a symbolic link, through
    ///   which nothing is written; what `body` throws.
    public func whileLocked<Result>(_ body: () throws -> Result) throws -> Result {
        let wasThere = FileManager.default.fileExists(atPath: url.path)
        try create()
        defer { if !wasThere { rmdir(url.path) } }
        do {
            let lock = try FolderLock(url)
            try requireOwnFiles()
            let result = try body()
            _ = consume lock
            return result
        } catch let error as FolderLock.Held {
            throw ModelError.locked(folder: url.path, process: error.process)
        }
    }

    /// Refuses a folder in which a name of a model leads elsewhere.
    private func requireOwnFiles() throws {
        for name in Self.allNames where name != Self.pretrainingFolder {
            try DurableFile.requireOwnFile(at: file(name))
        }
        let pretraining = ModelFolder(file(Self.pretrainingFolder))
        guard !pretraining.isLink else {
            throw FileError(path: pretraining.url.path, operation: .replace, code: ELOOP)
        }
    }
}
