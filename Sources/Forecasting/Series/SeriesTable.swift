import Datasets
import Foundation
import ModelFiles
import Tensors

/// One or more series over the same regular times, as a file has them.
///
/// ```swift
/// let table = try SeriesTable(contentsOf: URL(filePath: "airline-passengers.csv"))
/// table.frequency          // monthly
/// table.columns[0].values  // 112, 118, 132 …
/// table.label(ofRow: 144)  // "1961-01", the first month that the file does not have
/// ```
public struct SeriesTable: Sendable {
    /// The name of the file that messages give.
    public let file: String
    /// The step between rows.
    public let frequency: SeriesFrequency
    /// One a row; none where the frequency is `rows`. They are moments in UTC where rows are less than a day apart and
    /// the offsets of the clock are known and change, else what the clock shows.
    public let timestamps: [Timestamp]
    /// The series, in the order in which they were asked for.
    public let columns: [SeriesColumn]
    /// Writes timestamps as the file does; nil where it has no dates.
    public let dateFormat: DateFormat?
    /// What ``timestamps`` count, and what a clock shows at them.
    public let clock: SeriesClock
    /// What was done to the contents of the file.
    public let notes: [ReadingNote]
    /// The number of rows.
    public let count: Int
    /// The row from which moments behind the end are counted: of the months, the last that has the latest day, so that
    /// the end of a short month does not move those behind it.
    private let anchor: Int

    /// Makes a table of columns.
    ///
    /// - Parameter timestamps: One a row, or none with the frequency `rows`.
    /// - Precondition: All columns have the same number of values.
    public init(
        columns: [SeriesColumn], timestamps: [Timestamp] = [], frequency: SeriesFrequency = .rows,
        dateFormat: DateFormat? = nil, file: String = "values", notes: [ReadingNote] = [], clock: SeriesClock = .civil
    ) {
        let count = columns.first?.values.count ?? 0
        precondition(
            columns.allSatisfy { $0.values.count == count },
            "SeriesTable: columns of \(columns.map(\.values.count)) values; all must have as many")
        precondition(
            timestamps.count == (frequency == .rows ? 0 : count),
            "SeriesTable: \(timestamps.count) timestamps for \(count) rows with the frequency \(frequency)")
        (self.columns, self.timestamps, self.frequency, self.count) = (columns, timestamps, frequency, count)
        (self.file, self.notes, self.clock) = (file, notes, clock)
        self.dateFormat = timestamps.isEmpty ? nil : dateFormat ?? .iso
        if case .months = frequency {
            let latest = timestamps.map(\.day).max()
            anchor = timestamps.lastIndex { $0.day == latest } ?? 0
        } else {
            anchor = max(0, count - 1)
        }
    }

    /// A series without dates.
    public init(values: [Double], name: String) {
        self.init(columns: [SeriesColumn(name: name, values: values)])
    }

    /// The moment of a row, from 0, also behind the last; nil where there are no dates.
    public func timestamp(ofRow row: Int) -> Timestamp? {
        precondition(row >= 0, "SeriesTable.timestamp: row \(row) is negative")
        if timestamps.isEmpty { return nil }
        return row < count ? timestamps[row] : frequency.advance(timestamps[anchor], by: row - anchor)
    }

    /// The date of a row, from 0, as the file writes it, or its number, from 1; also behind the last row.
    public func label(ofRow row: Int) -> String {
        guard let timestamp = timestamp(ofRow: row), let dateFormat else { return String(row + 1) }
        return clock.text(of: timestamp, dateFormat)
    }

    /// What the clock shows at a row, from 0, also behind the last; nil where there are no dates.
    public func localTime(ofRow row: Int) -> Timestamp? { timestamp(ofRow: row).map(clock.local) }

    /// The column of a name, or of a number: its own in the file, or its place in
    /// ``columns`` where these are from none.
    ///
    /// - Throws: ``SeriesError/noSuchColumn(file:column:columns:)``
    public func column(_ reference: ColumnReference) throws(SeriesError) -> SeriesColumn {
        let names = columns.map(\.name)
        let index =
            switch reference {
            case .name: RecordColumns.index(of: reference, count: names.count, header: names)
            case .number(let number): columns.indices.first { (columns[$0].number ?? $0 + 1) == number }
            }
        guard let index else { throw .noSuchColumn(file: file, column: reference.description, columns: names) }
        return columns[index]
    }
}

extension SeriesTable {
    /// The number of rows up to the last at which all of some columns are known; behind it others may go on.
    ///
    /// - Throws: ``SeriesError/noSuchColumn(file:column:columns:)``
    public func knownCount(of names: [String]) throws(SeriesError) -> Int {
        var count = count
        for name in names { count = min(count, try column(.name(name)).knownCount) }
        return count
    }

    /// The first so many rows, or all where there are fewer; what follows is known no more.
    public func prefix(_ rows: Int) -> SeriesTable {
        SeriesTable(
            columns: columns.map {
                SeriesColumn(name: $0.name, values: Array($0.values.prefix(rows)), number: $0.number)
            },
            timestamps: Array(timestamps.prefix(rows)), frequency: frequency, dateFormat: dateFormat, file: file,
            notes: notes, clock: clock)
    }
}

extension SeriesTable {
    /// Reads a file; nil is standard input.
    ///
    /// The first row is a header unless it holds a number and all its cells are numbers, dates or missing. Cells are
    /// missing that are empty, or say NA, N/A, NaN, null, none, ? or -. Columns of something else than numbers are left
    /// out. A column may end before others do: what is missing behind its last value stays NaN.
    ///
    /// - Throws: ``SeriesError``, `RecordError` for what is no text, `FileError`, `TextEncodingError`.
    public init(contentsOf url: URL?, options: SeriesOptions = SeriesOptions()) throws {
        let chunks = try FileChunks(of: url)
        try self.init(file: url?.nameInMessages ?? "standard input", options: options) { try chunks.next() }
    }

    /// Reads bytes as ``init(contentsOf:options:)`` reads a file.
    public init(file: String, bytes: [UInt8], options: SeriesOptions = SeriesOptions()) throws {
        var rest = [bytes][...]
        try self.init(file: file, options: options) { rest.popFirst() }
    }

    /// Reads from anything that gives bytes.
    ///
    /// - Parameter source: Gives the next bytes, and nil at the end, behind which it is not called again.
    public init(
        file: String, options: SeriesOptions = SeriesOptions(), source: @escaping () throws -> [UInt8]?
    ) throws {
        let input = TextInput(file: file, encoding: options.encoding, limit: 1 << 20, source: source)
        try self.init(SeriesCells(reading: input, options: options), options: options)
    }

    init(_ cells: SeriesCells, options: SeriesOptions) throws(SeriesError) {
        let file = cells.file
        guard cells.rowCount >= 3 else { throw SeriesError.tooFewRows(file: file, count: cells.rowCount) }
        let dates = try SeriesDates.find(in: cells, options: options)
        var left = (dates?.columns).map(Array.init) ?? []
        for key in options.series { left.append(try cells.index(of: key.column)) }
        let numbers = try SeriesNumbers(reading: cells, except: left, options: options)
        var draft = SeriesDraft(
            file: file, names: numbers.names, format: dates?.format, clock: dates?.clock ?? .civil,
            columns: numbers.columns, timestamps: dates?.timestamps ?? [],
            places: (0..<cells.rowCount).map(cells.place), notes: cells.notes + numbers.notes)
        // Rows of several series are not to be merged; without that, their dates repeat.
        let stack = options.series.isEmpty ? dates.flatMap { SeriesStack.keys(in: cells, $0) } : nil
        let isMerged = options.duplicates != nil || options.acceptsIrregular || options.frequency == .rows
        let stacked = stack.map {
            SeriesError.stacked(file: file, columns: $0.columns.map { cells.names[$0] }, count: $0.count)
        }
        if let stacked {
            guard isMerged else { throw stacked }
            draft.notes.append(ReadingNote(stacked))
        }
        let frequency = try draft.regulate(options)
        try draft.fill(options.fill, frequency)
        guard draft.count >= 3 else { throw SeriesError.tooFewRows(file: file, count: draft.count) }
        let columns = draft.columns.indices.map { index in
            SeriesColumn(name: draft.names[index], values: draft.columns[index], number: numbers.numbers[index])
        }
        self.init(
            columns: columns, timestamps: draft.timestamps, frequency: frequency, dateFormat: dates?.format,
            file: file, notes: draft.notes, clock: draft.clock)
    }
}

extension SeriesTable {
    /// A text that changes with any value, date or name.
    public var fingerprint: String {
        var hash = StableHash()
        for column in columns {
            hash.add(column.name.utf8)
            for value in column.values { hash.add(word: value.isNaN ? 1 : value.bitPattern) }
        }
        for timestamp in timestamps {
            hash.add(word: UInt64(bitPattern: timestamp.seconds))
            if timestamp.nanoseconds != 0 { hash.add(word: UInt64(timestamp.nanoseconds)) }
        }
        return "\(count)-" + hash.digits
    }
}
