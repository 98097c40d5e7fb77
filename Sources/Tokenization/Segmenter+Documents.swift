extension Segmenter {
    /// The segments of many documents, cut on all processors; in the order of the documents.
    public func segments(inEach documents: [String]) -> [[Segment]] {
        inParallel(documents.count) { $0.map { segments(in: documents[$0]) } }
    }
}

extension Encoding {
    /// The place of each token in the text it was made from.
    public func ranges(in text: String) -> [Range<String.Index>] {
        byteRanges.map { text.utf8Range($0) }
    }

    /// The place of each token in UTF-16 units, as Foundation and JavaScript count them.
    public func utf16Ranges(in text: String) -> [Range<Int>] { text.utf16Ranges(ofUTF8: byteRanges) }
}

extension String {
    /// A range of UTF-8 bytes as indices.
    public func utf8Range(_ range: Range<Int>) -> Range<Index> {
        utf8.index(startIndex, offsetBy: range.lowerBound)..<utf8.index(startIndex, offsetBy: range.upperBound)
    }

    /// Ranges of UTF-8 bytes, none beginning before the one in front of it, in UTF-16 units; in one pass.
    public func utf16Ranges(ofUTF8 ranges: [Range<Int>]) -> [Range<Int>] {
        var text = self
        return text.withUTF8 { utf8 in
            var (byte, units) = (0, 0)
            /// The UTF-16 offset of a byte offset at or behind `byte`.
            func advance(to offset: Int, from byte: inout Int, _ units: inout Int) {
                while byte < offset {
                    let lead = utf8[byte]
                    if lead & 0xC0 != 0x80 { units += lead >= 0xF0 ? 2 : 1 }
                    byte += 1
                }
            }
            return ranges.map { range in
                advance(to: range.lowerBound, from: &byte, &units)
                var (endByte, end) = (byte, units)
                advance(to: range.upperBound, from: &endByte, &end)
                return units..<end
            }
        }
    }
}

extension Tokenizer {
    /// The sentences of a text, as ranges of its UTF-8 bytes that cover it without a gap; none ends inside of what the
    /// normalizer takes as one, such as a comment of HTML.
    public func sentenceRanges(in text: String) -> [Range<Int>] {
        let changes = normalizer.normalize(text).alignment.changes
        var ranges: [Range<Int>] = []
        var (start, next) = (0, 0)
        for range in Segmenter.sentences.ranges(in: text) {
            while next < changes.count, changes[next].source.upperBound <= range.upperBound { next += 1 }
            if next < changes.count, changes[next].source.lowerBound < range.upperBound { continue }
            ranges.append(start..<range.upperBound)
            start = range.upperBound
        }
        return ranges
    }
}
