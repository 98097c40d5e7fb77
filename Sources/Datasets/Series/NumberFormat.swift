/// How numbers are written: with a decimal point or a decimal comma.
///
/// Groups of three digits may be separated by the other of these, by an apostrophe, or by a space.
enum NumberFormat {
    case point, comma

    private var decimal: UInt8 { self == .point ? UInt8(ascii: ".") : UInt8(ascii: ",") }
    private var group: UInt8 { self == .point ? UInt8(ascii: ",") : UInt8(ascii: ".") }

    private static let missing: Set<String> = [
        "", "na", "n/a", "#n/a", "nan", "null", "none", "nil", "?", "-", "--",
    ]

    /// Whether a cell says that there is no value.
    static func isMissing(_ cell: ArraySlice<UInt8>) -> Bool {
        let cell = cell.trimmed
        guard let first = cell.first else { return true }
        if first.isDigit || cell.count > 4 { return false }
        return missing.contains(String(decoding: cell, as: UTF8.self).lowercased())
    }

    func reads(_ cell: ArraySlice<UInt8>) -> Bool { value(of: cell) != nil }

    /// The number of a cell, which may be infinite; nil where it is none.
    func value(of cell: ArraySlice<UInt8>) -> Double? {
        let cell = cell.trimmed
        guard !cell.isEmpty, cell.count <= 64 else { return nil }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: cell.count) { buffer in
            copyPlain(cell, to: buffer).flatMap { Double(String(decoding: buffer[..<$0], as: UTF8.self)) }
        } ?? Self.infinite(cell)
    }

    private static func infinite(_ cell: ArraySlice<UInt8>) -> Double? {
        let name = String(decoding: cell.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }, as: UTF8.self)
        return ["inf", "infinity"].contains(name.lowercased()) ? .infinity : nil
    }

    /// Writes a number with a decimal point and without groups; nil where the text is none.
    private func copyPlain(_ cell: ArraySlice<UInt8>, to buffer: UnsafeMutableBufferPointer<UInt8>) -> Int? {
        var plain = PlainNumber(buffer: buffer)
        for byte in cell {
            let isTaken =
                switch byte {
                case decimal: plain.appendDecimal()
                case group, UInt8(ascii: "'"), UInt8(ascii: " "): plain.beginGroup(byte)
                default: plain.append(byte)
                }
            guard isTaken else { return nil }
        }
        return plain.finish()
    }
}

/// A number as it is written from left to right: sign, digits perhaps in groups, decimals, exponent.
private struct PlainNumber {
    private enum Part { case sign, whole, decimals, exponentSign, exponent }

    let buffer: UnsafeMutableBufferPointer<UInt8>
    private var count = 0
    private var part = Part.sign
    private var digits = 0
    /// Digits since the last separator of groups, and which that was.
    private var groupDigits = 0
    private var separator: UInt8?

    init(buffer: UnsafeMutableBufferPointer<UInt8>) { self.buffer = buffer }

    private mutating func put(_ byte: UInt8) {
        buffer[count] = byte
        count += 1
    }

    private var endsGroup: Bool { separator == nil || groupDigits == 3 }

    mutating func appendDecimal() -> Bool {
        guard part == .sign || part == .whole, endsGroup else { return false }
        part = .decimals
        put(UInt8(ascii: "."))
        return true
    }

    mutating func beginGroup(_ byte: UInt8) -> Bool {
        let isFirst = separator == nil && (1...3).contains(groupDigits)
        guard part == .whole, isFirst || separator == byte && groupDigits == 3 else { return false }
        (separator, groupDigits) = (byte, 0)
        return true
    }

    mutating func append(_ byte: UInt8) -> Bool {
        switch (part, byte) {
        case (.sign, UInt8(ascii: "+")), (.sign, UInt8(ascii: "-")):
            guard count == 0 else { return false }
        case (.exponentSign, UInt8(ascii: "+")), (.exponentSign, UInt8(ascii: "-")): part = .exponent
        case (.whole, UInt8(ascii: "e")), (.whole, UInt8(ascii: "E")), (.decimals, UInt8(ascii: "e")),
            (.decimals, UInt8(ascii: "E")):
            guard digits > 0, endsGroup else { return false }
            (part, digits) = (.exponentSign, 0)
        case (_, _) where byte.isDigit:
            if part == .sign { part = .whole }
            if part == .exponentSign { part = .exponent }
            digits += 1
            groupDigits += 1
        default: return false
        }
        put(byte)
        return true
    }

    mutating func finish() -> Int? {
        digits > 0 && (part != .whole || endsGroup) ? count : nil
    }
}
