import Foundation
import Tensors
import Tokenization

/// Reads texts, and labels where there are some, one after the other from a file, a pipe or anything else that gives
/// bytes, in memory that does not grow.
///
/// ```swift
/// var reader = try RecordReader(contentsOf: URL(filePath: "reviews.csv"))
/// while let record = try reader.next() { print(record.line, record.label ?? "?", record.text) }
/// ```
///
/// A record is handed out as soon as its line is complete, and before anything that is wrong behind it is thrown.
///
/// The columns of CSV and TSV: the first row is a header if a column is asked for by name, or if one of its cells is a
/// usual name (text, sentence, review, comment, content, tweet, question, body; label,
/// sentiment, class, category, target). Without names, two columns are a label and its text, in this order, and one
/// column is text. Rows without anything in them are passed over. The fields of JSON objects: as the first object names
/// them. In lines of text every line is a record, also an empty one, and there are no labels.
public struct RecordReader {
    /// The name that error messages give.
    public let file: String
    public let format: RecordFormat

    private let options: RecordOptions
    private var input: TextInput
    private var columns: RecordColumns?
    private var rows: CSVRows?
    private var fieldNames: (text: String, label: String?)?

    /// Opens a file; nil is standard input.
    ///
    /// - Throws: `FileError`
    public init(contentsOf url: URL?, options: RecordOptions = RecordOptions()) throws(FileError) {
        let chunks = try FileChunks(of: url)
        var options = options
        options.format = options.format ?? url.map { RecordFormat(of: $0) }
        self.init(file: url?.path ?? "standard input", options: options) { try chunks.next() }
    }

    /// Reads from anything that gives bytes.
    ///
    /// - Parameter source: Gives the next bytes, and nil at the end, behind which it is not called again.
    public init(file: String, options: RecordOptions = RecordOptions(), source: @escaping () throws -> [UInt8]?) {
        self.file = file
        self.options = options
        format = options.format ?? .text
        input = TextInput(file: file, encoding: options.encoding, limit: options.lengthLimit, source: source)
    }

    /// The bytes read so far.
    public var byteCount: Int { input.byteCount }

    /// The names of the columns of CSV and TSV, once the first record is read; nil where there are none.
    public var header: [String]? { columns?.header }

    /// The next record; nil at the end.
    ///
    /// - Throws: ``RecordError``, `TextEncodingError`, or what the source throws. Nothing can be read behind that.
    public mutating func next() throws -> TextRecord? {
        switch format {
        case .text: try nextLine()
        case .csv, .tsv: try nextRowRecord()
        case .jsonl: try nextObject()
        }
    }

    /// The next stretch of a text as it is, line ends included; nil at the end. Not for use along with ``next()``.
    ///
    /// - Returns: UTF-8 without a byte order mark; a stretch may end within a character.
    /// - Throws: As ``next()``.
    public mutating func nextPiece() throws -> ArraySlice<UInt8>? {
        try requireNoColumns()
        return try input.nextPiece()
    }

    private func requireNoColumns() throws(RecordError) {
        guard let column = options.textColumn ?? options.labelColumn else { return }
        throw .noColumns(file: file, column: column.description)
    }

    private mutating func nextLine() throws -> TextRecord? {
        try requireNoColumns()
        let line = input.line
        guard let content = try input.nextLine() else { return nil }
        let text = String(decoding: content, as: UTF8.self)
        return TextRecord(text: text, label: nil, line: line, fields: [text])
    }

    // MARK: Rows

    private mutating func nextRowRecord() throws -> TextRecord? {
        while let (cells, line) = try format == .csv ? nextCSVRow() : nextTSVRow() {
            guard let columns else {
                let found = try RecordColumns(firstRow: cells, options: options, file: file)
                columns = found
                if found.header != nil { continue }
                return record(of: cells, found, line)
            }
            guard cells.count >= columns.needed else {
                throw RecordError.tooFewCells(file: file, line: line, found: cells.count, needed: columns.needed)
            }
            guard cells.dropFirst(columns.count).allSatisfy(\.isEmpty) else {
                throw RecordError.tooManyCells(file: file, line: line, found: cells.count, expected: columns.count)
            }
            return record(of: cells, columns, line)
        }
        return nil
    }

    private func record(of cells: [String], _ columns: RecordColumns, _ line: Int) -> TextRecord {
        TextRecord(
            text: cells[columns.text], label: columns.label.map { Self.trimmed(cells[$0]) }, line: line, fields: cells)
    }

    private static func trimmed(_ label: String) -> String { label.trimmingCharacters(in: .whitespaces) }

    private mutating func nextTSVRow() throws -> (cells: [String], line: Int)? {
        while true {
            let line = input.line
            guard let content = try input.nextLine() else { return nil }
            if content.isEmpty { continue }
            return (try content.withUnsafeBufferPointer { try cells(ofTSV: $0, line) }, line)
        }
    }

    private func cells(ofTSV row: UnsafeBufferPointer<UInt8>, _ line: Int) throws(RecordError) -> [String] {
        var cells: [String] = []
        var start = 0
        while true {
            let end = row.position(of: UInt8(ascii: "\t"), from: start) ?? row.count
            cells.append(String(decoding: row[start..<end], as: UTF8.self))
            try requireFewCells(cells.count, line)
            if end == row.count { return cells }
            start = end + 1
        }
    }

    private mutating func nextCSVRow() throws -> (cells: [String], line: Int)? {
        var rows = try self.rows ?? CSVRows(delimiter: csvDelimiter())
        self.rows = nil  // else its memory would be copied
        defer { self.rows = rows }
        return try rows.next(from: &input)
    }

    private func requireFewCells(_ count: Int, _ line: Int) throws(RecordError) {
        guard count <= CSVRows.mostCells else {
            throw .tooManyCells(file: file, line: line, found: count, expected: columns?.count ?? CSVRows.mostCells)
        }
    }

    private mutating func csvDelimiter() throws -> UInt8 {
        if let delimiter = options.delimiter { return delimiter }
        let wanted = [options.textColumn, options.labelColumn].compactMap { $0?.isName == true ? $0?.description : nil }
        return CSVScanner.delimiter(of: try input.peekLine()) { cells in
            RecordColumns.looksLikeHeader(cells) || !wanted.isEmpty && wanted.allSatisfy(cells.contains)
        }
    }

    // MARK: Objects

    private mutating func nextObject() throws -> TextRecord? {
        while true {
            let line = input.line
            guard let content = try input.nextLine() else { return nil }
            if content.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
            do {
                return try record(of: JSONFields(content), content, line)
            } catch let problem as JSONFields.Problem {
                throw RecordError.invalidJSON(file: file, line: line, reason: problem.reason)
            }
        }
    }

    private mutating func record(
        of fields: JSONFields, _ content: ArraySlice<UInt8>, _ line: Int
    ) throws(RecordError) -> TextRecord {
        let names = fieldNames ?? chooseFields(of: fields)
        fieldNames = names
        func text(_ name: String, isRequired: Bool, mayBeNull: Bool) throws(RecordError) -> String? {
            switch fields[name] {
            case .text(let text): return text
            case .null where mayBeNull: return nil
            case nil where !isRequired: return nil
            case nil: throw .missingField(file: file, line: line, field: name, fields: fields.names)
            case .null, .nested: throw .fieldIsNoText(file: file, line: line, field: name)
            }
        }
        let content = String(decoding: content, as: UTF8.self)
        let found = try text(names.text, isRequired: true, mayBeNull: false)
        var label: String?
        if let name = names.label { label = try text(name, isRequired: options.labelColumn != nil, mayBeNull: true) }
        return TextRecord(text: found ?? "", label: label.map(Self.trimmed), line: line, fields: [content])
    }

    /// The first object decides.
    private func chooseFields(of fields: JSONFields) -> (text: String, label: String?) {
        func usual(_ names: [String]) -> String? {
            RecordColumns.index(of: names, in: fields.names, except: nil).map { fields.names[$0] }
        }
        let text = options.textColumn?.description ?? usual(RecordColumns.textNames) ?? RecordColumns.textNames[0]
        return (text, options.labelColumn?.description ?? usual(RecordColumns.labelNames))
    }
}
