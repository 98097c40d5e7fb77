/// Counts tokens given as UTF-8, with a short way for those of one scalar.
struct TokenCounter {
    private var scalarCounts = [Int](repeating: 0, count: 0x10000)
    private var others = ByteStringTable()
    private var otherCounts: [Int] = []

    mutating func count(_ token: UnsafeBufferPointer<UInt8>) {
        if let scalar = basicScalar(token) {
            scalarCounts[scalar] += 1
        } else {
            let number = others.insert(token)
            if number == otherCounts.count { otherCounts.append(0) }
            otherCounts[number] += 1
        }
    }

    /// The tokens with their counts: falling by count, then in byte order.
    var ranked: [(token: [UInt8], count: Int)] {
        var counts = otherCounts.enumerated().map { (token: Array(others[$0]), count: $1) }
        for (value, count) in scalarCounts.enumerated() where count > 0 {
            guard let scalar = Unicode.Scalar(UInt32(value)) else { continue }
            counts.append((Array(String(scalar).utf8), count))
        }
        return counts.sorted {
            $0.count != $1.count ? $0.count > $1.count : $0.token.lexicographicallyPrecedes($1.token)
        }
    }
}

/// The value of the scalar below U+10000 that is the whole token, or nil if the token is anything else.
///
/// A token of one byte above 0x7F, as byte vocabularies have them, is no scalar.
@inline(__always)
func basicScalar(_ token: UnsafeBufferPointer<UInt8>) -> Int? {
    switch token.count {
    case 1 where token[0] < 0x80:
        return Int(token[0])
    case 2 where token[0] >= 0xC0:
        return Int(token[0] & 0x1F) << 6 | Int(token[1] & 0x3F)
    case 3 where token[0] >= 0xE0:
        return Int(token[0] & 0x0F) << 12 | Int(token[1] & 0x3F) << 6 | Int(token[2] & 0x3F)
    default:
        return nil
    }
}
