import Datasets
import Foundation

/// The rows of a file of a series, one after the other: its header, if there is one, and then rows of as many cells.
struct SeriesRows {
    let delimiter: UInt8
    /// The names of the first row, or "1", "2" … where it holds values.
    private(set) var names: [String] = []
    private(set) var hasHeader = false

    private var input: TextInput
    private var rows: CSVRows
    private let isBlank: Bool
    /// A first row of values, which is still to be handed out.
    private var first: (cells: [String], line: Int)?
    /// Rows handed out.
    private var rowCount = 0
    private var commentCount = 0
    private var decision: ReadingNote?

    var file: String { input.file }

    /// What was left out or decided.
    var notes: [ReadingNote] {
        let comments =
            commentCount == 0
            ? nil
            : ReadingNote(
                commentCount == 1
                    ? "One line that begins with # was skipped"
                    : "\(commentCount) lines that begin with # were skipped")
        return [decision, comments].compactMap { $0 }
    }

    /// Reads the header.
    ///
    /// - Throws: ``SeriesError``, `RecordError`, `TextEncodingError`, or what the source of the text throws.
    init(of input: TextInput, options: SeriesOptions) throws {
        self.input = input
        let named = try Self.namedDelimiter(&self.input)
        let found: SeriesDelimiter =
            if let given = options.delimiter?.asciiValue ?? named { SeriesDelimiter(byte: given) } else {
                try SeriesDelimiter(of: self.input.peekLines(20), file: input.file)
            }
        (delimiter, isBlank) = (found.byte, found.isBlank)
        rows = CSVRows(delimiter: found.byte)
        let comment = try skipComments()
        guard let row = try nextRow() else { throw SeriesError.empty(file: input.file) }
        try name(row, comment: comment, options)
    }

    /// The next row of values and its line; nil at the end.
    mutating func next() throws -> (cells: [String], line: Int)? {
        if first == nil { _ = try skipComments() }
        guard let row = try first ?? nextRow() else { return nil }
        first = nil
        rowCount += 1
        return try checked(row)
    }

    // MARK: Header

    private mutating func name(
        _ row: (cells: [String], line: Int), comment: [String]?, _ options: SeriesOptions
    ) throws(SeriesError) {
        let requested = options.columns + [options.dateColumn].compactMap { $0 } + options.series.map(\.column)
        let isNamed = requested.contains(where: \.isName)
        let holdsValues = Self.holdsValues(row.cells)
        if options.header == .auto, holdsValues, let comment, comment.count == row.cells.count, comment.count > 1 {
            (names, hasHeader, first) = (comment, true, row)
            return
        }
        hasHeader = options.header == .auto ? isNamed || !holdsValues : options.header == .yes
        if hasHeader {
            names = row.cells.map { $0.trimmingCharacters(in: .whitespaces) }
            while names.count > 1, names.last == "" { names.removeLast() }
            if names.allSatisfy(\.isEmpty) { throw .noNames(file: file, line: row.line) }
            let numbers = names.filter { NumberFormat.point.plainValue(of: Array($0.utf8)[...]) != nil }
            if options.header == .auto, !isNamed, !numbers.isEmpty {
                decision = HeaderRule.note(
                    on: .init(isHeader: true, isCertain: false), firstRow: names, file: file)
            }
            return
        }
        first = row
        names = row.cells.indices.map { String($0 + 1) }
        if options.header == .auto, Self.couldBeNames(row.cells) {
            decision = HeaderRule.note(on: .init(isHeader: false, isCertain: false), firstRow: row.cells, file: file)
        }
    }

    /// Whether numbers in a first row could be names as well: one after the other, as years or numbers of columns are.
    private static func couldBeNames(_ cells: [String]) -> Bool {
        let numbers = cells.compactMap { Int($0.trimmingCharacters(in: .whitespaces)) }
        return numbers.count == cells.count && numbers.count > 1
            && zip(numbers, numbers.dropFirst()).allSatisfy { $1.subtractingReportingOverflow($0) == (1, false) }
    }

    /// Whether a first row is one of values: a number at least, and other numbers, dates and missing values, or a date
    /// and keys of a series.
    static func holdsValues(_ cells: [String]) -> Bool {
        let kinds = cells.map { cell -> (isNumber: Bool, isDate: Bool, isMissing: Bool) in
            let bytes = Array(cell.utf8)[...]
            return (
                NumberFormat.point.reads(bytes) || NumberFormat.comma.reads(bytes),
                DateFormats(fitting: bytes) != nil || DateWords.looksLikeDate(cell), NumberFormat.isMissing(bytes)
            )
        }
        guard kinds.contains(where: \.isNumber) else { return false }
        if kinds.allSatisfy({ $0.isNumber || $0.isDate || $0.isMissing }) { return true }
        return kinds.contains { $0.isDate && !$0.isNumber } && kinds.contains { $0.isNumber && !$0.isDate }
    }

    // MARK: Rows

    private func checked(_ row: (cells: [String], line: Int)) throws(SeriesError) -> (cells: [String], line: Int) {
        let (cells, line) = row
        guard cells.count >= names.count, cells.dropFirst(names.count).allSatisfy(\.isEmpty) else {
            let place = SeriesPlace(file: file, row: rowCount, line: line)
            if names.count == 1, delimiter == UInt8(ascii: ",") {
                let text = cells.joined(separator: ",")
                if NumberFormat.comma.reads(Array(text.utf8)[...]) { throw .decimalCommas(place, text: text) }
            }
            throw .unequalRow(place, found: cells.count, expected: names.count)
        }
        return (Array(cells.prefix(names.count)), line)
    }

    /// The next row that is not blank.
    private mutating func nextRow() throws -> (cells: [String], line: Int)? {
        do {
            return try isBlank ? nextBlankRow() : rows.next(from: &input)
        } catch RecordError.unclosedQuote(let file, let line) {
            throw SeriesError.unclosedQuote(file: file, line: line)
        }
    }

    /// The cells of the next line that is not blank, which stand between runs of blanks.
    private mutating func nextBlankRow() throws -> (cells: [String], line: Int)? {
        while true {
            let line = input.line
            guard let text = try input.nextLine() else { return nil }
            let cells = text.split(whereSeparator: \.isBlank).map { cell in
                String(decoding: cell.filter { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
            }
            if !cells.isEmpty { return (cells, line) }
        }
    }

    // MARK: Comments

    /// Passes over lines that begin with #, and over blank ones before them. Returns the cells of the last of them, which
    /// may be names.
    private mutating func skipComments() throws -> [String]? {
        var last: [String]?
        while true {
            let line = try input.peekLine()
            let text = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            guard let first = text.first else {
                if try input.nextLine() == nil { return last }
                continue
            }
            guard first == UInt8(ascii: "#") else { return last }
            let cells = text.split(separator: delimiter, omittingEmptySubsequences: false)
            if !names.isEmpty, cells.count >= names.count, holdsValue(cells[0]) { return last }
            last = cells.enumerated().map { index, cell in
                String(decoding: index == 0 ? cell.drop { $0 == UInt8(ascii: "#") } : cell, as: UTF8.self)
                    .trimmingCharacters(in: .whitespaces)
            }
            commentCount += 1
            _ = try input.nextLine()
        }
    }

    /// Whether a cell that begins with # is no comment: #N/A is a missing value, #12 a number of something.
    private func holdsValue(_ cell: ArraySlice<UInt8>) -> Bool {
        NumberFormat.isMissing(cell) || NumberFormat.point.plainValue(of: cell.dropFirst()) != nil
    }

    /// The delimiter that a first line such as sep=; names, as spreadsheets write it.
    private static func namedDelimiter(_ input: inout TextInput) throws -> UInt8? {
        let line = String(decoding: try input.peekLine().prefix(7), as: UTF8.self).lowercased()
        let text = line.replacingOccurrences(of: "\r", with: "").replacingOccurrences(of: "\"", with: "")
        guard text.hasPrefix("sep="), text.utf8.count == 5 else { return nil }
        _ = try input.nextLine()
        return text.utf8.last
    }
}
