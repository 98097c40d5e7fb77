import Datasets
import ModelFiles

/// The columns of numbers of a file.
struct SeriesNumbers {
    private(set) var names: [String] = []
    /// The number of each in the file, from 1.
    private(set) var numbers: [Int] = []
    /// NaN where a value is missing.
    private(set) var columns: [[Double]] = []
    /// Which columns were left out.
    private(set) var notes: [ReadingNote] = []

    /// Reads the columns asked for, or all of numbers.
    init(
        reading cells: SeriesCells, except left: [Int], options: SeriesOptions
    ) throws(SeriesError) {
        let others = (0..<cells.columnCount).filter { !left.contains($0) }
        var wanted: [Int] = []
        for reference in options.columns { wanted.append(try cells.index(of: reference)) }
        let read = wanted.isEmpty ? others : wanted
        let format =
            options.decimalComma.map { $0 ? NumberFormat.comma : .point } ?? Self.format(of: read, in: cells)
        var leftOut: [String] = []
        for column in read {
            if let values = try Self.values(of: column, cells, format, isWanted: !wanted.isEmpty) {
                names.append(cells.names[column])
                numbers.append(column + 1)
                columns.append(values)
            } else {
                leftOut.append(cells.names[column])
            }
        }
        if names.isEmpty { throw .noNumericColumn(file: cells.file, columns: cells.names) }
        if let name = names.first(where: { name in cells.names.count { $0 == name } > 1 }) {
            let same = cells.names.indices.filter { cells.names[$0] == name }
            throw .columnNamedTwice(file: cells.file, column: name, numbers: same.map { $0 + 1 })
        }
        if !leftOut.isEmpty {
            let list = leftOut.map(MessageText.quoted).joined(separator: ", ")
            notes.append(
                ReadingNote(
                    leftOut.count == 1
                        ? "Column \(list) is not numeric and was skipped"
                        : "Columns \(list) are not numeric and were skipped"))
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

    /// Nil where the column was not asked for and most cells that are not missing are no numbers.
    private static func values(
        of column: Int, _ cells: SeriesCells, _ format: NumberFormat, isWanted: Bool
    ) throws(SeriesError) -> [Double]? {
        var values: [Double] = []
        values.reserveCapacity(cells.rowCount)
        var (numbers, others) = (0, 0)
        var firstOther: Int?
        var units = ColumnUnits()
        for row in 0..<cells.rowCount {
            let cell = cells[row, column]
            if let value = format.plainValue(of: cell) {
                values.append(value)
                units.add(nil, value, row)
                numbers += 1
            } else if NumberFormat.isMissing(cell) {
                values.append(.nan)
            } else if let number = NumberText(cell, format) {
                values.append(number.value)
                units.add(number.unit, number.value, row)
                numbers += 1
            } else {
                values.append(.nan)
                others += 1
                firstOther = firstOther ?? row
            }
        }
        if !isWanted, numbers <= others { return nil }
        if numbers == 0, others == 0 {
            throw .missing(cells.place(0), column: cells.names[column], count: cells.rowCount)
        }
        if let row = firstOther {
            throw .notANumber(cells.place(row), column: cells.names[column], text: cells.text(row, column))
        }
        if let row = values.firstIndex(where: \.isInfinite) {
            throw .infinite(cells.place(row), column: cells.names[column])
        }
        if let row = units.other, let unit = units.first {
            throw .mixedUnits(
                cells.place(row), column: cells.names[column], text: cells.text(row, column), unit: unit)
        }
        return values
    }
}

/// What stands beside the numbers of a column, such as a currency.
private struct ColumnUnits {
    /// The first unit.
    private(set) var first: String?
    /// The first row with another one; with percents, also one without any.
    private(set) var other: Int?
    private var bareRow: Int?

    mutating func add(_ unit: String?, _ value: Double, _ row: Int) {
        if unit == nil, value != 0 { bareRow = bareRow ?? row }
        if first == nil { first = unit }
        guard other == nil, let first else { return }
        if let unit, unit != first { other = row }
        if first == "%", let bareRow { other = bareRow }
    }
}
