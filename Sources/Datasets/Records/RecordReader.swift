import Foundation
import ModelFiles
import Tokenization

/// Reads texts, and labels where there are some, one after the other from a file, a pipe or anything else that gives
/// bytes, in memory that does not grow.
///
/// ```swift
/// var reader = try RecordReader(contentsOf: URL(filePath: "reviews.csv"))
/// while let record = try reader.next() { print(record.line, record.label ?? "?", record.text) }
/// ```
///
/// A record is handed out before anything that is wrong behind it is thrown, and as soon as its line is complete, apart
/// from the first rows of a table of which ``HeaderRule`` is not certain.
///
/// The columns of CSV and TSV: the first row is a header if ``HeaderRule`` takes it for one. Columns that are not asked for
/// are found by their usual names (text, sentence, review, comment, content, tweet, question, body; label, sentiment,
/// class, category, target). Without a header, two columns are a label and its text, in this order, and one column is text;
/// a header of several columns without any of these names is refused.
/// Rows without anything in them are passed over, and so is a row that repeats the header. The fields of JSON objects: as
/// the first object names them. In lines of text every line is a record, also an empty one, and there are no labels.
public struct RecordReader {
    /// The name that error messages give.
    public let file: String
    /// How the file is read: what was asked for, else what its name and first line say; see ``detectFormat()``.
    public internal(set) var format: RecordFormat
    /// The columns of CSV and TSV, once the first record is read.
    public internal(set) var columns: RecordColumns?
    /// What a person should know about how the file was read, such as that its first row was taken for a header.
    public internal(set) var notes: [ReadingNote] = []

    let options: RecordOptions
    var input: TextInput
    var rows: CSVRows?
    var fieldNames: (text: String, label: String?)?
    /// Rows that were read to judge the first one.
    var pending: [Row] = []
    /// What is to be thrown behind them.
    var pendingFailure: (any Error)?
    var isFirstRecord = true
    var repeatsHeader = false
    /// What the cells of a row are called.
    var rowNames: [String]?
    private var isDetected = false

    typealias Row = (cells: [String], line: Int)

    /// Opens a file; nil is standard input.
    ///
    /// - Throws: `FileError`
    public init(contentsOf url: URL?, options: RecordOptions = RecordOptions()) throws(FileError) {
        let chunks = try FileChunks(of: url)
        var options = options
        let named = url.map { RecordFormat(of: $0) } ?? .text
        if options.format == nil, named != .text { options.format = named }
        self.init(file: url?.nameInMessages ?? "standard input", options: options) { try chunks.next() }
    }

    /// Reads from anything that gives bytes.
    ///
    /// - Parameter source: Gives the next bytes, and nil at the end, behind which it is not called again.
    public init(file: String, options: RecordOptions = RecordOptions(), source: @escaping () throws -> [UInt8]?) {
        self.file = file
        self.options = options
        format = options.format ?? (options.delimiter == nil ? .text : .csv)
        input = TextInput(
            file: file, encoding: options.encoding, malformed: options.malformed, limit: options.lengthLimit,
            source: source)
    }

    /// The bytes read so far.
    public var byteCount: Int { input.byteCount }

    /// The names of the columns of CSV and TSV, once the first record is read; nil where there are none.
    public var header: [String]? { columns?.header }

    /// What was replaced or left out so far, as ``RecordOptions/malformed`` says.
    public var losses: ReadingLosses { input.losses }

    /// Says what a person should know at the end: ``notes`` and ``losses``.
    public func tell(_ note: (ReadingNote) -> Void) {
        notes.forEach(note)
        losses.note(file: file).map(note)
    }

    /// The next record; nil at the end.
    ///
    /// - Throws: ``RecordError``, `TextEncodingError`, or what the source throws. Nothing can be read behind that.
    public mutating func next() throws -> TextRecord? {
        while true {
            do {
                switch try detectFormat() {
                case .text: return try nextLine()
                case .fasttext: return try nextLabelledLine()
                case .csv, .tsv: return try nextRowRecord()
                case .jsonl: return try nextObject()
                }
            } catch let error as RecordError {
                guard options.malformed == .skip, let line = error.skippableLine, hasColumns else { throw error }
                input.losses.skippedCount += 1
                input.losses.add(line: line)
                if case .textBehindQuote = error { try skipRow(through: line) }
            }
        }
    }

    /// The next stretch of a text as it is, line ends included; nil at the end. Not for use along with ``next()``.
    ///
    /// - Returns: UTF-8 without a byte order mark; a stretch may end within a character.
    /// - Throws: As ``next()``.
    public mutating func nextPiece() throws -> ArraySlice<UInt8>? {
        _ = try detectFormat()
        try requireNoColumns()
        return try input.nextPiece()
    }

    /// Whether it is known where text and label stand.
    private var hasColumns: Bool { format == .jsonl ? fieldNames != nil : format == .fasttext || columns != nil }

    /// How the file is laid out: where its name and the options do not say, lines of text are fastText's if the first of
    /// them begins with `__label__`. Waits for the first line.
    ///
    /// - Throws: As ``next()``.
    @discardableResult
    public mutating func detectFormat() throws -> RecordFormat {
        guard !isDetected else { return format }
        isDetected = true
        if format == .text || format == .jsonl || format == .fasttext {
            if options.header != .auto { throw RecordError.noTable(file: file, option: .header, format: format) }
            if options.delimiter != nil { throw RecordError.noTable(file: file, option: .delimiter, format: format) }
        }
        guard format == .text, options.format == nil else { return format }
        let line = try input.peekLine()
        if LabelledLine.begins(line) {
            format = .fasttext
            notes.append(
                ReadingNote(
                    "'\(file)': words that begin with __label__ are taken for labels, as in fastText's format",
                    [.set(.format, to: "text", detail: "to read the lines as they are")]))
        } else if options.textColumn == nil, options.labelColumn == nil,
            let note = headlineNote(String(decoding: line, as: UTF8.self))
        {
            notes.append(note)
        }
        return format
    }

    // MARK: Lines

    private func requireNoColumns() throws(RecordError) {
        guard let column = options.textColumn ?? options.labelColumn else { return }
        throw .noColumns(file: file, column: column.description)
    }

    private mutating func nextLine() throws -> TextRecord? {
        try requireNoColumns()
        guard let content = try input.nextLine() else { return nil }
        let text = String(decoding: content, as: UTF8.self)
        return TextRecord(text: text, label: nil, line: input.line - 1, fields: [text])
    }

    private mutating func nextLabelledLine() throws -> TextRecord? {
        try requireNoColumns()
        while let content = try input.nextLine() {
            let line = input.line - 1
            guard !content.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) else { continue }
            let found = LabelledLine(content)
            guard found.labels.count < 2 || !options.needsLabel else {
                throw RecordError.severalLabels(file: file, line: line, labels: found.labels)
            }
            return TextRecord(
                text: found.text, label: found.labels.count == 1 ? found.labels[0] : nil,
                labels: options.readsSeveralLabels ? found.labels : nil, line: line,
                fields: [String(decoding: content, as: UTF8.self)])
        }
        return nil
    }

    /// What to say of a line that is read as text and looks like the header of a table.
    func headlineNote(_ line: String) -> ReadingNote? {
        let line = line.trimmingCharacters(in: .whitespacesAndNewlines)
        for delimiter in ["\t", ";", "|", ","] {
            let cells = line.utf8.split(separator: delimiter.utf8.first!, omittingEmptySubsequences: false).map {
                String(Substring($0))
            }
            let areWords = cells.allSatisfy { cell in
                guard cell.utf8.count <= 4 * 32 else { return false }  // before any character is looked at
                guard let first = cell.first, first.isLetter || first == "_" || first == "\"" else { return false }
                return cell.count <= 32 && !cell.contains(where: \.isWhitespace)
            }
            guard cells.count > 1, areWords, Set(cells).count == cells.count else { continue }
            guard delimiter != "," || cells.contains(where: \.isIdentifier) || options.usualNames.hasOne(in: cells)
            else {
                continue
            }
            return ReadingNote(
                "'\(file)': the first line, \(MessageText.quoted(line)), is read as text",
                [.set(.delimiter, to: delimiter == "\t" ? "tab" : delimiter, detail: "if it is the header of a table")])
        }
        return nil
    }
}

/// The objects of JSON Lines.
extension RecordReader {
    mutating func nextObject() throws -> TextRecord? {
        while let content = try input.nextLine() {
            let line = input.line - 1
            if content.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
            do {
                return try record(of: JSONFields(content), content, line)
            } catch let problem as JSONFields.Problem {
                throw RecordError.invalidJSON(file: file, line: line, reason: problem.reason)
            }
        }
        return nil
    }

    private mutating func record(
        of fields: JSONFields, _ content: ArraySlice<UInt8>, _ line: Int
    ) throws(RecordError) -> TextRecord {
        let names = fieldNames ?? chooseFields(of: fields)
        func text(_ name: String, isRequired: Bool, mayBeNull: Bool) throws(RecordError) -> String? {
            switch fields[name] {
            case .text(let text): return text
            case .null where mayBeNull: return nil
            case nil where !isRequired: return nil
            case nil: throw .missingField(file: file, line: line, field: name, fields: fields.names)
            case .null, .nested: throw .fieldIsNoText(file: file, line: line, field: name)
            }
        }
        let found = try text(names.text, isRequired: true, mayBeNull: false)
        var (label, labels): (String?, [String]?)
        if !options.labelColumns.isEmpty {
            labels = try options.labelColumns.map { (column) throws(RecordError) in
                Self.trimmed(try text(column.description, isRequired: true, mayBeNull: true) ?? "")
            }
        } else if let name = names.label {
            if options.readsSeveralLabels { labels = fields.list(name) }
            if labels == nil { label = try text(name, isRequired: options.labelColumn != nil, mayBeNull: true) }
        }
        fieldNames = names
        let content = String(decoding: content, as: UTF8.self)
        return TextRecord(
            text: found ?? "", label: label.map(Self.trimmed), labels: labels, line: line, fields: [content])
    }

    /// The first object decides.
    private func chooseFields(of fields: JSONFields) -> (text: String, label: String?) {
        let usual = options.usualNames
        func name(_ names: [String]) -> String? {
            let plain = fields.names.map(ColumnNames.plain)
            return names.lazy.compactMap { name in plain.firstIndex(of: name) }.first.map { fields.names[$0] }
        }
        let text = options.textColumn?.description ?? name(usual.text) ?? usual.text[0]
        let label = options.labelColumn?.description ?? name(usual.label)
        return (text, label ?? (usual.haveFixedPlaces ? usual.label[0] : nil))
    }
}
