import Foundation

/// The fields of a JSON object in one line (RFC 8259).
///
/// Numbers and booleans become the text that stands in the file, which general parsers do not keep.
struct JSONFields {
    enum Value: Equatable {
        /// A string, or a number, `true` or `false` as written.
        case text(String)
        case null
        /// A list or an object, as written.
        case nested(String)

        /// As it stands in the file, a string without its quotes; null is empty.
        var written: String {
            switch self {
            case .text(let text), .nested(let text): text
            case .null: ""
            }
        }
    }

    struct Problem: Error, Equatable {
        let reason: String
    }

    static let mostFields = 1 << 16
    static let deepest = 512

    private(set) var names: [String] = []
    private var values: [String: Value] = [:]

    /// The value of a field, the last if there are several; nil if there is none.
    subscript(name: String) -> Value? { values[name] }

    /// The texts and numbers of a field that is a list of these; empty where it is null or not there; nil where it is
    /// anything else.
    func list(_ name: String) -> [String]? {
        guard let value = values[name], value != .null else { return [] }
        guard case .nested(let written) = value else { return nil }
        var scanner = JSONScanner(Array(written.utf8)[...])
        guard scanner.accept("[") else { return nil }
        var texts: [String] = []
        guard !scanner.accept("]") else { return texts }
        repeat {
            guard case .text(let text)? = try? scanner.value() else { return nil }
            texts.append(text)
        } while scanner.accept(",")
        return texts
    }

    init(_ line: ArraySlice<UInt8>) throws(Problem) {
        var scanner = JSONScanner(line)
        guard scanner.accept("{") else { throw scanner.problem("it does not begin with {") }
        if !scanner.accept("}") {
            repeat {
                guard scanner.isAtString else { throw scanner.problem("a name in quotes is expected") }
                let name = try scanner.string()
                try scanner.expect(":")
                if values.updateValue(try scanner.value(), forKey: name) == nil { names.append(name) }
                guard names.count <= Self.mostFields else { throw scanner.problem("too many fields") }
            } while scanner.accept(",")
            try scanner.expect("}")
        }
        guard scanner.isAtEnd else { throw scanner.problem("there is more text after the object") }
    }
}

/// Reads JSON values from left to right.
private struct JSONScanner {
    private let bytes: ArraySlice<UInt8>
    private var position: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    func problem(_ reason: String) -> JSONFields.Problem {
        .init(reason: reason + " (byte \(position - bytes.startIndex + 1) of the line)")
    }

    private var next: UInt8? { position < bytes.endIndex ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A { position += 1 }
    }

    var isAtEnd: Bool {
        mutating get {
            skipSpace()
            return next == nil
        }
    }

    var isAtString: Bool {
        mutating get {
            skipSpace()
            return next == UInt8(ascii: "\"")
        }
    }

    mutating func accept(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard next == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    mutating func expect(_ character: Unicode.Scalar) throws(JSONFields.Problem) {
        guard accept(character) else { throw problem("\(character) is expected") }
    }

    mutating func value() throws(JSONFields.Problem) -> JSONFields.Value {
        if isAtString { return .text(try string()) }
        let start = position
        guard try passNested() else { return try literal() }
        return .nested(String(decoding: bytes[start..<position], as: UTF8.self))
    }

    /// Passes over a list or an object, however deep, up to a bound; false where none begins.
    private mutating func passNested() throws(JSONFields.Problem) -> Bool {
        var open: [Unicode.Scalar] = []  // what closes each list and object that is begun
        repeat {
            // A value, or the beginning of one.
            if accept("[") {
                open.append("]")
                if !accept("]") {
                    try requireDepth(open.count)
                    continue
                }
                open.removeLast()
            } else if accept("{") {
                open.append("}")
                if !accept("}") {
                    try requireDepth(open.count)
                    try passName()
                    continue
                }
                open.removeLast()
            } else if open.isEmpty {
                return false
            } else if isAtString {
                _ = try string()
            } else {
                _ = try literal()
            }
            // What stands behind a value.
            while let closing = open.last, !accept(",") {
                try expect(closing)
                open.removeLast()
            }
            if open.last == "}" { try passName() }
        } while !open.isEmpty
        return true
    }

    private func requireDepth(_ depth: Int) throws(JSONFields.Problem) {
        guard depth < JSONFields.deepest else { throw problem("lists and objects are nested too deep") }
    }

    private mutating func passName() throws(JSONFields.Problem) {
        guard isAtString else { throw problem("a name in quotes is expected") }
        _ = try string()
        try expect(":")
    }

    private mutating func literal() throws(JSONFields.Problem) -> JSONFields.Value {
        let rest = bytes[position...]
        let isPart: (UInt8) -> Bool = { byte in
            (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || "+-.E".utf8.contains(byte)
        }
        let text = String(decoding: rest.prefix(while: isPart), as: UTF8.self)
        if text == "null" || text == "true" || text == "false" || Self.isNumber(text) {
            position += text.utf8.count
            return text == "null" ? .null : .text(text)
        }
        throw problem(rest.isEmpty ? "the line ends too early" : "no value begins here")
    }

    private static func isNumber(_ text: String) -> Bool {
        var rest = text.utf8[...]
        func digits() -> Int {
            let count = rest.prefix { (0x30...0x39).contains($0) }.count
            rest = rest.dropFirst(count)
            return count
        }
        if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
        let startsWithZero = rest.first == UInt8(ascii: "0")
        let whole = digits()
        guard whole == 1 || whole > 1 && !startsWithZero else { return false }
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            if digits() == 0 { return false }
        }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest.removeFirst()
            if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest.removeFirst() }
            if digits() == 0 { return false }
        }
        return rest.isEmpty
    }

    // MARK: Strings

    /// Reads a string; half a surrogate pair becomes U+FFFD.
    mutating func string() throws(JSONFields.Problem) -> String {
        try expect("\"")
        var utf8: [UInt8] = []
        while true {
            let plain = bytes[position...].prefix { $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
            position = plain.endIndex
            let stop = next
            if stop == UInt8(ascii: "\""), utf8.isEmpty {
                position += 1
                return String(decoding: plain, as: UTF8.self)
            }
            utf8 += plain
            switch stop {
            case nil: throw problem("a string is not closed")
            case UInt8(ascii: "\""):
                position += 1
                return String(decoding: utf8, as: UTF8.self)
            case UInt8(ascii: "\\"):
                position += 1
                utf8 += Array(String(try escaped()).utf8)
            default: throw problem("a control character in a string; write it as \\n, \\t or \\u…")
            }
        }
    }

    private mutating func escaped() throws(JSONFields.Problem) -> Unicode.Scalar {
        guard let byte = next else { throw problem("a string is not closed") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): break
        default:
            position -= 1
            throw problem("no such escape")
        }
        let unit = try hexadecimal()
        if unit & 0xFC00 == 0xD800, bytes[position...].starts(with: Array("\\u".utf8)) {
            let behindLead = position
            position += 2
            let trail = try hexadecimal()
            if trail & 0xFC00 == 0xDC00 {
                return Unicode.Scalar(0x10000 + (unit & 0x3FF) << 10 + trail & 0x3FF) ?? "\u{FFFD}"
            }
            position = behindLead
        }
        return Unicode.Scalar(unit) ?? "\u{FFFD}"
    }

    private mutating func hexadecimal() throws(JSONFields.Problem) -> UInt32 {
        let digits = bytes[position...].prefix(4)
        guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let unit = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw problem("four hexadecimal digits are expected") }
        position += 4
        return unit
    }
}
