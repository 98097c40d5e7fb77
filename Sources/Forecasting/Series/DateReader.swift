/// Reads the parts of a date from left to right.
struct DateReader {
    let text: UnsafeBufferPointer<UInt8>
    var position = 0
    private var (year, month, day) = (1970, 1, 1)
    private var dayOfYear: Int?
    private var week: Int?
    private var weekday: Int?
    private var weekdayNumber = 1
    private var (hour, minute, second) = (0, 0, 0)
    private var nanoseconds = 0
    private var isAfternoon: Bool?
    /// In seconds.
    var offset: Int?
    /// Days or seconds that are counted, in nanoseconds.
    private var count: Int128?
    /// An abbreviation of a time zone that stands for several.
    var unclearZone: String?

    init(_ text: UnsafeBufferPointer<UInt8>) { self.text = text }

    var isAtEnd: Bool { position == text.count }

    var next: UInt8? { position < text.count ? text[position] : nil }

    /// What was read; nil where there is no such day or time, or something is left.
    var reading: DateReading? {
        guard isAtEnd, let local, weekday == nil || weekday == local.weekday else { return nil }
        return DateReading(local: local, offset: offset)
    }

    private var local: Timestamp? {
        if let count { return Timestamp(totalNanoseconds: count + Int128(nanoseconds)) }
        var hour = hour
        if let isAfternoon {
            guard (1...12).contains(hour) else { return nil }
            hour = hour % 12 + (isAfternoon ? 12 : 0)
        }
        // Midnight at the end of a day may be written as 24:00.
        let isEnd = hour == 24 && isAfternoon == nil && minute == 0 && second == 0 && nanoseconds == 0
        let clock = (isEnd ? 0 : hour, minute, second)
        guard
            let time = Timestamp(year: year, hour: clock.0, minute: clock.1, second: clock.2, nanosecond: nanoseconds),
            let date = date
        else { return nil }
        return Timestamp(
            seconds: date.seconds + Int64(time.secondOfDay) + (isEnd ? Timestamp.secondsOfDay : 0),
            nanoseconds: time.nanoseconds)
    }

    private var date: Timestamp? {
        if let week { return Timestamp(isoYear: year, week: week, weekday: weekdayNumber) }
        if let dayOfYear {
            guard let first = Timestamp(year: year), (1...first.daysInYear).contains(dayOfYear) else { return nil }
            return first.addingDays(dayOfYear - 1)
        }
        return Timestamp(year: year, month: month, day: day)
    }

    /// Reads what all tokens of a format stand for; false where something else is there.
    ///
    /// - Parameter found: Called with where each token stands.
    mutating func read(_ format: DateFormat, found: (Range<Int>) -> Void = { _ in }) -> Bool {
        let tokens = format.tokens
        var index = 0
        while index < tokens.count {
            let start = position
            let following = index + 1 < tokens.count ? tokens[index + 1] : nil
            if case .literal(let byte) = tokens[index], case .field(.fraction, _)? = following, next != byte {
                // A whole second may be written without its fraction.
                found(start..<start)
                found(start..<start)
                index += 2
                continue
            }
            let touchesDigits = index > 0 && tokens[index - 1].isDigits || following?.isDigits ?? false
            guard read(tokens[index], following, hasFixedWidth: touchesDigits) else { return false }
            found(start..<position)
            index += 1
        }
        return true
    }

    // MARK: Fields

    private mutating func read(
        _ token: DateFormat.Token, _ following: DateFormat.Token?, hasFixedWidth: Bool
    ) -> Bool {
        switch token {
        case .literal(let byte): return byte == UInt8(ascii: " ") ? acceptBlanks() : accept(byte)
        case .unix(let perSecond): return readUnix(perSecond)
        case .elapsed: return readCount(digits: 1...12, nanoseconds: 1_000_000_000)
        case .excel: return readSerial()
        case .field(.offset, _): return readOffset()
        case .field(.half, _): return readHalf()
        case .field(.fraction, _): return readFraction()
        case .field(.ordinal, _): return readOrdinal()
        case .field(.weekday, _):
            guard let name = word(hasHyphens: true), let found = DateWords.shared.weekday(name) else { return false }
            weekday = found
            return true
        case .field(.month, let width) where width >= 3:
            let keepsPoint = following == .literal(UInt8(ascii: "."))
            guard let name = word(keepsPoint: keepsPoint), let found = DateWords.shared.month(name) else {
                return false
            }
            month = found
            return true
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
        case .year, .weekYear: width == 1 ? (1, 4) : (width, width)
        case .quarter, .halfYear, .weekdayNumber: (1, 1)
        case .dayOfYear: (width, max(width, 3))
        default: isFixed ? (width, width) : (1, 2)
        }
    }

    private mutating func set(_ field: DateFormat.Field, _ value: Int, _ width: Int) {
        switch field {
        case .year, .weekYear: year = width == 2 ? value + (value <= 68 ? 2000 : 1900) : value
        case .month: month = value
        case .day: day = value
        case .dayOfYear: dayOfYear = value
        case .week: week = value
        case .weekdayNumber: weekdayNumber = value
        case .quarter: month = 3 * value - 2
        case .halfYear: month = 6 * value - 5
        case .hour, .halfDayHour: hour = value
        case .minute: minute = value
        case .second: second = value
        case .fraction, .half, .ordinal, .offset, .weekday: break
        }
    }

    mutating func accept(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        position += 1
        return true
    }

    /// Blanks, of which some are not to be broken at: U+00A0, U+2009, U+202F.
    private mutating func acceptBlanks() -> Bool {
        let start = position
        while let byte = next {
            if byte.isBlank {
                position += 1
            } else if has([0xC2, 0xA0]) {
                position += 2
            } else if has([0xE2, 0x80, 0x89]) || has([0xE2, 0x80, 0xAF]) {
                position += 3
            } else {
                break
            }
        }
        return position > start
    }

    func has(_ bytes: [UInt8]) -> Bool { text[position...].starts(with: bytes) }

    mutating func number(_ least: Int, _ most: Int) -> Int? {
        var (value, count): (Int?, Int) = (0, 0)
        while count < most, let byte = next, byte.isDigit {
            value = value.flatMap { value in
                let (tens, isLarge) = value.multipliedReportingOverflow(by: 10)
                let (sum, isLarger) = tens.addingReportingOverflow(Int(byte - UInt8(ascii: "0")))
                return isLarge || isLarger ? nil : sum
            }
            count += 1
            position += 1
        }
        return count >= least ? value : nil
    }

    /// A run of letters, with a point behind it unless that is to be kept.
    mutating func word(hasHyphens: Bool = false, keepsPoint: Bool = false) -> String? {
        let start = position
        func isLetter(_ index: Int) -> Bool {
            guard index < text.count else { return false }
            let byte = text[index]
            // Of what is no ASCII, the blanks begin with C2 A0 and E2 80.
            let isSpace = byte == 0xC2 || byte == 0xE2
            return (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z") || byte >= 0x80 && !isSpace
        }
        while isLetter(position) || hasHyphens && next == UInt8(ascii: "-") && isLetter(position + 1) { position += 1 }
        guard position > start else { return nil }
        if !keepsPoint, next == UInt8(ascii: ".") { position += 1 }
        return String(decoding: text[start..<position], as: UTF8.self)
    }

    private static let halves = [
        "am", "pm", "a.m.", "p.m.", "a. m.", "p. m.", "a.\u{A0}m.", "p.\u{A0}m.", "a.\u{202F}m.", "p.\u{202F}m.",
    ]

    private mutating func readHalf() -> Bool {
        let rest = String(decoding: text[position...].prefix(8), as: UTF8.self).lowercased()
        guard let half = Self.halves.last(where: rest.hasPrefix) else { return false }
        isAfternoon = half.first == "p"
        position += half.utf8.count
        return true
    }

    private mutating func readFraction() -> Bool {
        let start = position
        while next?.isDigit ?? false { position += 1 }
        let digits = text[start..<position]
        guard !digits.isEmpty else { return false }
        nanoseconds = digits.prefix(9).reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        for _ in min(9, digits.count)..<9 { nanoseconds *= 10 }
        return true
    }

    private mutating func readOrdinal() -> Bool {
        guard let ending = ["st", "nd", "rd", "th"].first(where: { has(Array($0.utf8)) }) else { return false }
        position += ending.utf8.count
        return true
    }

    // MARK: Counts

    /// Moments of 1973…2286, whose digits no other date has.
    private mutating func readUnix(_ perSecond: Int64) -> Bool {
        let zeros = String(perSecond).count - 1
        guard readCount(digits: 9 + zeros...10 + zeros, nanoseconds: 1_000_000_000 / Int128(perSecond)) else {
            return false
        }
        offset = 0
        return true
    }

    private mutating func readCount(digits: ClosedRange<Int>, nanoseconds: Int128) -> Bool {
        guard let value = number(digits.lowerBound, digits.upperBound) else { return false }
        count = Int128(value) * nanoseconds
        return true
    }

    /// Days since 1899-12-30 with decimals, to the millisecond, as precise as spreadsheets are.
    private mutating func readSerial() -> Bool {
        guard let days = number(4, 6) else { return false }
        var milliseconds: Int128 = 0
        if accept(UInt8(ascii: ".")) || accept(UInt8(ascii: ",")) {
            let start = position
            while next?.isDigit ?? false { position += 1 }
            guard let fraction = Double("0." + String(decoding: text[start..<position], as: UTF8.self)) else {
                return false
            }
            milliseconds = Int128((fraction * 86_400_000).rounded())
        }
        count = (Int128(Int64(days) - DateFormat.excelZero) * 86_400_000 + milliseconds) * 1_000_000
        return true
    }
}
