import Foundation
import Tensors

/// Where something stands in a file: the row of values and the line, counted from 1.
public struct SeriesPlace: Equatable, Sendable, CustomStringConvertible {
    public let file: String
    public let row: Int
    public let line: Int

    public var description: String { "'\(file)', row \(row), line \(line)" }
}

/// A file that cannot be read as a series.
public enum SeriesError: Error, Equatable, Sendable {
    case empty(file: String)
    /// Fewer than three.
    case tooFewRows(file: String, count: Int)
    /// `columns` are those there are.
    case noNumericColumn(file: String, columns: [String])
    case noSuchColumn(file: String, column: String, columns: [String])
    /// `numbers` are those of the columns of that name.
    case columnNamedTwice(file: String, column: String, numbers: [Int])
    case unequalRow(SeriesPlace, found: Int, expected: Int)
    /// `line` is where the quote was opened.
    case unclosedQuote(file: String, line: Int)

    case notANumber(SeriesPlace, column: String, text: String)
    case infinite(SeriesPlace, column: String)
    /// `count` is how many cells of the file are empty; the place is the first.
    case missing(SeriesPlace, column: String, count: Int)
    /// The first value of a column is missing, and none stands before it to fill it with.
    case nothingBefore(SeriesPlace, column: String)

    case invalidDateFormat(String)
    /// A cell of the date column that is no date; `format` is what the others or the options say, if they do.
    case notADate(SeriesPlace, text: String, format: String?)
    /// The dates before are written in another format.
    case mixedDates(SeriesPlace, text: String, format: String)
    /// Several formats fit all dates; `readings` are what they make of the date `text`.
    case ambiguousDates(file: String, text: String, formats: [String], readings: [String])

    /// There are no two rows at different times, or no step is as frequent as all others together.
    case noRegularStep(file: String)
    case irregular(SeriesIrregularity)
    /// More rows are missing than there reasonably can be.
    case tooManyMissingRows(file: String, missing: Int, rows: Int)
}

extension SeriesError: CustomStringConvertible, LocalizedError {
    public var errorDescription: String? { description }

    public var description: String {
        switch self {
        case .empty(let file): "'\(file)' is empty; a series has a row for each step, with a date and numbers."
        case .tooFewRows(let file, let count):
            "'\(file)' has \(count == 1 ? "one row" : "\(count) rows") of values; a series needs three at least."
        case .noNumericColumn(let file, let columns):
            "'\(file)' has no column of numbers; the columns are \(Self.list(columns)): look whether the delimiter and "
                + "--decimal-comma are right."
        case .noSuchColumn(let file, let column, let columns):
            "'\(file)' has no column \(MessageText.quoted(column)); the columns are \(Self.list(columns))."
        case .columnNamedTwice(let file, let column, let numbers):
            "'\(file)' has \(numbers.count) columns \(MessageText.quoted(column)), numbers "
                + "\(numbers.map(String.init).joined(separator: ", ")); rename all but one in the first row."
        case .unequalRow(let place, let found, let expected):
            "\(place): \(found == 1 ? "one cell" : "\(found) cells"), where the first row has \(expected); complete the "
                + "row, put cells that hold the delimiter in quotes, or give another --delimiter."
        case .unclosedQuote(let file, let line):
            "'\(file)', line \(line): the quote that opens here is never closed; close it, or double it inside a cell."
        case .notANumber(let place, let column, let text):
            "\(place), column \(MessageText.quoted(column)): \(MessageText.quoted(text)) is no number; mend it, empty "
                + "the cell and give --fill, or choose other columns with --column."
        case .infinite(let place, let column):
            "\(place), column \(MessageText.quoted(column)): the number is infinite; mend it, or empty the cell and "
                + "give --fill."
        case .missing(let place, let column, let count):
            "\(place), column \(MessageText.quoted(column)): the value is missing"
                + (count == 1 ? "" : ", the first of \(count)")
                + "; give --fill previous, linear, zero or seasonal, or choose other columns with --column."
        case .nothingBefore(let place, let column):
            "\(place), column \(MessageText.quoted(column)): no value stands before the first one missing; remove the "
                + "rows up to the first value, or give --fill zero."
        default: dateDescription
        }
    }

    private var dateDescription: String {
        switch self {
        case .invalidDateFormat(let pattern):
            "--date-format \(MessageText.quoted(pattern)) has neither year nor hour; write it as dd.MM.yyyy HH:mm, or "
                + "unix."
        case .notADate(let place, let text, let format?):
            "\(place): \(MessageText.quoted(text)) is no date as \(format) writes it; mend it, or give --date-format."
        case .notADate(let place, let text, nil):
            "\(place): \(MessageText.quoted(text)) is no date in a known format; give --date-format, such as "
                + "dd.MM.yyyy HH:mm, or another --date-column."
        case .mixedDates(let place, let text, let format):
            "\(place): \(MessageText.quoted(text)) does not fit the dates before, which are written as \(format); "
                + "write all dates alike."
        case .ambiguousDates(let file, let text, let formats, let readings):
            "'\(file)': the date \(MessageText.quoted(text)) may be "
                + zip(formats, readings).map { "\($1) (\($0))" }.joined(separator: " or ")
                + "; say which with --date-format \(formats.map(MessageText.quoted).joined(separator: " or "))."
        case .noRegularStep(let file):
            "'\(file)': the dates have no regular step; give --frequency, or --irregular to take each row as a step."
        case .irregular(let irregularity): irregularity.description
        case .tooManyMissingRows(let file, let missing, let rows):
            "'\(file)': \(missing) rows are missing between the \(rows) there are; look whether a date is wrong, or "
                + "give --irregular or another --frequency."
        default: ""
        }
    }

    private static func list(_ names: [String]) -> String {
        let shown = names.prefix(20).map(MessageText.quoted).joined(separator: ", ")
        return names.count > 20 ? shown + " and \(names.count - 20) more" : shown
    }
}
