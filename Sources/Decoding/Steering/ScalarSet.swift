/// A set of Unicode scalars, as sorted ranges that do not touch.
struct ScalarSet: Sendable, Equatable {
    private(set) var ranges: [ClosedRange<UInt32>]

    /// - Parameter ranges: In any order.
    init(_ ranges: [ClosedRange<UInt32>]) {
        var merged: [ClosedRange<UInt32>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, range.lowerBound <= last.upperBound + 1 {
                merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        self.ranges = merged
    }

    init(_ scalar: Unicode.Scalar) { ranges = [scalar.value...scalar.value] }

    static let all = ScalarSet([0...0xD7FF, 0xE000...0x10FFFF])
    static let digits = ScalarSet([0x30...0x39])
    /// What `\s` stands for: the scalars with the property White_Space.
    static let spaces = ScalarSet([
        0x09...0x0D, 0x20...0x20, 0x85...0x85, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029,
        0x202F...0x202F, 0x205F...0x205F, 0x3000...0x3000,
    ])
    /// What `\w` stands for: letters, marks, digits and the low line (Unicode Technical Standard 18, annex C).
    static let wordScalars: ScalarSet = {
        // Above these are only ideographs, and marks that select forms.
        var ranges: [ClosedRange<UInt32>] = []
        for value in UInt32(0)..<0x20000 {
            guard let scalar = Unicode.Scalar(value), scalar.isWordScalar else { continue }
            if let last = ranges.last, last.upperBound + 1 == value {
                ranges[ranges.count - 1] = last.lowerBound...value
            } else {
                ranges.append(value...value)
            }
        }
        return ScalarSet(ranges + [0x20000...0x3FFFF, 0xE0100...0xE01EF])
    }()
    static let asciiWordScalars = ScalarSet([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
    /// Those of ASCII that belong to words, and all that is not ASCII.
    static let asciiWordScalarsAndOthers = ScalarSet(
        asciiWordScalars.ranges + all.ranges.map { max($0.lowerBound, 0x80)...$0.upperBound })
    /// What `.` stands for.
    static let anyButLineFeed = ScalarSet(Unicode.Scalar("\n")).inverted

    /// All scalars that are not in the set.
    var inverted: ScalarSet {
        var (rest, next): ([ClosedRange<UInt32>], UInt32) = ([], 0)
        for range in ranges {
            if next < range.lowerBound { rest.append(next...(range.lowerBound - 1)) }
            next = range.upperBound + 1
        }
        if next <= 0x10FFFF { rest.append(next...0x10FFFF) }
        return ScalarSet(rest.flatMap(Self.withoutSurrogates))
    }

    func contains(_ scalar: Unicode.Scalar) -> Bool { ranges.contains { $0.contains(scalar.value) } }

    private static func withoutSurrogates(_ range: ClosedRange<UInt32>) -> [ClosedRange<UInt32>] {
        var parts: [ClosedRange<UInt32>] = []
        if range.lowerBound < 0xD800 { parts.append(range.lowerBound...min(range.upperBound, 0xD7FF)) }
        if range.upperBound > 0xDFFF { parts.append(max(range.lowerBound, 0xE000)...range.upperBound) }
        return parts
    }
}

extension Unicode.Scalar {
    /// Whether it is part of a word: a letter, mark or digit, or the low line.
    var isWordScalar: Bool {
        if isASCII { return properties.isAlphabetic || ("0"..."9").contains(self) || self == "_" }
        return switch properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .connectorPunctuation: true
        default: properties.isAlphabetic
        }
    }
}

/// A sequence of byte ranges, one for each byte of some scalars in UTF-8.
typealias ByteRanges = [ClosedRange<UInt8>]

extension ScalarSet {
    /// The UTF-8 of the scalars, as products of byte ranges.
    var utf8: [ByteRanges] { ranges.flatMap(Self.utf8) }

    /// Splits a range of scalars so that each part is a product of byte ranges (as in R. Cox, "Regular Expression
    /// Matching in the Wild", 2010).
    private static func utf8(_ range: ClosedRange<UInt32>) -> [ByteRanges] {
        var (parts, rest): ([ByteRanges], [ClosedRange<UInt32>]) = ([], [range])
        while let range = rest.popLast() {
            if let limit = [0x7F, 0x7FF, 0xFFFF].first(where: { range.lowerBound <= $0 && $0 < range.upperBound }) {
                rest += [limit + 1...range.upperBound, range.lowerBound...limit]
                continue
            }
            let split = [UInt32(6), 12, 18].lazy.compactMap { Self.split(range, bits: $0) }.first
            if let split, range.upperBound > 0x7F {
                rest += [split.1, split.0]
                continue
            }
            let (low, high) = (bytes(range.lowerBound), bytes(range.upperBound))
            parts.append(zip(low, high).map { $0...$1 })
        }
        return parts
    }

    /// Two parts of a range whose continuation bytes are not independent of the bytes before them.
    private static func split(
        _ range: ClosedRange<UInt32>, bits: UInt32
    ) -> (ClosedRange<UInt32>, ClosedRange<UInt32>)? {
        let mask = (UInt32(1) << bits) - 1
        let (low, high) = (range.lowerBound, range.upperBound)
        guard low & ~mask != high & ~mask else { return nil }
        if low & mask != 0 { return (low...(low | mask), (low | mask) + 1...high) }
        if high & mask != mask { return (low...(high & ~mask) - 1, (high & ~mask)...high) }
        return nil
    }

    private static func bytes(_ value: UInt32) -> [UInt8] {
        Unicode.Scalar(value).map { Array(String(Character($0)).utf8) } ?? []
    }
}
