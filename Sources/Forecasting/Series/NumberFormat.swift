import NeuralLayers

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

/// A number with what people write around its digits: a currency or a percent sign, parentheses or a minus behind for
/// what is negative, blanks of other widths, the digits of other scripts.
struct NumberText {
    let value: Double
    /// The currency, or %; nil where there is none.
    let unit: String?

    /// Nil where the cell is no number.
    init?(_ cell: ArraySlice<UInt8>, _ format: NumberFormat) {
        guard cell.count <= NumberFormat.longest else { return nil }
        var text = Substring(Self.trimmed(String(decoding: cell, as: UTF8.self)))
        guard text.unicodeScalars.contains(where: { Self.digit($0) != nil || $0 == "∞" || $0 == "n" || $0 == "N" })
        else { return nil }
        var (signs, isNegative, unit): (Int, Bool, String?) = (0, false, nil)
        func take(negative: Bool) {
            signs += 1
            isNegative = isNegative || negative
        }
        // What stands before the number and behind it comes in any order, but each once: -€5, € -5, ($5), $(5), 5-, 5 %.
        for _ in 0..<4 {
            if let first = text.unicodeScalars.first, let sign = Self.sign(first) {
                text.unicodeScalars.removeFirst()
                take(negative: sign == "-")
            } else if text.first == "(", text.last == ")" {
                text = text.dropFirst().dropLast()
                take(negative: true)
            } else if let last = text.unicodeScalars.last, Self.sign(last) == "-" {
                text.unicodeScalars.removeLast()
                // In 15.- and 15,– the dash stands for no cents.
                if let point = text.last, point == "." || point == "," {
                    text.removeLast()
                    continue
                }
                take(negative: true)
            } else if unit == nil, let (found, rest) = Self.unit(of: text) {
                (unit, text) = (found, rest)
            }
            text = Self.trimmed(text)
        }
        guard signs <= 1 else { return nil }
        if ["inf", "infinity", "∞"].contains(text.lowercased()) {
            (value, self.unit) = (isNegative ? -.infinity : .infinity, unit)
            return
        }
        guard let first = text.unicodeScalars.first, Self.sign(first) == nil,
            let value = format.plainValue(of: Self.plain(text, format)[...])
        else { return nil }
        (self.value, self.unit) = (isNegative ? -value : value, unit)
    }

    // MARK: Scalars

    /// Without blanks and invisible marks around it.
    static func trimmed(_ text: some StringProtocol) -> Substring {
        var scalars = Substring(text).unicodeScalars
        while let first = scalars.first, isSpace(first) { scalars.removeFirst() }
        while let last = scalars.last, isSpace(last) { scalars.removeLast() }
        return Substring(scalars)
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar == " " || (0x09...0x0D).contains(scalar.value) }
        return scalar.properties.isWhitespace || scalar.properties.isDefaultIgnorableCodePoint
    }

    private static func digit(_ scalar: Unicode.Scalar) -> Int? {
        if scalar.isASCII { return (0x30...0x39).contains(scalar.value) ? Int(scalar.value) - 0x30 : nil }
        guard scalar.properties.numericType == .decimal, let value = scalar.properties.numericValue else { return nil }
        return Int(value)
    }

    private static func sign(_ scalar: Unicode.Scalar) -> Character? {
        switch scalar {
        case "-", "\u{2212}", "\u{2010}", "\u{2011}", "\u{2012}", "\u{2013}", "\u{FE63}", "\u{FF0D}": "-"
        case "+", "\u{FF0B}": "+"
        default: nil
        }
    }

    /// The number in ASCII.
    private static func plain(_ text: Substring, _ format: NumberFormat) -> [UInt8] {
        text.unicodeScalars.compactMap { scalar in
            if let digit = digit(scalar) { return UInt8(ascii: "0") + UInt8(digit) }
            if let sign = sign(scalar) { return sign.asciiValue }
            switch scalar {
            case "\u{2019}", "\u{02BC}", "\u{02B9}", "\u{00B4}", "\u{FF07}", "\u{066C}": return UInt8(ascii: "'")
            case "\u{066B}": return format.decimal
            case "\u{FF0E}": return UInt8(ascii: ".")
            case "\u{FF0C}": return UInt8(ascii: ",")
            default:
                if isSpace(scalar) {
                    return scalar.properties.isDefaultIgnorableCodePoint ? nil : UInt8(ascii: " ")
                }
                return scalar.isASCII ? UInt8(scalar.value) : 0xFF
            }
        }
    }

    // MARK: Units

    /// What is written for currencies beside the symbols of Unicode and the codes of three letters.
    private static let words: Set<String> = [
        "kr", "kr.", "fr", "fr.", "sfr", "sfr.", "zł", "kč", "lei", "rs", "rs.", "rm", "rp", "r$", "us$", "a$",
        "au$", "c$", "ca$", "nz$", "hk$", "s$", "nt$", "mx$", "元", "円", "원",
    ]
    /// Of ISO 4217, those in use.
    private static let codes: Set<String> = Set(
        """
        AED ARS AUD BDT BGN BHD BRL CAD CHF CLP CNH CNY COP CZK DKK DZD EGP EUR GBP GEL GHS HKD HRK HUF IDR ILS INR ISK \
        JOD JPY KES KRW KWD KZT LKR MAD MXN MYR NGN NOK NZD OMR PEN PHP PKR PLN QAR RON RSD RUB SAR SEK SGD THB TND TRY \
        TWD TZS UAH UGX USD UYU VND XAF XOF ZAR
        """.split(separator: " ").map(String.init))

    private static func isUnit(_ text: Substring) -> Bool {
        let scalars = text.unicodeScalars
        guard let first = scalars.first else { return false }
        if scalars.count == 1, first.properties.generalCategory == .currencySymbol { return true }
        return codes.contains(String(text)) || words.contains(text.lowercased())
    }

    /// A unit at the start or the end of a text, and the rest.
    private static func unit(of text: Substring) -> (unit: String, rest: Substring)? {
        if let last = text.last, "%٪％".contains(last) { return ("%", text.dropLast()) }
        func isOfNumber(_ character: Character) -> Bool {
            character.unicodeScalars.contains { digit($0) != nil || sign($0) != nil || $0 == "(" || $0 == ")" }
        }
        let head = text.prefix { !isOfNumber($0) }
        let tail = Substring(text.reversed().prefix { !isOfNumber($0) }.reversed())
        // A point or comma may belong to the number (.5 and 5.) or to the unit (Fr. 5).
        for count in [0, 1] where head.count > count {
            let unit = trimmed(head.dropLast(count))
            if isUnit(unit) { return (String(unit), text.dropFirst(head.count - count)) }
        }
        for count in [0, 1] where tail.count > count {
            let unit = trimmed(tail.dropFirst(count))
            if isUnit(unit) { return (String(unit), text.dropLast(tail.count - count)) }
        }
        return nil
    }
}
