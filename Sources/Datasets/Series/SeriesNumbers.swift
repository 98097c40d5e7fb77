import Tensors

/// The columns of numbers of a file.
struct SeriesNumbers {
    private(set) var names: [String] = []
    /// NaN where a value is missing.
    private(set) var columns: [[Double]] = []
    /// Which columns were left out.
    private(set) var notes: [String] = []

    /// Reads the columns asked for, or all of numbers.
    init(
        reading cells: SeriesCells, except dates: ClosedRange<Int>?, options: SeriesOptions
    ) throws(SeriesError) {
        let others = (0..<cells.columnCount).filter { !(dates?.contains($0) ?? false) }
        var wanted: [Int] = []
        for reference in options.columns { wanted.append(try cells.index(of: reference)) }
        let read = wanted.isEmpty ? others : wanted
        let format =
            options.decimalComma.map { $0 ? NumberFormat.comma : .point } ?? Self.format(of: read, in: cells)
        var leftOut: [String] = []
        for column in read {
            if wanted.isEmpty, !Self.isNumeric(cells.column(column), format) {
                leftOut.append(cells.names[column])
            } else {
                names.append(cells.names[column])
                columns.append(try Self.values(of: column, cells, format))
            }
        }
        if names.isEmpty { throw .noNumericColumn(file: cells.file, columns: cells.names) }
        if !leftOut.isEmpty {
            let list = leftOut.map(MessageText.quoted).joined(separator: ", ")
            notes.append(
                leftOut.count == 1
                    ? "Column \(list) is not of numbers and left out."
                    : "Columns \(list) are not of numbers and left out.")
        }
    }

    /// What more of the cells can be read as that cannot be read as both; with semicolons between cells, commas stand
    /// before decimals where both can be.
    private static func format(of columns: [Int], in cells: SeriesCells) -> NumberFormat {
        var (points, commas, hasComma) = (0, 0, false)
        for column in columns {
            for cell in cells.column(column) {
                let commaFound = cell.contains(UInt8(ascii: ","))
                guard commaFound || cell.contains(UInt8(ascii: ".")) else { continue }
                let (isPoint, isComma) = (NumberFormat.point.reads(cell), NumberFormat.comma.reads(cell))
                if isPoint, !isComma { points += 1 }
                if isComma, !isPoint { commas += 1 }
                if commaFound, isComma { hasComma = true }
            }
        }
        if points != commas { return points > commas ? .point : .comma }
        return hasComma && cells.delimiter == UInt8(ascii: ";") ? .comma : .point
    }

    /// Whether most cells that are not missing are numbers.
    private static func isNumeric(_ cells: some Sequence<ArraySlice<UInt8>>, _ format: NumberFormat) -> Bool {
        var (numbers, others) = (0, 0)
        for cell in cells where !NumberFormat.isMissing(cell) {
            if format.reads(cell) { numbers += 1 } else { others += 1 }
        }
        return numbers > others
    }

    private static func values(
        of column: Int, _ cells: SeriesCells, _ format: NumberFormat
    ) throws(SeriesError) -> [Double] {
        var values: [Double] = []
        values.reserveCapacity(cells.rowCount)
        for row in 0..<cells.rowCount {
            let cell = cells[row, column]
            guard let value = format.value(of: cell) else {
                guard NumberFormat.isMissing(cell) else {
                    throw .notANumber(cells.place(row), column: cells.names[column], text: cells.text(row, column))
                }
                values.append(.nan)
                continue
            }
            guard value.isFinite else { throw .infinite(cells.place(row), column: cells.names[column]) }
            values.append(value)
        }
        return values
    }
}
