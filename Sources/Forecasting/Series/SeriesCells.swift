import Datasets

/// The cells of a file of a series, all with as many columns, in one stretch of memory.
struct SeriesCells {
    let file: String
    let delimiter: UInt8
    /// The names of the first row, or "1", "2" … where it holds values.
    let names: [String]
    let hasHeader: Bool
    /// What was left out or decided, a sentence each.
    let notes: [String]
    /// The line of each row.
    private(set) var lines: [Int] = []
    private var bytes: [UInt8] = []
    /// Where each cell ends, row after row.
    private var ends: [Int] = []

    var rowCount: Int { lines.count }
    var columnCount: Int { names.count }

    func place(_ row: Int) -> SeriesPlace { SeriesPlace(file: file, row: row + 1, line: lines[row]) }

    subscript(row: Int, column: Int) -> ArraySlice<UInt8> {
        let index = row * columnCount + column
        return bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
    }

    func text(_ row: Int, _ column: Int) -> String { String(decoding: self[row, column].trimmed, as: UTF8.self) }

    /// The cells of a column, from the first row to the last.
    func column(_ column: Int) -> some Sequence<ArraySlice<UInt8>> {
        (0..<rowCount).lazy.map { self[$0, column] }
    }

    /// The index of a column.
    func index(of reference: ColumnReference) throws(SeriesError) -> Int {
        guard let index = RecordColumns.index(of: reference, count: names.count, header: names) else {
            throw .noSuchColumn(file: file, column: reference.description, columns: names)
        }
        return index
    }

    /// Reads all rows of a text.
    ///
    /// - Throws: ``SeriesError``, ``RecordError``, `TextEncodingError`, or what the source of the text throws.
    init(reading input: TextInput, options: SeriesOptions) throws {
        var rows = try SeriesRows(of: input, options: options)
        (file, delimiter, names, hasHeader) = (rows.file, rows.delimiter, rows.names, rows.hasHeader)
        let keys = try options.series.map { key in
            guard let column = RecordColumns.index(of: key.column, count: rows.names.count, header: rows.names) else {
                throw SeriesError.noSuchColumn(file: rows.file, column: key.column.description, columns: rows.names)
            }
            return (column, key.value)
        }
        var (lines, bytes, ends): ([Int], [UInt8], [Int]) = ([], [], [])
        while let (cells, line) = try rows.next() {
            guard keys.allSatisfy({ SeriesKey.value(of: cells[$0.0]) == $0.1 }) else { continue }
            for cell in cells {
                bytes += cell.utf8
                ends.append(bytes.count)
            }
            lines.append(line)
        }
        (self.lines, self.bytes, self.ends, notes) = (lines, bytes, ends, rows.notes)
    }

    /// Cells that were read before.
    package init(of rows: SeriesRows, file: String, lines: [Int], bytes: [UInt8], ends: [Int]) {
        (self.file, delimiter, names, hasHeader) = (file, rows.delimiter, rows.names, rows.hasHeader)
        (self.lines, self.bytes, self.ends, notes) = (lines, bytes, ends, [])
    }
}
