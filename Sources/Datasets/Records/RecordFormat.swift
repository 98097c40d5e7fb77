import Foundation
import Tokenization

/// How texts, and what belongs to them, are laid out in a file.
public enum RecordFormat: String, CaseIterable, Codable, Sendable {
    /// A text a line.
    case text
    /// A row a record as RFC 4180 has it: cells with commas, or semicolons, between them, in quotes where a cell holds
    /// these, quotes (doubled) or line breaks.
    case csv
    /// A row a line, with tabs between the cells; quotes mean nothing.
    case tsv
    /// A JSON object a line.
    case jsonl
    /// A text a line as fastText's tools read it: words that begin with `__label__` are its label, the others its text.
    case fasttext

    /// The format that the extension of a file's name says: `.csv`, `.tsv`, `.jsonl` and `.ndjson`, else lines of text.
    public init(of file: URL) {
        switch file.pathExtension.lowercased() {
        case "csv": self = .csv
        case "tsv": self = .tsv
        case "jsonl", "ndjson": self = .jsonl
        default: self = .text
        }
    }
}

/// A column as somebody names it: by what the header says, or by its number, from 1.
public enum ColumnReference: Hashable, Sendable, CustomStringConvertible {
    /// The column that the header calls so.
    case name(String)
    /// The column of this number, from 1.
    case number(Int)

    /// A number where there is nothing but digits, else a name.
    public init(_ text: String) {
        let isNumber = !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
        self = isNumber ? .number(Int(text) ?? .max) : .name(text)
    }

    public var description: String {
        switch self {
        case .name(let name): name
        case .number(let number): String(number)
        }
    }

    package var isName: Bool { if case .name = self { true } else { false } }
}

/// How to read records.
public struct RecordOptions: Sendable, Equatable {
    /// Nil: as the file's extension says; lines of text from elsewhere, or CSV where a delimiter is given. Lines of text
    /// are fastText's where the first begins with `__label__`.
    public var format: RecordFormat?
    /// The encoding of the file.
    public var encoding: TextEncoding
    /// What becomes of bytes that are no characters; `skip` also leaves out rows and objects that are damaged.
    public var malformed: MalformedBytes
    /// The column of the text, or the field of a JSON object; nil: by the usual names, else as ``RecordReader`` says.
    public var textColumn: ColumnReference?
    /// The column of the label, likewise.
    public var labelColumn: ColumnReference?
    /// Whether the first row of CSV or TSV names the columns.
    public var header: HeaderRule
    /// What stands between the cells of a table; nil: in TSV a tab, in CSV a comma, or a semicolon where the first line
    /// has only these or names columns only then, or a tab or bar that the first two lines have.
    public var delimiter: UInt8?
    /// The most bytes of a record.
    public var lengthLimit: Int
    /// The columns of the file before, which a file without a header of its own has too.
    public var precedent: RecordColumns?
    /// Columns of which each says whether a text has a label; ``labelColumn`` is the first of them.
    var labelColumns: [ColumnReference] = []
    /// Whether a record may have several labels: those of ``labelColumns``, a list, or fastText's words.
    var readsSeveralLabels = false
    /// Whether a record is of no use without a label, and one alone.
    var needsLabel = false
    /// The names that columns usually have.
    var usualNames = ColumnNames.labelled

    /// Options that detect everything, unless said otherwise.
    public init(
        format: RecordFormat? = nil, encoding: TextEncoding = .utf8, malformed: MalformedBytes = .strict,
        textColumn: ColumnReference? = nil, labelColumn: ColumnReference? = nil, header: HeaderRule = .auto,
        delimiter: UInt8? = nil, lengthLimit: Int = 64 << 20
    ) {
        self.format = format
        self.encoding = encoding
        self.malformed = malformed
        self.textColumn = textColumn
        self.labelColumn = labelColumn
        self.header = header
        self.delimiter = delimiter
        self.lengthLimit = lengthLimit
    }
}
