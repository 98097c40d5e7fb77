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
