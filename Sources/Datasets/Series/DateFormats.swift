/// The date formats that fit all the cells of a column.
struct DateFormats {
    /// A cell that fits none of the formats left.
    struct Misfit: Error {
        let row: Int
        /// What the cells before it are written in.
        let format: DateFormat
        /// Whether the cell is a date, only written otherwise.
        let isDate: Bool
    }

    /// Those left, never none, each with what it makes of the cells so far.
    private(set) var readings: [(format: DateFormat, timestamps: [Timestamp])]

    var formats: [DateFormat] { readings.map(\.format) }

    /// Those in which a cell may be written; the cell is not yet read.
    init?(fitting cell: ArraySlice<UInt8>) {
        let cell = cell.trimmed
        guard let first = cell.first, first.isDigit || Self.startsWithMonth(cell), cell.count <= 40 else { return nil }
        readings = Self.known.filter { $0.timestamp(from: cell) != nil }.map { ($0, []) }
        if readings.isEmpty { return nil }
    }

    init(_ format: DateFormat) { readings = [(format, [])] }

    /// Reads a further cell, and keeps the formats that it fits.
    mutating func append(_ cell: ArraySlice<UInt8>, row: Int) throws(Misfit) {
        let timestamps = readings.map { $0.format.timestamp(from: cell) }
        guard timestamps.contains(where: { $0 != nil }) else {
            throw Misfit(row: row, format: readings[0].format, isDate: DateFormats(fitting: cell) != nil)
        }
        for index in readings.indices.reversed() {
            if let timestamp = timestamps[index] {
                readings[index].timestamps.append(timestamp)
            } else {
                readings.remove(at: index)
            }
        }
    }

    private static func startsWithMonth(_ cell: ArraySlice<UInt8>) -> Bool {
        let name = String(decoding: cell.prefix(3), as: UTF8.self).lowercased()
        return DateFormat.monthNames.contains { $0.lowercased() == name }
    }

    /// The likelier first.
    private static let known: [DateFormat] = {
        let days = [
            "yyyy-MM-dd", "yyyy/MM/dd", "yyyy.MM.dd", "yyyyMMdd", "dd.MM.yyyy", "dd.MM.yy", "MM/dd/yyyy", "dd/MM/yyyy",
            "MM/dd/yy", "dd/MM/yy", "MM-dd-yyyy", "dd-MM-yyyy", "MM-dd-yy", "dd-MM-yy", "yy-MM-dd", "yy/MM/dd",
            "dd-MMM-yyyy", "dd-MMM-yy", "dd MMM yyyy", "MMM dd, yyyy",
        ]
        let clocks = ["HH:mm", "HH:mm:ss", "HH:mm:ss.S", "hh:mm a", "hh:mm:ss a"]
        let offsets = ["", "'Z'", "X", " X"]
        let times = clocks + clocks.prefix(3).flatMap { clock in offsets.dropFirst().map { clock + $0 } }
        let others = [
            "yyyy-MM", "yyyy/MM", "y-MM", "MM/yyyy", "MM-yyyy", "MMM yyyy", "MMM-yyyy", "MMM-yy", "yyyy'Q'Q",
            "yyyy-'Q'Q", "yyyy 'Q'Q", "yyyy", "yyyyMM", "unix", "unix-ms",
        ]
        let patterns =
            days + days.flatMap { day in times.map { "\(day) \($0)" } }
            + days.prefix(4).flatMap { day in times.map { "\(day)'T'\($0)" } } + others + clocks
        return patterns.compactMap(DateFormat.init(pattern:))
    }()
}

extension DateFormat {
    /// The format as the cells are written: each field with the fewest digits that it has in them, and an offset that
    /// they share as it is.
    func written(as cells: some Sequence<ArraySlice<UInt8>>) -> DateFormat {
        let isSeparate = zip(tokens, tokens.dropFirst()).allSatisfy { !$0.isDigits || !$1.isDigits }
        guard isSeparate, !isNumeric else { return self }
        var runs = Self.shortestRuns(in: cells).makeIterator()
        let fitted = tokens.map { token in
            guard token.isDigits, let length = runs.next(), case .field(let field, let width) = token, field != .year
            else { return token }
            return .field(field, width: field == .fraction ? length : min(width, length))
        }
        guard case .field(.offset, _)? = fitted.last, let offset = Self.commonOffset(of: cells)
        else { return DateFormat(tokens: fitted) }
        return DateFormat(tokens: fitted.dropLast() + offset.map(Token.literal))
    }

    /// The fewest digits of the first run of digits in each cell, of the second, and so on.
    private static func shortestRuns(in cells: some Sequence<ArraySlice<UInt8>>) -> [Int] {
        var shortest: [Int] = []
        for cell in cells {
            var (run, length) = (0, 0)
            for index in cell.startIndex...cell.endIndex {
                if index < cell.endIndex, cell[index].isDigit {
                    length += 1
                } else if length > 0 {
                    if run == shortest.count { shortest.append(length) }
                    shortest[run] = min(shortest[run], length)
                    (run, length) = (run + 1, 0)
                }
            }
        }
        return shortest
    }

    /// What stands from the last sign on, where it is the same in all cells.
    private static func commonOffset(of cells: some Sequence<ArraySlice<UInt8>>) -> ArraySlice<UInt8>? {
        var common: ArraySlice<UInt8>?
        for cell in cells {
            let cell = cell.trimmed
            guard let start = cell.lastIndex(where: { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }) else {
                return nil
            }
            let offset = cell[start...]
            if let common, common != offset { return nil }
            common = offset
        }
        return common
    }
}
