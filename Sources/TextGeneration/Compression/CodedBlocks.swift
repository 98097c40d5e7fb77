import Foundation
import NeuralLayers
import Tensors
import Tokenization

/// The tokens that bytes are cut into, without normalization: the longest of the vocabulary, or the pieces that a tokenizer
/// of byte pairs has cut its training text into.
struct BlockTokens: Sendable {
    private let ids: [[UInt8]: Int32]
    private let vocabulary: Vocabulary
    private let longest: Int
    /// `nil` where the longest tokens are taken.
    private let bytePairs: Tokenizer?

    init(_ tokenizer: Tokenizer) {
        let vocabulary = tokenizer.vocabulary
        self.vocabulary = vocabulary
        bytePairs = tokenizer.unit == .bpe ? tokenizer.cuttingAllBytes : nil
        let pairs = vocabulary.ordinaryIDs.map { (Array(vocabulary.bytes(of: $0)), $0) }.filter { !$0.0.isEmpty }
        ids = Dictionary(pairs) { first, _ in first }
        longest = min(pairs.map(\.0.count).max() ?? 0, 64)
    }

    /// The tokens of a block by the places where they begin.
    func pieces(of block: [UInt8]) throws -> [Int: Int32] {
        guard let bytePairs else { return [:] }
        let encoding = try bytePairs.encode(bytes: block, file: "")
        return Dictionary(zip(encoding.byteRanges.map(\.lowerBound), encoding.ids)) { first, _ in first }
    }

    /// The token that comes next in a block.
    func next(of bytes: ArraySlice<UInt8>, _ pieces: [Int: Int32]) -> (id: Int32, count: Int)? {
        guard let id = pieces[bytes.startIndex] else { return first(of: bytes) }
        return (id, vocabulary.bytes(of: id).count)
    }

    /// The longest token that `bytes` begins with.
    private func first(of bytes: ArraySlice<UInt8>) -> (id: Int32, count: Int)? {
        for count in stride(from: min(longest, bytes.count), to: 0, by: -1) {
            if let id = ids[Array(bytes.prefix(count))] { return (id, count) }
        }
        return nil
    }

    func bytes(of id: Int32) -> ArraySlice<UInt8> { vocabulary.bytes(of: id) }
}

/// Codes blocks of bytes.
struct BlockEncoder {
    private var model: SymbolModel
    private let tokens: BlockTokens
    private var coder = RangeEncoder()

    init(_ network: TextGeneratorNetwork, _ tokens: BlockTokens) {
        model = SymbolModel(network)
        self.tokens = tokens
    }

    /// Codes a block of 1 to ``TextCompressor/blockSize`` bytes.
    mutating func encode(_ block: [UInt8], progress: (Int) throws -> Void) throws {
        code(length: block.count)
        let pieces = try tokens.pieces(of: block)
        var (place, symbols) = (0, 0)
        while place < block.count {
            if symbols % 64 == 0 {
                try Task.checkCancellation()
                try progress(place)
            }
            symbols += 1
            if let token = tokens.next(of: block[place...], pieces),
                isCheaper(token.id, block[place..<place + token.count])
            {
                code(model.place(isByte: false))
                code(model.place(of: token.id))
                model.read(token.id)
                place += token.count
            } else {
                code(model.place(isByte: true))
                code(model.place(ofByte: block[place]))
                model.readByte(block[place])
                place += 1
            }
        }
    }

    /// Codes the end.
    mutating func finish() {
        code(length: 0)
        coder.finish()
    }

    /// The bytes that were written since the last call.
    mutating func taken() -> [UInt8] {
        defer { coder.bytes.removeAll(keepingCapacity: true) }
        return coder.bytes
    }

    private mutating func code(length: Int) {
        code((UInt32(length), 1, UInt32(TextCompressor.blockSize + 1)))
    }

    private mutating func code(_ place: SymbolModel.Place) {
        coder.encode(start: place.start, size: place.size, total: place.total)
    }

    /// Whether a token takes fewer bits than its bytes one by one.
    private mutating func isCheaper(_ id: Int32, _ bytes: ArraySlice<UInt8>) -> Bool {
        func bits(_ place: SymbolModel.Place) -> Double { log2(Double(place.total) / Double(place.size)) }
        let ofBytes = bytes.reduce(0) { $0 + bits(model.place(isByte: true)) + bits(model.place(ofByte: $1)) }
        return bits(model.place(isByte: false)) + bits(model.place(of: id)) < ofBytes
    }
}

/// Reads what ``BlockEncoder`` wrote.
struct BlockDecoder {
    private var model: SymbolModel
    private let tokens: BlockTokens
    private var coder: RangeDecoder
    private let archive: ArchiveReader

    init(_ network: TextGeneratorNetwork, _ tokens: BlockTokens, _ archive: ArchiveReader) throws {
        model = SymbolModel(network)
        self.tokens = tokens
        self.archive = archive
        coder = try RangeDecoder { try archive.next() }
    }

    /// The next block; `nil` at the end.
    mutating func next(progress: () throws -> Void) throws -> [UInt8]? {
        let length = coder.position(total: UInt32(TextCompressor.blockSize + 1))
        try pass((length, 1, UInt32(TextCompressor.blockSize + 1)))
        guard length > 0 else { return nil }
        var block: [UInt8] = []
        var symbols = 0
        while block.count < length {
            if symbols % 64 == 0 {
                try Task.checkCancellation()
                try progress()
            }
            symbols += 1
            let (ofToken, ofByte) = (model.place(isByte: false), model.place(isByte: true))
            if coder.position(total: ofByte.total) < ofByte.size {
                try pass(ofByte)
                let byte = model.byte { coder.position(total: $0) }
                try pass(model.place(ofByte: byte))
                model.readByte(byte)
                block.append(byte)
            } else {
                try pass(ofToken)
                let id = model.token { coder.position(total: $0) }
                try pass(model.place(of: id))
                model.read(id)
                block += tokens.bytes(of: id)
            }
        }
        guard block.count == length else { throw CompressionError.damaged(file: archive.name) }
        return block
    }

    private mutating func pass(_ place: SymbolModel.Place) throws {
        try coder.read(start: place.start, size: place.size, total: place.total)
    }
}

/// The bytes of an archive, one after the other.
final class ArchiveReader {
    /// What errors call the archive.
    let name: String
    /// Bytes that have been read.
    private(set) var count = 0
    /// Their checksum.
    private(set) var checksum = StableHash()
    private let nextBytes: () throws -> [UInt8]?
    private var buffer: [UInt8] = []
    private var place = 0

    init(name: String, _ next: @escaping () throws -> [UInt8]?) { (self.name, nextBytes) = (name, next) }

    /// - Throws: ``CompressionError/damaged(file:)`` at the end.
    func next() throws -> UInt8 {
        guard try !isAtEnd() else { throw CompressionError.damaged(file: name) }
        place += 1
        count += 1
        checksum.add(word: UInt64(buffer[place - 1]))
        return buffer[place - 1]
    }

    /// - Throws: ``CompressionError/notAnArchive(file:)`` at the end.
    func nextOfHeader() throws -> UInt8 {
        guard try !isAtEnd() else { throw CompressionError.notAnArchive(file: name) }
        return try next()
    }

    /// Eight bytes, the lowest first.
    func nextWord() throws -> UInt64 {
        try (0..<8).reduce(0) { word, index in word | UInt64(try next()) << (8 * UInt64(index)) }
    }

    func isAtEnd() throws -> Bool {
        while place == buffer.count {
            guard let bytes = try nextBytes() else { return true }
            (buffer, place) = (bytes, 0)
        }
        return false
    }
}
