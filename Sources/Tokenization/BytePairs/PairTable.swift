/// Numbers pairs of ids in the order in which they first come: a hash table.
struct PairTable: Sendable, Equatable {
    private var keys: [UInt64] = []
    /// Open addressing: one more than a pair's number, 0 where there is none.
    private var slots = [Int32](repeating: 0, count: 64)

    var count: Int { keys.count }

    /// The pair of a number.
    subscript(number: Int) -> (left: Int32, right: Int32) {
        (Int32(truncatingIfNeeded: keys[number] >> 32), Int32(truncatingIfNeeded: keys[number]))
    }

    /// The number of a pair; nil if it is not there.
    @inline(__always)
    func number(of left: Int32, _ right: Int32) -> Int? {
        let slot = find(Self.key(left, right))
        return slots[slot] == 0 ? nil : Int(slots[slot]) - 1
    }

    /// The number of a pair, which is added if it is not there.
    mutating func insert(_ left: Int32, _ right: Int32) -> Int {
        let slot = find(Self.key(left, right))
        if slots[slot] != 0 { return Int(slots[slot]) - 1 }
        keys.append(Self.key(left, right))
        slots[slot] = Int32(count)
        if count * 2 > slots.count { grow() }
        return count - 1
    }

    private static func key(_ left: Int32, _ right: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
    }

    @inline(__always)
    private func find(_ key: UInt64) -> Int {
        slots.withUnsafeBufferPointer { slots in
            keys.withUnsafeBufferPointer { keys in
                var slot = Int(truncatingIfNeeded: mixed(key)) & (slots.count - 1)
                while slots[slot] != 0, keys[Int(slots[slot]) - 1] != key { slot = (slot + 1) & (slots.count - 1) }
                return slot
            }
        }
    }

    private mutating func grow() {
        slots = [Int32](repeating: 0, count: slots.count * 4)
        for (number, key) in keys.enumerated() { slots[find(key)] = Int32(number + 1) }
    }
}
