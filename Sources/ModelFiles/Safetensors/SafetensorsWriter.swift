import Foundation

/// Collects tensors and writes them as a safetensors file; the same content always gives the same bytes.
///
/// The header names the metadata, then the tensors, sorted by name, and is padded with spaces so that the data
/// begins at a multiple of 64 bytes. The data is ordered by the size of the elements, the largest first, then
/// by name, so every element is aligned. Values are fetched when they are written: memory use does not grow
/// with them.
public struct SafetensorsWriter {
    /// How a tensor of `Float`s is stored. Rounding is to nearest, ties to even.
    public enum FloatFormat: Sendable {
        /// 32-bit IEEE 754 floating point, without rounding.
        case float32
        /// 16-bit IEEE 754 floating point: 11 significant bits.
        case float16
        /// 16-bit brain floating point: 8 significant bits.
        case bfloat16

        var elementType: SafetensorsElementType {
            switch self {
            case .float32: .float32
            case .float16: .float16
            case .bfloat16: .bfloat16
            }
        }
    }

    /// Passes the elements of a tensor to `body`, in row-major order, in one piece or several.
    public typealias Provider<Buffer> = (_ body: (Buffer) throws -> Void) throws -> Void

    private struct Item {
        let name: String
        let elementType: SafetensorsElementType
        let shape: [Int]
        let byteCount: Int
        let provider: Provider<UnsafeRawBufferPointer>
    }

    /// Strings to be stored beside the tensors.
    public var metadata: [String: String]
    private var items: [String: Item] = [:]

    /// A file without tensors.
    public init(metadata: [String: String] = [:]) {
        self.metadata = metadata
    }

    /// Adds a tensor whose little-endian bytes `bytes` will provide.
    ///
    /// - Precondition: `name` is new and not `__metadata__`; the bytes provided are as many as `shape` needs.
    public mutating func add(
        _ name: String, shape: [Int], elementType: SafetensorsElementType,
        bytes: @escaping Provider<UnsafeRawBufferPointer>
    ) {
        precondition(name != SafetensorsHeader.metadataKey, "SafetensorsWriter.add: the name \(name) is reserved")
        precondition(items[name] == nil, "SafetensorsWriter.add: there is already a tensor '\(name)'")
        guard shape.allSatisfy({ $0 >= 0 }), shape.count <= SafetensorsHeader.maximumRank,
            let byteCount = SafetensorsEntry.byteCount(shape: shape, elementType: elementType)
        else { preconditionFailure("SafetensorsWriter.add: impossible shape \(shape) of '\(name)'") }
        items[name] = Item(
            name: name, elementType: elementType, shape: shape, byteCount: byteCount, provider: bytes)
    }

    /// Adds a tensor of `Float`s, to be stored in `format`.
    ///
    /// - Precondition: as for ``add(_:shape:elementType:bytes:)``.
    public mutating func add(
        _ name: String, shape: [Int], as format: FloatFormat = .float32,
        floats: @escaping Provider<UnsafeBufferPointer<Float>>
    ) {
        add(name, shape: shape, elementType: format.elementType) { body in
            var index = 0
            try floats { buffer in
                switch format {
                case .float32: try body(UnsafeRawBufferPointer(buffer))
                case .float16: try narrow(buffer, of: name, at: index, .float16, HalfPrecision.float16, body)
                case .bfloat16: try narrow(buffer, of: name, at: index, .bfloat16, HalfPrecision.bfloat16, body)
                }
                index += buffer.count
            }
        }
    }

    /// Adds a tensor of `Float`s, to be stored in `format`.
    ///
    /// - Precondition: as for ``add(_:shape:elementType:bytes:)``.
    public mutating func add(_ name: String, shape: [Int], as format: FloatFormat = .float32, floats: [Float]) {
        add(name, shape: shape, as: format) { body in try floats.withUnsafeBufferPointer(body) }
    }

    /// Adds a tensor of integers, stored in the type that they have.
    ///
    /// - Precondition: as for ``add(_:shape:elementType:bytes:)``.
    public mutating func add<Integer: FixedWidthInteger>(_ name: String, shape: [Int], integers: [Integer]) {
        add(name, shape: shape, elementType: SafetensorsElementType(Integer.self)) { body in
            try integers.withUnsafeBytes(body)
        }
    }

    /// Replaces the file at `url` durably; see ``DurableFile``.
    ///
    /// - Throws: ``FileError``; ``SafetensorsError/notRepresentable(tensor:index:value:format:)``; what a
    ///   provider throws. The old file then stays.
    public func write(to url: URL, followsLinks: Bool = true) throws {
        try DurableFile.replace(at: url, followsLinks: followsLinks) { file in
            try write { try file.write($0) }
        }
    }

    /// The bytes of the file.
    ///
    /// - Throws: ``SafetensorsError/notRepresentable(tensor:index:value:format:)``; what a provider throws.
    public func data() throws -> Data {
        var data = Data()
        try write { data.append(contentsOf: $0) }
        return data
    }

    /// Passes the bytes of the file to `body`, piece by piece.
    ///
    /// - Throws: ``SafetensorsError/notRepresentable(tensor:index:value:format:)``; what a provider or `body`
    ///   throws.
    public func write(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        let items = items.values.sorted {
            ($1.elementType.byteCount, $0.name) < ($0.elementType.byteCount, $1.name)
        }
        try header(of: items).withUnsafeBytes(body)
        for item in items {
            var count = 0
            try item.provider { piece in
                count += piece.count
                try body(piece)
            }
            precondition(
                count == item.byteCount,
                "SafetensorsWriter.write: '\(item.name)' of shape \(item.shape) got \(count) bytes")
        }
    }

    /// The header, with its length before it, of tensors whose data follows in the order of `items`.
    private func header(of items: [Item]) -> [UInt8] {
        var members: [(name: String, text: String)] = []
        var offset = 0
        for item in items {
            let (dimensions, end) = (item.shape.map(String.init).joined(separator: ","), offset + item.byteCount)
            let fields = "\"dtype\":\"\(item.elementType.rawValue)\",\"shape\":[\(dimensions)]"
            members.append((item.name, "{\(fields),\"data_offsets\":[\(offset),\(end)]}"))
            offset = end
        }
        members.sort { $0.name < $1.name }
        if !metadata.isEmpty {
            let strings = metadata.sorted { $0.key < $1.key }.map { "\(quoted($0.key)):\(quoted($0.value))" }
            members.insert((SafetensorsHeader.metadataKey, "{\(strings.joined(separator: ","))}"), at: 0)
        }
        var text = Array("{\(members.map { "\(quoted($0.name)):\($0.text)" }.joined(separator: ","))}".utf8)
        let padding = (64 - (8 + text.count) % 64) % 64
        text += repeatElement(UInt8(ascii: " "), count: padding)
        precondition(text.count <= SafetensorsHeader.limit, "SafetensorsWriter.write: names and metadata too long")
        return withUnsafeBytes(of: UInt64(text.count).littleEndian, Array.init) + text
    }
}

/// A JSON string.
private func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": result += "\\\""
        case "\\": result += "\\\\"
        case "\u{0}"..<"\u{20}":
            let digits = String(scalar.value, radix: 16)
            result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result + "\""
}

/// Converts `Float`s to a 16-bit format, a block at a time.
///
/// - Parameter offset: The index of the first element in its tensor, for the error.
/// - Throws: ``SafetensorsError/notRepresentable(tensor:index:value:format:)``; what `body` throws.
@inline(__always)
private func narrow(
    _ values: UnsafeBufferPointer<Float>, of tensor: String, at offset: Int, _ format: SafetensorsElementType,
    _ bits: (Float) -> UInt16, _ body: (UnsafeRawBufferPointer) throws -> Void
) throws {
    let infinity = bits(.infinity)
    let block = UnsafeMutableBufferPointer<UInt16>.allocate(capacity: min(values.count, 1 << 14))
    defer { block.deallocate() }
    for start in stride(from: 0, to: values.count, by: 1 << 14) {
        let source = UnsafeBufferPointer(rebasing: values[start..<min(start + block.count, values.count)])
        var largest: UInt16 = 0
        for index in 0..<source.count {
            block[index] = bits(source[index])
            largest = max(largest, block[index] & 0x7FFF)
        }
        if largest >= infinity,
            let index = source.indices.first(where: { block[$0] & 0x7FFF == infinity && source[$0].isFinite })
        {
            throw SafetensorsError.notRepresentable(
                tensor: tensor, index: offset + start + index, value: source[index], format: format)
        }
        try body(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(block)[..<(source.count * 2)]))
    }
}
