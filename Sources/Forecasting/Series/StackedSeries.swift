import Datasets
import Foundation
import ModelFiles

/// Several series in one file, distinguished by the values of key columns.
///
/// The rows of a series may be anywhere in the file. The file is read once. Rows are kept in memory up to a limit and
/// beyond it in a temporary file, so that only one series is held in memory.
public final class StackedSeries {
    /// The name of the file that messages give.
    public let file: String
    /// The names of the columns that tell series apart.
    public let columns: [String]
    /// What stands in these columns, one list a series, in the order in which they first occur.
    public private(set) var keys: [[String]] = []

    private let rows: SeriesRows
    private let options: SeriesOptions
    private let references: [ColumnReference]
    private let store: RowStore

    /// Reads a file; nil is standard input.
    ///
    /// - Parameter memory: The bytes of rows to keep in memory.
    /// - Throws: As ``SeriesTable/init(contentsOf:options:)``.
    public convenience init(
        contentsOf url: URL?, by references: [ColumnReference], options: SeriesOptions = SeriesOptions(),
        memory: Int = 1 << 26
    ) throws {
        let chunks = try FileChunks(of: url)
        let file = url?.nameInMessages ?? "standard input"
        try self.init(file: file, by: references, options: options, memory: memory) { try chunks.next() }
    }

    /// Reads from anything that gives bytes.
    public init(
        file: String, by references: [ColumnReference], options: SeriesOptions = SeriesOptions(), memory: Int = 1 << 26,
        source: @escaping () throws -> [UInt8]?
    ) throws {
        var options = options
        options.series = []
        let input = TextInput(file: file, encoding: options.encoding, limit: 1 << 20, source: source)
        var named = options
        named.series = references.map { SeriesKey(column: $0, value: "") }
        var rows = try SeriesRows(of: input, options: named)
        let indices = try references.map { reference in
            guard let index = RecordColumns.index(of: reference, count: rows.names.count, header: rows.names) else {
                throw SeriesError.noSuchColumn(file: file, column: reference.description, columns: rows.names)
            }
            return index
        }
        let store = RowStore(limit: memory)
        var (numbers, keys): ([[String]: Int], [[String]]) = ([:], [])
        var rowNumber = 0
        while let (cells, line) = try rows.next() {
            rowNumber += 1
            let key = indices.map { SeriesKey.value(of: cells[$0]) }
            if let empty = key.firstIndex(of: "") {
                throw SeriesError.missingKey(
                    SeriesPlace(file: file, row: rowNumber, line: line), column: rows.names[indices[empty]])
            }
            let number = numbers[key] ?? keys.count
            if number == keys.count {
                numbers[key] = number
                keys.append(key)
            }
            try store.append(cells, line: line, to: number)
        }
        if keys.isEmpty { throw SeriesError.empty(file: file) }
        (self.file, self.rows, self.options, self.references, self.store) = (file, rows, options, references, store)
        (columns, self.keys) = (indices.map { rows.names[$0] }, keys)
    }

    /// What was left out or decided.
    public var notes: [ReadingNote] { rows.notes }

    /// The keys of a series, from 0, with which ``SeriesOptions/series`` reads it alone.
    public func series(_ index: Int) -> [SeriesKey] {
        zip(references, keys[index]).map { SeriesKey(column: $0, value: $1) }
    }

    /// A series, from 0.
    ///
    /// - Parameter columns: Those to read, in this order; empty for all that hold numbers, nil for those of the options.
    /// - Throws: ``SeriesError``, which names the lines of the file, or what reading the temporary file throws.
    public func table(_ index: Int, columns: [ColumnReference]? = nil) throws -> SeriesTable {
        let (lines, bytes, ends) = try store.rows(of: index, columns: rows.names.count)
        var options = options
        options.series = series(index)
        options.columns = columns ?? options.columns
        let label = zip(self.columns, keys[index]).map { "\($0) \($1)" }.joined(separator: ", ")
        let cells = SeriesCells(of: rows, file: "\(file) (\(label))", lines: lines, bytes: bytes, ends: ends)
        return try SeriesTable(cells, options: options)
    }
}

/// Rows of several series, those of each in the order in which they came.
private final class RowStore {
    private let limit: Int
    /// What is not yet in the file, by series.
    private var pending: [Int: [UInt8]] = [:]
    private var pendingCount = 0
    /// Where the rows of each series stand in the file.
    private var stretches: [Int: [Range<UInt64>]] = [:]
    private var file: FileHandle?

    init(limit: Int) { self.limit = limit }

    /// Each row is its line, then each cell with its length before it.
    func append(_ cells: [String], line: Int, to series: Int) throws {
        var record = Self.bytes(of: line)
        for cell in cells { record += Self.bytes(of: cell.utf8.count) + cell.utf8 }
        pending[series, default: []] += record
        pendingCount += record.count
        if pendingCount > limit { try flush() }
    }

    private static func bytes(of number: Int) -> [UInt8] {
        withUnsafeBytes(of: UInt64(number).littleEndian) { Array($0) }
    }

    private func flush() throws {
        let file = try file ?? Self.temporaryFile()
        self.file = file
        for (series, bytes) in pending {
            let start = try file.offset()
            try file.write(contentsOf: bytes)
            stretches[series, default: []].append(start..<start + UInt64(bytes.count))
        }
        (pending, pendingCount) = ([:], 0)
    }

    /// A file without a name, which is gone when it is closed.
    private static func temporaryFile() throws -> FileHandle {
        let url = FileManager.default.temporaryDirectory.appending(path: "forecast-\(UUID().uuidString)")
        try Data().write(to: url, options: .withoutOverwriting)
        // If its name cannot be removed, the system's cleaning of temporary files removes it.
        defer { try? FileManager.default.removeItem(at: url) }
        return try FileHandle(forUpdating: url)
    }

    func rows(of series: Int, columns: Int) throws -> (lines: [Int], bytes: [UInt8], ends: [Int]) {
        var record: [UInt8] = []
        for stretch in stretches[series] ?? [] {
            guard let file else { break }
            try file.seek(toOffset: stretch.lowerBound)
            record += try file.read(upToCount: stretch.count) ?? Data()
        }
        try file?.seekToEnd()
        record += pending[series] ?? []
        var (lines, bytes, ends, next): ([Int], [UInt8], [Int], Int) = ([], [], [], 0)
        func number() -> Int {
            defer { next += 8 }
            return record[next..<next + 8].reversed().reduce(0) { $0 << 8 | Int($1) }
        }
        while next < record.count {
            lines.append(number())
            for _ in 0..<columns {
                let count = number()
                bytes += record[next..<next + count]
                next += count
                ends.append(bytes.count)
            }
        }
        return (lines, bytes, ends)
    }
}

/// Whether the rows of a file are those of several series.
enum SeriesStack {
    /// The columns that tell them apart: with a date, they are different in every row, and each of them has several rows.
    ///
    /// - Returns: The fewest columns, those of words first; nil where there are none, or dates hardly repeat.
    static func keys(in cells: SeriesCells, _ dates: SeriesDates) -> (columns: [Int], count: Int)? {
        let rows = cells.rowCount
        let repeated = rows - Set(dates.timestamps).count
        guard dates.timestamps.count == rows, repeated > 0 else { return nil }
        var words: [Int] = []
        var numbers: [Int] = []
        for column in 0..<cells.columnCount where !dates.columns.contains(column) {
            let distinct = Set(cells.column(column).map(\.trimmed))
            guard distinct.count >= 2, 3 * distinct.count <= rows, !distinct.contains(where: \.isEmpty) else {
                continue
            }
            let values = distinct.map { NumberFormat.point.plainValue(of: $0) }
            if values.allSatisfy({ $0 == nil }) { words.append(column) }
            if values.allSatisfy({ $0.map { $0 == $0.rounded() } ?? true }) && !words.contains(column) {
                numbers.append(column)
            }
        }
        if 4 * repeated < rows {
            // Few dates repeat: only one series after the other is told from one with repetitions.
            for column in words where areBlocks(cells.column(column).map(\.trimmed)) {
                if let count = count(of: [column], in: cells, dates, least: 1) { return ([column], count) }
            }
            return nil
        }
        let candidates = (words + numbers).prefix(8)
        let pairs = candidates.indices.flatMap { first in
            candidates[(first + 1)...].map { [candidates[first], $0] }
        }
        for columns in candidates.map({ [$0] }) + pairs {
            if let count = count(of: columns, in: cells, dates) { return (columns, count) }
        }
        return nil
    }

    /// Whether the rows of each key stand together.
    private static func areBlocks(_ keys: [ArraySlice<UInt8>]) -> Bool {
        1 + zip(keys, keys.dropFirst()).count { $0 != $1 } == Set(keys).count
    }

    /// How many series columns tell apart; nil where two rows of one have the same date, or one has less than `least`.
    private static func count(
        of columns: [Int], in cells: SeriesCells, _ dates: SeriesDates, least: Int = 3
    ) -> Int? {
        var seen: [[ArraySlice<UInt8>]: Set<Timestamp>] = [:]
        for row in 0..<cells.rowCount {
            let key = columns.map { cells[row, $0].trimmed }
            guard seen[key, default: []].insert(dates.timestamps[row]).inserted else { return nil }
        }
        return seen.values.allSatisfy { $0.count >= least } ? seen.count : nil
    }
}
