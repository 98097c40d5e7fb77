import ArgumentParser
import CommandSupport
import Foundation
import Recurrent
import ToolSupport

extension SeriesFill: ExpressibleByArgument {}
extension DuplicateRows: ExpressibleByArgument {}
extension SeriesFrequency: ExpressibleByArgument {
    public init?(argument: String) { self.init(parsing: argument) }
}

/// How a series lies in its file.
struct SeriesArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp("Name or number of the date column (default: detected).", valueName: "column"))
    var dateColumn: String?

    @Option(
        help: ArgumentHelp("Date format, such as dd.MM.yyyy HH:mm (default: detected).", valueName: "pattern"))
    var dateFormat: String?

    @Option(
        help: ArgumentHelp(
            "Time zone of the dates, such as Europe/Berlin, for correct clock changes (default: offsets such as +02:00 "
                + "if the dates have them; otherwise every day has 24 hours).",
            valueName: "zone"))
    var timeZone: String?

    @Option(
        help: ArgumentHelp(
            "Step between rows: 200ms, 30min, hourly, daily, weekly, monthly, quarterly, yearly, trading-days, rows "
                + "(default: detected).", valueName: "step"))
    var frequency: SeriesFrequency?

    @OptionGroup var delimiterOption: DelimiterOption

    @OptionGroup var headerOption: HeaderOption

    @Flag(help: "Numbers have a decimal comma (default: detected).")
    var decimalComma = false

    @Option(
        help: ArgumentHelp(
            "Fill missing rows and cells: previous, seasonal and zero use only earlier values, linear interpolates.",
            valueName: "how"))
    var fill: SeriesFill?

    @Option(
        help: ArgumentHelp("Which of several rows with the same date to use: first, last or mean.", valueName: "which"))
    var duplicates: DuplicateRows?

    @Flag(help: "Sort rows by date.")
    var sort = false

    @Flag(help: "Treat each row as one step, whatever its date.")
    var irregular = false

    @Option(
        name: .customLong("series"),
        help: ArgumentHelp(
            "Column that distinguishes several series in one file, such as a shop; may be given several times. Each series "
                + "is processed on its own.", valueName: "column"))
    var keyColumns: [String] = []

    @Option(help: ArgumentHelp("Use only the first n rows.", valueName: "n"))
    var rows: Int?

    @Option(help: "Encoding of the file, such as windows-1252.")
    var encoding = "utf-8"

    func validate() throws {
        try requireCount("--rows", rows, limit: 1 << 40)
        try headerOption.requireNames([("--date-column", dateColumn)] + keyColumns.map { ("--series", $0) })
        if let timeZone, !SeriesZone.isKnown(timeZone) {
            throw ValidationError(SeriesError.unknownZone(timeZone).message)
        }
    }

    /// - Parameter columns: Those needed; empty for all that hold numbers.
    func input(_ file: String, columns: [String] = []) -> SeriesInput {
        SeriesInput(
            file: file, columns: columns, dateColumn: dateColumn, dateFormat: dateFormat, frequency: frequency,
            delimiter: delimiterOption.delimiter.map { String(Character(Unicode.Scalar($0))) },
            decimalComma: decimalComma, fill: fill, duplicates: duplicates, sorts: sort,
            acceptsIrregular: irregular, rows: rows, encoding: encoding, timeZone: timeZone,
            header: headerOption.header, series: SeriesPart.current?.keys)
    }

    /// Reads the table, and says what was done to it.
    func read(_ file: String, columns: [String] = [], isQuiet: Bool) throws -> SeriesTable {
        try input(file, columns: columns).read(isQuiet: isQuiet)
    }
}

/// Which columns are forecast, and from what.
struct ColumnArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Name or number of a column to forecast; may be given several times (default: the only column).",
            valueName: "column"))
    var column: [String] = []

    @Option(
        help: ArgumentHelp(
            "Further input column, known up to the present; may be given several times.", valueName: "column")
    )
    var observed: [String] = []

    @Option(
        help: ArgumentHelp(
            "Further input column, known in advance, such as a plan; may be given several times.", valueName: "column"))
    var known: [String] = []

    @Flag(
        inversion: .prefixedNo,
        help: "Add time of day, weekday and time of year as inputs, if they vary (default: only for anomalies).")
    var calendar: Bool?

    /// What is asked for by name or number; empty for whatever there is.
    var needed: [String] { column.isEmpty ? [] : column + observed + known }

    /// The names of the columns to forecast.
    func names(in table: SeriesTable) throws -> (targets: [String], observed: [String], known: [String]) {
        func names(_ references: [String]) throws -> [String] {
            try references.map { try table.column(ColumnReference($0)).name }
        }
        let (observed, known) = (try names(observed), try names(known))
        if !column.isEmpty { return (try names(column), observed, known) }
        let rest = table.columns.map(\.name).filter { !(observed + known).contains($0) }
        guard rest.count == 1 else {
            // Numbers with decimal commas and without a header look like two columns.
            let hint = rest == ["1", "2"] ? " If the commas are decimal commas, give --delimiter ';'." : ""
            throw CommandFailure(
                .usage,
                "\(table.file) has the columns \(rest.joined(separator: ", ")); select the one to forecast with --column.\(hint)"
            )
        }
        return (rest, observed, known)
    }

    /// The rows at which the columns to forecast are known.
    func knownRows(in table: SeriesTable) throws -> Int { try table.knownCount(of: names(in: table).targets) }
}

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
        if !isQuiet { for note in table.notes { StandardError.writeLine(note.message) } }
        return rows.map { table.prefix($0) } ?? table
    }
}
