import Foundation

/// The cells of a file of a series, all with as many columns, in one stretch of memory.
struct SeriesCells {
    let file: String
    let delimiter: UInt8
    /// The names of the first row, or "1", "2" … where it holds values.
    private(set) var names: [String] = []
    private(set) var hasHeader = false
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
    init(reading input: inout TextInput, delimiter: Character?) throws {
        file = input.file
        self.delimiter = try delimiter?.asciiValue ?? Self.delimiter(of: input.peekLines(20))
        let isBlank = self.delimiter.isBlank && self.delimiter != UInt8(ascii: "\t")
        var rows = CSVRows(delimiter: self.delimiter)
        do {
            while let (cells, line) = try isBlank ? Self.blankRow(from: &input) : rows.next(from: &input) {
                try append(cells, line)
            }
        } catch RecordError.unclosedQuote(let file, let line) {
            throw SeriesError.unclosedQuote(file: file, line: line)
        }
        if lines.isEmpty, !hasHeader { throw SeriesError.empty(file: file) }
    }

    private mutating func append(_ cells: [String], _ line: Int) throws(SeriesError) {
        if names.isEmpty {
            hasHeader = !Self.holdsValues(cells)
            names =
                hasHeader ? cells.map { $0.trimmingCharacters(in: .whitespaces) } : cells.indices.map { String($0 + 1) }
            while hasHeader, names.count > 1, names.last == "" { names.removeLast() }
            if hasHeader { return }
        }
        guard cells.count >= columnCount, cells.dropFirst(columnCount).allSatisfy(\.isEmpty) else {
            throw .unequalRow(
                SeriesPlace(file: file, row: rowCount + 1, line: line), found: cells.count, expected: columnCount)
        }
        for cell in cells.prefix(columnCount) {
            bytes += cell.utf8
            ends.append(bytes.count)
        }
        lines.append(line)
    }

    /// Whether a first row is one of values: numbers and dates, and one of them at least a number.
    private static func holdsValues(_ cells: [String]) -> Bool {
        let numbers = cells.map { cell in
            let bytes = Array(cell.utf8)[...]
            return NumberFormat.point.reads(bytes) || NumberFormat.comma.reads(bytes)
        }
        let areValues = zip(cells, numbers).allSatisfy { cell, isNumber in
            let bytes = Array(cell.utf8)[...]
            return isNumber || NumberFormat.isMissing(bytes) || DateFormats(fitting: bytes) != nil
        }
        return areValues && numbers.contains(true)
    }

    // MARK: Delimiters

    /// What occurs as often in each of the first lines, outside quotes, else what occurs in the first of them.
    private static func delimiter(of text: ArraySlice<UInt8>) -> UInt8 {
        let lines = text.split(separator: UInt8(ascii: "\n")).prefix(20).map(outsideQuotes)
            .filter { !$0.allSatisfy(\.isBlank) }
        let usual = ["\t", ";", ","].map { UInt8(ascii: $0) }
        func count(_ delimiter: UInt8, _ line: [UInt8]) -> Int { line.count { $0 == delimiter } }
        let regular = usual.first { delimiter in
            let counts = lines.map { count(delimiter, $0) }
            return counts.first.map { $0 > 0 && counts.allSatisfy { [first = $0] in $0 == first } } ?? false
        }
        if let found = regular ?? usual.first(where: { d in lines.contains { count(d, $0) > 0 } }) { return found }
        let cells = lines.map { $0.split(whereSeparator: \.isBlank).count }
        return cells.contains { $0 > 1 } && Set(cells).count == 1 ? UInt8(ascii: " ") : UInt8(ascii: ",")
    }

    private static func outsideQuotes(_ line: ArraySlice<UInt8>) -> [UInt8] {
        var isQuoted = false
        return line.filter { byte in
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            return !isQuoted && byte != UInt8(ascii: "\r")
        }
    }

    /// The cells of the next line that is not blank, which stand between runs of blanks.
    private static func blankRow(from input: inout TextInput) throws -> (cells: [String], line: Int)? {
        while true {
            let line = input.line
            guard let text = try input.nextLine() else { return nil }
            let cells = text.split(whereSeparator: \.isBlank).map { cell in
                String(decoding: cell.filter { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
            }
            if !cells.isEmpty { return (cells, line) }
        }
    }
}
