/// A 64-bit hash that is the same in every process and on every machine, which Swift's own hashing is not: FNV-1a (Fowler,
/// Noll & Vo), by bytes or by words.
package struct StableHash: Sendable, Equatable {
    package private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    package init() {}

    /// Takes 64 bits at once.
    package mutating func add(word: UInt64) { value = (value ^ word) &* 0x100_0000_01b3 }

    package mutating func add(_ bytes: some Sequence<UInt8>) {
        // Specialized for what holds its bytes in one piece; a call for each byte of a corpus would take seconds.
        if bytes.withContiguousStorageIfAvailable({ addAll($0) }) == nil {
            for byte in bytes { add(word: UInt64(byte)) }
        }
    }

    private mutating func addAll(_ bytes: UnsafeBufferPointer<UInt8>) {
        for byte in bytes { add(word: UInt64(byte)) }
    }

    /// The value in hexadecimal digits.
    package var digits: String { String(value, radix: 16) }
}
