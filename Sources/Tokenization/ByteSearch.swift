import Foundation

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
