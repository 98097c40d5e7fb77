/// Cuts a text that comes in pieces, such as a file larger than memory, as if it were there as a whole.
///
/// ```swift
/// var stream = SegmentStream(.words)
/// while let piece = file.next() { try stream.append(piece) { segment, utf8 in … } }
/// try stream.finish { segment, utf8 in … }
/// ```
///
/// Offsets count from the beginning of the text. A segment is handed out once nothing that follows can change it; only
/// what is not yet handed out is kept.
public struct SegmentStream: Sendable {
    /// Called with a segment and its bytes, which are valid during the call.
    public typealias Body = (Segment, UnsafeBufferPointer<UInt8>) throws -> Void

    private let segmenter: Segmenter
    private let file: String
    private var pending: [UInt8] = []
    /// How much of `pending` is known to be UTF-8.
    private var validCount = 0
    /// Where `pending` begins in the text.
    private var offset = 0
    /// How long `pending` must be before cutting is tried again: a long segment is not read over and over.
    private var nextTry = 0

    /// - Parameter file: The name that error messages give.
    public init(_ segmenter: Segmenter, file: String = "text") {
        self.segmenter = segmenter
        self.file = file
    }

    /// Bytes kept back until more is known.
    public var pendingCount: Int { pending.count }

    /// Takes the next piece, which may end anywhere, also inside a character.
    ///
    /// - Throws: ``TokenizerError/invalidUTF8(file:byteOffset:)``, or what `body` throws.
    public mutating func append(_ piece: some Sequence<UInt8>, _ body: Body) throws {
        pending.append(contentsOf: piece)
        guard pending.count >= nextTry else { return }
        try validate(isWhole: false)
        try cut(isWhole: false, body)
        nextTry = 2 * pending.count
    }

    /// Ends the text; the stream can then begin another.
    public mutating func finish(_ body: Body) throws {
        try validate(isWhole: true)
        try cut(isWhole: true, body)
        self = SegmentStream(segmenter, file: file)
    }

    private mutating func validate(isWhole: Bool) throws {
        // A character that has begun at the end may go on in the next piece.
        var end = pending.count
        if !isWhole, let lead = pending.suffix(3).lastIndex(where: { $0 & 0xC0 != 0x80 }), pending[lead] >= 0xC0 {
            if pending.count - lead < scalarLength(lead: pending[lead]) { end = lead }
        }
        let fresh = pending[validCount..<max(end, validCount)]
        if String(validating: fresh, as: UTF8.self) == nil {
            let good = validUTF8PrefixLength(of: fresh)
            throw TokenizerError.invalidUTF8(file: file, byteOffset: offset + validCount + good)
        }
        validCount = max(end, validCount)
    }

    private mutating func cut(isWhole: Bool, _ body: Body) throws {
        let base = offset
        let done = try pending[..<validCount].withUnsafeBufferPointer { utf8 in
            try segmenter.forEachRange(in: utf8, isWhole: isWhole) { start, end, status in
                try body(
                    Segment(range: base + start..<base + end, status: status),
                    UnsafeBufferPointer(rebasing: utf8[start..<end]))
            }
        }
        pending.removeFirst(done)
        validCount -= done
        offset += done
    }
}
