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
