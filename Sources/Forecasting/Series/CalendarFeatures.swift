import Foundation

extension SeriesTable {
    /// A cycle of the calendar.
    private enum Cycle: String {
        case timeOfDay = "time of day"
        case dayOfWeek = "day of week"
        case dayOfYear = "day of year"
        case monthOfYear = "month of year"

        /// The part of the cycle that has passed, 0..<1.
        func phase(of timestamp: Timestamp) -> Double {
            switch self {
            case .timeOfDay: Double(timestamp.secondOfDay) / Double(SeriesFrequency.day)
            case .dayOfWeek: Double(timestamp.weekday - 1) / 7
            case .dayOfYear: Double(timestamp.dayOfYear - 1) / Double(timestamp.daysInYear)
            case .monthOfYear: Double(timestamp.month - 1) / 12
            }
        }
    }

    /// Those that the frequency makes vary.
    private var cycles: [Cycle] {
        switch frequency {
        case .rows: []
        case .tradingDays: [.dayOfWeek, .dayOfYear]
        case .months(let months): months.isMultiple(of: 12) ? [] : [.monthOfYear]
        case .nanoseconds: [.timeOfDay, .dayOfWeek, .dayOfYear]
        case .seconds(let seconds):
            (seconds.isMultiple(of: SeriesFrequency.day) ? [] : [.timeOfDay])
                + (seconds.isMultiple(of: SeriesFrequency.week) ? [] : [.dayOfWeek]) + [.dayOfYear]
        }
    }

    /// What each of ``calendarFeatures(rows:)`` is, such as "time of day, sine".
    public var calendarFeatureNames: [String] {
        cycles.flatMap { ["\($0.rawValue), sine", "\($0.rawValue), cosine"] }
    }

    /// What the calendar says of rows, which is known in advance: the sine and cosine of the time of day, the day of
    /// the week, and the day or month of the year, as far as they vary at this frequency.
    ///
    /// - Parameter rows: From 0; also behind the last row.
    /// - Returns: For each row as many numbers as ``calendarFeatureNames`` has names; `[rows, features]`.
    public func calendarFeatures(rows: Range<Int>) -> [[Double]] {
        let cycles = cycles
        return rows.map { row in
            guard let timestamp = localTime(ofRow: row) else { return [] }
            return cycles.flatMap { cycle in
                let angle = 2 * Double.pi * cycle.phase(of: timestamp)
                return [sin(angle), cos(angle)]
            }
        }
    }
}
