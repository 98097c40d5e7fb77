import Foundation

/// The dates of a file: which column has them, how they are written, and what they say.
struct SeriesDates {
    /// One, or two where the clock stands in a column of its own.
    let columns: ClosedRange<Int>
    let format: DateFormat
    let timestamps: [Timestamp]

    private static let usualNames: Set<String> = [
        "date", "datetime", "time", "timestamp", "ds", "day", "month", "year", "period", "unix", "epoch", "unixtime",
        "date_time", "time_stamp",
    ]

    /// Nil where there are none.
    static func find(in cells: SeriesCells, options: SeriesOptions) throws(SeriesError) -> SeriesDates? {
        if let pattern = options.dateFormat, DateFormat(pattern: pattern) == nil {
            throw .invalidDateFormat(pattern)
        }
        if let reference = options.dateColumn {
            let column = try cells.index(of: reference)
            if let found = try SeriesDates(cells, column: column, options, isSure: true) { return found }
            throw .notADate(cells.place(0), text: cells.text(0, column), format: options.dateFormat)
        }
        for column in 0..<cells.columnCount {
            if let found = try SeriesDates(cells, column: column, options, isSure: false) { return found }
        }
        if let pattern = options.dateFormat {
            throw .notADate(cells.place(0), text: cells.text(0, 0), format: pattern)
        }
        return nil
    }

    /// Nil where the column does not begin with a date, or holds numbers that need not be dates.
    private init?(
        _ cells: SeriesCells, column: Int, _ options: SeriesOptions, isSure: Bool
    ) throws(SeriesError) {
        let given = options.dateFormat.flatMap(DateFormat.init(pattern:))
        if !isSure, let given, given.timestamp(from: cells[0, column]) == nil { return nil }
        let joined = JoinedCells(cells, column: column, mayJoin: given?.hasTime ?? true)
        guard var formats = given.map(DateFormats.init) ?? DateFormats(fitting: joined[0]) else { return nil }
        let mayBeNumber = given == nil && formats.formats.contains(where: \.isNumeric)
        do {
            for row in 0..<cells.rowCount { try formats.append(joined[row], row: row) }
        } catch {
            if mayBeNumber, !isSure { return nil }
            throw Self.error(for: error, in: cells, column, given)
        }
        guard let found = Self.choose(among: formats.readings) else {
            throw Self.ambiguity(of: formats.formats, joined)
        }
        if mayBeNumber, !isSure, !Self.areDates(found.timestamps, cells, column) { return nil }
        columns = joined.columns
        format = given ?? found.format.written(as: joined)
        timestamps = found.timestamps
    }

    /// The only format, or the only one with regular steps; formats that say the same are one. Nil where none is.
    private static func choose(
        among all: [(format: DateFormat, timestamps: [Timestamp])]
    ) -> (format: DateFormat, timestamps: [Timestamp])? {
        let readings = all.indices.filter { index in
            !all[..<index].contains { $0.timestamps == all[index].timestamps }
        }.map { all[$0] }
        if readings.count == 1 { return readings[0] }
        let regular = readings.filter { reading in
            let forward = isDescending(reading.timestamps) ? reading.timestamps.reversed() : reading.timestamps
            return SeriesFrequency.found(in: forward)?.isRegular(forward) ?? false
        }
        return regular.count == 1 ? regular[0] : nil
    }

    /// Whether no row is later than the one before it, and one earlier.
    static func isDescending(_ timestamps: [Timestamp]) -> Bool {
        guard let first = timestamps.first, let last = timestamps.last, last < first else { return false }
        return zip(timestamps, timestamps.dropFirst()).allSatisfy { $0 >= $1 }
    }

    /// Whether numbers are dates: the column is named so, or they are the first of several columns and regular.
    private static func areDates(_ timestamps: [Timestamp], _ cells: SeriesCells, _ column: Int) -> Bool {
        guard cells.columnCount > 1 else { return false }
        if cells.hasHeader, usualNames.contains(cells.names[column].lowercased()) { return true }
        let forward = isDescending(timestamps) ? timestamps.reversed() : timestamps
        return column == 0 && SeriesFrequency.found(in: forward)?.isRegular(forward) ?? false
    }

    private static func error(
        for misfit: DateFormats.Misfit, in cells: SeriesCells, _ column: Int, _ given: DateFormat?
    ) -> SeriesError {
        let (place, text) = (cells.place(misfit.row), cells.text(misfit.row, column))
        return misfit.isDate && given == nil
            ? .mixedDates(place, text: text, format: misfit.format.description)
            : .notADate(place, text: text, format: misfit.format.description)
    }

    /// The first date that is read in different ways tells.
    private static func ambiguity(of formats: [DateFormat], _ cells: JoinedCells) -> SeriesError {
        func moments(_ cell: ArraySlice<UInt8>) -> [Timestamp?] { formats.map { $0.timestamp(from: cell) } }
        let cell = cells.first { Set(moments($0)).count > 1 } ?? cells[0]
        let found = moments(cell)
        let distinct = formats.indices.filter { !found[..<$0].contains(found[$0]) }
        return .ambiguousDates(
            file: cells.cells.file, text: String(decoding: cell.trimmed, as: UTF8.self),
            formats: distinct.map { formats[$0].description },
            readings: distinct.map { index in found[index].map { DateFormat.spoken.string(from: $0) } ?? "" })
    }
}

/// The cells of a column of dates, with those of the next column where these are times of day.
private struct JoinedCells: Sequence {
    let cells: SeriesCells
    let columns: ClosedRange<Int>

    init(_ cells: SeriesCells, column: Int, mayJoin: Bool) {
        self.cells = cells
        let isDay = DateFormats(fitting: cells[0, column])?.formats.allSatisfy { !$0.hasTime } ?? false
        let isTime =
            column + 1 < cells.columnCount && cells[0, column + 1].contains(UInt8(ascii: ":"))
            && DateFormats(fitting: cells[0, column + 1])?.formats.allSatisfy(\.hasTime) ?? false
        columns = column...(isDay && isTime && mayJoin ? column + 1 : column)
    }

    subscript(row: Int) -> ArraySlice<UInt8> {
        guard columns.count > 1 else { return cells[row, columns.lowerBound] }
        return (cells[row, columns.lowerBound].trimmed + [UInt8(ascii: " ")] + cells[row, columns.upperBound])[...]
    }

    func makeIterator() -> some IteratorProtocol<ArraySlice<UInt8>> {
        (0..<cells.rowCount).lazy.map { self[$0] }.makeIterator()
    }
}
