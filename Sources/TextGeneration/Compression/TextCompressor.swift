import Foundation
import ModelFiles
import NeuralLayers
import Tensors
import Tokenization

/// Compresses bytes of any kind without loss with a language model: arithmetic coding (Rissanen & Langdon 1979) of each
/// token with the probability that the model, mixed with counts of the text so far, gave it.
///
/// ```swift
/// let compressor = try TextCompressor(TextGenerator(.shakespeare))
/// let archive = try compressor.compress(Data("To be, or not to be".utf8))
/// let text = try compressor.decompress(archive)
/// ```
///
/// The text is cut into the longest tokens of the vocabulary, or into pieces as byte pairs are joined, without
/// normalization. A byte that begins none, or that
/// is cheaper so, is coded for itself. An archive can be unpacked on any processor and with any number of threads,
/// with the same model. It consists of
///
/// - `RCTZ`, the version in one byte, and a hash of the model in eight,
/// - the code: blocks of up to 65,536 bytes, each after its length, and a block of length 0,
/// - in eight bytes each, the lowest first, the number of bytes, and a checksum: that of the bytes (FNV-1a), with that of
///   the archive up to this place added bit by bit (exclusive or).
public struct TextCompressor: Sendable {
    /// The version of the format.
    public static let version = 1
    static let magic = Array("RCTZ".utf8)
    static let blockSize = 1 << 16

    private let model: TextGeneratorNetwork
    private let tokens: BlockTokens
    private let hash: UInt64

    /// - Throws: ``CompressionError/unsupportedCell(_:)`` and ``CompressionError/unusableModel``.
    public init(_ generator: TextGenerator) throws(CompressionError) {
        model = generator.model
        let cell = model.configuration.cell
        guard cell == .lstm else { throw .unsupportedCell(cell.type.title) }
        let vocabulary = generator.tokenizer.vocabulary
        guard !vocabulary.ordinaryIDs.isEmpty, model.namedParameters.allSatisfy(\.parameter.value.isFinite) else {
            throw .unusableModel
        }
        tokens = BlockTokens(generator.tokenizer)
        var checksum = StableHash()
        for (name, parameter) in model.namedParameters {
            checksum.add(name.utf8)
            parameter.value.withElements { for value in $0 { checksum.add(word: UInt64(value.bitPattern)) } }
        }
        for id in vocabulary.ordinaryIDs {
            checksum.add(word: UInt64(vocabulary.bytes(of: id).count))
            checksum.add(vocabulary.bytes(of: id))
        }
        hash = checksum.value
    }

    /// The archive of some bytes.
    public func compress(_ data: Data) throws -> Data {
        var (left, archive): (Data?, Data) = (data, Data())
        func next() -> [UInt8]? {
            defer { left = nil }
            return left.map(Array.init)
        }
        _ = try compress(next, to: { archive.append(contentsOf: $0) })
        return archive
    }

    /// The bytes that an archive holds.
    ///
    /// - Parameter name: What errors call the archive.
    /// - Throws: ``CompressionError``
    public func decompress(_ archive: Data, name: String = "the archive") throws -> Data {
        var (left, data): (Data?, Data) = (archive, Data())
        func next() -> [UInt8]? {
            defer { left = nil }
            return left.map(Array.init)
        }
        _ = try decompress(name: name, next, to: { data.append(contentsOf: $0) })
        return data
    }

    // MARK: Piece by piece

    /// Compresses bytes piece by piece, in constant memory.
    ///
    /// - Parameters:
    ///   - next: The next bytes, `nil` at the end; how they are cut changes nothing.
    ///   - progress: Called now and then with the number of bytes done.
    ///   - write: Takes the next bytes of the archive.
    /// - Returns: The number of bytes, and of those of the archive.
    /// - Throws: What the closures throw.
    public func compress(
        _ next: () throws -> [UInt8]?, progress: (Int) throws -> Void = { _ in }, to write: ([UInt8]) throws -> Void
    ) throws -> CompressedSize {
        var encoder = BlockEncoder(model, tokens)
        var (checksum, ofArchive) = (StableHash(), StableHash())
        var size = CompressedSize(bytes: 0, compressedBytes: 0)
        func emit(_ bytes: [UInt8]) throws {
            size.compressedBytes += bytes.count
            ofArchive.add(bytes)
            try write(bytes)
        }
        try emit(Self.magic + [UInt8(Self.version)] + littleEndian(hash))
        var pending: [UInt8] = []
        var isAtEnd = false
        while !isAtEnd {
            if let bytes = try next() { pending += bytes } else { isAtEnd = true }
            while pending.count >= Self.blockSize || isAtEnd && !pending.isEmpty {
                let block = Array(pending.prefix(Self.blockSize))
                try encoder.encode(block) { try progress(size.bytes + $0) }
                checksum.add(block)
                size.bytes += block.count
                pending.removeFirst(block.count)
                try emit(encoder.taken())
            }
        }
        encoder.finish()
        try emit(encoder.taken() + littleEndian(UInt64(size.bytes)))
        try emit(littleEndian(checksum.value ^ ofArchive.value))
        return size
    }

    /// Unpacks an archive piece by piece, in constant memory. What has been written is known to be right only at the
    /// end, when the checksum has been compared.
    ///
    /// - Parameters:
    ///   - name: What errors call the archive.
    ///   - next: The next bytes of the archive, `nil` at the end.
    ///   - progress: Called now and then with the number of bytes of the archive that have been read.
    ///   - write: Takes the next bytes of the text.
    /// - Returns: The number of bytes, and of those of the archive.
    /// - Throws: ``CompressionError``, and what the closures throw.
    public func decompress(
        name: String, _ next: @escaping () throws -> [UInt8]?, progress: (Int) throws -> Void = { _ in },
        to write: ([UInt8]) throws -> Void
    ) throws -> CompressedSize {
        let archive = ArchiveReader(name: name, next)
        for byte in Self.magic where try archive.nextOfHeader() != byte {
            throw CompressionError.notAnArchive(file: name)
        }
        let version = Int(try archive.nextOfHeader())
        guard version == Self.version else {
            throw CompressionError.newerVersion(file: name, version: version)
        }
        guard try archive.nextWord() == hash else { throw CompressionError.otherModel(file: name) }
        var decoder = try BlockDecoder(model, tokens, archive)
        var (checksum, bytes) = (StableHash(), 0)
        while let block = try decoder.next(progress: { try progress(archive.count) }) {
            checksum.add(block)
            bytes += block.count
            try write(block)
        }
        let length = try archive.nextWord()
        let expected = checksum.value ^ archive.checksum.value
        guard length == UInt64(bytes), try archive.nextWord() == expected, try archive.isAtEnd() else {
            throw CompressionError.damaged(file: name)
        }
        return CompressedSize(bytes: bytes, compressedBytes: archive.count)
    }
}

/// How much compression saved.
public struct CompressedSize: Codable, Sendable, Equatable {
    /// Bytes of the text.
    public internal(set) var bytes: Int
    /// Bytes of the archive.
    public internal(set) var compressedBytes: Int

    /// Bits of the archive for each byte of the text; `nil` for an empty text.
    public var bitsPerByte: Double? { bytes > 0 ? 8 * Double(compressedBytes) / Double(bytes) : nil }
}

private func littleEndian(_ word: UInt64) -> [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
