/// How numbers are written: with a decimal point or a decimal comma.
///
/// Groups of digits, of three or as in India (12,34,567), may be separated by the other of these, by an apostrophe, or
/// by a blank of any width. ``NumberText`` reads what stands around the digits.
enum NumberFormat {
    case point, comma

    var decimal: UInt8 { self == .point ? UInt8(ascii: ".") : UInt8(ascii: ",") }
    private var group: UInt8 { self == .point ? UInt8(ascii: ",") : UInt8(ascii: ".") }

    /// The longest number that is read, in bytes.
    static let longest = 1024

    private static let missing: Set<String> = [
        "", "na", "n/a", "n.a.", "#n/a", "#na", "#nv", "#n/d", "#n/b", "<na>", "nan", "nat", "null", "(null)", "#null!",
        "\\n", "none", "nil", "?", "-", "--", "–", "—", ".", "..", "…", ":",
    ]

    /// Whether a cell says that there is no value.
    static func isMissing(_ cell: ArraySlice<UInt8>) -> Bool {
        let cell = cell.trimmed
        guard let first = cell.first else { return true }
        if first.isDigit || cell.count > 12 { return false }
        let text = NumberText.trimmed(String(decoding: cell, as: UTF8.self))
        return missing.contains(text.lowercased())
    }

    /// Whether a cell is written as a number.
    func reads(_ cell: ArraySlice<UInt8>) -> Bool {
        read(cell) { _, _ in true } ?? (NumberText(cell, self) != nil)
    }

    /// The number of a cell, which may be infinite; nil where it is none.
    func value(of cell: ArraySlice<UInt8>) -> Double? { plainValue(of: cell) ?? NumberText(cell, self)?.value }

    /// The number of a cell of digits with nothing around them but a sign; nil where it is none.
    func plainValue(of cell: ArraySlice<UInt8>) -> Double? {
        read(cell) { number, text in number.simpleValue ?? Double(String(decoding: text, as: UTF8.self)) }
    }

    /// Calls `body` with a number and its text with a decimal point and without groups; nil where the text is none.
    private func read<Result>(
        _ cell: ArraySlice<UInt8>, _ body: (PlainNumber, Slice<UnsafeMutableBufferPointer<UInt8>>) -> Result?
    ) -> Result? {
        let cell = cell.trimmed
        guard !cell.isEmpty, cell.count <= Self.longest else { return nil }
        let (decimal, group) = (decimal, group)
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: cell.count) { buffer in
            var number = PlainNumber(buffer: buffer)
            for byte in cell {
                let isTaken =
                    if byte.isDigit { number.appendDigit(byte) } else if byte == decimal {
                        number.appendDecimal()
                    } else if byte == group || byte == UInt8(ascii: "'") || byte == UInt8(ascii: " ") {
                        number.beginGroup(byte)
                    } else {
                        number.appendOther(byte)
                    }
                guard isTaken else { return nil }
            }
            return number.isComplete ? body(number, buffer[..<number.count]) : nil
        }
    }
}

/// A number as it is written from left to right: sign, digits perhaps in groups, decimals, exponent.
private struct PlainNumber {
    private enum Part { case sign, whole, decimals, exponentSign, exponent }

    private static let powers: [Double] = (0...15).map { power in (0..<power).reduce(1) { value, _ in value * 10 } }

    private let buffer: UnsafeMutableBufferPointer<UInt8>
    private(set) var count = 0
    private var part = Part.sign
    private var isNegative = false
    /// Digits before the exponent, those of them behind the decimal point, and those of the exponent.
    private var digits = 0
    private var decimals = 0
    private var exponentDigits = 0
    /// The digits before the exponent as a whole number, while there are few.
    private var mantissa = 0
    /// Which separator of groups there is, the digits of the first group, of those between the first and the last, and
    /// of the last.
    private var separator: UInt8?
    private var firstGroup = 0
    private var middleGroup: Int?
    private var groupDigits = 0

    init(buffer: UnsafeMutableBufferPointer<UInt8>) { self.buffer = buffer }

    var isComplete: Bool {
        switch part {
        case .sign, .exponentSign: false
        case .whole: endsGroup
        case .decimals: digits > 0
        case .exponent: exponentDigits > 0
        }
    }

    /// The value of at most 15 digits without exponent: both it and the power of ten are exact, so one division rounds
    /// as it should (Clinger, 1990, How to read floating point numbers accurately).
    var simpleValue: Double? {
        guard part == .whole || part == .decimals, digits <= 15 else { return nil }
        let value = Double(mantissa) / Self.powers[decimals]
        return isNegative ? -value : value
    }

    private var endsGroup: Bool { separator == nil || groupDigits == 3 && (middleGroup != 2 || firstGroup <= 2) }

    private mutating func put(_ byte: UInt8) {
        buffer[count] = byte
        count += 1
    }

    mutating func appendDigit(_ byte: UInt8) -> Bool {
        if part == .sign { part = .whole }
        if part == .exponentSign { part = .exponent }
        if part == .exponent {
            exponentDigits += 1
        } else {
            if part == .decimals { decimals += 1 }
            digits += 1
            groupDigits += 1
            if digits <= 15 { mantissa = mantissa * 10 + Int(byte - UInt8(ascii: "0")) }
        }
        put(byte)
        return true
    }

    mutating func appendDecimal() -> Bool {
        guard part == .sign || part == .whole, endsGroup else { return false }
        part = .decimals
        put(UInt8(ascii: "."))
        return true
    }

    mutating func beginGroup(_ byte: UInt8) -> Bool {
        guard part == .whole else { return false }
        if separator == nil {
            guard (1...3).contains(groupDigits) else { return false }
            firstGroup = groupDigits
        } else {
            guard separator == byte, (2...3).contains(groupDigits), groupDigits == middleGroup ?? groupDigits
            else { return false }
            middleGroup = groupDigits
        }
        (separator, groupDigits) = (byte, 0)
        return true
    }

    /// Takes a sign or the letter of an exponent.
    mutating func appendOther(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "+"), UInt8(ascii: "-"):
            guard part == .exponentSign || part == .sign && count == 0 else { return false }
            if part == .exponentSign { part = .exponent } else { isNegative = byte == UInt8(ascii: "-") }
        case UInt8(ascii: "e"), UInt8(ascii: "E"):
            guard part == .whole || part == .decimals, digits > 0, endsGroup else { return false }
            part = .exponentSign
        default: return false
        }
        put(byte)
        return true
    }
}
