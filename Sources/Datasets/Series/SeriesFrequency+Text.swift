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
        case .seconds: Self.every(unit.count, unit.name)
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
        }
    }

    /// A number of steps with an adjective, such as "3 missing hours" or "one missing step of 30 minutes".
    func counted(_ count: Int, _ adjective: String) -> String {
        let plural = count == 1 ? "" : "s"
        let noun = unit.count == 1 ? unit.name + plural : "step\(plural) of \(unit.count) \(unit.name)s"
        return "\(count == 1 ? "one" : String(count)) \(adjective) \(noun)"
    }

    /// A frequency as somebody types it: "hourly", "daily", "weekly", "monthly", "quarterly", "yearly", "rows",
    /// "trading-days", or a number with a unit such as "30min", "5m" (minutes), "2 h", "every 6 months". Nil: not
    /// understood.
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
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let unit = text.dropFirst(digits.count).drop { $0 == " " || $0 == "-" }
        guard let count = digits.isEmpty ? 1 : Int(digits), (1...100_000_000).contains(count) else { return nil }
        switch unit {
        case "s", "sec", "second", "seconds": self = .seconds(count)
        case "m", "min", "minute", "minutes": self = .seconds(count * 60)
        case "h", "hour", "hours": self = .seconds(count * Self.hour)
        case "d", "day", "days": self = .seconds(count * Self.day)
        case "w", "week", "weeks": self = .seconds(count * Self.week)
        case "mo", "month", "months": self = .months(count)
        case "q", "quarter", "quarters": self = .months(count * 3)
        case "y", "year", "years": self = .months(count * 12)
        default: return nil
        }
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
