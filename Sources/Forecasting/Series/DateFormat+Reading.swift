/// What a date says: the time that a clock shows, and what the clock is ahead of UTC, where that is said.
struct DateReading: Hashable, Sendable {
    let local: Timestamp
    private let seconds: Int32

    /// In seconds.
    var offset: Int? { seconds == .min ? nil : Int(seconds) }

    init(local: Timestamp, offset: Int?) {
        (self.local, seconds) = (local, offset.map(Int32.init) ?? .min)
    }

    /// The moment as a clock that shows UTC has it; nil where no offset is said.
    var moment: Timestamp? { offset.map { local.adding(seconds: -$0) } }
}

extension DateFormat {
    /// The moment that a text says, as the clock showed it: fractions of a second count, offsets are left out. Nil where
    /// it is not written so. Spaces around it do not count.
    public func timestamp(from text: String) -> Timestamp? { reading(from: Array(text.utf8)[...])?.local }

    func reading(from text: ArraySlice<UInt8>) -> DateReading? {
        var zone: String?
        return reading(from: text, zone: &zone)
    }

    /// - Parameter zone: An abbreviation of a time zone that stands for several, where there is one.
    func reading(from text: ArraySlice<UInt8>, zone: inout String?) -> DateReading? {
        text.trimmed.withUnsafeBufferPointer { text in
            var reader = DateReader(text)
            guard reader.read(self) else { return nil }
            zone = reader.unclearZone
            return reader.reading
        }
    }
}

extension UInt8 {
    var isDigit: Bool { (0x30...0x39).contains(self) }
    /// Whether it is a space or a tab.
    var isBlank: Bool { self == 0x20 || self == 0x09 }
}

extension ArraySlice<UInt8> {
    /// Without the blanks around it.
    var trimmed: ArraySlice<UInt8> {
        var (start, end) = (startIndex, endIndex)
        while start < end, self[start].isBlank { start += 1 }
        while end > start, self[end - 1].isBlank { end -= 1 }
        return self[start..<end]
    }
}
