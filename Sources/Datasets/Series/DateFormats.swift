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

    /// Those left; never none.
    private(set) var formats: [DateFormat]

    /// Those in which a cell may be written.
    ///
    /// Numbers are dates only if the column's name or the other rows say so: see ``SeriesDates``.
    init?(fitting cell: ArraySlice<UInt8>) {
        let cell = cell.trimmed
        guard let first = cell.first, first.isDigit || DateFormats.startsWithMonth(cell), cell.count <= 40
        else { return nil }
        formats = Self.known.filter { $0.timestamp(from: cell) != nil }
        if formats.isEmpty { return nil }
    }

    init(_ format: DateFormat) { formats = [format] }

    /// Keeps those that fit a further cell.
    mutating func narrow(to cell: ArraySlice<UInt8>, row: Int) throws(Misfit) {
        if formats.count == 1, formats[0].timestamp(from: cell) != nil { return }
        let fitting = formats.filter { $0.timestamp(from: cell) != nil }
        guard !fitting.isEmpty else {
            throw Misfit(row: row, format: formats[0], isDate: DateFormats(fitting: cell) != nil)
        }
        formats = fitting
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
    /// The format with the fewest digits that each field has in the cells, as these are written.
    func written(as cells: some Sequence<ArraySlice<UInt8>>) -> DateFormat {
        let isSeparate = zip(tokens, tokens.dropFirst()).allSatisfy { !$0.isDigits || !$1.isDigits }
        guard isSeparate, !isNumeric else { return self }
        var shortest: [Int] = []
        for cell in cells {
            let lengths = cell.split { !$0.isDigit }.map(\.count)
            shortest = shortest.isEmpty ? lengths : zip(shortest, lengths).map(min)
        }
        var runs = shortest.makeIterator()
        return DateFormat(
            tokens: tokens.map { token in
                guard token.isDigits, let length = runs.next(), case .field(let field, let width) = token,
                    field != .year
                else { return token }
                return .field(field, width: field == .fraction ? length : min(width, length))
            })
    }
}
