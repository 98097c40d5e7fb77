import Foundation

/// The rows of tables.
extension RecordReader {
    mutating func nextRowRecord() throws -> TextRecord? {
        if columns == nil { try findColumns() }
        guard let columns else { return nil }
        while let (cells, line) = try nextRow() {
            guard cells.count >= columns.needed else {
                try requireSameDelimiter(cells, columns, line)
                throw RecordError.tooFewCells(file: file, line: line, found: cells.count, needed: columns.needed)
            }
            guard cells.dropFirst(columns.count).allSatisfy(\.isEmpty) else {
                throw RecordError.tooManyCells(file: file, line: line, found: cells.count, expected: columns.count)
            }
            if isFirstRecord { try requireSameDelimiter(cells, columns, line) }
            isFirstRecord = false
            if let header = columns.header, header.count > 1, cells == header {
                if !repeatsHeader {
                    notes.append(
                        ReadingNote("'\(file)', line \(line): the header is repeated; repeated headers are skipped"))
                }
                repeatsHeader = true
                continue
            }
            return record(of: cells, columns, line)
        }
        return nil
    }

    private func record(of cells: [String], _ columns: RecordColumns, _ line: Int) -> TextRecord {
        TextRecord(
            text: cells[columns.text], label: columns.label.map { Self.trimmed(cells[$0]) },
            labels: columns.labels.isEmpty ? nil : columns.labels.map { Self.trimmed(cells[$0]) }, line: line,
            fields: cells, names: rowNames)
    }

    static func trimmed(_ label: String) -> String { label.trimmingCharacters(in: .whitespaces) }

    /// Refuses rows that another delimiter cuts as the first row is cut by its own.
    private func requireSameDelimiter(_ cells: [String], _ columns: RecordColumns, _ line: Int) throws(RecordError) {
        let delimiter = rows?.delimiter ?? UInt8(ascii: "\t")
        guard options.delimiter == nil, cells.count == 1, columns.count > 1,
            let other = CSVScanner.otherDelimiter(cutting: cells[0], into: columns.count, not: delimiter)
        else { return }
        throw .differentDelimiter(
            file: file, line: line, header: Self.name(of: delimiter), rows: Self.name(of: other))
    }

    private static func name(of delimiter: UInt8) -> String {
        delimiter == UInt8(ascii: "\t") ? "tabs" : "'\(Character(Unicode.Scalar(delimiter)))'"
    }

    // MARK: The first rows

    /// Finds the columns from the first row, which stays if it is data, and as many of those behind it as that needs.
    private mutating func findColumns() throws {
        guard let first = try readRow() else { return }
        var following: [Row] = []
        var decision = decide(first.cells, following, hasMore: true)
        while !decision.isCertain, following.count < HeaderRule.rowsToJudge {
            do {
                guard let row = try readRow() else { break }
                following.append(row)
            } catch {
                pendingFailure = error
                break
            }
            decision = decide(first.cells, following, hasMore: following.count < HeaderRule.rowsToJudge)
        }
        if !decision.isCertain { decision = decide(first.cells, following, hasMore: false) }
        pending = (decision.isHeader ? [] : [first]) + following
        try takeColumns(of: first.cells, decision)
    }

    private func decide(_ first: [String], _ following: [Row], hasMore: Bool) -> HeaderRule.Decision {
        var requested = [options.textColumn, options.labelColumn].compactMap { $0 }
        if options.header == .auto, let before = options.precedent?.header {
            if before.map(ColumnNames.plain) == first.map(ColumnNames.plain) {
                return .init(isHeader: true, isCertain: true)
            }
            // Without a header of its own this file has the columns of the one before.
            let isMissing = requested.contains {
                $0.isName && RecordColumns.index(of: $0, count: first.count, header: first) == nil
            }
            if isMissing, before.count == first.count { requested = [] }
        }
        return options.header.decide(
            firstRow: first, following: following.map(\.cells), hasMore: hasMore, requested: requested,
            usualNames: options.usualNames.telling(of: first))
    }

    private mutating func takeColumns(of first: [String], _ decision: HeaderRule.Decision) throws {
        let precedent = options.precedent
        if options.header == .auto, !decision.isHeader, let precedent, precedent.header != nil,
            precedent.count == first.count
        {
            columns = RecordColumns(precedent, file: file)
            notes.append(ReadingNote("'\(file)': no header; using the columns of '\(precedent.file)'"))
        } else {
            if let note = HeaderRule.note(on: decision, firstRow: first, file: file) { notes.append(note) }
            if first.count == 1, let note = headlineNote(first[0]) { notes.append(note) }
            let found = try RecordColumns(firstRow: first, isHeader: decision.isHeader, options: options, file: file)
            try found.requireNames(of: precedent, options)
            columns = found
        }
        rowNames = columns.map { columns in
            columns.header ?? (0..<columns.count).map { $0 == columns.text ? "text" : "column\($0 + 1)" }
        }
    }

    // MARK: Rows

    private mutating func nextRow() throws -> Row? {
        if !pending.isEmpty { return pending.removeFirst() }
        if let pendingFailure {
            self.pendingFailure = nil
            throw pendingFailure
        }
        return try readRow()
    }

    private mutating func readRow() throws -> Row? { try format == .csv ? readCSVRow() : readTSVRow() }

    private mutating func readTSVRow() throws -> Row? {
        while let content = try input.nextLine() {
            if content.isEmpty { continue }
            let line = input.line - 1
            return (try content.withUnsafeBufferPointer { try cells(ofTSV: $0, line) }, line)
        }
        return nil
    }

    private func cells(ofTSV row: UnsafeBufferPointer<UInt8>, _ line: Int) throws(RecordError) -> [String] {
        let delimiter = options.delimiter ?? UInt8(ascii: "\t")
        var cells: [String] = []
        var start = 0
        while true {
            let end = row.position(of: delimiter, from: start) ?? row.count
            cells.append(String(decoding: row[start..<end], as: UTF8.self))
            guard cells.count <= CSVRows.mostCells else {
                throw .tooManyCells(
                    file: file, line: line, found: cells.count, expected: columns?.count ?? CSVRows.mostCells)
            }
            if end == row.count { return cells }
            start = end + 1
        }
    }

    private mutating func readCSVRow() throws -> Row? {
        var rows = try self.rows ?? CSVRows(delimiter: csvDelimiter())
        self.rows = nil  // else its memory would be copied
        defer { self.rows = rows }
        // What cannot be read here is thrown by the rows below.
        let text =
            isFirstRecord && options.delimiter == nil
            ? (try? input.peekLine()).map { String(decoding: $0, as: UTF8.self) } : nil
        do {
            return try rows.next(from: &input)
        } catch RecordError.textBehindQuote(let file, let line) {
            // Quotes make no sense where another delimiter stands behind them.
            guard let text, let count = rows.firstCount, count > 1,
                let other = CSVScanner.otherDelimiter(cutting: text, into: count, not: rows.delimiter)
            else { throw RecordError.textBehindQuote(file: file, line: line) }
            throw RecordError.differentDelimiter(
                file: file, line: line, header: Self.name(of: rows.delimiter), rows: Self.name(of: other))
        }
    }

    /// Passes over what is left of CSV up to the line in which an error was found.
    mutating func skipRow(through line: Int) throws { try rows?.skip(through: line, of: &input) }

    private mutating func csvDelimiter() throws -> UInt8 {
        if let delimiter = options.delimiter { return delimiter }
        let wanted = [options.textColumn, options.labelColumn].compactMap { $0?.isName == true ? $0?.description : nil }
        let line = try input.peekLine()
        let isHeader: ([String]) -> Bool = { [usual = options.usualNames] cells in
            usual.areHeader(cells) || !wanted.isEmpty && wanted.allSatisfy(cells.contains)
        }
        return try CSVScanner.delimiter(
            of: line, second: { try input.peekLines(2).dropFirst(line.count + 1) }, isHeader: isHeader)
    }
}
