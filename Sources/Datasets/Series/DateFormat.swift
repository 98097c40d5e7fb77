/// How a file writes its dates, as a pattern such as `dd.MM.yyyy HH:mm`.
///
/// The letters: `yyyy` a year of four digits, `yy` of two (00…68 are 2000…2068, the others 19..), `y` of any number;
/// `M` and `d`; `MMM` an English month such as Jan; `Q` a quarter; `H` hours, `h` those with `a` (AM, PM), `m` minutes,
/// `s` seconds, `S` fractions of a second, which are left out; `X` an offset such as +02:00 or Z, which is left out.
/// All other characters stand for themselves, and so do letters in single quotes. Reading, a doubled letter takes one
/// digit also; writing, it gives two. `unix` and `unix-ms` are seconds and milliseconds since 1970.
public struct DateFormat: Sendable, Hashable, CustomStringConvertible {
    enum Field: Character, Sendable {
        case year = "y"
        case month = "M"
        case day = "d"
        case quarter = "Q"
        case hour = "H"
        case halfDayHour = "h"
        case half = "a"
        case minute = "m"
        case second = "s"
        case fraction = "S"
        case offset = "X"
    }

    enum Token: Sendable, Hashable {
        case field(Field, width: Int)
        case literal(UInt8)
        /// Units since 1970, so many a second.
        case unix(perSecond: Int64)

        /// Whether it is a run of digits in the text.
        var isDigits: Bool {
            switch self {
            case .field(let field, let width): !(field == .half || field == .offset || field == .month && width >= 3)
            case .literal: false
            case .unix: true
            }
        }

        var hasTime: Bool {
            switch self {
            case .field(let field, _): field == .hour || field == .halfDayHour
            case .literal: false
            case .unix: true
            }
        }
    }

    public static let iso = DateFormat(tokens: tokens(of: "yyyy-MM-dd HH:mm:ss"))
    /// With the month as a word, for messages.
    static let spoken = DateFormat(tokens: tokens(of: "d MMM yyyy"))
    static let monthNames = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    let tokens: [Token]

    init(tokens: [Token]) { self.tokens = tokens }

    /// Nil where the pattern has neither a year nor an hour.
    public init?(pattern: String) {
        tokens = Self.tokens(of: pattern)
        let says = tokens.contains { token in
            if case .field(.year, _) = token { true } else { token.hasTime }
        }
        guard says else { return nil }
    }

    private static func tokens(of pattern: String) -> [Token] {
        if pattern == "unix" { return [.unix(perSecond: 1)] }
        if pattern == "unix-ms" { return [.unix(perSecond: 1000)] }
        var tokens: [Token] = []
        var isQuoted = false
        for character in pattern {
            if character == "'" {
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
        tokens.map { token in
            switch token {
            case .unix(1): "unix"
            case .unix: "unix-ms"
            case .field(let field, let width): String(repeating: field.rawValue, count: width)
            case .literal(let byte):
                Character(Unicode.Scalar(byte)).isLetter
                    ? "'\(Unicode.Scalar(byte))'" : String(Unicode.Scalar(byte))
            }
        }.joined()
    }

    var hasTime: Bool { tokens.contains(where: \.hasTime) }

    /// Whether what it reads may as well be a plain number.
    var isNumeric: Bool { tokens.allSatisfy(\.isDigits) }

    // MARK: Writing

    /// The date as the file writes it; fractions of a second are zeros, and offsets are left out.
    public func string(from timestamp: Timestamp) -> String {
        var bytes: [UInt8] = []
        for token in tokens {
            switch token {
            case .literal(let byte): bytes.append(byte)
            case .unix(let perSecond): bytes += String(timestamp.seconds * perSecond).utf8
            case .field(.month, let width) where width >= 3:
                bytes += Self.monthNames[timestamp.month - 1].utf8
            case .field(.half, _): bytes += (timestamp.hour < 12 ? "AM" : "PM").utf8
            case .field(.offset, _): break
            case .field(let field, let width):
                let digits = String(Self.value(of: field, width, timestamp)).utf8
                bytes += repeatElement(UInt8(ascii: "0"), count: max(0, width - digits.count))
                bytes += digits
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func value(of field: Field, _ width: Int, _ timestamp: Timestamp) -> Int {
        switch field {
        case .year: width == 2 ? timestamp.year % 100 : timestamp.year
        case .month: timestamp.month
        case .day: timestamp.day
        case .quarter: (timestamp.month + 2) / 3
        case .hour: timestamp.hour
        case .halfDayHour: (timestamp.hour + 11) % 12 + 1
        case .minute: timestamp.minute
        case .second: timestamp.second
        case .fraction, .half, .offset: 0
        }
    }
}
