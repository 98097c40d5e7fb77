/// The contents of a safetensors header, checked against the size of the data behind it.
struct SafetensorsHeader {
    /// The longest header that the format allows, in bytes.
    static let limit = 100_000_000
    static let metadataKey = "__metadata__"
    static let maximumRank = 64

    private(set) var metadata: [String: String] = [:]
    /// The tensors in the order of their bytes.
    private(set) var entries: [SafetensorsEntry] = []
    /// Where the data begins, counted from the start of the file.
    let dataOffset: Int

    /// Parses the start of a file and checks it all: afterwards every byte of data belongs to just one tensor.
    ///
    /// - Throws: ``SafetensorsError``
    init(_ storage: FileBytes, file: String) throws {
        guard storage.count >= 8 else { throw SafetensorsError.tooShort(file: file, byteCount: storage.count) }
        let length = try storage.withBytes(0..<8) { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
        let available = storage.count - 8
        guard length > 0, length <= Self.limit, length <= available else {
            throw SafetensorsError.headerLength(file: file, length: length, available: available)
        }
        dataOffset = 8 + Int(length)
        try storage.withBytes(8..<dataOffset) { try read($0, file: file) }
        try checkLayout(dataCount: storage.count - dataOffset, file: file)
    }

    private mutating func read(_ text: UnsafeRawBufferPointer, file: String) throws {
        guard text[0] == UInt8(ascii: "{") else {
            throw SafetensorsError.headerSyntax(file: file, offset: 0, problem: "no { where one is expected")
        }
        var scanner = HeaderScanner(text, file: file)
        try scanner.object { scanner, key in
            if key == Self.metadataKey {
                metadata = try Self.metadata(&scanner, file: file)
            } else {
                entries.append(try Self.entry(named: key, &scanner, file: file))
            }
        }
        try scanner.end()
        entries.sort { first, second in
            (first.byteRange.lowerBound, first.byteRange.upperBound)
                < (second.byteRange.lowerBound, second.byteRange.upperBound)
        }
    }

    private static func metadata(_ scanner: inout HeaderScanner, file: String) throws -> [String: String] {
        var metadata: [String: String] = [:]
        guard scanner.isAtObject() else { throw SafetensorsError.metadataNotText(file: file, key: metadataKey) }
        try scanner.object { scanner, key in
            guard scanner.isAtString() else { throw SafetensorsError.metadataNotText(file: file, key: key) }
            metadata[key] = try scanner.string()
        }
        return metadata
    }

    private static func entry(
        named name: String, _ scanner: inout HeaderScanner, file: String
    ) throws -> SafetensorsEntry {
        var typeName: String?
        var shape: [Int]?
        var offsets: [Int]?
        try scanner.object { scanner, field in
            switch field {
            case "dtype": typeName = try scanner.string()
            case "shape": shape = try scanner.wholeNumbers(limit: maximumRank)
            case "data_offsets": offsets = try scanner.wholeNumbers(limit: 2)
            default: throw SafetensorsError.unknownField(file: file, tensor: name, field: field)
            }
        }
        guard let typeName else { throw SafetensorsError.missingField(file: file, tensor: name, field: "dtype") }
        guard let shape else { throw SafetensorsError.missingField(file: file, tensor: name, field: "shape") }
        guard let offsets, offsets.count == 2 else {
            throw SafetensorsError.missingField(file: file, tensor: name, field: "pair of data_offsets")
        }
        guard let elementType = SafetensorsElementType(rawValue: typeName) else {
            throw SafetensorsError.unknownElementType(file: file, tensor: name, elementType: typeName)
        }
        guard let byteCount = SafetensorsEntry.byteCount(shape: shape, elementType: elementType) else {
            throw SafetensorsError.shapeTooLarge(file: file, tensor: name, shape: shape)
        }
        guard offsets[0] <= offsets[1] else {
            throw SafetensorsError.reversedOffsets(file: file, tensor: name, begin: offsets[0], end: offsets[1])
        }
        let range = offsets[0]..<offsets[1]
        guard range.count == byteCount else {
            throw SafetensorsError.wrongByteCount(file: file, tensor: name, expected: byteCount, found: range.count)
        }
        return SafetensorsEntry(name: name, elementType: elementType, shape: shape, byteRange: range)
    }

    /// Checks that the tensors cover the data without holes, overlaps or rest.
    private func checkLayout(dataCount: Int, file: String) throws {
        var end = 0
        for entry in entries {
            let begin = entry.byteRange.lowerBound
            if begin < end {
                throw SafetensorsError.overlap(file: file, tensor: entry.name, expectedBegin: end, begin: begin)
            }
            if begin > end {
                throw SafetensorsError.gap(file: file, tensor: entry.name, expectedBegin: end, begin: begin)
            }
            end = entry.byteRange.upperBound
        }
        if end > dataCount { throw SafetensorsError.truncated(file: file, promised: end, found: dataCount) }
        if end < dataCount { throw SafetensorsError.trailingBytes(file: file, promised: end, found: dataCount) }
    }
}
