/// A piece of a text between two boundaries.
@frozen public struct Segment: Sendable, Equatable {
    /// Its UTF-8 bytes in the text.
    public let range: Range<Int>
    /// ICU's rule status of the boundary behind it; ``kind`` and ``endsHard`` say what it means.
    public let status: Int32

    /// A segment of the UTF-8 bytes `range`, with the rule status that ICU gives.
    @inlinable public init(range: Range<Int>, status: Int32) {
        self.range = range
        self.status = status
    }

    /// What a segment of words is made of. Segments of other units are of no kind.
    @inlinable public var kind: SegmentKind { SegmentKind(wordStatus: status) }

    /// Whether a segment of lines ends where a line must end, or one of sentences at a paragraph separator.
    @inlinable public var endsHard: Bool { status >= 100 }
}

extension Segment {
    /// Whether a segment of words is white space alone.
    ///
    /// - Parameter utf8: Its bytes.
    public func isWhitespace(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool { Self.isWhitespace(status: status, utf8) }

    @inline(__always)
    static func isWhitespace(status: Int32, _ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
        guard SegmentKind(wordStatus: status) == .none, let first = utf8.first else { return false }
        if first < 0x80 { return isASCIIWhitespace(first) }
        return String(decoding: utf8, as: UTF8.self).unicodeScalars.allSatisfy(\.properties.isWhitespace)
    }
}

@inline(__always)
func isASCIIWhitespace(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }

/// What a word segment holds, by ICU's rule status.
@frozen public enum SegmentKind: String, Sendable, Codable, CaseIterable {
    /// Spaces, punctuation, symbols.
    case none
    /// A number.
    case number
    /// A word of letters, but for those of the next two kinds.
    case letter
    /// A word in Hiragana or Katakana.
    case kana
    /// A word with ideographs.
    case ideograph

    @inlinable init(wordStatus status: Int32) {
        switch status {
        case 100..<200: self = .number
        case 200..<300: self = .letter
        case 300..<400: self = .kana
        case 400..<500: self = .ideograph
        default: self = .none
        }
    }

    /// Whether it is a word and not what stands between words.
    @inlinable public var isWord: Bool { self != .none }
}

/// The unit of segmentation.
public enum SegmentUnit: String, Sendable, Codable, CaseIterable {
    /// Extended grapheme clusters: what a reader takes for one character.
    case grapheme
    /// Words and what stands between them (Unicode Standard Annex 29); Chinese, Japanese, Thai, Lao, Khmer and Burmese
    /// by dictionary.
    case word
    /// Sentences (Unicode Standard Annex #29).
    case sentence
    /// Pieces between which a line may be broken (Unicode Standard Annex 14).
    case line
}

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
