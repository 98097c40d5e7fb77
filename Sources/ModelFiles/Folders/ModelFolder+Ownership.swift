import Foundation

/// Which files of a folder belong to a model, and who may write them.
extension ModelFolder {
    package static let pretrainingFolder = "pretraining"
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
        let header = try? JSONDecoder().decode(ModelHeader.self, from: contents(of: Self.configurationFile))
        if hasCheckpoint || header?.modelType == Model.Configuration.modelType { return nil }
        // What a training that was killed before its first checkpoint leaves behind.
        let leftovers = Self.names(of: type).contains(Self.trialsFile) ? [Self.trialsFile] : []
        return names.sorted().first { !leftovers.contains($0) && !Self.isLeftover($0, of: type) }
    }

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
