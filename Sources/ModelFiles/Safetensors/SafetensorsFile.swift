import Foundation

/// A safetensors file: named tensors behind a JSON header, all of it checked when the file is opened.
///
/// The format is that of the safetensors library (Hugging Face, 2022). Opening a file by URL reads its header only; a
/// tensor is read into private memory when it is asked for. A file that another program has changed meanwhile throws
/// ``FileError`` with code `ESTALE`; ``DurableFile`` puts a new file in the old one's place, which does no harm.
public final class SafetensorsFile: Sendable {
    /// What error messages call this file: the path, or the name given.
    public let name: String
    /// The strings stored beside the tensors.
    public let metadata: [String: String]
    private let storage: FileBytes
    private let dataOffset: Int
    private let entries: [String: SafetensorsEntry]

    /// The most bytes of a file that is opened by URL.
    public static let byteLimit = 1 << 36

    /// Opens and checks the file at `url`, which must be a regular one of at most ``byteLimit`` bytes.
    ///
    /// - Throws: ``FileError`` if it cannot be opened, ``SafetensorsError`` if it is not well-formed.
    public convenience init(contentsOf url: URL) throws {
        try self.init(FileBytes(of: url, limit: Self.byteLimit), name: url.path)
    }

    /// Checks a copy of `data`.
    ///
    /// - Throws: ``SafetensorsError`` if it is not well-formed.
    public convenience init(data: Data, name: String) throws {
        try self.init(FileBytes(copying: data), name: name)
    }

    /// Checks bytes that outlive this object, such as constants of the binary, without copying them.
    ///
    /// - Throws: ``SafetensorsError`` if they are not well-formed.
    public convenience init(unownedBytes: UnsafeRawBufferPointer, name: String) throws {
        try self.init(FileBytes(unowned: unownedBytes), name: name)
    }

    private init(_ storage: FileBytes, name: String) throws {
        let header = try SafetensorsHeader(storage, file: name)
        self.name = name
        self.storage = storage
        metadata = header.metadata
        dataOffset = header.dataOffset
        entries = Dictionary(uniqueKeysWithValues: header.entries.map { ($0.name, $0) })
    }

    /// The names of all tensors, sorted.
    public var names: [String] { entries.keys.sorted() }

    /// Whether there is a tensor of this name.
    public func contains(_ tensor: String) -> Bool { entries[tensor] != nil }

    /// The type, shape and place of a tensor.
    ///
    /// - Throws: ``SafetensorsError/missingTensor(file:tensor:)``
    public func entry(_ tensor: String) throws(SafetensorsError) -> SafetensorsEntry {
        guard let entry = entries[tensor] else { throw .missingTensor(file: name, tensor: tensor) }
        return entry
    }

    /// Calls `body` with the bytes of a tensor: row-major, little-endian, aligned only if the writer saw to it.
    ///
    /// The bytes are valid only during the call; those of a file are read for it.
    ///
    /// - Throws: ``SafetensorsError/missingTensor(file:tensor:)``, ``FileError``, or what `body` throws.
    public func withBytes<Result>(
        of tensor: String, _ body: (UnsafeRawBufferPointer) throws -> Result
    ) throws -> Result {
        let range = try entry(tensor).byteRange
        return try storage.withBytes(dataOffset + range.lowerBound..<dataOffset + range.upperBound, body)
    }
}
