/// How far apart the rows of a series are.
public enum SeriesFrequency: Sendable, Hashable {
    /// There are no dates: 1, 2, 3 …
    case rows
    /// A number of seconds, also whole days and weeks.
    case seconds(Int)
    /// A number of months of the calendar, also quarters and years.
    case months(Int)
    /// Days with weekends and holidays left out.
    case tradingDays

    static let hour = 3600
    static let day = 86_400
    static let week = 7 * day

    /// The moment some steps later, or before where they are negative.
    ///
    /// Months keep the day, or take the last of a shorter month. Trading days pass over weekends but know no holidays;
    /// from a weekend, they count as from the Friday before it. Rows have no moments: the same comes back.
    public func advance(_ timestamp: Timestamp, by steps: Int) -> Timestamp {
        switch self {
        case .rows: return timestamp
        case .seconds(let seconds): return Timestamp(seconds: timestamp.seconds + Int64(steps) * Int64(seconds))
        case .months(let months): return timestamp.addingMonths(steps * months)
        case .tradingDays:
            let weekday = min(timestamp.weekday, 5)
            let friday = timestamp.addingDays(weekday - timestamp.weekday)
            let target = Int64(weekday - 1 + steps)
            let weeks = Int(Timestamp.floored(target, by: 5))
            return friday.addingDays(steps + 2 * weeks)
        }
    }

    /// The steps between two moments; nil where they are no whole number of them.
    ///
    /// Months count by the calendar, whatever the day. Trading days are the days from Monday to Friday.
    func steps(from first: Timestamp, to second: Timestamp) -> Int? {
        let seconds = second.seconds - first.seconds
        switch self {
        case .rows: return 1
        case .seconds(let step): return Self.quotient(Int(seconds), step)
        case .months(let step):
            let months = second.monthNumber - first.monthNumber
            return months == 0 && seconds != 0 ? nil : Self.quotient(months, step)
        case .tradingDays:
            guard let days = Self.quotient(Int(seconds), Self.day), !first.isWeekend, !second.isWeekend
            else { return nil }
            let weeks = (days + first.weekday - second.weekday) / 7
            return days - 2 * weeks
        }
    }

    private static func quotient(_ value: Int, _ divisor: Int) -> Int? {
        value.isMultiple(of: divisor) ? value / divisor : nil
    }

    /// The natural periods in steps, the shortest first: the day and the week of hours, the week and the year of days,
    /// the year of weeks and months, the week of trading days.
    public var seasonalPeriods: [Int] {
        switch self {
        case .rows: []
        case .tradingDays: [5]
        case .months(let months): months < 12 && 12.isMultiple(of: months) ? [12 / months] : []
        case .seconds(let step) where step < Self.day:
            [Self.day, Self.week].filter { $0.isMultiple(of: step) }.map { $0 / step }
        case .seconds(let step):
            (step < Self.week && Self.week.isMultiple(of: step) ? [Self.week / step] : [])
                + (step <= 182 * Self.day ? [365 * Self.day / step] : [])
        }
    }
}
