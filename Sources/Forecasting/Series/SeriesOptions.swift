import Datasets
import Foundation
import Tokenization

/// The key of a series in a file with several: a column, and its value for this series.
public struct SeriesKey: Sendable, Equatable {
    /// The column that holds the names of series.
    public var column: ColumnReference
    /// The name of the series to read.
    public var value: String

    /// The rows that have `value` in `column`.
    public init(column: ColumnReference, value: String) {
        (self.column, self.value) = (column, Self.value(of: value))
    }

    /// The key of a cell: without the blanks around it.
    static func value(of cell: String) -> String { cell.trimmingCharacters(in: .whitespaces) }
}

/// How missing values are filled.
public enum SeriesFill: String, CaseIterable, Codable, Sendable {
    /// The value before.
    case previous
    /// The straight line from the value before to the one behind. That one is not known yet when a forecast is made:
    /// values filled in this way must not be used as targets or for evaluation.
    case linear
    /// A missing value becomes 0.
    case zero
    /// The value one natural period before (see ``SeriesFrequency/seasonalPeriods``), or the value before where there
    /// is none.
    case seasonal
}

/// How rows with the same timestamp are combined.
public enum DuplicateRows: String, CaseIterable, Codable, Sendable {
    /// The first row of a time is kept.
    case first
    /// The last row of a time is kept.
    case last
    /// The mean of each column.
    case mean
}

/// How to read a series.
public struct SeriesOptions: Sendable, Equatable {
    /// What stands between the cells; nil: a tab, semicolon or comma, or blanks, as is found in the first lines.
    public var delimiter: Character?
    /// Nil: the first column whose cells read as dates, if there is one.
    public var dateColumn: ColumnReference?
    /// A pattern as ``DateFormat`` has them; nil: found.
    public var dateFormat: String?
    /// The time zone of the IANA database whose clocks local times are of, such as "Europe/Berlin"; nil: times are as
    /// they are written, and days have 24 hours.
    public var timeZone: String?
    /// Nil: the most frequent step.
    public var frequency: SeriesFrequency?
    /// Whether the first row names the columns.
    public var header: HeaderRule
    /// Reads only the rows that have these keys, of several series in one file.
    public var series: [SeriesKey]
    /// The columns to read, in this order; empty: all that hold numbers.
    public var columns: [ColumnReference]
    /// Whether a comma stands before the decimals; nil: found.
    public var decimalComma: Bool?
    /// What takes the place of missing cells and rows; nil: they are errors.
    public var fill: SeriesFill?
    /// What becomes of repeated timestamps; nil: they are errors.
    public var duplicates: DuplicateRows?
    /// Whether rows are put in the order of their dates.
    public var sorts: Bool
    /// Whether rows are taken as steps whatever their dates say.
    public var acceptsIrregular: Bool
    /// The encoding of the file.
    public var encoding: TextEncoding

    /// Options that detect everything, unless said otherwise.
    public init(
        delimiter: Character? = nil, dateColumn: ColumnReference? = nil, dateFormat: String? = nil,
        frequency: SeriesFrequency? = nil, columns: [ColumnReference] = [], decimalComma: Bool? = nil,
        fill: SeriesFill? = nil, duplicates: DuplicateRows? = nil, sorts: Bool = false,
        acceptsIrregular: Bool = false, encoding: TextEncoding = .utf8, timeZone: String? = nil,
        header: HeaderRule = .auto, series: [SeriesKey] = []
    ) {
        self.delimiter = delimiter
        self.dateColumn = dateColumn
        self.dateFormat = dateFormat
        self.frequency = frequency
        self.columns = columns
        self.decimalComma = decimalComma
        self.fill = fill
        self.duplicates = duplicates
        self.sorts = sorts
        self.acceptsIrregular = acceptsIrregular
        self.encoding = encoding
        self.timeZone = timeZone
        self.header = header
        self.series = series
    }
}
