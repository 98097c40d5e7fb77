import CKernels
import Foundation
import Tensors

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

extension SafetensorsFile {
    /// Copies a tensor of type F32, F16 or BF16 to `destination`, converting it to `Float` exactly.
    ///
    /// - Throws: ``SafetensorsError`` for a missing tensor, one of another type, or of another number of
    ///   elements than `destination` has.
    public func readFloats(_ tensor: String, into destination: UnsafeMutableBufferPointer<Float>) throws {
        let entry = try entry(tensor)
        guard entry.count == destination.count else {
            throw SafetensorsError.wrongCount(
                file: name, tensor: tensor, expected: destination.count, found: entry.count)
        }
        try withBytes(of: tensor) { bytes in
            switch entry.elementType {
            case .float32: UnsafeMutableRawBufferPointer(destination).copyMemory(from: bytes)
            case .float16: widen(bytes, into: destination) { HalfPrecision.float(fromFloat16: $0) }
            case .bfloat16: widen(bytes, into: destination) { HalfPrecision.float(fromBFloat16: $0) }
            default: throw wrongElementType(entry, expected: "F32, F16 or BF16")
            }
        }
    }

    /// A matrix of type I8 whose rows are each worth a scale: element (i, j) is `scales[i]` times the stored number.
    ///
    /// - Throws: ``SafetensorsError`` for a missing tensor, one of another type, or of another number of rows.
    public func scaledBytes(_ tensor: String, scales: [Float]) throws -> Tensor {
        let entry = try entry(tensor)
        guard entry.elementType == .int8 else { throw wrongElementType(entry, expected: "I8") }
        guard entry.shape.count == 2, entry.shape[0] == scales.count else {
            throw SafetensorsError.wrongCount(
                file: name, tensor: tensor, expected: scales.count, found: entry.shape.first ?? 0)
        }
        let output = Tensor(uninitialized: entry.shape)
        let columns = entry.shape[1]
        try withBytes(of: tensor) { bytes in
            guard let source = bytes.baseAddress else { return }
            for (row, scale) in scales.enumerated() {
                vector_widen_int8_f32(
                    (source + row * columns).assumingMemoryBound(to: Int8.self), scale,
                    output.freshPointer + row * columns, columns)
            }
        }
        return output
    }

    /// The elements of a tensor of type F32, F16 or BF16 as `Float`s, in row-major order.
    ///
    /// - Throws: ``SafetensorsError`` for a missing tensor or one of another type.
    public func floats(_ tensor: String) throws -> [Float] {
        let count = try entry(tensor).count
        return try [Float](unsafeUninitializedCapacity: count) { buffer, initializedCount in
            try readFloats(tensor, into: UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
            initializedCount = count
        }
    }

    /// The elements of a tensor of any integer type, or of BOOL as 0 and 1, in row-major order.
    ///
    /// - Throws: ``SafetensorsError`` for a missing tensor, one of a floating-point type, or a value that
    ///   `Integer` cannot hold.
    @inlinable
    public func integers<Integer: FixedWidthInteger>(
        _ tensor: String, as type: Integer.Type = Int.self
    ) throws -> [Integer] {
        let entry = try entry(tensor)
        return try withBytes(of: tensor) { bytes in
            switch entry.elementType {
            case .int64: try convert(bytes, of: Int64.self, entry)
            case .int32: try convert(bytes, of: Int32.self, entry)
            case .int16: try convert(bytes, of: Int16.self, entry)
            case .int8: try convert(bytes, of: Int8.self, entry)
            case .uint64: try convert(bytes, of: UInt64.self, entry)
            case .uint32: try convert(bytes, of: UInt32.self, entry)
            case .uint16: try convert(bytes, of: UInt16.self, entry)
            case .uint8, .bool: try convert(bytes, of: UInt8.self, entry)
            case .float64, .float32, .float16, .bfloat16: throw wrongElementType(entry, expected: "integers")
            }
        }
    }

    /// Checks that a tensor holds neither NaN nor infinity, nor anything beyond a power of two; integers never do.
    ///
    /// - Parameter exponent: The power of two that all magnitudes must be below; at most 127, and without effect on
    ///   16-bit floats that have none so large.
    /// - Throws: ``SafetensorsError/notFinite(file:tensor:index:value:)`` or
    ///   ``SafetensorsError/tooLarge(file:tensor:index:value:)`` with the first such element, or
    ///   ``SafetensorsError/missingTensor(file:tensor:)``.
    public func checkFinite(_ tensor: String, belowPowerOfTwo exponent: Int? = nil) throws {
        let type = try entry(tensor).elementType
        func bits(_ bias: Int, _ shift: Int, _ infinity: UInt64) -> UInt64 {
            exponent.map { UInt64($0 + bias) << UInt64(shift) } ?? infinity
        }
        let found: (index: Int, value: Double)? = try withBytes(of: tensor) { bytes in
            switch type {
            case .float64:
                firstBeyond(bits(1_023, 52, 0x7FF << 52), bytes, exponent: 0x7FF << 52 as UInt64) {
                    Double(bitPattern: $0)
                }
            case .float32:
                firstBeyond(UInt32(bits(127, 23, 0xFF << 23)), bytes, exponent: 0xFF << 23) {
                    Double(Float(bitPattern: $0))
                }
            case .float16:
                firstBeyond(0x7C00, bytes, exponent: 0x7C00 as UInt16) {
                    Double(HalfPrecision.float(fromFloat16: $0))
                }
            case .bfloat16:
                firstBeyond(UInt16(bits(127, 7, 0xFF << 7)), bytes, exponent: 0xFF << 7) {
                    Double(HalfPrecision.float(fromBFloat16: $0))
                }
            default: nil
            }
        }
        guard let (index, value) = found else { return }
        throw value.isFinite
            ? SafetensorsError.tooLarge(file: name, tensor: tensor, index: index, value: value)
            : SafetensorsError.notFinite(file: name, tensor: tensor, index: index, value: value)
    }

    @inlinable
    func convert<Stored: FixedWidthInteger, Integer: FixedWidthInteger>(
        _ bytes: UnsafeRawBufferPointer, of _: Stored.Type, _ entry: SafetensorsEntry
    ) throws -> [Integer] {
        try (0..<entry.count).map { index in
            let stored = bytes.loadUnaligned(fromByteOffset: index * MemoryLayout<Stored>.size, as: Stored.self)
            guard let value = Integer(exactly: Stored(littleEndian: stored)) else {
                throw SafetensorsError.integerOutOfRange(
                    file: name, tensor: entry.name, index: index, type: "\(Integer.self)")
            }
            return value
        }
    }

    @usableFromInline
    func wrongElementType(_ entry: SafetensorsEntry, expected: String) -> SafetensorsError {
        .wrongElementType(file: name, tensor: entry.name, elementType: entry.elementType, expected: expected)
    }
}

/// Converts 16-bit elements at any address.
@inline(__always)
private func widen(
    _ bytes: UnsafeRawBufferPointer, into destination: UnsafeMutableBufferPointer<Float>, _ value: (UInt16) -> Float
) {
    guard let source = bytes.baseAddress, let target = destination.baseAddress else { return }
    for index in 0..<destination.count {
        target[index] = value(source.loadUnaligned(fromByteOffset: index &* 2, as: UInt16.self))
    }
}

/// The first element whose exponent bits, as a number, reach a limit: all of them for what is not finite.
///
/// Blocks are tested as a whole, in a loop that the compiler vectorises, and only a bad one element by element.
@inline(__always)
private func firstBeyond<Bits: FixedWidthInteger>(
    _ limit: Bits, _ bytes: UnsafeRawBufferPointer, exponent: Bits, _ value: (Bits) -> Double
) -> (index: Int, value: Double)? {
    guard let source = bytes.baseAddress else { return nil }
    let size = MemoryLayout<Bits>.size
    let count = bytes.count / size
    for start in stride(from: 0, to: count, by: 4096) {
        let block = start..<min(start + 4096, count)
        var largest: Bits = 0
        for index in block {
            largest = max(largest, source.loadUnaligned(fromByteOffset: index &* size, as: Bits.self) & exponent)
        }
        guard largest >= limit else { continue }
        for index in block {
            let bits = source.loadUnaligned(fromByteOffset: index &* size, as: Bits.self)
            if bits & exponent >= limit { return (index, value(bits)) }
        }
    }
    return nil
}

extension SafetensorsWriter {
    /// Adds a tensor; its elements are read when the file is written.
    public mutating func add(_ name: String, _ tensor: Tensor, as format: FloatFormat = .float32) {
        add(name, shape: tensor.shape, as: format) { body in try tensor.withElements { try body($0) } }
    }
}

extension SafetensorsFile {
    /// A float tensor (F32, F16 or BF16), widened to float32.
    public func tensor(_ name: String) throws -> Tensor {
        var tensor = Tensor(uninitialized: try entry(name).shape)
        try tensor.mutate { try readFloats(name, into: $0) }
        return tensor
    }

    /// All tensors whose name begins with `prefix`, under the rest of their names.
    public func tensors(prefix: String) throws -> [String: Tensor] {
        var tensors: [String: Tensor] = [:]
        for name in names where name.hasPrefix(prefix) {
            tensors[String(name.dropFirst(prefix.count))] = try tensor(name)
        }
        return tensors
    }
}
