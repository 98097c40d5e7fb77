import Foundation
import ModelFiles
import Tokenization

/// Why a file cannot be read as records. `line` is counted from 1.
public enum RecordError: RemediedError, Equatable {
    /// `columns` are those there are: their names, or numbers where there is no header.
    case noSuchColumn(file: String, column: String, columns: [String])
    /// No column has a usual name, and there is a header of several columns, or there are more than two.
    case unclearColumns(file: String, columns: [String])
    /// A column is requested, and lines of text have none.
    case noColumns(file: String, column: String)
    /// Several columns, those of these numbers, have the requested name.
    case ambiguousColumn(file: String, column: String, numbers: [Int])
    /// The column of this number has another name than in the previous file.
    case differentHeader(file: String, number: Int, column: String, other: String, otherFile: String)
    /// The first row has another delimiter than the rows below it.
    case differentDelimiter(file: String, line: Int, header: String, rows: String)
    /// The option is only for tables, and the format of the file is not one.
    case noTable(file: String, option: LibraryOption, format: RecordFormat)
    /// A line in fastText's format has several labels, and one is needed.
    case severalLabels(file: String, line: Int, labels: [String])
    /// One column is requested both as text and as label.
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
    /// An object lacks a field; `fields` are those that it has.
    case missingField(file: String, line: Int, field: String, fields: [String])
    /// The field is a list, an object or null.
    case fieldIsNoText(file: String, line: Int, field: String)
    /// There is a zero byte; `guess` is an encoding in which texts have such bytes.
    case binary(file: String, line: Int, guess: TextEncoding?)
    /// The file is compressed; `command` unpacks it.
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

extension RecordError {
    public var problem: String {
        switch self {
        case .noColumns(let file, let column):
            "'\(file)' is read as lines of text, which have no column \(MessageText.quoted(column))"
        case .noSuchColumn(let file, let column, let columns):
            "'\(file)' has no column \(MessageText.quoted(column)); the columns are \(Self.list(columns))"
        case .unclearColumns(let file, let columns):
            "'\(file)': it is not clear which column is the text; the columns are \(Self.list(columns))"
        case .ambiguousColumn(let file, let column, let numbers):
            "'\(file)' has several columns \(MessageText.quoted(column)), "
                + numbers.map(String.init).joined(separator: ", ")
        case .differentHeader(let file, let number, let column, let other, let otherFile):
            "'\(file)': column \(number) is \(MessageText.quoted(column)), and in '\(otherFile)' it is "
                + MessageText.quoted(other)
        case .differentDelimiter(let file, let line, let header, let rows):
            "'\(file)', line \(line): the cells of the first row are separated by \(header), those of this row by \(rows)"
        case .noTable(let file, let option, let format):
            "'\(file)' is read as \(format.rawValue), which has no \(option.rawValue)"
        case .severalLabels(let file, let line, let labels):
            "'\(file)', line \(line): \(labels.count) labels, \(Self.list(labels)), but a text has one class"
        case .sameColumn(let file, let column):
            "'\(file)': column \(MessageText.quoted(column)) cannot be used twice"
        case .binary(let file, let line, let guess):
            "'\(file)', line \(line): a zero byte; \(guess.map { "it looks like \($0)" } ?? "it may not be a text")"
        case .compressed(let file, _): "'\(file)' is compressed"
        default: rowProblem
        }
    }

    private var rowProblem: String {
        switch self {
        case .tooFewCells(let file, let line, let found, let needed):
            "'\(file)', line \(line): \(Self.cells(found)), and \(needed) are needed"
        case .tooManyCells(let file, let line, let found, let expected):
            "'\(file)', line \(line): \(Self.cells(found)), where the first row has \(expected)"
        case .unclosedQuote(let file, let line):
            "'\(file)', line \(line): the quote that opens here is never closed"
        case .textBehindQuote(let file, let line):
            "'\(file)', line \(line): text between a closing quote and the end of the cell"
        case .invalidJSON(let file, let line, let reason): "'\(file)', line \(line): not a JSON object: \(reason)"
        case .missingField(let file, let line, let field, let fields):
            "'\(file)', line \(line): the object has no field \(MessageText.quoted(field)); it has \(Self.list(fields))"
        case .fieldIsNoText(let file, let line, let field):
            "'\(file)', line \(line): the field \(MessageText.quoted(field)) is neither text nor number"
        case .tooLong(let file, let line, let limit): "'\(file)', line \(line): a record of more than \(limit) bytes"
        default: ""
        }
    }

    public var remedies: [Remedy] {
        switch self {
        case .noColumns: [.set(.format, to: "csv", "tsv", "jsonl", detail: "if it is a table")]
        case .noSuchColumn, .missingField: []
        case .unclearColumns:
            [
                .setOptions(
                    [OptionSetting(.textColumn), OptionSetting(.labelColumn)],
                    detail: "to name the columns of the text and the label")
            ]
        case .ambiguousColumn: [.advice("use the number of the right one")]
        case .differentHeader: [.advice("use the column's name"), .advice("read the files one at a time")]
        case .differentDelimiter:
            [.advice("use the same delimiter in all rows"), .set(.delimiter, detail: "to name it")]
        case .noTable(_, let option, _):
            [.leaveOut([option]), .set(.format, to: "csv", "tsv", detail: "if it is a table")]
        case .severalLabels: [.advice("leave one of them")]
        case .sameColumn: [.advice("name another column for the text or the label")]
        case .binary(_, _, let guess?): [.set(.encoding, to: guess.name.lowercased(), detail: "if that is right")]
        case .binary(_, _, nil): [.set(.encoding, detail: "if it is one"), .advice("give another file")]
        case .compressed(_, let command): [.advice("unpack it first, for instance with \(command)")]
        case .tooFewCells: [.advice("complete the row"), .advice("name another column")]
        case .tooManyCells:
            [.advice("put a CSV cell that holds the delimiter in quotes, and remove tabs from the cells of TSV")]
        case .unclosedQuote:
            [
                .advice("close it"), .advice("double quotes inside a cell"),
                .set(.format, to: "tsv", "text", detail: "if quotes have no meaning"),
            ]
        case .textBehindQuote: [.advice("double the quotes that belong to the text")]
        case .invalidJSON: [.advice("write one JSON object per line, as jq -c does")]
        case .fieldIsNoText: [.advice("name another field")]
        case .tooLong: [.advice("split it"), .advice("check whether the format is right")]
        }
    }

    private static func cells(_ count: Int) -> String { count == 1 ? "one cell" : "\(count) cells" }

    static func list(_ names: [String]) -> String {
        if names.isEmpty { return "none" }
        let shown = names.prefix(20).map(MessageText.quoted).joined(separator: ", ")
        return names.count > 20 ? shown + " and \(names.count - 20) more" : shown
    }
}
