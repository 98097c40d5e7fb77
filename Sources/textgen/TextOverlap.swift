/// How much of a text also stands in another one.
enum TextOverlap {
    /// Bytes of a piece; unrelated texts hardly share one.
    static let length = 50
    private static let mostPieces = 100

    /// The share of pieces of a text, taken at even distances, that occur in another text byte for byte.
    static func share(of text: [UInt8], in other: [UInt8]) -> Double {
        let count = min(mostPieces, text.count / length)
        var pieces: [UInt64: Set<ArraySlice<UInt8>>] = [:]  // by their first eight bytes
        for index in 0..<count {
            let start = index * (text.count - length) / count
            let piece = text[start..<start + length]
            pieces[key(piece), default: []].insert(piece)
        }
        let all = pieces.values.reduce(0) { $0 + $1.count }
        var found: Set<ArraySlice<UInt8>> = []
        var latest: UInt64 = 0
        for (index, byte) in other.enumerated() {
            latest = latest << 8 | UInt64(byte)
            guard index >= 7, index + length - 7 <= other.count, let begun = pieces[latest] else { continue }
            let piece = other[index - 7..<index - 7 + length]
            if begun.contains(piece) { found.insert(piece) }
        }
        return Double(found.count) / Double(max(all, 1))
    }

    private static func key(_ piece: ArraySlice<UInt8>) -> UInt64 {
        piece.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
