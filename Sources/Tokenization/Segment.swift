/// A piece of a text between two boundaries.
@frozen public struct Segment: Sendable, Equatable {
    /// Its UTF-8 bytes in the text.
    public let range: Range<Int>
    /// ICU's rule status of the boundary behind it; ``kind`` and ``endsHard`` say what it means.
    public let status: Int32

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
    case sentence
    /// Pieces between which a line may be broken (Unicode Standard Annex 14).
    case line
}
