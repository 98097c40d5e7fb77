import Foundation
import ModelFiles

/// The fields of a line: stretches without spaces and tabs.
struct VectorLine {
    private let bytes: UnsafeBufferPointer<UInt8>
    /// The fields, in order.
    private let fields: [Range<Int>]
    let number: Int

    init(_ line: UnsafeBufferPointer<UInt8>, number: Int) {
        bytes = line
        self.number = number
        var fields: [Range<Int>] = []
        var start = 0
        for (index, byte) in line.enumerated() where byte == 0x20 || byte == 0x09 {
            if index > start { fields.append(start..<index) }
            start = index + 1
        }
        if line.count > start { fields.append(start..<line.count) }
        self.fields = fields
    }

    var fieldCount: Int { fields.count }

    /// Whether the line begins with a word.
    var hasWord: Bool { fields.first?.lowerBound == 0 }

    func decimal(_ index: Int) -> DecimalField {
        DecimalField(UnsafeBufferPointer(rebasing: bytes[fields[index]]))
    }

    /// Whether a field is a number with a comma in place of the point.
    func hasDecimalComma(_ index: Int) -> Bool {
        var field = Array(bytes[fields[index]])
        guard let comma = field.firstIndex(of: UInt8(ascii: ",")), comma + 1 < field.count else { return false }
        field[comma] = UInt8(ascii: ".")
        return field.withUnsafeBufferPointer { DecimalField($0).isNumeral }
    }

    /// The first field with a decimal comma among those behind the first one of a word of `count` fields.
    func decimalComma(inWordOf count: Int) -> Int? { (1..<max(count, 1)).first(where: hasDecimalComma) }

    func text(_ index: Int) -> String { String(decoding: bytes[fields[index]], as: UTF8.self) }

    /// The text of the first `count` fields with what stands between them; `nil` when it is not valid UTF-8.
    func word(ofFields count: Int) -> String? {
        String(validating: bytes[0..<fields[count - 1].upperBound], as: UTF8.self)
    }

    /// The two numbers of a fastText header; `nil` when the line is none.
    var header: (count: Int?, dimension: Int?)? {
        let isHeader = fieldCount == 2 && fields.allSatisfy { bytes[$0].allSatisfy { $0 &- 48 < 10 } }
        return isHeader ? (Int(text(0)), Int(text(1))) : nil
    }

    /// How many of the last fields are numbers, the first field not counted.
    var trailingNumerals: Int { (1..<max(fieldCount, 1)).reversed().prefix { decimal($0).isNumeral }.count }
}

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

/// Calls `body` with the lines of a file and their numbers from 1; their ends, with a carriage return before them or
/// not, are left out. What follows the last end is a line when it has anything in it.
///
/// - Parameters:
///   - limit: The most bytes of a line.
///   - inspect: Called with the first stretch of the file before the lines.
/// - Throws: `FileError`, ``WordVectorsError/lineTooLong(file:line:limit:)``, or what `body` throws.
func forEachLine(
    of url: URL, limit: Int, inspect: (UnsafeBufferPointer<UInt8>) throws -> Void = { _ in },
    _ body: (UnsafeBufferPointer<UInt8>, Int) throws -> Void
) throws {
    var begun: [UInt8] = []  // a line whose end has not been read
    var (number, isFirst) = (0, true)
    func take(_ line: UnsafeBufferPointer<UInt8>) throws {
        number += 1
        guard line.count <= limit else {
            throw WordVectorsError.lineTooLong(file: url.path, line: number, limit: limit)
        }
        let count = line.last == UInt8(ascii: "\r") ? line.count - 1 : line.count
        try body(UnsafeBufferPointer(rebasing: line[..<count]), number)
    }
    try FileReading.forEachChunk(of: url, size: 1 << 18) { chunk in
        let bytes = chunk.bindMemory(to: UInt8.self)
        var start = 0
        if isFirst {
            try inspect(bytes)
            isFirst = false
            if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { start = 3 }
        }
        while let end = nextLineEnd(in: bytes, from: start) {
            let rest = UnsafeBufferPointer(rebasing: bytes[start..<end])
            if begun.isEmpty {
                try take(rest)
            } else {
                begun += rest
                try begun.withUnsafeBufferPointer(take)
                begun.removeAll(keepingCapacity: true)
            }
            start = end + 1
        }
        begun += bytes[start...]
        guard begun.count <= limit else {
            throw WordVectorsError.lineTooLong(file: url.path, line: number + 1, limit: limit)
        }
    }
    if !begun.isEmpty { try begun.withUnsafeBufferPointer(take) }
}

private func nextLineEnd(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    guard start < bytes.count, let base = bytes.baseAddress else { return nil }
    let found = memchr(base + start, Int32(UInt8(ascii: "\n")), bytes.count - start)
    return found.map { UnsafeRawPointer($0) - UnsafeRawPointer(base) }
}
