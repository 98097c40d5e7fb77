/// The rows of CSV that are not blank, one after the other from a text.
package struct CSVRows {
    package static let mostCells = 1 << 16

    private var scanner: CSVScanner
    package let delimiter: UInt8
    /// The number of cells of the first row.
    private(set) var firstCount: Int?

    package init(delimiter: UInt8) {
        self.delimiter = delimiter
        scanner = CSVScanner(delimiter: delimiter)
    }

    /// The next row and the line it begins in; nil at the end.
    package mutating func next(from input: inout TextInput) throws -> (cells: [String], line: Int)? {
        while true {
            let line = input.line
            guard try readRow(from: &input, line) else { return nil }
            let isBlank = scanner.isBlank
            let cells = scanner.takeCells()
            if input.isDamaged(from: line) || isBlank { continue }
            firstCount = firstCount ?? cells.count
            return (cells, line)
        }
    }

    /// Forgets the row that is begun and passes over everything up to the end of a line.
    package mutating func skip(through line: Int, of input: inout TextInput) throws {
        _ = scanner.takeCells()
        while input.line <= line, try input.skipLine() {}
    }

    /// Reads a row; false at the end.
    private mutating func readRow(from input: inout TextInput, _ line: Int) throws -> Bool {
        var isComplete = false
        while true {
            do {
                try input.take { bytes in
                    let found = try scanner.scan(bytes)
                    isComplete = found.isComplete
                    return found.taken
                }
            } catch is CSVScanner.TextBehindQuote {
                throw RecordError.textBehindQuote(file: input.file, line: line + scanner.lineBreaks)
            }
            if scanner.byteCount > input.limit {
                throw scanner.isInQuotes
                    ? RecordError.unclosedQuote(file: input.file, line: line + scanner.quoteLine)
                    : RecordError.tooLong(file: input.file, line: line, limit: input.limit)
            }
            guard scanner.cellCount <= Self.mostCells else {
                throw RecordError.tooManyCells(
                    file: input.file, line: line, found: scanner.cellCount, expected: firstCount ?? Self.mostCells)
            }
            if isComplete { return true }
            guard try input.refill() else { break }
        }
        if scanner.isInQuotes {
            throw RecordError.unclosedQuote(file: input.file, line: line + scanner.quoteLine)
        }
        guard scanner.hasBegun else { return false }
        scanner.finish()
        return true
    }
}

/// Finds the cells of one CSV record, whose bytes may come in pieces, as RFC 4180 has them.
///
/// More is understood than written there: a quote inside a cell that does not begin with one is a character, spaces
/// behind a closing quote are left out, and a line may end in LF.
package struct CSVScanner {
    /// A character other than a space behind a closing quote.
    package struct TextBehindQuote: Error {}

    private enum State {
        case start, plain, quoted
        /// Behind a quote in quotes: it closes the cell, or it is the first of two.
        case behindQuote
        case closed
    }

    private let delimiter: UInt8
    private var state = State.start
    /// The bytes of all cells, one behind the other, and where each ends.
    private var content: [UInt8] = []
    private var ends: [Int] = []
    private var hasQuotes = false
    private(set) var lineBreaks = 0
    /// The line breaks of the record before its last opening quote.
    private(set) var quoteLine = 0

    package init(delimiter: UInt8) { self.delimiter = delimiter }

    package var byteCount: Int { content.count + ends.count }
    package var cellCount: Int { ends.count + 1 }
    package var isInQuotes: Bool { state == .quoted }
    /// Whether there was nothing at all in the line.
    package var isBlank: Bool { ends.count <= 1 && content.isEmpty && !hasQuotes }
    /// Whether a record has begun.
    package var hasBegun: Bool { state != .start || !ends.isEmpty }

    /// Reads on, up to the end of the record or the piece.
    package mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>) throws(TextBehindQuote) -> (
        taken: Int, isComplete: Bool
    ) {
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            switch state {
            case .start where byte == UInt8(ascii: "\""):
                (state, hasQuotes, quoteLine) = (.quoted, true, lineBreaks)
                index += 1
            case .quoted:
                let end = bytes.position(of: UInt8(ascii: "\""), from: index) ?? bytes.count
                let text = UnsafeBufferPointer(rebasing: bytes[index..<end])
                lineBreaks += text.lineBreakCount
                content += text
                if end < bytes.count { state = .behindQuote }
                index = end + 1
            case .behindQuote where byte == UInt8(ascii: "\""):
                content.append(byte)
                state = .quoted
                index += 1
            default:
                let delimiter = delimiter
                let end = bytes[index...].firstIndex { $0 == delimiter || $0 == UInt8(ascii: "\n") }
                try appendUnquoted(bytes[index..<(end ?? bytes.count)])
                guard let end else { return (bytes.count, false) }
                endCell(endsLine: bytes[end] != delimiter)
                index = end + 1
                if bytes[end] != delimiter { return (index, true) }
            }
        }
        return (bytes.count, false)
    }

    private mutating func appendUnquoted(_ text: Slice<UnsafeBufferPointer<UInt8>>) throws(TextBehindQuote) {
        switch state {
        case .start, .plain:
            content += text
            if !text.isEmpty { state = .plain }
        default:
            state = .closed
            guard text.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\r") }) else {
                throw TextBehindQuote()
            }
        }
    }

    private mutating func endCell(endsLine: Bool) {
        if endsLine, state == .plain, content.last == UInt8(ascii: "\r"), content.count > (ends.last ?? 0) {
            content.removeLast()
        }
        ends.append(content.count)
        state = .start
    }

    /// Ends the record where the text ends.
    package mutating func finish() {
        endCell(endsLine: true)
    }

    /// The cells of the record, which is then forgotten.
    package mutating func takeCells() -> [String] {
        var start = 0
        let cells = ends.map { end in
            defer { start = end }
            return String(decoding: content[start..<end], as: UTF8.self)
        }
        content.removeAll(keepingCapacity: content.capacity <= 1 << 20)
        ends.removeAll(keepingCapacity: true)
        (hasQuotes, lineBreaks, quoteLine, state) = (false, 0, 0, .start)
        return cells
    }

    /// What may stand between cells, the likelier first.
    package static let delimiters = [",", ";", "\t", "|"].map { UInt8(ascii: $0) }

    /// The delimiter of a file that begins with a line: the comma or semicolon that occurs in it outside quotes; where
    /// both do, the one between whose cells `isHeader` finds names; where none does, a tab or bar that occurs as often in
    /// the second line.
    package static func delimiter(
        of line: ArraySlice<UInt8>, second: () throws -> ArraySlice<UInt8>, isHeader: ([String]) -> Bool
    ) rethrows -> UInt8 {
        let outside = outsideQuotes(line)
        let found = delimiters.prefix(2).filter { outside.contains($0) }
        if found.count == 2 { return found.first { isHeader(cells(of: line, delimiter: $0)) } ?? found[0] }
        if let found = found.first { return found }
        let rarer = delimiters.dropFirst(2).filter { outside.contains($0) }
        guard !rarer.isEmpty else { return delimiters[0] }
        let next = outsideQuotes(try second().prefix { $0 != UInt8(ascii: "\n") })
        func count(_ delimiter: UInt8, _ text: [UInt8]) -> Int { text.count { $0 == delimiter } }
        return rarer.first { next.isEmpty || count($0, outside) == count($0, next) } ?? delimiters[0]
    }

    private static func outsideQuotes(_ line: ArraySlice<UInt8>) -> [UInt8] {
        var isQuoted = false
        return line.filter { byte in
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            return !isQuoted
        }
    }

    /// Another delimiter that would cut a cell in at least so many, as that of the rows may be where the header has its own.
    package static func otherDelimiter(cutting cell: String, into count: Int, not delimiter: UInt8) -> UInt8? {
        let cell = Array(cell.utf8)[...]
        return delimiters.first { other in
            other != delimiter && cells(of: cell, delimiter: other).count >= count
        }
    }

    package static func cells(of line: ArraySlice<UInt8>, delimiter: UInt8) -> [String] {
        var scanner = CSVScanner(delimiter: delimiter)
        // A line that cannot be split has no cells to compare; reading it as a row reports why.
        guard (try? line.withUnsafeBufferPointer { try scanner.scan($0) }) != nil else { return [] }
        scanner.finish()
        return scanner.takeCells()
    }
}
