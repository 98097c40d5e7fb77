import Foundation

/// Numbers byte strings in the order in which they first come: a hash table with all strings in one piece of memory.
struct ByteStringTable: Sendable {
    /// The strings one behind the other.
    private var text: [UInt8] = []
    private var ends: [Int] = [0]
    /// The upper half of each string's hash, so that few others need be compared.
    private var hashes: [UInt32] = []
    /// Open addressing: one more than a string's number, 0 where there is none.
    private var slots = [Int32](repeating: 0, count: 64)

    var count: Int { hashes.count }

    /// The bytes of a string.
    subscript(number: Int) -> ArraySlice<UInt8> { text[ends[number]..<ends[number + 1]] }

    /// The number of a string; nil if it is not there.
    func number(of key: UnsafeBufferPointer<UInt8>) -> Int? {
        let (slot, _) = find(key)
        return slots[slot] == 0 ? nil : Int(slots[slot]) - 1
    }

    /// The number of a string, which is added if it is not there.
    mutating func insert(_ key: UnsafeBufferPointer<UInt8>) -> Int {
        let (slot, hash) = find(key)
        if slots[slot] != 0 { return Int(slots[slot]) - 1 }
        text.append(contentsOf: key)
        ends.append(text.count)
        hashes.append(UInt32(hash >> 32))
        slots[slot] = Int32(count)
        if count * 2 > slots.count { grow() }
        return count - 1
    }

    /// The slot that holds the string, or where it belongs.
    @inline(__always)
    private func find(_ key: UnsafeBufferPointer<UInt8>) -> (slot: Int, hash: UInt64) {
        let hash = Self.hash(key)
        let mark = UInt32(hash >> 32)
        return slots.withUnsafeBufferPointer { slots in
            var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
            while slots[slot] != 0 {
                let number = Int(slots[slot]) - 1
                if hashes[number] == mark, holds(key, at: number) { break }
                slot = (slot + 1) & (slots.count - 1)
            }
            return (slot, hash)
        }
    }

    @inline(__always)
    private func holds(_ key: UnsafeBufferPointer<UInt8>, at number: Int) -> Bool {
        let start = ends[number]
        guard ends[number + 1] - start == key.count else { return false }
        return text.withUnsafeBufferPointer { text in
            for index in 0..<key.count where text[start + index] != key[index] { return false }
            return true
        }
    }

    private mutating func grow() {
        slots = [Int32](repeating: 0, count: slots.count * 4)
        text.withUnsafeBufferPointer { text in
            for number in 0..<count {
                let key = UnsafeBufferPointer(rebasing: text[ends[number]..<ends[number + 1]])
                var slot = Int(truncatingIfNeeded: Self.hash(key)) & (slots.count - 1)
                while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
                slots[slot] = Int32(number + 1)
            }
        }
    }

    /// Eight bytes at a time, each mixed in by a multiplication whose halves are joined (after Wang Yi's wyhash, 2019).
    @inline(__always)
    static func hash(_ key: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var state = UInt64(key.count) &* 0x9E37_79B9_7F4A_7C15
        let bytes = UnsafeRawBufferPointer(key)
        var offset = 0
        while offset + 8 <= bytes.count {
            state = mixed(state ^ bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            offset += 8
        }
        var rest: UInt64 = 0
        while offset < bytes.count {
            rest = rest << 8 | UInt64(bytes[offset])
            offset += 1
        }
        return mixed(state ^ rest)
    }
}

/// Spreads the bits of a number over all of another.
@inline(__always)
func mixed(_ value: UInt64) -> UInt64 {
    let product = (value ^ 0xA076_1D64_78BD_642F).multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB)
    return product.high ^ product.low
}

extension UnsafeBufferPointer<UInt8> {
    /// Where a byte first stands at or behind `start`.
    package func position(of byte: UInt8, from start: Int = 0) -> Int? {
        guard let base = baseAddress, start < count else { return nil }
        guard let found = memchr(base + start, Int32(byte), count - start) else { return nil }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }

    /// The number of line feeds.
    package var lineBreakCount: Int {
        var (found, start) = (0, 0)
        while let place = position(of: UInt8(ascii: "\n"), from: start) {
            found += 1
            start = place + 1
        }
        return found
    }
}
