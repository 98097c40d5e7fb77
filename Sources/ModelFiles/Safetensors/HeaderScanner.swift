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
