/// A moment in civil time as the clock of a file showed it, without a zone, to the nanosecond.
///
/// The calendar is the Gregorian one, also before it was introduced.
public struct Timestamp: Sendable, Hashable, Comparable, Codable {
    /// Since 1970-01-01 00:00:00, rounded down.
    public let seconds: Int64
    /// What comes on top of ``seconds``, 0..<1,000,000,000.
    public let nanoseconds: Int32

    static let secondsOfDay: Int64 = 86_400

    /// Seconds since 1970-01-01 00:00:00, and nanoseconds after them.
    public init(seconds: Int64, nanoseconds: Int32 = 0) {
        precondition(
            (0..<1_000_000_000).contains(nanoseconds),
            "Timestamp: \(nanoseconds) nanoseconds, outside 0..<1,000,000,000.")
        (self.seconds, self.nanoseconds) = (seconds, nanoseconds)
    }

    /// Nil where there is no such day or time; the years are 0…9999, and a minute has 60 seconds.
    public init?(
        year: Int, month: Int = 1, day: Int = 1, hour: Int = 0, minute: Int = 0, second: Int = 0, nanosecond: Int = 0
    ) {
        guard (0...9999).contains(year), (1...12).contains(month),
            (1...Self.daysOfMonth(month, year: year)).contains(day),
            (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second),
            (0..<1_000_000_000).contains(nanosecond)
        else { return nil }
        nanoseconds = Int32(nanosecond)
        let time = (hour * 60 + minute) * 60 + second
        seconds = Self.dayNumber(year: year, month: month, day: day) * Self.secondsOfDay + Int64(time)
    }

    public static func < (first: Timestamp, second: Timestamp) -> Bool {
        (first.seconds, first.nanoseconds) < (second.seconds, second.nanoseconds)
    }

    // MARK: Parts

    /// Days since 1970-01-01.
    var dayNumber: Int64 { Self.floored(seconds, by: Self.secondsOfDay) }
    /// Seconds since midnight.
    var secondOfDay: Int { Int(seconds - dayNumber * Self.secondsOfDay) }

    /// The year of the Gregorian calendar.
    public var year: Int { date.year }
    /// The month, from 1.
    public var month: Int { date.month }
    /// The day of the month, from 1.
    public var day: Int { date.day }
    /// The hour, 0 to 23.
    public var hour: Int { secondOfDay / 3600 }
    /// The minute, 0 to 59.
    public var minute: Int { secondOfDay / 60 % 60 }
    /// The second, 0 to 59.
    public var second: Int { secondOfDay % 60 }

    /// 1 is Monday, 7 is Sunday.
    public var weekday: Int {
        let days = dayNumber + 3  // 1970-01-01 was a Thursday
        return Int(days - 7 * Self.floored(days, by: 7)) + 1
    }

    /// From 1.
    public var dayOfYear: Int { Int(dayNumber - Self.dayNumber(year: year, month: 1, day: 1)) + 1 }

    /// 365, or 366 in leap years.
    public var daysInYear: Int { Self.isLeap(year) ? 366 : 365 }

    /// The week of ISO 8601, 1…53, and the year that it belongs to.
    var isoWeek: (year: Int, week: Int) {
        let thursday = addingDays(4 - weekday)
        return (thursday.year, (thursday.dayOfYear - 1) / 7 + 1)
    }

    /// A day of a week of ISO 8601; nil where there is none.
    init?(isoYear year: Int, week: Int, weekday: Int) {
        guard (1...53).contains(week), (1...7).contains(weekday), let fourth = Timestamp(year: year, month: 1, day: 4)
        else { return nil }
        let day = fourth.addingDays(7 * (week - 1) + weekday - fourth.weekday)
        guard day.isoWeek == (year, week) else { return nil }
        self = day
    }

    /// Months since January of the year 0.
    var monthNumber: Int {
        let date = date
        return date.year * 12 + date.month - 1
    }

    var isWeekend: Bool { weekday > 5 }

    // MARK: Calendar

    private static let daysBeforeMonth = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]
    /// The day number of 0000-01-01.
    private static let dayZero: Int64 = -719_528

    static func isLeap(_ year: Int) -> Bool {
        year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    }

    static func daysOfMonth(_ month: Int, year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    static func floored(_ value: Int64, by divisor: Int64) -> Int64 {
        let quotient = value / divisor
        return value % divisor < 0 ? quotient - 1 : quotient
    }

    /// The days of the years before a year, counted from the year 0, which is a leap year.
    private static func daysBefore(year: Int64) -> Int64 {
        let last = year - 1
        return 365 * year + floored(last, by: 4) - floored(last, by: 100) + floored(last, by: 400) + 1
    }

    private static func dayNumber(year: Int, month: Int, day: Int) -> Int64 {
        let leapDay = month > 2 && isLeap(year) ? 1 : 0
        return dayZero + daysBefore(year: Int64(year)) + Int64(daysBeforeMonth[month - 1] + leapDay + day - 1)
    }

    private var date: (year: Int, month: Int, day: Int) {
        let days = dayNumber - Self.dayZero
        // 146,097 days are 400 years; the estimate is right or one year too high or low.
        var year = Self.floored(days * 400, by: 146_097)
        while Self.daysBefore(year: year) > days { year -= 1 }
        while Self.daysBefore(year: year + 1) <= days { year += 1 }
        var rest = Int(days - Self.daysBefore(year: year))
        var month = 1
        while rest >= Self.daysOfMonth(month, year: Int(year)) {
            rest -= Self.daysOfMonth(month, year: Int(year))
            month += 1
        }
        return (Int(year), month, rest + 1)
    }

    /// The moment some months later, on the same day or, where the month is shorter, on its last.
    func addingMonths(_ count: Int) -> Timestamp {
        let number = Int64(monthNumber + count)
        let year = Int(Self.floored(number, by: 12))
        let month = Int(number) - 12 * year + 1
        let day = min(day, Self.daysOfMonth(month, year: year))
        let days = Self.dayNumber(year: year, month: month, day: day)
        return Timestamp(seconds: days * Self.secondsOfDay + Int64(secondOfDay), nanoseconds: nanoseconds)
    }

    func addingDays(_ count: Int) -> Timestamp { adding(seconds: count * Int(Self.secondsOfDay)) }

    func adding(seconds count: Int) -> Timestamp {
        Timestamp(seconds: seconds + Int64(count), nanoseconds: nanoseconds)
    }

    /// The nanoseconds since 1970-01-01 00:00:00.
    var totalNanoseconds: Int128 { Int128(seconds) * 1_000_000_000 + Int128(nanoseconds) }

    init(totalNanoseconds: Int128) {
        let (quotient, remainder) = totalNanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        self.init(
            seconds: Int64(quotient) - (remainder < 0 ? 1 : 0),
            nanoseconds: Int32(remainder < 0 ? remainder + 1_000_000_000 : remainder))
    }
}

extension Timestamp: CustomStringConvertible {
    /// As ISO 8601 writes it, with a space: 2016-07-01 13:00:00, and 13:00:00.25.
    public var description: String {
        let whole = DateFormat.iso.string(from: self)
        if nanoseconds == 0 { return whole }
        let digits = String(1_000_000_000 + Int(nanoseconds)).dropFirst()
        return "\(whole).\(digits.reversed().drop { $0 == "0" }.reversed().map(String.init).joined())"
    }
}
