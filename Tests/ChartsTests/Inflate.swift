/// A plain reader of the deflate format (RFC 1951), which checks what `Deflate` writes.
struct Inflate {
    private let input: [UInt8]
    private var position = 0
    private var output: [UInt8] = []

    /// `nil` for malformed input.
    static func decompressed(_ input: [UInt8]) -> [UInt8]? {
        var inflate = Inflate(input: input)
        while true {
            guard let isLast = inflate.bits(1), let kind = inflate.bits(2), inflate.block(kind) else { return nil }
            if isLast == 1 { return inflate.output }
        }
    }

    private init(input: [UInt8]) { self.input = input }

    private mutating func bits(_ count: Int) -> Int? {
        guard position + count <= 8 * input.count else { return nil }
        var value = 0
        for bit in 0..<count {
            value |= Int(input[position / 8] >> (position % 8) & 1) << bit
            position += 1
        }
        return value
    }

    /// A stored block, or one with the fixed codes.
    private mutating func block(_ kind: Int) -> Bool {
        switch kind {
        case 0:
            position = (position + 7) / 8 * 8
            guard let count = bits(16), let inverse = bits(16), count == ~inverse & 0xFFFF else { return false }
            for _ in 0..<count {
                guard let byte = bits(8) else { return false }
                output.append(UInt8(byte))
            }
            return true
        case 1:
            while let symbol = symbol() {
                if symbol == 256 { return true }
                if symbol < 256 { output.append(UInt8(symbol)) } else if !copy(symbol) { return false }
            }
            return false
        default: return false
        }
    }

    /// The table of section 3.2.6, read bit by bit.
    private mutating func symbol() -> Int? {
        var code = 0
        for length in 1...9 {
            guard let bit = bits(1) else { return nil }
            code = code << 1 | bit
            switch (length, code) {
            case (7, 0...0b0010111): return 256 + code
            case (8, 0b00110000...0b10111111): return code - 0b00110000
            case (8, 0b11000000...0b11000111): return 280 + code - 0b11000000
            case (9, 0b110010000...0b111111111): return 144 + code - 0b110010000
            default: continue
            }
        }
        return nil
    }

    private static let lengths = [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227,
        258,
    ]
    private static let lengthBits = [
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
    ]
    private static let distances = [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
        6145, 8193, 12289, 16385, 24577,
    ]
    private static let distanceBits = [
        0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
    ]

    private mutating func copy(_ symbol: Int) -> Bool {
        guard symbol <= 285, let more = bits(Self.lengthBits[symbol - 257]) else { return false }
        var code = 0
        for _ in 0..<5 {
            guard let bit = bits(1) else { return false }
            code = code << 1 | bit
        }
        guard code < 30, let further = bits(Self.distanceBits[code]) else { return false }
        let distance = Self.distances[code] + further
        guard distance <= output.count else { return false }
        for _ in 0..<Self.lengths[symbol - 257] + more { output.append(output[output.count - distance]) }
        return true
    }
}
