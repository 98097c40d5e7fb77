import Foundation

/// A picture in the Portable Network Graphics format (ISO/IEC 15948): 8 bits each of red, green and blue.
struct PNGFile {
    let width: Int
    let height: Int
    /// Red, green, blue; row by row from the top.
    let pixels: [UInt8]

    var data: Data {
        var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        file += Self.chunk("IHDR", Self.bytes(UInt32(width)) + Self.bytes(UInt32(height)) + [8, 2, 0, 0, 0])
        let rows = filteredRows
        let stream = [0x78, 0x01] + Deflate.compressed(rows) + Self.bytes(Self.adler32(rows))
        file += Self.chunk("IDAT", stream)
        file += Self.chunk("IEND", [])
        return Data(file)
    }

    /// Each row as differences from the row above (filter 2) or the pixel to the left (filter 1), whichever has more
    /// zeros.
    private var filteredRows: [UInt8] {
        let size = 3 * width
        var result: [UInt8] = []
        result.reserveCapacity(height * (size + 1))
        var (up, left) = ([UInt8](repeating: 0, count: size), [UInt8](repeating: 0, count: size))
        for start in stride(from: 0, to: height * size, by: size) {
            var (upZeros, leftZeros) = (0, 0)
            for index in 0..<size {
                let value = pixels[start + index]
                up[index] = value &- (start > 0 ? pixels[start + index - size] : 0)
                left[index] = value &- (index > 2 ? pixels[start + index - 3] : 0)
                upZeros += up[index] == 0 ? 1 : 0
                leftZeros += left[index] == 0 ? 1 : 0
            }
            result.append(upZeros >= leftZeros ? 2 : 1)
            result += upZeros >= leftZeros ? up : left
        }
        return result
    }

    private static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
        let body = Array(name.utf8) + content
        return bytes(UInt32(content.count)) + body + bytes(crc32(body))
    }

    /// The highest byte first.
    private static func bytes(_ value: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    private static let crcTable: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
    }

    /// The check value of chunks (annex D of the standard).
    static func crc32(_ bytes: [UInt8]) -> UInt32 {
        let table = crcTable
        return ~bytes.reduce(~0) { table[Int(($0 ^ UInt32($1)) & 0xFF)] ^ ($0 >> 8) }
    }

    /// The check value of zlib streams (RFC 1950, section 9).
    static func adler32(_ bytes: [UInt8]) -> UInt32 {
        var (one, two): (UInt32, UInt32) = (1, 0)
        for byte in bytes {
            one += UInt32(byte)
            if one >= 65_521 { one -= 65_521 }
            two += one
            if two >= 65_521 { two -= 65_521 }
        }
        return two << 16 | one
    }
}

/// Compression to the deflate format of RFC 1951, one block with the fixed codes of its section 3.2.6.
struct Deflate {
    private var output: [UInt8] = []
    private var bits: UInt64 = 0
    private var bitCount: UInt64 = 0

    private static let window = 32_768
    private static let longestMatch = 258

    /// Repetitions are found by a hash of three bytes; of the places with the same hash, the latest eight are tried.
    static func compressed(_ input: [UInt8]) -> [UInt8] {
        var deflate = Deflate()
        deflate.write(0b011, 3)
        var latest = [Int32](repeating: -1, count: 1 << 15)
        var earlier = [Int32](repeating: -1, count: window)
        func remember(_ position: Int) {
            guard position + 2 < input.count else { return }
            let hash = hash(input, position)
            earlier[position % window] = latest[hash]
            latest[hash] = Int32(truncatingIfNeeded: position)
        }
        var position = 0
        while position < input.count {
            var best = (length: 0, distance: 0)
            if position + 2 < input.count {
                var candidate = Int(latest[hash(input, position)])
                for _ in 0..<8 where candidate >= 0 && position - candidate < window && best.length < longestMatch {
                    let length = matchLength(input, candidate, position)
                    if length > best.length { best = (length, position - candidate) }
                    candidate = Int(earlier[candidate % window])
                }
            }
            if best.length >= 3 {
                deflate.writeMatch(length: best.length, distance: best.distance)
            } else {
                deflate.writeSymbol(Int(input[position]))
            }
            for offset in 0..<max(best.length >= 3 ? best.length : 1, 1) { remember(position + offset) }
            position += best.length >= 3 ? best.length : 1
        }
        deflate.writeSymbol(256)
        deflate.write(0, (8 - deflate.bitCount % 8) % 8)
        return deflate.output
    }

    private static func hash(_ input: [UInt8], _ position: Int) -> Int {
        let value = UInt32(input[position]) << 16 | UInt32(input[position + 1]) << 8 | UInt32(input[position + 2])
        return Int((value &* 0x9E37_79B1) >> 17)
    }

    private static func matchLength(_ input: [UInt8], _ one: Int, _ two: Int) -> Int {
        let most = min(longestMatch, input.count - two)
        var length = 0
        while length < most && input[one + length] == input[two + length] { length += 1 }
        return length
    }

    /// Appends the lowest `count` bits, the lowest first.
    private mutating func write(_ value: Int, _ count: UInt64) {
        bits |= UInt64(value) << bitCount
        bitCount += count
        while bitCount >= 8 {
            output.append(UInt8(truncatingIfNeeded: bits))
            bits >>= 8
            bitCount -= 8
        }
    }

    /// Codes go from their highest bit on.
    private mutating func writeCode(_ code: Int, _ count: UInt64) {
        var reversed = 0
        for bit in 0..<Int(count) where code >> bit & 1 == 1 { reversed |= 1 << (Int(count) - 1 - bit) }
        write(reversed, count)
    }

    private mutating func writeSymbol(_ symbol: Int) {
        switch symbol {
        case ..<144: writeCode(0x30 + symbol, 8)
        case ..<256: writeCode(0x190 + symbol - 144, 9)
        case ..<280: writeCode(symbol - 256, 7)
        default: writeCode(0xC0 + symbol - 280, 8)
        }
    }

    private mutating func writeMatch(length: Int, distance: Int) {
        if length == Self.longestMatch {
            writeSymbol(285)
        } else {
            let (symbol, extra, rest) = Self.code(length - 3, perSize: 4)
            writeSymbol(257 + symbol)
            write(rest, UInt64(extra))
        }
        let (symbol, extra, rest) = Self.code(distance - 1, perSize: 2)
        writeCode(symbol, 5)
        write(rest, UInt64(extra))
    }

    /// Section 3.2.5: the first `2 · perSize` values have codes of their own, then `perSize` codes share each number of
    /// extra bits, which doubles what a code stands for.
    private static func code(_ value: Int, perSize: Int) -> (symbol: Int, extra: Int, rest: Int) {
        var extra = 0
        while value >> extra >= 2 * perSize { extra += 1 }
        return (extra * perSize + (value >> extra), extra, value & ((1 << extra) - 1))
    }
}
