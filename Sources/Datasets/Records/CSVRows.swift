/// The rows of CSV that are not blank, one after the other from a text.
package struct CSVRows {
    package static let mostCells = 1 << 16

    private var scanner: CSVScanner
    package let delimiter: UInt8
    /// The number of cells of the first row.
    private(set) var firstCount: Int?

    package init(delimiter: UInt8) {
        self.delimiter = delimiter
        scanner = CSVScanner(delimiter: delimiter)
    }

    /// The next row and the line it begins in; nil at the end.
    package mutating func next(from input: inout TextInput) throws -> (cells: [String], line: Int)? {
        while true {
            let line = input.line
            guard try readRow(from: &input, line) else { return nil }
            let isBlank = scanner.isBlank
            let cells = scanner.takeCells()
            if input.isDamaged(from: line) || isBlank { continue }
            firstCount = firstCount ?? cells.count
            return (cells, line)
        }
    }

    /// Forgets the row that is begun and passes over everything up to the end of a line.
    package mutating func skip(through line: Int, of input: inout TextInput) throws {
        _ = scanner.takeCells()
        while input.line <= line, try input.skipLine() {}
    }

    /// Reads a row; false at the end.
    private mutating func readRow(from input: inout TextInput, _ line: Int) throws -> Bool {
        var isComplete = false
        while true {
            do {
                try input.take { bytes in
                    let found = try scanner.scan(bytes)
                    isComplete = found.isComplete
                    return found.taken
                }
            } catch is CSVScanner.TextBehindQuote {
                throw RecordError.textBehindQuote(file: input.file, line: line + scanner.lineBreaks)
            }
            if scanner.byteCount > input.limit {
                throw scanner.isInQuotes
                    ? RecordError.unclosedQuote(file: input.file, line: line + scanner.quoteLine)
                    : RecordError.tooLong(file: input.file, line: line, limit: input.limit)
            }
            guard scanner.cellCount <= Self.mostCells else {
                throw RecordError.tooManyCells(
                    file: input.file, line: line, found: scanner.cellCount, expected: firstCount ?? Self.mostCells)
            }
            if isComplete { return true }
            guard try input.refill() else { break }
        }
        if scanner.isInQuotes {
            throw RecordError.unclosedQuote(file: input.file, line: line + scanner.quoteLine)
        }
        guard scanner.hasBegun else { return false }
        scanner.finish()
        return true
    }
}
