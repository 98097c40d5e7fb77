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

extension SeriesFrequency {
    /// The most frequent step between moments that follow each other; nil where it makes up less than half of the steps
    /// forward.
    ///
    /// Months are taken where they are at least as frequent as a number of days. Steps of a day that spare all
    /// weekends are trading days. Of times with fractions of a second, steps are the same that differ by a quarter.
    static func found(in timestamps: [Timestamp]) -> SeriesFrequency? {
        if timestamps.contains(where: { $0.nanoseconds != 0 }), let found = measured(in: timestamps) { return found }
        var (seconds, months): ([Int: Int], [Int: Int]) = ([:], [:])
        var forward = 0
        for (first, second) in zip(timestamps, timestamps.dropFirst()) where second > first {
            forward += 1
            let step = Int(second.seconds - first.seconds)
            guard step > 0 else { continue }
            seconds[step, default: 0] += 1
            if step >= 28 * day { months[second.monthNumber - first.monthNumber, default: 0] += 1 }
        }
        guard let step = mostFrequent(seconds) else { return nil }
        if step.value >= 28 * day, let month = mostFrequent(months), month.count >= step.count,
            month.count * 2 >= forward
        {
            return .months(month.value)
        }
        if step.value == day, seconds.count > 1, sparesWeekends(timestamps) { return .tradingDays }
        return step.count * 2 >= forward ? .seconds(step.value) : nil
    }

    /// The mean of the steps of less than a day that are near the middle one, rounded as far as their spread allows; nil
    /// where they make up less than half of the steps forward.
    private static func measured(in timestamps: [Timestamp]) -> SeriesFrequency? {
        let steps = zip(timestamps, timestamps.dropFirst()).filter { $1 > $0 }
            .map { $1.totalNanoseconds - $0.totalNanoseconds }.sorted()
        guard !steps.isEmpty, steps[steps.count / 2] < Int128(day) * 1_000_000_000 else { return nil }
        let middle = steps[steps.count / 2]
        let near = steps.filter { 4 * ($0 - middle).magnitude <= middle.magnitude }
        guard near.count * 2 >= steps.count, let first = near.first, let last = near.last else { return nil }
        let sum = near.reduce(0, +)
        let count = Int128(near.count)
        var unit: Int128 = 60_000_000_000
        for next: Int128 in [1_000_000_000, 100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1000, 100, 10, 1] {
            let rounded = (2 * sum + count * unit) / (2 * count * unit) * unit
            if rounded > 0, (rounded * count - sum).magnitude <= (last - first).magnitude { break }
            unit = next
        }
        let rounded = (2 * sum + count * unit) / (2 * count * unit) * unit
        return rounded > 0 ? .every(nanoseconds: Int(rounded)) : nil
    }

    /// Of several, the shortest.
    private static func mostFrequent(_ counts: [Int: Int]) -> (value: Int, count: Int)? {
        counts.max { ($0.value, -$0.key) < ($1.value, -$1.key) }.map { ($0.key, $0.value) }
    }

    /// Whether no day is a weekend, and few of the days between them are missing.
    private static func sparesWeekends(_ timestamps: [Timestamp]) -> Bool {
        guard let first = timestamps.min(), let last = timestamps.max(), !timestamps.contains(where: \.isWeekend),
            let days = SeriesFrequency.tradingDays.steps(from: first, to: last)
        else { return false }
        return timestamps.count * 10 >= days * 9 && last.dayNumber - first.dayNumber > days
    }
}

extension SeriesFrequency: CustomStringConvertible {
    /// In words, such as "hourly" and "every 30 minutes"; ``init(parsing:)`` reads them.
    public var description: String {
        switch self {
        case .rows: "rows"
        case .tradingDays: "trading-days"
        case .months(1): "monthly"
        case .months(3): "quarterly"
        case .months(12): "yearly"
        case .months(let count): count.isMultiple(of: 12) ? "every \(count / 12) years" : "every \(count) months"
        case .seconds(Self.hour): "hourly"
        case .seconds(Self.day): "daily"
        case .seconds(Self.week): "weekly"
        case .seconds, .nanoseconds: Self.every(unit.count, unit.name)
        }
    }

    private static func every(_ count: Int, _ name: String) -> String {
        count == 1 ? "every \(name)" : "every \(count) \(name)s"
    }

    /// The largest unit of time of which a step is a whole number.
    private var unit: (count: Int, name: String) {
        switch self {
        case .rows: return (1, "row")
        case .tradingDays: return (1, "trading day")
        case .months(let count):
            return count.isMultiple(of: 12)
                ? (count / 12, "year")
                : count.isMultiple(of: 3) ? (count / 3, "quarter") : (count, "month")
        case .seconds(let seconds):
            let units = [(Self.week, "week"), (Self.day, "day"), (Self.hour, "hour"), (60, "minute")]
            guard let (size, name) = units.first(where: { seconds.isMultiple(of: $0.0) }) else {
                return (seconds, "second")
            }
            return (seconds / size, name)
        case .nanoseconds(let count):
            let units = [(1_000_000, "millisecond"), (1000, "microsecond"), (1, "nanosecond")]
            let (size, name) = units.first { count.isMultiple(of: $0.0) } ?? (1, "nanosecond")
            return (count / size, name)
        }
    }

    /// A number of steps with an adjective, such as "3 missing hours" or "one missing step of 30 minutes".
    func counted(_ count: Int, _ adjective: String) -> String {
        let plural = count == 1 ? "" : "s"
        let noun = unit.count == 1 ? unit.name + plural : "step\(plural) of \(unit.count) \(unit.name)s"
        return "\(count == 1 ? "one" : String(count)) \(adjective) \(noun)"
    }

    /// A frequency as somebody types it: "hourly", "daily", "weekly", "monthly", "quarterly", "yearly", "rows",
    /// "trading-days", or a number with a unit such as "30min", "5m" (minutes), "2 h", "every 6 months", "200ms", "0.5s",
    /// "5Hz". Nil: not understood.
    public init?(parsing text: String) {
        var text = text.lowercased()[...]
        if text.hasPrefix("every ") { text.removeFirst(6) }
        let words: [String: SeriesFrequency] = [
            "rows": .rows, "trading-days": .tradingDays, "hourly": .seconds(Self.hour), "daily": .seconds(Self.day),
            "weekly": .seconds(Self.week), "monthly": .months(1), "quarterly": .months(3), "yearly": .months(12),
            "annual": .months(12),
        ]
        if let found = words[String(text)] {
            self = found
            return
        }
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let unit = String(text.dropFirst(digits.count).drop { $0 == " " || $0 == "-" })
        if let found = Self.duration(digits, unit) {
            self = found
            return
        }
        guard let count = digits.isEmpty ? 1 : Int(digits), (1...100_000_000).contains(count) else { return nil }
        switch unit {
        case "mo", "month", "months": self = .months(count)
        case "q", "quarter", "quarters": self = .months(count * 3)
        case "y", "year", "years": self = .months(count * 12)
        default: return nil
        }
    }

    /// The nanoseconds of each unit of time.
    private static let units: [(names: Set<String>, nanoseconds: Double)] = [
        (["ns", "nanosecond", "nanoseconds"], 1), (["us", "µs", "μs", "microsecond", "microseconds"], 1e3),
        (["ms", "millisecond", "milliseconds"], 1e6), (["s", "sec", "second", "seconds"], 1e9),
        (["m", "min", "minute", "minutes"], 60e9), (["h", "hour", "hours"], 3600e9),
        (["d", "day", "days"], 86_400e9), (["w", "week", "weeks"], 604_800e9),
    ]

    /// A number of a unit of time, or of steps a second; nil where it is none or too long.
    private static func duration(_ digits: Substring, _ unit: String) -> SeriesFrequency? {
        guard let count = digits.isEmpty ? 1 : Double(digits), count > 0 else { return nil }
        let nanoseconds: Double
        if unit == "hz" {
            nanoseconds = 1e9 / count
        } else {
            guard let size = units.first(where: { $0.names.contains(unit) })?.nanoseconds else { return nil }
            nanoseconds = count * size
        }
        // 180 years of nanoseconds; longer steps are whole seconds.
        if nanoseconds.rounded() >= 1, nanoseconds <= 0x1p62 { return .every(nanoseconds: Int(nanoseconds.rounded())) }
        let seconds = (nanoseconds / 1e9).rounded()
        return seconds >= 1 && seconds <= 1e11 ? .seconds(Int(seconds)) : nil
    }
}

extension SeriesFrequency: Codable {
    /// Reads the words that ``description`` gives.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let found = SeriesFrequency(parsing: text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' is no frequency.")
        }
        self = found
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
