import CommandSupport
import Foundation
import Recurrent

/// Where a series lies and how it is read, as a checkpoint remembers it.
struct SeriesInput: Codable {
    let file: String
    /// Those needed, by name or number; empty for all that hold numbers.
    let columns: [String]
    let dateColumn: String?
    let dateFormat: String?
    let frequency: SeriesFrequency?
    let delimiter: String?
    let decimalComma: Bool
    let fill: SeriesFill?
    let duplicates: DuplicateRows?
    let sorts: Bool
    let acceptsIrregular: Bool
    /// Rows to use; `nil` for all.
    let rows: Int?
    let encoding: String
    var timeZone: String?
    var header: HeaderRule?
    /// Which of several series in the file.
    var series: [SeriesPart.Key]?

    var options: SeriesOptions {
        get throws {
            var options = SeriesOptions()
            options.dateColumn = dateColumn.map { ColumnReference($0) }
            options.dateFormat = dateFormat
            options.frequency = frequency
            options.delimiter = delimiter == "\\t" ? "\t" : delimiter?.first
            options.decimalComma = decimalComma ? true : nil
            options.fill = fill
            options.duplicates = duplicates
            options.sorts = sorts
            options.acceptsIrregular = acceptsIrregular
            options.columns = columns.map { ColumnReference($0) }
            options.encoding = try TextEncoding(encoding)
            options.timeZone = timeZone
            options.header = header ?? .auto
            options.series = (series ?? []).map { SeriesKey(column: ColumnReference($0.column), value: $0.value) }
            return options
        }
    }

    /// Reads the table, and says what was done to it.
    func read(isQuiet: Bool) throws -> SeriesTable {
        let table = try SeriesTable(contentsOf: URL(inputPath: file), options: self.options)
        if !isQuiet { for note in table.notes { StandardError.writeLine(note) } }
        return rows.map { table.prefix($0) } ?? table
    }
}
