/// How a file writes its dates, as a pattern such as `dd.MM.yyyy HH:mm`.
///
/// The letters: `yyyy` a year of four digits, `yy` of two (00…68 are 2000…2068, the others 19..), `y` of any number;
/// `M` and `d`; `MMM` the name of a month such as Jan, `EEE` of a weekday such as Sat, in any of the larger languages;
/// `D` the day of the year; `Y` and `w` the year and the week of ISO 8601, `e` its day; `Q` a quarter, `B` a half; `H`
/// hours, `h` those with `a` (AM, PM), `m` minutes, `s` seconds, `S` fractions of a second, which may be left out with
/// the sign before them; `o` the ending of an ordinal, such as 1st; `X` an offset such as +02:00, Z, UTC or CET. All other
/// characters stand for themselves, and so do letters in single quotes. Reading, a doubled letter takes one digit also;
/// writing, it gives two. `unix`, `unix-ms`, `unix-us` and `unix-ns` count since 1970, `excel` days since 1900 as
/// spreadsheets do, `elapsed` seconds since the start; behind `unix` and `elapsed` may stand `.S`.
public struct DateFormat: Sendable, Hashable, CustomStringConvertible {
    enum Field: Character, Sendable {
        case year = "y"
        case month = "M"
        case day = "d"
        case dayOfYear = "D"
        case weekYear = "Y"
        case week = "w"
        case weekdayNumber = "e"
        case weekday = "E"
        case quarter = "Q"
        case halfYear = "B"
        case hour = "H"
        case halfDayHour = "h"
        case half = "a"
        case minute = "m"
        case second = "s"
        case fraction = "S"
        case ordinal = "o"
        case offset = "X"
    }

    enum Token: Sendable, Hashable {
        case field(Field, width: Int)
        case literal(UInt8)
        /// Units since 1970, so many a second.
        case unix(perSecond: Int64)
        case elapsed
        case excel

        /// Whether it is a run of digits in the text.
        var isDigits: Bool {
            switch self {
            case .field(let field, let width):
                switch field {
                case .half, .offset, .ordinal, .weekday: false
                case .month: width < 3
                default: true
                }
            case .literal: false
            case .unix, .elapsed, .excel: true
            }
        }

        var hasTime: Bool {
            switch self {
            case .field(let field, _): field == .hour || field == .halfDayHour
            case .literal: false
            case .unix, .elapsed, .excel: true
            }
        }
    }

    /// The format of ISO 8601: `2026-03-01 14:05:00`.
    public static let iso = DateFormat(tokens: tokens(of: "yyyy-MM-dd HH:mm:ss"))
    /// With the month as a word, for messages.
    static let spoken = DateFormat(tokens: tokens(of: "d MMM yyyy"))
    static let monthNames = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    private static let weekdayNames = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let counts: [(name: String, token: Token)] = [
        ("unix-ms", .unix(perSecond: 1000)), ("unix-us", .unix(perSecond: 1_000_000)),
        ("unix-ns", .unix(perSecond: 1_000_000_000)), ("unix", .unix(perSecond: 1)), ("elapsed", .elapsed),
        ("excel", .excel),
    ]

    let tokens: [Token]
    /// The names that are written; nil: English ones of three letters.
    var months: [String]?
    var weekdays: [String]?
    /// How each offset is written, in seconds.
    var offsets: [Int: String] = [:]
    /// How the halves of a day are written.
    var halves = ["AM", "PM"]

    init(tokens: [Token]) { self.tokens = tokens }

    /// Nil where the pattern has neither a year nor an hour.
    public init?(pattern: String) {
        tokens = Self.tokens(of: pattern)
        let says = tokens.contains { token in
            switch token {
            case .field(let field, _): [.year, .weekYear].contains(field) || token.hasTime
            default: token.hasTime
            }
        }
        guard says else { return nil }
    }

    static func tokens(of pattern: String) -> [Token] {
        if let (name, token) = counts.first(where: { pattern.hasPrefix($0.name) }) {
            return [token] + tokens(of: String(pattern.dropFirst(name.count)))
        }
        var tokens: [Token] = []
        var isQuoted = false
        var rest = pattern[...]
        while let character = rest.popFirst() {
            if character == "'", rest.first == "'" {
                rest.removeFirst()
                tokens.append(.literal(UInt8(ascii: "'")))
            } else if character == "'" {
                isQuoted.toggle()
            } else if !isQuoted, let field = Field(rawValue: character) {
                if case .field(field, let width)? = tokens.last {
                    tokens[tokens.count - 1] = .field(field, width: width + 1)
                } else {
                    tokens.append(.field(field, width: 1))
                }
            } else {
                tokens += character.utf8.map(Token.literal)
            }
        }
        return tokens
    }

    /// The pattern.
    public var description: String {
        var (text, literals): (String, [UInt8]) = ("", [])
        func writeLiterals() {
            var isQuoted = false
            for character in String(decoding: literals, as: UTF8.self) {
                if character.isLetter != isQuoted, character != "'" {
                    text += "'"
                    isQuoted.toggle()
                }
                text += character == "'" ? "''" : String(character)
            }
            if isQuoted { text += "'" }
            literals = []
        }
        for token in tokens {
            if case .literal(let byte) = token {
                literals.append(byte)
                continue
            }
            writeLiterals()
            if case .field(let field, let width) = token {
                text += String(repeating: field.rawValue, count: width)
            } else {
                text += Self.counts.first { $0.token == token }?.name ?? ""
            }
        }
        writeLiterals()
        return text
    }

    var hasTime: Bool { tokens.contains(where: \.hasTime) }

    /// Whether it counts from a moment in UTC.
    var isUnix: Bool { tokens.contains { if case .unix = $0 { true } else { false } } }

    var hasOffset: Bool { tokens.contains { if case .field(.offset, _) = $0 { true } else { false } } }

    // MARK: Writing

    /// The date as the file writes it; offsets are left out.
    public func string(from timestamp: Timestamp) -> String { string(from: timestamp, offset: nil) }

    /// - Parameter offset: What the clock that shows the time is ahead of UTC, in seconds.
    func string(from timestamp: Timestamp, offset: Int?) -> String {
        let timestamp = rounded(timestamp)
        var bytes: [UInt8] = []
        for (index, token) in tokens.enumerated() {
            switch token {
            case .literal(let byte): bytes.append(byte)
            case .unix(let perSecond):
                let moment = timestamp.adding(seconds: -(offset ?? 0))
                let count = moment.totalNanoseconds * Int128(perSecond)
                bytes += String(moment.seconds < 0 ? (count - 999_999_999) / 1_000_000_000 : count / 1_000_000_000).utf8
            case .elapsed: bytes += String(timestamp.seconds).utf8
            case .excel: bytes += Self.serial(of: timestamp).utf8
            case .field(.fraction, let width): bytes += Self.fraction(of: timestamp, width).utf8
            case .field(let field, let width):
                if let name = name(of: field, width, timestamp, offset, isFirst: index == 0) {
                    bytes += name.utf8
                } else {
                    let digits = String(Self.value(of: field, width, timestamp)).utf8
                    bytes += repeatElement(UInt8(ascii: "0"), count: max(0, width - digits.count))
                    bytes += digits
                }
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The nearest moment that can be written, where parts of seconds are.
    private func rounded(_ timestamp: Timestamp) -> Timestamp {
        var unit: Int128?
        for token in tokens {
            switch token {
            case .unix(let perSecond): unit = 1_000_000_000 / Int128(perSecond)
            case .elapsed: unit = 1_000_000_000
            case .field(.fraction, let width): for _ in 0..<width { unit = (unit ?? 1_000_000_000) / 10 }
            default: break
            }
        }
        guard timestamp.nanoseconds != 0, let unit, unit > 1 else { return timestamp }
        let count = timestamp.totalNanoseconds + unit / 2
        let remainder = count % unit
        return Timestamp(totalNanoseconds: count - (remainder < 0 ? remainder + unit : remainder))
    }

    private func name(
        of field: Field, _ width: Int, _ timestamp: Timestamp, _ offset: Int?, isFirst: Bool
    ) -> String? {
        switch field {
        case .month where width >= 3: return (months ?? Self.monthNames)[timestamp.month - 1]
        case .weekday: return (weekdays ?? Self.weekdayNames)[timestamp.weekday - 1]
        case .half: return halves[timestamp.hour < 12 ? 0 : 1]
        case .ordinal:
            let day = timestamp.day
            let ending = (11...13).contains(day) ? nil : ["th", "st", "nd", "rd"].dropFirst(day % 10).first
            return ending ?? "th"
        case .offset: return offset.map(text(ofOffset:)) ?? ""
        default: return nil
        }
    }

    /// An offset as the file writes it, or would.
    private func text(ofOffset offset: Int) -> String {
        if let text = offsets[offset] { return text }
        let (hours, minutes) = (abs(offset) / 3600, abs(offset) / 60 % 60)
        func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let signed = offsets.values.filter { $0.contains("+") || $0.contains("-") }
        let hasColon = signed.isEmpty || signed.contains { $0.contains(":") }
        return (offset < 0 ? "-" : "+") + padded(hours) + (hasColon ? ":" : "") + padded(minutes)
    }

    private static func fraction(of timestamp: Timestamp, _ width: Int) -> String {
        let digits = String(String(1_000_000_000 + Int(timestamp.nanoseconds)).dropFirst())
        return digits.prefix(width) + String(repeating: "0", count: max(0, width - 9))
    }

    /// The days since 1899-12-30, with a fraction where there is a time of day.
    private static func serial(of timestamp: Timestamp) -> String {
        let day = timestamp.dayNumber + excelZero
        if timestamp.secondOfDay == 0, timestamp.nanoseconds == 0 { return String(day) }
        let time = Double(timestamp.secondOfDay) + Double(timestamp.nanoseconds) / 1e9
        // Ten decimals of a day are nine microseconds.
        let fraction = String(Int(min(time / 86_400 * 1e10, 9_999_999_999).rounded()) + 10_000_000_000).dropFirst()
        return "\(day)." + fraction.reversed().drop { $0 == "0" }.reversed().map(String.init).joined()
    }

    /// The days from 1899-12-30 to 1970-01-01.
    static let excelZero: Int64 = 25_569

    private static func value(of field: Field, _ width: Int, _ timestamp: Timestamp) -> Int {
        switch field {
        case .year: width == 2 ? timestamp.year % 100 : timestamp.year
        case .month: timestamp.month
        case .day: timestamp.day
        case .dayOfYear: timestamp.dayOfYear
        case .weekYear: width == 2 ? timestamp.isoWeek.year % 100 : timestamp.isoWeek.year
        case .week: timestamp.isoWeek.week
        case .weekdayNumber: timestamp.weekday
        case .quarter: (timestamp.month + 2) / 3
        case .halfYear: (timestamp.month + 5) / 6
        case .hour: timestamp.hour
        case .halfDayHour: (timestamp.hour + 11) % 12 + 1
        case .minute: timestamp.minute
        case .second: timestamp.second
        case .fraction, .half, .ordinal, .offset, .weekday: 0
        }
    }
}
