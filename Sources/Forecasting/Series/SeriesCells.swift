import Datasets

/// The cells of a file of a series, all with as many columns, in one stretch of memory.
struct SeriesCells {
    let file: String
    let delimiter: UInt8
    /// The names of the first row, or "1", "2" … where it holds values.
    let names: [String]
    let hasHeader: Bool
    /// What was left out or decided.
    let notes: [ReadingNote]
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
    /// - Throws: ``SeriesError``, `RecordError`, `TextEncodingError`, or what the source of the text throws.
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

/// The values of one column of a series, one a row.
public struct SeriesColumn: Sendable {
    /// The name in the header, or the number of the column.
    public let name: String
    /// Its number in the file, from 1; nil where it is from none.
    public let number: Int?
    /// NaN only behind the known ones.
    public let values: [Double]
    /// The number of values up to the last that is known; behind them other columns go on, as covariates do whose
    /// future is known.
    public let knownCount: Int
    /// Whether all known values are the same.
    public let isConstant: Bool

    /// A column of values, oldest first.
    public init(name: String, values: [Double], number: Int? = nil) {
        self.name = name
        self.number = number
        self.values = values
        knownCount = (values.lastIndex { !$0.isNaN } ?? -1) + 1
        let first = values.first
        isConstant = values.prefix(knownCount).allSatisfy { $0 == first }
    }
}

/// What stands between the cells of a series, as its first lines tell.
struct SeriesDelimiter {
    let byte: UInt8
    /// Whether cells stand between runs of blanks.
    var isBlank: Bool { byte.isBlank && byte != Self.tab }

    private static let tab = UInt8(ascii: "\t")
    private static let comma = UInt8(ascii: ",")
    private static let semicolon = UInt8(ascii: ";")
    private static let usual = [tab, semicolon, UInt8(ascii: "|"), comma]

    init(byte: UInt8) { self.byte = byte }

    /// Finds what occurs as often in each of the first lines, outside quotes, else what occurs in the first of them.
    ///
    /// - Throws: ``SeriesError/delimiterMismatch(file:header:rows:line:)``
    init(of text: ArraySlice<UInt8>, file: String) throws(SeriesError) {
        let numbered = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated()
            .filter { !$1.trimmed.isEmpty && $1.trimmed != [UInt8(ascii: "\r")] && $1.first != UInt8(ascii: "#") }
            .prefix(20)
        let lines = numbered.map { Self.outsideQuotes($1) }
        try Self.requireOne(in: lines, file: file, line: numbered.dropFirst().first.map { $0.offset + 1 } ?? 1)
        if Self.areDecimalCommas(lines) {
            byte = Self.semicolon
            return
        }
        let regular = Self.usual.first { delimiter in
            let counts = lines.map { Self.count(delimiter, $0) }
            return counts.first.map { $0 > 0 && counts.allSatisfy { [first = $0] in $0 == first } } ?? false
        }
        if let found = regular ?? Self.usual.first(where: { d in lines.contains { Self.count(d, $0) > 0 } }) {
            byte = found
            return
        }
        let cells = lines.map { $0.split(whereSeparator: \.isBlank).count }
        byte = cells.contains { $0 > 1 } && Set(cells).count == 1 ? UInt8(ascii: " ") : Self.comma
    }

    private static func count(_ delimiter: UInt8, _ line: [UInt8]) -> Int { line.count { $0 == delimiter } }

    private static func outsideQuotes(_ line: ArraySlice<UInt8>) -> [UInt8] {
        var isQuoted = false
        return line.filter { byte in
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            return !isQuoted && byte != UInt8(ascii: "\r")
        }
    }

    /// Whether a column without delimiters in its header holds numbers with decimal commas, not all of which may as well
    /// have commas between groups of digits.
    private static func areDecimalCommas(_ lines: [[UInt8]]) -> Bool {
        guard let header = lines.first, !usual.contains(where: { count($0, header) > 0 }),
            !NumberFormat.point.reads(header[...])
        else { return false }
        let body = lines.dropFirst().filter { !NumberFormat.isMissing($0[...]) }
        return body.allSatisfy { NumberFormat.comma.reads($0[...]) }
            && body.contains { count(comma, $0) == 1 && !NumberFormat.point.reads($0[...]) }
    }

    /// Refuses a header that has another delimiter than the rows, which would make two cells of one number.
    private static func requireOne(in lines: [[UInt8]], file: String, line: Int) throws(SeriesError) {
        guard let header = lines.first, let first = lines.dropFirst().first else { return }
        for named in usual where count(named, header) > 0 {
            for found in usual where found != named && count(found, header) == 0 {
                guard lines.dropFirst().allSatisfy({ count(found, $0) == count(named, header) }) else { continue }
                let cells = first.split(separator: found, omittingEmptySubsequences: false)
                let areValues = cells.allSatisfy { cell in
                    NumberFormat.isMissing(cell) || NumberFormat.point.reads(cell) || NumberFormat.comma.reads(cell)
                        || DateFormats(fitting: cell) != nil
                }
                // With a comma before decimals, a row may have as many commas as the first row has.
                if areValues, found != comma || count(named, first) == 0 {
                    throw .delimiterMismatch(file: file, header: name(of: named), rows: name(of: found), line: line)
                }
            }
        }
    }

    private static func name(of delimiter: UInt8) -> String {
        switch delimiter {
        case tab: "tabs"
        case semicolon: "semicolons"
        case comma: "commas"
        default: "'\(Unicode.Scalar(delimiter))'"
        }
    }
}
