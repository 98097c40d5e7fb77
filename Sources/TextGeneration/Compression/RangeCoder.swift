/// Codes symbols of given frequencies into bytes: the carryless range coder of Subbotin (1999), with 64 bits.
///
/// All arithmetic is of whole numbers. Where `low` and `low + range` share no leading byte and the range gets small, the
/// range is cut so that they do, which costs almost nothing at this width.
struct RangeEncoder {
    private var interval = RangeInterval()
    /// What has been written so far.
    var bytes: [UInt8] = []

    /// Codes a symbol that takes `start ..< start + size` of `total`, which is at most 2³⁰.
    mutating func encode(start: UInt32, size: UInt32, total: UInt32) {
        interval.narrow(start: start, size: size, total: total)
        while let byte = interval.nextByte() { bytes.append(byte) }
    }

    /// Writes what is left of the last symbols.
    mutating func finish() {
        for shift in stride(from: 56, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: interval.low >> UInt64(shift)))
        }
        interval = RangeInterval()
    }
}

/// Reads what ``RangeEncoder`` wrote.
struct RangeDecoder {
    private var interval = RangeInterval()
    private var code: UInt64 = 0
    private let next: () throws -> UInt8

    /// - Parameter next: Gives the bytes one by one.
    init(_ next: @escaping () throws -> UInt8) throws {
        self.next = next
        for _ in 0..<8 { code = code << 8 | UInt64(try next()) }
    }

    /// Where in `0..<total` the next symbol lies; ``read(start:size:total:)`` must follow.
    func position(total: UInt32) -> UInt32 {
        let position = (code &- interval.low) / (interval.range / UInt64(total))
        return UInt32(min(position, UInt64(total - 1)))
    }

    /// Goes past the symbol that ``position(total:)`` pointed to.
    mutating func read(start: UInt32, size: UInt32, total: UInt32) throws {
        interval.narrow(start: start, size: size, total: total)
        while interval.nextByte() != nil { code = code << 8 | UInt64(try next()) }
    }
}

/// The numbers that the symbols so far leave to choose from.
private struct RangeInterval {
    private(set) var low: UInt64 = 0
    private(set) var range = UInt64.max
    private static let top: UInt64 = 1 << 56
    private static let bottom: UInt64 = 1 << 48

    mutating func narrow(start: UInt32, size: UInt32, total: UInt32) {
        range /= UInt64(total)
        low &+= UInt64(start) * range
        range *= UInt64(size)
    }

    /// The first byte, if it is settled; it is taken off.
    mutating func nextByte() -> UInt8? {
        if (low ^ (low &+ range)) >= Self.top {
            guard range < Self.bottom else { return nil }
            range = (0 &- low) & (Self.bottom - 1)
        }
        defer {
            low <<= 8
            range <<= 8
        }
        return UInt8(low >> 56)
    }
}
