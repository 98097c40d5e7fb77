import Foundation

extension SeriesTable {
    /// A text that changes with any value, date or name.
    public var fingerprint: String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325  // FNV-1a, by words of 64 bits
        func add(_ word: UInt64) { hash = (hash ^ word) &* 0x100_0000_01b3 }
        for column in columns {
            for byte in column.name.utf8 { add(UInt64(byte)) }
            for value in column.values { add(value.isNaN ? 1 : value.bitPattern) }
        }
        for timestamp in timestamps {
            add(UInt64(bitPattern: timestamp.seconds))
            if timestamp.nanoseconds != 0 { add(UInt64(timestamp.nanoseconds)) }
        }
        return "\(count)-" + String(hash, radix: 16)
    }
}
