/// A text as token ids, with the place of each token in the text.
public struct Encoding: Sendable, Equatable {
    /// How many distinct unknown tokens ``unknownTokens`` lists at most.
    public static let maxListedUnknownTokens = 10
    /// How many bytes of one ``unknownTokens`` shows; a grapheme cluster or a word can be as long as the text.
    static let maxListedTokenLength = 64

    /// The token ids, in order of the text.
    public internal(set) var ids: [Int32] = []
    /// For each id the UTF-8 byte range in the text as it was given, before normalization.
    ///
    /// Tokens that normalization made together, out of one stretch, share the range of that stretch.
    public internal(set) var byteRanges: [Range<Int>] = []
    /// The number of tokens that the vocabulary does not have.
    public internal(set) var unknownCount = 0
    /// The first few distinct ones of them, in order of appearance; of a very long one the beginning and an ellipsis.
    public internal(set) var unknownTokens: [String] = []

    mutating func reserveCapacity(_ count: Int) {
        ids.reserveCapacity(count)
        byteRanges.reserveCapacity(count)
    }

    mutating func append(_ id: Int32, _ byteRange: Range<Int>) {
        ids.append(id)
        byteRanges.append(byteRange)
    }

    mutating func noteUnknown(_ utf8: Slice<UnsafeBufferPointer<UInt8>>) {
        unknownCount += 1
        guard unknownTokens.count < Self.maxListedUnknownTokens else { return }
        let token = shown(utf8)
        if !unknownTokens.contains(where: { $0.utf8.elementsEqual(token.utf8) }) { unknownTokens.append(token) }
    }

    /// A token, cut between scalars if it is very long.
    private func shown(_ utf8: Slice<UnsafeBufferPointer<UInt8>>) -> String {
        guard utf8.count > Self.maxListedTokenLength else { return String(decoding: utf8, as: UTF8.self) }
        var end = utf8.startIndex + Self.maxListedTokenLength
        while utf8[end] & 0xC0 == 0x80 { end -= 1 }
        return String(decoding: utf8[..<end], as: UTF8.self) + "…"
    }
}
