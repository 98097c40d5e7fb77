/// What a field of a text file holds, where a number is expected.
enum DecimalField: Equatable {
    case number(Float)
    /// NaN, an infinity, or a decimal number beyond those of 32 bits.
    case notFinite
    case notANumber

    /// Reads `[+-]digits[.digits][e[+-]digits]`, digits before or after the point; rounds to the nearest.
    init(_ field: UnsafeBufferPointer<UInt8>) {
        guard let decimal = Decimal(field) else {
            let names: Set = ["nan", "inf", "infinity"]
            let text = String(decoding: field.prefix(10), as: UTF8.self).lowercased()
            self = names.contains(String(text.drop { $0 == "+" || $0 == "-" })) ? .notFinite : .notANumber
            return
        }
        let value = decimal.quickValue ?? Float(String(decoding: field, as: UTF8.self))
        self = value.map { $0.isFinite ? .number($0) : .notFinite } ?? .notANumber
    }

    var isNumeral: Bool { self != .notANumber }
}

/// A number as its digits and a power of ten.
private struct Decimal {
    private var isNegative = false
    private var digits: UInt64 = 0
    private var power = 0
    /// Whether there are more digits than ``digits`` holds.
    private var isCut = false

    /// - Returns: `nil` when the field is no decimal number.
    init?(_ field: UnsafeBufferPointer<UInt8>) {
        var index = 0
        func at(_ character: Unicode.Scalar) -> Bool { index < field.count && field[index] == UInt8(ascii: character) }
        func digit() -> UInt64? {
            guard index < field.count, field[index] &- 48 < 10 else { return nil }
            return UInt64(field[index] &- 48)
        }
        if at("-") || at("+") {
            isNegative = at("-")
            index += 1
        }
        var count = 0
        while let next = digit() {
            append(next, isFraction: false)
            (index, count) = (index + 1, count + 1)
        }
        if at(".") {
            index += 1
            while let next = digit() {
                append(next, isFraction: true)
                (index, count) = (index + 1, count + 1)
            }
        }
        guard count > 0 else { return nil }
        if at("e") || at("E") {
            index += 1
            let isBelowOne = at("-")
            if at("-") || at("+") { index += 1 }
            guard digit() != nil else { return nil }
            var exponent = 0
            while let next = digit() {
                exponent = min(exponent * 10 + Int(next), 1_000_000)
                index += 1
            }
            power += isBelowOne ? -exponent : exponent
        }
        guard index == field.count else { return nil }
    }

    private mutating func append(_ digit: UInt64, isFraction: Bool) {
        guard digits < 100_000_000_000_000_000 else {  // another digit still fits below 2^64
            isCut = true
            return
        }
        digits = digits * 10 + digit
        if isFraction { power -= 1 }
    }

    /// The value, where one rounding to double precision and one to single give the nearest number (Clinger 1990).
    var quickValue: Float? {
        guard !isCut, digits < 1 << 53, (-22...22).contains(power) else { return nil }
        let magnitude = power < 0 ? Double(digits) / Self.powers[-power] : Double(digits) * Self.powers[power]
        // Beside the middle between two floats, the first rounding may have crossed it; below the normal floats, the
        // middle lies elsewhere.
        let isNearMiddle = (magnitude.bitPattern & 0x1fff_ffff) &- 0x0fff_ffff <= 2
        guard !isNearMiddle, magnitude == 0 || magnitude > 0x1p-126 else { return nil }
        return Float(isNegative ? -magnitude : magnitude)
    }

    private static let powers: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]
}
