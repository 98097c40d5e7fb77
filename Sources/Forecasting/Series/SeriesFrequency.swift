/// How far apart the rows of a series are.
public enum SeriesFrequency: Sendable, Hashable {
    /// There are no dates: 1, 2, 3 …
    case rows
    /// A number of seconds, also whole days and weeks.
    case seconds(Int)
    /// A number of nanoseconds that make no whole seconds.
    case nanoseconds(Int)
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
        case .seconds(let seconds): return timestamp.adding(seconds: steps * seconds)
        case .nanoseconds(let step):
            return Timestamp(totalNanoseconds: timestamp.totalNanoseconds + Int128(steps) * Int128(step))
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
    /// Months count by the calendar, whatever the day. Trading days are the days from Monday to Friday. Times with
    /// fractions of a second may be a quarter of a step off: clocks are read late, and numbers are rounded.
    func steps(from first: Timestamp, to second: Timestamp) -> Int? {
        let seconds = Int(second.seconds - first.seconds)
        switch self {
        case .rows: return 1
        case .seconds(let step) where first.nanoseconds == 0 && second.nanoseconds == 0:
            return Self.quotient(seconds, step)
        case .seconds(let step): return Self.roundedQuotient(second, first, Int128(step) * 1_000_000_000)
        case .nanoseconds(let step): return Self.roundedQuotient(second, first, Int128(step))
        case .months(let step):
            let months = second.monthNumber - first.monthNumber
            return months == 0 && seconds != 0 ? nil : Self.quotient(months, step)
        case .tradingDays:
            guard let days = Self.quotient(seconds, Self.day), !first.isWeekend, !second.isWeekend
            else { return nil }
            let weeks = (days + first.weekday - second.weekday) / 7
            return days - 2 * weeks
        }
    }

    private static func quotient(_ value: Int, _ divisor: Int) -> Int? {
        value.isMultiple(of: divisor) ? value / divisor : nil
    }

    private static func roundedQuotient(_ second: Timestamp, _ first: Timestamp, _ step: Int128) -> Int? {
        let distance = second.totalNanoseconds - first.totalNanoseconds
        let steps = (2 * distance + (distance < 0 ? -step : step)) / (2 * step)
        guard 4 * (distance - steps * step).magnitude <= step.magnitude, steps != 0 || distance == 0 else { return nil }
        return Int(exactly: steps)
    }

    /// A step of so many nanoseconds.
    static func every(nanoseconds: Int) -> SeriesFrequency {
        nanoseconds.isMultiple(of: 1_000_000_000) ? .seconds(nanoseconds / 1_000_000_000) : .nanoseconds(nanoseconds)
    }

    /// Whether steps are the same but for what measuring them leaves open, which is nothing for whole seconds.
    public func isLike(_ other: SeriesFrequency) -> Bool {
        guard case .nanoseconds(let first) = self, case .nanoseconds(let second) = other else { return self == other }
        return abs(first - second) <= max(first, second) / 200
    }

    /// The natural periods in steps, the shortest first: the day and the week of hours, the week and the year of days,
    /// the year of weeks and months, the week of trading days.
    public var seasonalPeriods: [Int] {
        switch self {
        case .rows, .nanoseconds: []
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
