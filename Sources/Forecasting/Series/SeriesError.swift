import Foundation
import ModelFiles

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
    /// The first row has other delimiters than the rows behind it, of which the first is in `line`.
    case delimiterMismatch(file: String, header: String, rows: String, line: Int)
    /// A single column whose numbers have commas, before decimals or between groups of digits.
    case decimalCommas(SeriesPlace, text: String)
    /// The first row is empty cells alone.
    case noNames(file: String, line: Int)
    /// `line` is where the quote was opened.
    case unclosedQuote(file: String, line: Int)

    case notANumber(SeriesPlace, column: String, text: String)
    case infinite(SeriesPlace, column: String)
    /// `unit` is what stands beside the numbers before: a currency, or %.
    case mixedUnits(SeriesPlace, column: String, text: String, unit: String)
    /// `count` is how many cells of the file are empty; the place is the first.
    case missing(SeriesPlace, column: String, count: Int)
    /// The first value of a column is missing, and none stands before it to fill it with.
    case nothingBefore(SeriesPlace, column: String)

    case invalidDateFormat(String)
    /// A cell of the date column that is no date; `format` is what the others or the options say, if they do.
    case notADate(SeriesPlace, text: String, format: String?)
    /// A cell of a column that looks like one of dates, in no known format.
    case unknownDates(SeriesPlace, text: String)
    /// There is no time zone of that name, or several.
    case unknownZone(String)
    /// The abbreviation of a time zone that stands for several.
    case unclearZone(SeriesPlace, text: String, zone: String)
    /// A time that the clocks of a zone skip, or show twice without the order of the rows telling which is meant.
    case unclearTime(SeriesPlace, text: String, zone: String, isSkipped: Bool)
    /// The dates before are written in another format.
    case mixedDates(SeriesPlace, text: String, format: String)
    /// Several formats fit all dates; `readings` are what they make of the date `text`.
    case ambiguousDates(file: String, text: String, formats: [String], readings: [String])

    /// Dates occur once for each value of some columns: the file holds `count` series.
    case stacked(file: String, columns: [String], count: Int)
    /// A row does not say which series it is of.
    case missingKey(SeriesPlace, column: String)
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
        case .delimiterMismatch(let file, let header, let rows, let line):
            "'\(file)', line \(line): the cells of the rows are separated by \(rows), those of the first row by "
                + "\(header); write both alike."
        case .decimalCommas(let place, let text):
            "\(place): the first row has one cell, and \(MessageText.quoted(text)) is a number with a comma; give "
                + "--delimiter ';' --decimal-comma where commas stand before decimals, and put the numbers in quotes where "
                + "commas stand between groups of digits."
        case .noNames(let file, let line):
            "'\(file)', line \(line): the first row has empty cells alone; name the columns there, or remove the row."
        case .unclosedQuote(let file, let line):
            "'\(file)', line \(line): the quote that opens here is never closed; close it, or double it inside a cell."
        case .notANumber(let place, let column, let text):
            "\(place), column \(MessageText.quoted(column)): \(MessageText.quoted(text)) is no number; mend it, empty "
                + "the cell and give --fill, or choose other columns with --column."
        case .infinite(let place, let column):
            "\(place), column \(MessageText.quoted(column)): the number is infinite; mend it, or empty the cell and "
                + "give --fill."
        case .mixedUnits(let place, let column, let text, let unit):
            "\(place), column \(MessageText.quoted(column)): \(MessageText.quoted(text)) is not in "
                + "\(MessageText.quoted(unit)), as other cells are; write all cells of the column in one unit."
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
        case .unknownDates(let place, let text):
            "\(place): \(MessageText.quoted(text)) looks like a date, but its format is not known; give --date-format, "
                + "such as dd.MM.yyyy HH:mm, --date-column, or --frequency rows to count the rows."
        case .unknownZone(let name):
            "--time-zone \(MessageText.quoted(name)) is not the name of one time zone; give one such as Europe/Berlin, "
                + "America/New_York or Asia/Shanghai, UTC, or an offset such as +01:00."
        case .unclearZone(let place, let text, let zone):
            "\(place): \(zone) in \(MessageText.quoted(text)) stands for several time zones; say which with --time-zone, "
                + "such as America/New_York, or write the offset, such as -05:00."
        case .unclearTime(let place, let text, let zone, true):
            "\(place): there is no \(MessageText.quoted(text)) in \(zone), where clocks were put forward past it; mend "
                + "it, or give the --time-zone of the clock that was read."
        case .unclearTime(let place, let text, let zone, false):
            "\(place): clocks in \(zone) showed \(MessageText.quoted(text)) twice, and with --sort the order of the rows "
                + "does not tell which is meant; leave out --sort, or write times with their offset, such as +02:00."
        case .mixedDates(let place, let text, let format):
            "\(place): \(MessageText.quoted(text)) does not fit the dates before, which are written as \(format); "
                + "write all dates alike."
        case .ambiguousDates(let file, let text, let formats, let readings):
            "'\(file)': the date \(MessageText.quoted(text)) may be "
                + zip(formats, readings).map { "\($1) (\($0))" }.joined(separator: " or ")
                + "; say which with --date-format \(formats.map(MessageText.quoted).joined(separator: " or "))."
        case .stacked(let file, let columns, let count):
            "'\(file)' holds \(count) series, one for each value of \(columns.count == 1 ? "column" : "the columns") "
                + "\(columns.map(MessageText.quoted).joined(separator: " and ")); forecast each on its own with "
                + columns.map { "--series \(MessageText.quoted($0))" }.joined(separator: " ") + "."
        case .missingKey(let place, let column):
            "\(place), column \(MessageText.quoted(column)): the cell is empty, so that it is not clear which series the row "
                + "is of; fill it in, or remove the row."
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

/// An irregular step of a series.
public struct SeriesIrregularity: Equatable, Sendable {
    public enum Kind: Equatable, Sendable, CaseIterable {
        /// A row is earlier than the one before.
        case backward
        /// Two rows have the same time.
        case repeated
        /// The step is no whole number of steps.
        case offStep
        /// Rows are missing.
        case gap
    }

    public let kind: Kind
    /// The second row of the first such step.
    public let place: SeriesPlace
    /// The timestamps of the two rows, as the file writes them.
    public let before: String
    public let after: String
    /// How many such steps there are.
    public let count: Int
    public let frequency: SeriesFrequency
    /// Whether nearly all irregular steps, of any kind, are an hour skipped or repeated when clocks are changed.
    public let looksLikeDaylightSaving: Bool
}

extension SeriesIrregularity: CustomStringConvertible {
    public var description: String {
        let times = count == 1 ? "" : ", the first of \(count) such places"
        return "\(place): \(finding)\(times)\(looksLikeDaylightSaving ? "; it looks like daylight saving time" : ""); "
            + "\(wayOut)."
    }

    private var finding: String {
        switch kind {
        case .backward: "\(after) comes behind \(before)"
        case .repeated: "\(after) is repeated"
        case .offStep: "\(after) is no whole step behind \(before) (\(frequency))"
        case .gap: "rows are missing between \(before) and \(after) (\(frequency))"
        }
    }

    private var wayOut: String {
        let mends =
            if looksLikeDaylightSaving {
                "--time-zone with the place of the clock, such as Europe/Berlin, or "
                    + (kind == .backward ? "--sort " : "") + "--fill linear --duplicates mean"
            } else {
                switch kind {
                case .backward: "--sort"
                case .repeated: "--duplicates first, last or mean"
                case .offStep: "another --frequency"
                case .gap: "--fill previous, linear, zero or seasonal"
                }
            }
        return "give \(mends), or --irregular to take each row as a step"
    }
}

extension SeriesFrequency {
    /// What is wrong with a step; nil where nothing is. Trading days may have holidays of up to two weeks.
    func irregularity(from first: Timestamp, to second: Timestamp) -> SeriesIrregularity.Kind? {
        if second < first { return .backward }
        if second == first { return .repeated }
        guard let steps = steps(from: first, to: second) else { return .offStep }
        return steps > (self == .tradingDays ? 10 : 1) ? .gap : nil
    }

    /// Whether all steps are as they should be.
    func isRegular(_ timestamps: [Timestamp]) -> Bool {
        zip(timestamps, timestamps.dropFirst()).allSatisfy { irregularity(from: $0, to: $1) == nil }
    }

    /// Whether a step is an hour too long or too short in the night of a Sunday in a month in which clocks are changed
    /// somewhere.
    func mayBeDaylightSaving(from first: Timestamp, to second: Timestamp) -> Bool {
        guard case .seconds(let step) = self, step <= Self.hour else { return false }
        let excess = second.seconds - first.seconds - Int64(step)
        return abs(excess) == Int64(Self.hour) && second.weekday == 7 && second.hour <= 4
            && [3, 4, 9, 10, 11].contains(second.month)
    }
}
