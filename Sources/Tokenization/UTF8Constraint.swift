/// Says which byte may come next so that a text written byte by byte stays valid UTF-8.
///
/// Follows table 3-7 of the Unicode Standard (well-formed UTF-8 byte sequences): no overlong forms, no
/// surrogates, nothing above U+10FFFF. Use it to mask the logits of a byte model while sampling.
public struct UTF8Constraint: Sendable, Equatable {
    private var continuationCount: UInt8 = 0
    private var nextLowest: UInt8 = 0x80
    private var nextHighest: UInt8 = 0xBF

    /// Begins between two scalars.
    public init() {}

    /// Whether the bytes so far are whole scalars, so that the text may end here.
    public var isComplete: Bool { continuationCount == 0 }

    /// The number of bytes the scalar begun still needs, 0 between scalars.
    public var missingByteCount: Int { Int(continuationCount) }

    /// Whether the text can go on with this byte.
    public func allows(_ byte: UInt8) -> Bool {
        if continuationCount > 0 { return nextLowest <= byte && byte <= nextHighest }
        return byte < 0x80 || (0xC2 <= byte && byte <= 0xF4)
    }

    /// Takes the byte that was chosen.
    ///
    /// - Precondition: ``allows(_:)`` is true of it.
    public mutating func advance(_ byte: UInt8) {
        precondition(allows(byte), "UTF8Constraint.advance: byte \(byte) cannot come next in UTF-8")
        if continuationCount > 0 {
            continuationCount -= 1
        } else {
            continuationCount = byte < 0x80 ? 0 : byte < 0xE0 ? 1 : byte < 0xF0 ? 2 : 3
            switch byte {
            case 0xE0: (nextLowest, nextHighest) = (0xA0, 0xBF)
            case 0xED: (nextLowest, nextHighest) = (0x80, 0x9F)
            case 0xF0: (nextLowest, nextHighest) = (0x90, 0xBF)
            case 0xF4: (nextLowest, nextHighest) = (0x80, 0x8F)
            default: (nextLowest, nextHighest) = (0x80, 0xBF)
            }
            return
        }
        (nextLowest, nextHighest) = (0x80, 0xBF)
    }
}
