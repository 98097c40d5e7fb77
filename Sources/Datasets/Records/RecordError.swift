import Foundation
import ModelFiles
import Tokenization

/// A file that cannot be read as records. `line` is counted from 1.
public enum RecordError: Error, Equatable, Sendable {
    /// `columns` are those there are: their names, or numbers where there is no header.
    case noSuchColumn(file: String, column: String, columns: [String])
    /// No column has a usual name, and there is a header of several columns, or there are more than two.
    case unclearColumns(file: String, columns: [String])
    /// A column is asked for, and lines of text have none.
    case noColumns(file: String, column: String)
    /// Several columns have the name that is asked for, those of these numbers.
    case ambiguousColumn(file: String, column: String, numbers: [Int])
    /// The column of a number has another name than in the file before.
    case differentHeader(file: String, number: Int, column: String, other: String, otherFile: String)
    /// The first row is cut by another delimiter than the one that cuts the rows.
    case differentDelimiter(file: String, line: Int, header: String, rows: String)
    /// The option is for tables.
    case noTable(file: String, option: String, format: RecordFormat)
    /// A line of fastText's has several labels, and one is needed.
    case severalLabels(file: String, line: Int, labels: [String])
    /// One column is to be both text and label.
    case sameColumn(file: String, column: String)
    /// A row has fewer cells than the column of the text or label needs.
    case tooFewCells(file: String, line: Int, found: Int, needed: Int)
    /// There are more cells than in the first row, and they are not empty.
    case tooManyCells(file: String, line: Int, found: Int, expected: Int)
    /// `line` is where the quote was opened.
    case unclosedQuote(file: String, line: Int)
    /// Text follows the closing quote of a cell.
    case textBehindQuote(file: String, line: Int)
    /// A line of JSON Lines is not a JSON object.
    case invalidJSON(file: String, line: Int, reason: String)
    /// `fields` are those that the object has.
    case missingField(file: String, line: Int, field: String, fields: [String])
    /// The field is a list, an object or null.
    case fieldIsNoText(file: String, line: Int, field: String)
    /// There is a byte of zero; `guess` is an encoding that has these in texts.
    case binary(file: String, line: Int, guess: TextEncoding?)
    /// The file is packed by a program such as gzip; `command` unpacks it.
    case compressed(file: String, command: String)
    /// A record has more bytes than ``RecordOptions/lengthLimit``.
    case tooLong(file: String, line: Int, limit: Int)
}

extension RecordError {
    /// The line of a record that alone is wrong, so that those behind it can be read; nil where more is.
    var skippableLine: Int? {
        switch self {
        case .tooFewCells(_, let line, _, _), .tooManyCells(_, let line, _, _), .textBehindQuote(_, let line),
            .invalidJSON(_, let line, _), .missingField(_, let line, _, _), .fieldIsNoText(_, let line, _),
            .severalLabels(_, let line, _):
            line
        default: nil
        }
    }
}

extension RecordError: CustomStringConvertible, LocalizedError {
    public var errorDescription: String? { description }

    public var description: String {
        switch self {
        case .noColumns(let file, let column):
            "'\(file)' is read as lines of text, which have no column \(MessageText.quoted(column)); say with "
                + "--input-format csv, tsv or jsonl how it is laid out."
        case .noSuchColumn(let file, let column, let columns):
            "'\(file)' has no column \(MessageText.quoted(column)); the columns are \(Self.list(columns))."
        case .unclearColumns(let file, let columns):
            "'\(file)': which column is the text? Give --column, and --label-column for the label; the columns are "
                + "\(Self.list(columns))."
        case .ambiguousColumn(let file, let column, let numbers):
            "'\(file)' has several columns \(MessageText.quoted(column)), "
                + "\(numbers.map(String.init).joined(separator: ", ")); give the number of the one you mean."
        case .differentHeader(let file, let number, let column, let other, let otherFile):
            "'\(file)': column \(number) is \(MessageText.quoted(column)), and in '\(otherFile)' it is "
                + "\(MessageText.quoted(other)); give the column's name, or the files one at a time."
        case .differentDelimiter(let file, let line, let header, let rows):
            "'\(file)', line \(line): the first row is cut by \(header) and this one by \(rows); write both alike, or say "
                + "with --delimiter what stands between the cells."
        case .noTable(let file, let option, let format):
            "'\(file)' is read as \(format.rawValue), which has no \(option); leave out --\(option), or say with "
                + "--input-format how the file is laid out."
        case .severalLabels(let file, let line, let labels):
            "'\(file)', line \(line): \(labels.count) labels, \(Self.list(labels)); a text is of one class: leave one."
        case .sameColumn(let file, let column):
            "'\(file)': column \(MessageText.quoted(column)) cannot be taken twice; name another for one of "
                + "the two."
        case .binary(let file, let line, let guess?):
            "'\(file)', line \(line): a byte of zero; it looks like \(guess): if it is, give --encoding "
                + "\(guess.name.lowercased())."
        case .binary(let file, let line, nil):
            "'\(file)', line \(line): a byte of zero; is it a text? If so, give its --encoding, else another file."
        case .compressed(let file, let command):
            "'\(file)' is compressed; unpack it first, for instance with \(command)."
        default: rowDescription
        }
    }

    private var rowDescription: String {
        switch self {
        case .tooFewCells(let file, let line, let found, let needed):
            "'\(file)', line \(line): \(Self.cells(found)), and \(needed) are needed; complete the row, or name another "
                + "column."
        case .tooManyCells(let file, let line, let found, let expected):
            "'\(file)', line \(line): \(Self.cells(found)), where the first row has \(expected); put a CSV cell that "
                + "holds the separator in quotes, and leave tabs out of the cells of TSV."
        case .unclosedQuote(let file, let line):
            "'\(file)', line \(line): the quote that opens here is never closed; close it, double quotes inside a cell, "
                + "or give --input-format tsv or text if quotes mean nothing."
        case .textBehindQuote(let file, let line):
            "'\(file)', line \(line): text between a closing quote and the end of the cell; double the quotes that "
                + "belong to the text."
        case .invalidJSON(let file, let line, let reason):
            "'\(file)', line \(line): not a JSON object: \(reason); each line must hold one, as jq -c prints them."
        case .missingField(let file, let line, let field, let fields):
            "'\(file)', line \(line): the object has no field \(MessageText.quoted(field)); it has \(Self.list(fields))."
        case .fieldIsNoText(let file, let line, let field):
            "'\(file)', line \(line): the field \(MessageText.quoted(field)) is neither text nor number; name "
                + "another."
        case .tooLong(let file, let line, let limit):
            "'\(file)', line \(line): a record of more than \(limit) bytes; cut it, or look whether the format is right."
        default: ""
        }
    }

    private static func cells(_ count: Int) -> String { count == 1 ? "one cell" : "\(count) cells" }

    static func list(_ names: [String]) -> String {
        if names.isEmpty { return "none" }
        let shown = names.prefix(20).map(MessageText.quoted).joined(separator: ", ")
        return names.count > 20 ? shown + " and \(names.count - 20) more" : shown
    }
}
