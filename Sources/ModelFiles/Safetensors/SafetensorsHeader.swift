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

/// A strict reader for the JSON that a safetensors header may hold: objects, strings, whole numbers, flat lists.
///
/// General JSON parsers keep the last of two equal keys and read numbers as doubles. This one refuses both, and
/// since the caller says what must come next, nothing nests deeper than the format does.
struct HeaderScanner {
    private let bytes: UnsafeRawBufferPointer
    private let file: String
    private var position = 0

    init(_ bytes: UnsafeRawBufferPointer, file: String) {
        self.bytes = bytes
        self.file = file
    }

    /// Reads an object; `visit` must read the value of each key.
    mutating func object(_ visit: (inout HeaderScanner, String) throws -> Void) throws {
        try expect("{")
        if accept("}") { return }
        var keys: Set<String> = []
        repeat {
            let key = try string()
            guard keys.insert(key).inserted else { throw SafetensorsError.duplicateKey(file: file, key: key) }
            try expect(":")
            try visit(&self, key)
        } while accept(",")
        try expect("}")
    }

    /// Reads a list of at most `limit` whole numbers.
    mutating func wholeNumbers(limit: Int) throws -> [Int] {
        try expect("[")
        var numbers: [Int] = []
        if accept("]") { return numbers }
        repeat {
            guard numbers.count < limit else { throw problem("more than \(limit) numbers in a list") }
            numbers.append(try wholeNumber())
        } while accept(",")
        try expect("]")
        return numbers
    }

    /// Whether a string comes next.
    mutating func isAtString() -> Bool {
        peek() == UInt8(ascii: "\"")
    }

    /// Whether an object comes next.
    mutating func isAtObject() -> Bool {
        peek() == UInt8(ascii: "{")
    }

    /// Reads a string.
    mutating func string() throws -> String {
        try expect("\"")
        let start = position
        var utf8: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                let text = String(decoding: utf8, as: UTF8.self)
                // Decoding repairs what is not UTF-8, and so changes it.
                guard text.utf8.elementsEqual(utf8) else { throw problem("a string that is not UTF-8", at: start) }
                return text
            case UInt8(ascii: "\\"): utf8 += Array(String(try escapedScalar()).utf8)
            case 0..<0x20: throw problem("a control character in a string", at: position - 1)
            default: utf8.append(byte)
            }
        }
        throw problem("a string without an end", at: start)
    }

    /// Accepts nothing but white space up to the end.
    mutating func end() throws {
        if peek() != nil { throw problem("more text after the end") }
    }

    private mutating func wholeNumber() throws -> Int {
        guard let first = peek(), isDigit(first) else { throw problem("no whole number where one is expected") }
        let start = position
        var number = 0
        while position < bytes.count, isDigit(bytes[position]) {
            let (tens, overflow1) = number.multipliedReportingOverflow(by: 10)
            let (next, overflow2) = tens.addingReportingOverflow(Int(bytes[position] - UInt8(ascii: "0")))
            if overflow1 || overflow2 { throw problem("a number that is too large", at: start) }
            number = next
            position += 1
        }
        if position - start > 1, first == UInt8(ascii: "0") { throw problem("a number with a leading zero", at: start) }
        return number
    }

    private mutating func escapedScalar() throws -> Unicode.Scalar {
        let start = position - 1
        guard position < bytes.count else { throw problem("a string without an end", at: start) }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            var units = [try codeUnit()]
            if UTF16.isLeadSurrogate(units[0]), bytes[position...].starts(with: Array("\\u".utf8)) {
                position += 2
                units.append(try codeUnit())
            }
            var decoder = UTF16()
            var iterator = units.makeIterator()
            if case .scalarValue(let scalar) = decoder.decode(&iterator), iterator.next() == nil { return scalar }
            throw problem("half of a surrogate pair", at: start)
        default: throw problem("an unknown escape", at: start)
        }
    }

    /// Reads the four hexadecimal digits of a `\u` escape.
    private mutating func codeUnit() throws -> UInt16 {
        let digits = bytes[position...].prefix(4)
        guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw problem("an escape without four hexadecimal digits") }
        position += 4
        return unit
    }

    /// The next byte that is not white space; leaves the position there.
    private mutating func peek() -> UInt8? {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return bytes[position]
            }
        }
        return nil
    }

    private mutating func accept(_ character: Unicode.Scalar) -> Bool {
        guard peek() == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ character: Unicode.Scalar) throws {
        if !accept(character) { throw problem("no \(character) where one is expected") }
    }

    private func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private func problem(_ text: String, at offset: Int? = nil) -> SafetensorsError {
        .headerSyntax(file: file, offset: offset ?? position, problem: text)
    }
}
