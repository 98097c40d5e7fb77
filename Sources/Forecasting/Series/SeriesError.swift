import Foundation
import ModelFiles
import Tokenization

/// Where something stands in a file: the row of values and the line, counted from 1.
public struct SeriesPlace: Equatable, Sendable, CustomStringConvertible {
    /// The name of the file.
    public let file: String
    /// The row of values, from 1.
    public let row: Int
    /// The line of the file, from 1.
    public let line: Int

    /// Makes a place.
    public init(file: String, row: Int, line: Int) { (self.file, self.row, self.line) = (file, row, line) }

    public var description: String { "'\(file)', row \(row), line \(line)" }
}

/// Why a file cannot be read as a series.
public enum SeriesError: RemediedError, Equatable {
    /// The file has no rows.
    case empty(file: String)
    /// There are fewer than three rows.
    case tooFewRows(file: String, count: Int)
    /// No column holds numbers; `columns` are those there are.
    case noNumericColumn(file: String, columns: [String])
    /// There is no column of this name or number; `columns` are those there are.
    case noSuchColumn(file: String, column: String, columns: [String])
    /// Several columns, those of these numbers, have the same name.
    case columnNamedTwice(file: String, column: String, numbers: [Int])
    /// A row has more or fewer cells than the first row.
    case unequalRow(SeriesPlace, found: Int, expected: Int)
    /// The first row has another delimiter than the rows below it, of which the first is in `line`.
    case delimiterMismatch(file: String, header: String, rows: String, line: Int)
    /// A single column whose numbers have commas, before decimals or between groups of digits.
    case decimalCommas(SeriesPlace, text: String)
    /// All cells of the first row are empty.
    case noNames(file: String, line: Int)
    /// A quote is not closed; `line` is where it was opened.
    case unclosedQuote(file: String, line: Int)

    /// A cell of a column of numbers is not a number.
    case notANumber(SeriesPlace, column: String, text: String)
    /// A number is infinite.
    case infinite(SeriesPlace, column: String)
    /// A number has another unit than the numbers before it, which are in `unit`: a currency, or %.
    case mixedUnits(SeriesPlace, column: String, text: String, unit: String)
    /// A cell is empty, as are `count` cells of the file; the place is the first.
    case missing(SeriesPlace, column: String, count: Int)
    /// The first value of a column is missing, so there is no earlier one to fill it with.
    case nothingBefore(SeriesPlace, column: String)

    /// The pattern is not one of a date.
    case invalidDateFormat(String)
    /// A cell of the date column is not a date; `format` is what the others or the options say, if they do.
    case notADate(SeriesPlace, text: String, format: String?)
    /// A cell of a column of dates is in no known format.
    case unknownDates(SeriesPlace, text: String)
    /// There is no time zone of that name, or several.
    case unknownZone(String)
    /// The abbreviation of a time zone is that of several.
    case unclearZone(SeriesPlace, text: String, zone: String)
    /// The clocks of a zone skip this time, or show it twice and the order of the rows does not tell which is meant.
    case unclearTime(SeriesPlace, text: String, zone: String, isSkipped: Bool)
    /// The previous dates are written in another format.
    case mixedDates(SeriesPlace, text: String, format: String)
    /// Several formats fit all dates; `readings` are what they make of the date `text`.
    case ambiguousDates(file: String, text: String, formats: [String], readings: [String])

    /// Dates occur once for each value of some columns: the file holds `count` series.
    case stacked(file: String, columns: [String], count: Int)
    /// A row does not say which series it belongs to.
    case missingKey(SeriesPlace, column: String)
    /// There are no two rows at different times, or no step is as frequent as all others together.
    case noRegularStep(file: String)
    /// The steps from row to row are not all equal.
    case irregular(SeriesIrregularity)
    /// More rows are missing than is plausible.
    case tooManyMissingRows(file: String, missing: Int, rows: Int)
}

// MARK: Problems

extension SeriesError {
    public var problem: String {
        switch self {
        case .empty(let file): "'\(file)' is empty"
        case .tooFewRows(let file, let count):
            "'\(file)' has \(count == 1 ? "one row" : "\(count) rows") of values, and a series needs at least three"
        case .noNumericColumn(let file, let columns):
            "'\(file)' has no column of numbers; the columns are \(Self.list(columns))"
        case .noSuchColumn(let file, let column, let columns):
            "'\(file)' has no column \(MessageText.quoted(column)); the columns are \(Self.list(columns))"
        case .columnNamedTwice(let file, let column, let numbers):
            "'\(file)' has \(numbers.count) columns \(MessageText.quoted(column)), numbers "
                + numbers.map(String.init).joined(separator: ", ")
        case .unequalRow(let place, let found, let expected):
            "\(place): \(found == 1 ? "one cell" : "\(found) cells"), where the first row has \(expected)"
        case .delimiterMismatch(let file, let header, let rows, let line):
            "'\(file)', line \(line): the cells of the rows are separated by \(rows), those of the first row by \(header)"
        case .decimalCommas(let place, let text):
            "\(place): the first row has one cell, and \(MessageText.quoted(text)) is a number with a comma"
        case .noNames(let file, let line): "'\(file)', line \(line): all cells of the first row are empty"
        case .unclosedQuote(let file, let line):
            "'\(file)', line \(line): the quote that opens here is never closed"
        case .notANumber(let place, let column, let text):
            "\(place), column \(MessageText.quoted(column)): \(MessageText.quoted(text)) is not a number"
        case .infinite(let place, let column): "\(place), column \(MessageText.quoted(column)): the number is infinite"
        case .mixedUnits(let place, let column, let text, let unit):
            "\(place), column \(MessageText.quoted(column)): \(MessageText.quoted(text)) is not in "
                + "\(MessageText.quoted(unit)), as other cells are"
        case .missing(let place, let column, let count):
            "\(place), column \(MessageText.quoted(column)): the value is missing"
                + (count == 1 ? "" : ", the first of \(count)")
        case .nothingBefore(let place, let column):
            "\(place), column \(MessageText.quoted(column)): the first value is missing, and there is none before it"
        default: dateProblem
        }
    }

    private var dateProblem: String {
        switch self {
        case .invalidDateFormat(let pattern):
            "the date format \(MessageText.quoted(pattern)) has neither year nor hour"
        case .notADate(let place, let text, let format?):
            "\(place): \(MessageText.quoted(text)) is not a date in the format \(format)"
        case .notADate(let place, let text, nil):
            "\(place): \(MessageText.quoted(text)) is not a date in a known format"
        case .unknownDates(let place, let text):
            "\(place): \(MessageText.quoted(text)) looks like a date, but its format is not known"
        case .unknownZone(let name): "\(MessageText.quoted(name)) is not the name of one time zone"
        case .unclearZone(let place, let text, let zone):
            "\(place): \(zone) in \(MessageText.quoted(text)) is the abbreviation of several time zones"
        case .unclearTime(let place, let text, let zone, true):
            "\(place): there is no \(MessageText.quoted(text)) in \(zone), where clocks were put forward past it"
        case .unclearTime(let place, let text, let zone, false):
            "\(place): clocks in \(zone) showed \(MessageText.quoted(text)) twice, and once rows are sorted their order "
                + "does not tell which is meant"
        case .mixedDates(let place, let text, let format):
            "\(place): \(MessageText.quoted(text)) does not fit the previous dates, which are written as \(format)"
        case .ambiguousDates(let file, let text, let formats, let readings):
            "'\(file)': the date \(MessageText.quoted(text)) may be "
                + zip(formats, readings).map { "\($1) (\($0))" }.joined(separator: " or ")
        case .stacked(let file, let columns, let count):
            "'\(file)' holds \(count) series, one for each value of \(columns.count == 1 ? "column" : "the columns") "
                + columns.map(MessageText.quoted).joined(separator: " and ")
        case .missingKey(let place, let column):
            "\(place), column \(MessageText.quoted(column)): the cell is empty, so it is not clear to which series the row "
                + "belongs"
        case .noRegularStep(let file): "'\(file)': the dates have no regular step"
        case .irregular(let irregularity): irregularity.problem
        case .tooManyMissingRows(let file, let missing, let rows):
            "'\(file)': \(missing) rows are missing between the \(rows) there are"
        default: ""
        }
    }

    private static func list(_ names: [String]) -> String {
        let shown = names.prefix(20).map(MessageText.quoted).joined(separator: ", ")
        return names.count > 20 ? shown + " and \(names.count - 20) more" : shown
    }
}

// MARK: Remedies

extension SeriesError {
    public var remedies: [Remedy] {
        switch self {
        case .empty: [.advice("give a file with a row for each step, with a date and numbers")]
        case .tooFewRows: [.advice("give more rows")]
        case .noNumericColumn:
            [.set(.delimiter, detail: "if cells are not split correctly"), .set(.decimalComma, to: "true")]
        case .noSuchColumn: []
        case .columnNamedTwice: [.advice("rename all but one in the first row")]
        case .unequalRow:
            [
                .advice("complete the row"), .advice("put cells that hold the delimiter in quotes"),
                .change([.delimiter]),
            ]
        case .delimiterMismatch: [.advice("use the same delimiter in all rows")]
        case .decimalCommas:
            [
                .setOptions(
                    [OptionSetting(.delimiter, to: [";"]), OptionSetting(.decimalComma, to: ["true"])],
                    detail: "if it is a decimal comma"),
                .advice("put the numbers in quotes if commas separate groups of digits"),
            ]
        case .noNames: [.advice("name the columns there"), .advice("remove the row")]
        case .unclosedQuote: [.advice("close it"), .advice("double it inside a cell")]
        case .notANumber: [.advice("correct it"), .fill(detail: "after emptying the cell"), .change([.columns])]
        case .infinite: [.advice("correct it"), .fill(detail: "after emptying the cell")]
        case .mixedUnits: [.advice("write all cells of the column in one unit")]
        case .missing: [.fill(), .change([.columns])]
        case .nothingBefore: [.advice("remove the rows up to the first value"), .set(.fill, to: "zero")]
        default: dateRemedies
        }
    }

    private var dateRemedies: [Remedy] {
        let dateFormat = Remedy.set(.dateFormat, suchAs: "dd.MM.yyyy HH:mm")
        let isIrregular = Remedy.set(.acceptsIrregular, to: "true", detail: "to take each row as a step")
        switch self {
        case .invalidDateFormat: return [.set(.dateFormat, suchAs: "dd.MM.yyyy HH:mm", "unix")]
        case .notADate(_, _, .some): return [.advice("correct it"), .change([.dateFormat])]
        case .notADate(_, _, nil): return [dateFormat, .change([.dateColumn])]
        case .unknownDates:
            return [
                dateFormat, .set(.dateColumn, detail: "to name the column of the dates"),
                .set(.frequency, to: "rows", detail: "to count the rows"),
            ]
        case .unknownZone:
            return [.set(.timeZone, suchAs: "Europe/Berlin", "America/New_York", "Asia/Shanghai", "UTC", "+01:00")]
        case .unclearZone:
            return [
                .set(.timeZone, suchAs: "America/New_York"), .advice("write the offset, such as -05:00"),
            ]
        case .unclearTime(_, _, _, true):
            return [.advice("correct it"), .set(.timeZone, detail: "to name the zone of the clock that was read")]
        case .unclearTime(_, _, _, false):
            return [.leaveOut([.sorts]), .advice("write times with their offset, such as +02:00")]
        case .mixedDates: return [.advice("write all dates in the same format")]
        case .ambiguousDates(_, _, let formats, _): return [.setOptions([OptionSetting(.dateFormat, to: formats)])]
        case .stacked(_, let columns, _):
            return [
                .setOptions(columns.map { OptionSetting(.series, to: [$0]) }, detail: "to forecast each on its own")
            ]
        case .missingKey: return [.advice("fill it in"), .advice("remove the row")]
        case .noRegularStep: return [.set(.frequency), isIrregular]
        case .irregular(let irregularity): return irregularity.remedies + [isIrregular]
        case .tooManyMissingRows: return [.advice("correct the wrong date"), .change([.frequency]), isIrregular]
        default: return []
        }
    }
}

/// An irregular step of a series.
public struct SeriesIrregularity: Equatable, Sendable {
    /// What is irregular.
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

    /// What is irregular.
    public let kind: Kind
    /// The second row of the first such step.
    public let place: SeriesPlace
    /// The timestamp of the first row, as the file writes it.
    public let before: String
    /// The timestamp of the second row, as the file writes it.
    public let after: String
    /// How many such steps there are.
    public let count: Int
    /// The step that the others have.
    public let frequency: SeriesFrequency
    /// Whether nearly all irregular steps, of any kind, are an hour skipped or repeated when clocks are changed.
    public let looksLikeDaylightSaving: Bool
}

extension SeriesIrregularity {
    fileprivate var problem: String {
        let times = count == 1 ? "" : ", the first of \(count) such places"
        return "\(place): \(finding)\(times)\(looksLikeDaylightSaving ? "; it looks like daylight saving time" : "")"
    }

    private var finding: String {
        switch kind {
        case .backward: "\(after) comes after \(before)"
        case .repeated: "\(after) is repeated"
        case .offStep: "\(after) is not a whole number of steps after \(before) (\(frequency))"
        case .gap: "rows are missing between \(before) and \(after) (\(frequency))"
        }
    }

    fileprivate var remedies: [Remedy] {
        guard !looksLikeDaylightSaving else {
            let combined = [OptionSetting(.fill, to: ["linear"]), OptionSetting(.duplicates, to: ["mean"])]
            return [
                .set(.timeZone, suchAs: "Europe/Berlin"),
                .setOptions((kind == .backward ? [OptionSetting(.sorts, to: ["true"])] : []) + combined),
            ]
        }
        return switch kind {
        case .backward: [.set(.sorts, to: "true")]
        case .repeated: [.set(.duplicates, to: "first", "last", "mean")]
        case .offStep: [.change([.frequency])]
        case .gap: [.fill()]
        }
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
