import Tokenization

/// How timestamps of a table relate to the time on a clock.
public struct SeriesClock: Sendable, Hashable {
    /// What the clock is ahead of UTC; nil where nothing is known of it.
    private let offsets: ZoneOffsets?
    /// Whether timestamps are moments in UTC, and not what the clock shows.
    private let countsMoments: Bool
    /// Whether ``offsets`` go by what timestamps count, and not by moments in UTC.
    private let hasOwnOffsets: Bool

    /// Timestamps are what the clock shows.
    public static let civil = SeriesClock(offsets: nil, countsMoments: false, hasOwnOffsets: false)

    private init(offsets: ZoneOffsets?, countsMoments: Bool, hasOwnOffsets: Bool) {
        (self.offsets, self.countsMoments, self.hasOwnOffsets) = (offsets, countsMoments, hasOwnOffsets)
    }

    /// What the clock shows at a timestamp.
    func local(_ timestamp: Timestamp) -> Timestamp {
        countsMoments ? timestamp.adding(seconds: offset(timestamp) ?? 0) : timestamp
    }

    /// What the clock is ahead of UTC at a timestamp, in seconds.
    func offset(_ timestamp: Timestamp) -> Int? {
        guard let offsets else { return nil }
        if countsMoments || hasOwnOffsets { return offsets.offset(at: timestamp.seconds) }
        return offsets.offsets(atLocal: timestamp.seconds).first ?? offsets.offset(at: timestamp.seconds)
    }

    /// A timestamp as a file writes it.
    func text(of timestamp: Timestamp, _ format: DateFormat) -> String {
        format.string(from: local(timestamp), offset: offset(timestamp))
    }

    // MARK: Finding

    /// A time of a row that a clock skips, or shows twice without the order of the rows telling which is meant.
    struct Unclear: Error {
        let row: Int
        let isSkipped: Bool
    }

    /// The timestamps of some rows, and the clock that shows them.
    ///
    /// Days and longer steps are counted as the clock shows them, so that a day may have 23 hours; shorter ones in UTC.
    ///
    /// - Parameter zone: Where the clock is; nil: the offsets that are said, if there are any.
    static func find(
        _ readings: [DateReading], zone: ZoneOffsets?, options: SeriesOptions
    ) throws(Unclear) -> (timestamps: [Timestamp], clock: SeriesClock) {
        let written = readings.map(\.local)
        guard let zone else {
            let first = readings.first?.offset
            if readings.allSatisfy({ $0.offset == first }) { return (written, .civil) }
            let moments = readings.compactMap(\.moment)
            guard moments.count == readings.count else { return (written, .civil) }
            let counts = countsMoments(moments, written, options)
            let timestamps = counts ? moments : written
            let offsets = ZoneOffsets(zip(timestamps, readings).map { ($0.seconds, $1.offset ?? 0) })
            return (timestamps, SeriesClock(offsets: offsets, countsMoments: counts, hasOwnOffsets: true))
        }
        let moments = try moments(of: readings, in: zone, sorts: options.sorts)
        let locals = moments.map { $0.adding(seconds: zone.offset(at: $0.seconds)) }
        let counts = countsMoments(moments, locals, options)
        return (
            counts ? moments : locals, SeriesClock(offsets: zone, countsMoments: counts, hasOwnOffsets: false)
        )
    }

    private static func countsMoments(
        _ moments: [Timestamp], _ locals: [Timestamp], _ options: SeriesOptions
    ) -> Bool {
        if let given = options.frequency { return !given.isDayOrLonger }
        func forward(_ times: [Timestamp]) -> [Timestamp] {
            options.sorts ? times.sorted() : SeriesDates.isDescending(times) ? times.reversed() : times
        }
        let (moments, locals) = (forward(moments), forward(locals))
        guard let days = SeriesFrequency.found(in: locals), days.isDayOrLonger else { return true }
        if days.isRegular(locals) { return false }
        return SeriesFrequency.found(in: moments)?.isRegular(moments) ?? false
    }

    // MARK: Local times

    /// The moments of local times. Where a clock shows a time twice, the order of the rows tells which is meant.
    private static func moments(
        of readings: [DateReading], in zone: ZoneOffsets, sorts: Bool
    ) throws(Unclear) -> [Timestamp] {
        let isTurned = runsBackwards(readings.map(\.local))
        let rows = isTurned ? Array(readings.indices.reversed()) : Array(readings.indices)
        var moments: [Timestamp] = Array(repeating: Timestamp(seconds: 0), count: rows.count)
        // Rows since the last one that is clear, and how many of them stand before the clock is put back.
        var doubled: [(row: Int, moments: [Timestamp])] = []
        var isFirst = true
        for row in rows {
            let reading = readings[row]
            let found =
                reading.moment.map { [$0] }
                ?? zone.offsets(atLocal: reading.local.seconds).map { reading.local.adding(seconds: -$0) }
            if found.isEmpty { throw Unclear(row: row, isSkipped: true) }
            if found.count > 1 {
                if sorts { throw Unclear(row: row, isSkipped: false) }
                doubled.append((row, found))
                continue
            }
            settle(&doubled, readings, isFirst: isFirst, &moments)
            isFirst = false
            moments[row] = found[0]
        }
        settle(&doubled, readings, isFirst: false, &moments)
        return moments
    }

    /// Whether times go back from row to row, but where the clock was put back.
    private static func runsBackwards(_ locals: [Timestamp]) -> Bool {
        guard let first = locals.first, let last = locals.last, last < first else { return false }
        let steps = zip(locals, locals.dropFirst())
        return 2 * steps.count { $0 < $1 } < steps.count { $0 > $1 }
    }

    /// Times that a clock shows twice are those before it is put back, up to one that is no later than the one before.
    private static func settle(
        _ doubled: inout [(row: Int, moments: [Timestamp])], _ readings: [DateReading], isFirst: Bool,
        _ moments: inout [Timestamp]
    ) {
        let back = doubled.indices.dropFirst().first { index in
            readings[doubled[index].row].local <= readings[doubled[index - 1].row].local
        }
        // At the start of the file the times border on those behind them.
        let change = back ?? (isFirst ? 0 : doubled.count)
        for (index, (row, both)) in doubled.enumerated() { moments[row] = both[index < change ? 0 : 1] }
        doubled = []
    }
}

extension SeriesFrequency {
    /// Whether steps are days, weeks, months or longer.
    fileprivate var isDayOrLonger: Bool {
        switch self {
        case .rows, .nanoseconds: false
        case .seconds(let seconds): seconds.isMultiple(of: Self.day)
        case .months, .tradingDays: true
        }
    }
}

/// The time zone of the dates of a series.
public enum SeriesZone {
    /// What its clocks are ahead of UTC: a zone of the IANA database, UTC, or an offset such as +01:00. Nil where there is
    /// none of that name, or several have it.
    static func offsets(of name: String) -> ZoneOffsets? {
        if ["UTC", "GMT", "Z"].contains(name) { return ZoneOffsets(0) }
        if let first = name.first, "+-".contains(first) {
            let format = DateFormat(tokens: [.field(.offset, width: 1)])
            return format.reading(from: Array(name.utf8)[...])?.offset.map { ZoneOffsets($0) }
        }
        // CET or EST are what clocks show for a part of the year, or in several places.
        guard name.contains("/") || name.count > 4, name.allSatisfy({ $0.isASCII }) else { return nil }
        return ZoneOffsets(zone: name)
    }

    /// Whether there is one of that name.
    public static func isKnown(_ name: String) -> Bool { offsets(of: name) != nil }
}
