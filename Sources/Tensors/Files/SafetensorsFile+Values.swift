import CKernels

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

    /// Checks that a tensor holds neither NaN nor infinity; integers never do.
    ///
    /// - Throws: ``SafetensorsError/notFinite(file:tensor:index:value:)`` with the first such element, or
    ///   ``SafetensorsError/missingTensor(file:tensor:)``.
    public func checkFinite(_ tensor: String) throws {
        let type = try entry(tensor).elementType
        let found: (index: Int, value: Double)? = try withBytes(of: tensor) { bytes in
            switch type {
            case .float64:
                firstNotFinite(bytes, exponent: 0x7FF0_0000_0000_0000 as UInt64) { Double(bitPattern: $0) }
            case .float32:
                firstNotFinite(bytes, exponent: 0x7F80_0000 as UInt32) { Double(Float(bitPattern: $0)) }
            case .float16:
                firstNotFinite(bytes, exponent: 0x7C00 as UInt16) { Double(HalfPrecision.float(fromFloat16: $0)) }
            case .bfloat16:
                firstNotFinite(bytes, exponent: 0x7F80 as UInt16) { Double(HalfPrecision.float(fromBFloat16: $0)) }
            default: nil
            }
        }
        if let found {
            throw SafetensorsError.notFinite(file: name, tensor: tensor, index: found.index, value: found.value)
        }
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

/// The first element whose exponent bits are all set.
///
/// Blocks are tested as a whole, in a loop that the compiler vectorises, and only a bad one element by element.
@inline(__always)
private func firstNotFinite<Bits: FixedWidthInteger>(
    _ bytes: UnsafeRawBufferPointer, exponent: Bits, _ value: (Bits) -> Double
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
        guard largest == exponent else { continue }
        for index in block {
            let bits = source.loadUnaligned(fromByteOffset: index &* size, as: Bits.self)
            if bits & exponent == exponent { return (index, value(bits)) }
        }
    }
    return nil
}
