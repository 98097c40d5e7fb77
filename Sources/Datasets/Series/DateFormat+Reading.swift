extension DateFormat {
    /// The moment that a text says; nil where it is not written so. Spaces around it do not count.
    public func timestamp(from text: String) -> Timestamp? { timestamp(from: Array(text.utf8)[...]) }

    func timestamp(from text: ArraySlice<UInt8>) -> Timestamp? {
        text.trimmed.withUnsafeBufferPointer { text in
            var reader = DateReader(text)
            for (index, token) in tokens.enumerated() {
                let touchesDigits =
                    index > 0 && tokens[index - 1].isDigits || index + 1 < tokens.count && tokens[index + 1].isDigits
                guard reader.read(token, hasFixedWidth: touchesDigits) else { return nil }
            }
            return reader.timestamp
        }
    }
}

/// Reads the parts of a date from left to right.
private struct DateReader {
    private let text: UnsafeBufferPointer<UInt8>
    private var position = 0
    private var (year, month, day) = (1970, 1, 1)
    private var (hour, minute, second) = (0, 0, 0)
    private var isAfternoon: Bool?
    private var unix: Int64?

    init(_ text: UnsafeBufferPointer<UInt8>) { self.text = text }

    private var next: UInt8? { position < text.count ? text[position] : nil }

    var timestamp: Timestamp? {
        guard position == text.count else { return nil }
        if let unix { return Timestamp(seconds: unix) }
        var hour = hour
        if let isAfternoon {
            guard (1...12).contains(hour) else { return nil }
            hour = hour % 12 + (isAfternoon ? 12 : 0)
        }
        return Timestamp(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
    }

    /// Reads what a token stands for; false where it is something else.
    mutating func read(_ token: DateFormat.Token, hasFixedWidth: Bool) -> Bool {
        switch token {
        case .literal(let byte): return accept(byte)
        case .unix(let perSecond): return readUnix(perSecond)
        case .field(.offset, _): return readOffset()
        case .field(.half, _): return readHalf()
        case .field(.month, let width) where width >= 3: return readMonthName()
        case .field(let field, let width):
            let (least, most) = Self.digits(of: field, width, hasFixedWidth)
            guard let value = number(least, most) else { return false }
            set(field, value, width)
            return true
        }
    }

    /// The fewest and the most digits of a field.
    private static func digits(of field: DateFormat.Field, _ width: Int, _ isFixed: Bool) -> (least: Int, most: Int) {
        switch field {
        case .year: width == 1 ? (1, 4) : (width, width)
        case .fraction: (1, 9)
        case .quarter: (1, 1)
        default: isFixed ? (width, width) : (1, 2)
        }
    }

    private mutating func set(_ field: DateFormat.Field, _ value: Int, _ width: Int) {
        switch field {
        case .year: year = width == 2 ? value + (value <= 68 ? 2000 : 1900) : value
        case .month: month = value
        case .day: day = value
        case .quarter: month = 3 * value - 2
        case .hour, .halfDayHour: hour = value
        case .minute: minute = value
        case .second: second = value
        case .fraction, .half, .offset: break
        }
    }

    private mutating func accept(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        position += 1
        return true
    }

    private mutating func number(_ least: Int, _ most: Int) -> Int? {
        var (value, count) = (0, 0)
        while count < most, let byte = next, byte.isDigit {
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
            count += 1
            position += 1
        }
        return count >= least ? value : nil
    }

    /// Moments of 1973…2100, whose digits no other date has.
    private mutating func readUnix(_ perSecond: Int64) -> Bool {
        let least = perSecond == 1 ? 9 : 12
        guard let value = number(least, least + 1) else { return false }
        if accept(UInt8(ascii: ".")), number(1, 9) == nil { return false }
        unix = Int64(value) / perSecond
        return true
    }

    private mutating func readOffset() -> Bool {
        if accept(UInt8(ascii: "Z")) { return true }
        guard accept(UInt8(ascii: "+")) || accept(UInt8(ascii: "-")), number(2, 2) != nil else { return false }
        return accept(UInt8(ascii: ":")) ? number(2, 2) != nil : next == nil || number(2, 2) != nil
    }

    private mutating func readHalf() -> Bool {
        let half = String(decoding: text[position...].prefix(2), as: UTF8.self).uppercased()
        guard half == "AM" || half == "PM" else { return false }
        isAfternoon = half == "PM"
        position += 2
        return true
    }

    private mutating func readMonthName() -> Bool {
        let name = String(decoding: text[position...].prefix(3), as: UTF8.self).lowercased()
        guard let index = DateFormat.monthNames.firstIndex(where: { $0.lowercased() == name }) else { return false }
        month = index + 1
        position += 3
        return true
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
