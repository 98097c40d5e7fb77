/// What stands between the cells of a series, as its first lines tell.
struct SeriesDelimiter {
    let byte: UInt8
    /// Whether cells stand between runs of blanks.
    var isBlank: Bool { byte.isBlank && byte != Self.tab }

    private static let tab = UInt8(ascii: "\t")
    private static let comma = UInt8(ascii: ",")
    private static let semicolon = UInt8(ascii: ";")
    private static let usual = [tab, semicolon, UInt8(ascii: "|"), comma]

    init(byte: UInt8) { self.byte = byte }

    /// Finds what occurs as often in each of the first lines, outside quotes, else what occurs in the first of them.
    ///
    /// - Throws: ``SeriesError/delimiterMismatch(file:header:rows:line:)``
    init(of text: ArraySlice<UInt8>, file: String) throws(SeriesError) {
        let numbered = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated()
            .filter { !$1.trimmed.isEmpty && $1.trimmed != [UInt8(ascii: "\r")] && $1.first != UInt8(ascii: "#") }
            .prefix(20)
        let lines = numbered.map { Self.outsideQuotes($1) }
        try Self.requireOne(in: lines, file: file, line: numbered.dropFirst().first.map { $0.offset + 1 } ?? 1)
        if Self.areDecimalCommas(lines) {
            byte = Self.semicolon
            return
        }
        let regular = Self.usual.first { delimiter in
            let counts = lines.map { Self.count(delimiter, $0) }
            return counts.first.map { $0 > 0 && counts.allSatisfy { [first = $0] in $0 == first } } ?? false
        }
        if let found = regular ?? Self.usual.first(where: { d in lines.contains { Self.count(d, $0) > 0 } }) {
            byte = found
            return
        }
        let cells = lines.map { $0.split(whereSeparator: \.isBlank).count }
        byte = cells.contains { $0 > 1 } && Set(cells).count == 1 ? UInt8(ascii: " ") : Self.comma
    }

    private static func count(_ delimiter: UInt8, _ line: [UInt8]) -> Int { line.count { $0 == delimiter } }

    private static func outsideQuotes(_ line: ArraySlice<UInt8>) -> [UInt8] {
        var isQuoted = false
        return line.filter { byte in
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            return !isQuoted && byte != UInt8(ascii: "\r")
        }
    }

    /// Whether a column without delimiters in its header holds numbers with decimal commas, not all of which may as well
    /// have commas between groups of digits.
    private static func areDecimalCommas(_ lines: [[UInt8]]) -> Bool {
        guard let header = lines.first, !usual.contains(where: { count($0, header) > 0 }),
            !NumberFormat.point.reads(header[...])
        else { return false }
        let body = lines.dropFirst().filter { !NumberFormat.isMissing($0[...]) }
        return body.allSatisfy { NumberFormat.comma.reads($0[...]) }
            && body.contains { count(comma, $0) == 1 && !NumberFormat.point.reads($0[...]) }
    }

    /// Refuses a header that has another delimiter than the rows, which would make two cells of one number.
    private static func requireOne(in lines: [[UInt8]], file: String, line: Int) throws(SeriesError) {
        guard let header = lines.first, let first = lines.dropFirst().first else { return }
        for named in usual where count(named, header) > 0 {
            for found in usual where found != named && count(found, header) == 0 {
                guard lines.dropFirst().allSatisfy({ count(found, $0) == count(named, header) }) else { continue }
                let cells = first.split(separator: found, omittingEmptySubsequences: false)
                let areValues = cells.allSatisfy { cell in
                    NumberFormat.isMissing(cell) || NumberFormat.point.reads(cell) || NumberFormat.comma.reads(cell)
                        || DateFormats(fitting: cell) != nil
                }
                // With a comma before decimals, a row may have as many commas as the first row has.
                if areValues, found != comma || count(named, first) == 0 {
                    throw .delimiterMismatch(file: file, header: name(of: named), rows: name(of: found), line: line)
                }
            }
        }
    }

    private static func name(of delimiter: UInt8) -> String {
        switch delimiter {
        case tab: "tabs"
        case semicolon: "semicolons"
        case comma: "commas"
        default: "'\(Unicode.Scalar(delimiter))'"
        }
    }
}
