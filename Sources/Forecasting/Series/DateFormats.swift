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

    /// An abbreviation of a time zone that stands for several, where it first occurs.
    struct UnclearZone {
        let row: Int
        let name: String
    }

    /// Those left, never none, each with what it makes of the cells so far.
    private(set) var readings: [(format: DateFormat, readings: [DateReading])]
    private(set) var unclearZone: UnclearZone?
    /// For each format with fractions of a second the one without, which reads whole seconds as it does.
    private var bases: [Int?] = []

    var formats: [DateFormat] { readings.map(\.format) }

    /// Those in which a cell may be written; the cell is not yet read.
    init?(fitting cell: ArraySlice<UInt8>) {
        readings = DateFormatGuess.formats(of: cell).map { ($0, []) }
        if readings.isEmpty { return nil }
        findBases()
    }

    init(_ formats: [DateFormat]) {
        readings = formats.map { ($0, []) }
        findBases()
    }

    private mutating func findBases() {
        let tokens = readings.map(\.format.tokens)
        bases = readings.indices.map { index in
            let whole = readings[index].format.withoutFraction
            return tokens[..<index].firstIndex { $0 == whole }
        }
    }

    /// Reads a further cell, and keeps the formats that it fits.
    mutating func append(_ cell: ArraySlice<UInt8>, row: Int) throws(Misfit) {
        var zone: String?
        var found: [DateReading?] = []
        for (index, (format, _)) in readings.enumerated() {
            let whole = bases[index].flatMap { found[$0] }
            found.append(whole ?? format.reading(from: cell, zone: &zone))
        }
        guard found.contains(where: { $0 != nil }) else {
            throw Misfit(row: row, format: readings[0].format, isDate: DateFormats(fitting: cell) != nil)
        }
        if let zone, unclearZone == nil { unclearZone = UnclearZone(row: row, name: zone) }
        let count = readings.count
        for index in readings.indices.reversed() {
            if let reading = found[index] {
                readings[index].readings.append(reading)
            } else {
                readings.remove(at: index)
            }
        }
        if readings.count < count { findBases() }
    }
}

extension DateFormat {
    /// The tokens without a fraction of a second and the sign before it; nil where there is none.
    fileprivate var withoutFraction: [Token]? {
        guard
            let index = tokens.firstIndex(where: { if case .field(.fraction, _) = $0 { true } else { false } }),
            index > 0
        else { return nil }
        return Array(tokens[..<(index - 1)] + tokens[(index + 1)...])
    }

    /// The format as the cells are written: each field with the fewest digits that it has in them, fractions with the
    /// most, months, weekdays and offsets as they are; an offset that is the same in all cells, however
    /// written, is part of the format.
    func written(as cells: some Sequence<ArraySlice<UInt8>>, keepsOffset: Bool) -> DateFormat {
        var seen = WrittenFields(of: self)
        for cell in cells { seen.add(cell.trimmed) }
        var result = DateFormat(tokens: seen.tokens)
        result.months = seen.months.isEmpty ? nil : DateWords.shared.names(.months, as: seen.months)
        result.weekdays = seen.weekdays.isEmpty ? nil : DateWords.shared.names(.weekdays, as: seen.weekdays)
        result.offsets = seen.offsets
        if let half = seen.half {
            result.halves = ["am", "pm"].map { name in
                let text = half.contains(".") ? "\(name.prefix(1)).\(name.suffix(1))." : name
                return half.first?.isUppercase ?? false ? text.uppercased() : text
            }
        }
        guard !keepsOffset, let offset = seen.offsetTexts.min() else { return result }
        let tokens = result.tokens.flatMap { token -> [Token] in
            if case .field(.offset, _) = token { return offset.utf8.map(Token.literal) }
            return [token]
        }
        result.offsets = [:]
        return DateFormat(result, tokens: tokens)
    }

    private init(_ format: DateFormat, tokens: [Token]) {
        self.init(tokens: tokens)
        (months, weekdays, halves) = (format.months, format.weekdays, format.halves)
    }
}

/// How the fields of a format are written in some cells.
private struct WrittenFields {
    private let format: DateFormat
    /// The digits of each token: of fractions the most, of others the fewest.
    private var digits: [Int?]
    private(set) var months: Set<NumberedName> = []
    private(set) var weekdays: Set<NumberedName> = []
    private(set) var offsets: [Int: String] = [:]
    private(set) var offsetTexts: Set<String> = []
    private(set) var half: String?
    /// Whether fields touch, so that all have their full width.
    private let isDense: Bool

    init(of format: DateFormat) {
        self.format = format
        digits = Array(repeating: nil, count: format.tokens.count)
        isDense = zip(format.tokens, format.tokens.dropFirst()).contains { $0.isDigits && $1.isDigits }
    }

    mutating func add(_ cell: ArraySlice<UInt8>) {
        cell.withUnsafeBufferPointer { text in
            var reader = DateReader(text)
            var index = 0
            _ = reader.read(format) { span in
                defer { index += 1 }
                guard case .field(let field, let width) = format.tokens[index] else { return }
                if format.tokens[index].isDigits {
                    let fewest = min(digits[index] ?? .max, span.count)
                    digits[index] = field == .fraction ? max(digits[index] ?? 0, span.count) : fewest
                } else {
                    add(field, width, UnsafeBufferPointer(rebasing: text[span]), in: cell)
                }
            }
        }
    }

    private mutating func add(
        _ field: DateFormat.Field, _ width: Int, _ text: UnsafeBufferPointer<UInt8>, in cell: ArraySlice<UInt8>
    ) {
        let text = String(decoding: text, as: UTF8.self)
        switch field {
        case .month where width >= 3:
            if let number = DateWords.shared.month(text) { months.insert(NumberedName(name: text, number: number)) }
        case .weekday:
            if let number = DateWords.shared.weekday(text) { weekdays.insert(NumberedName(name: text, number: number)) }
        case .half: half = half ?? text
        case .offset where offsetTexts.insert(text).inserted:
            if let offset = format.reading(from: cell)?.offset { offsets[offset] = offsets[offset] ?? text }
        default: break
        }
    }

    var tokens: [DateFormat.Token] {
        format.tokens.enumerated().map { index, token in
            guard !isDense, case .field(let field, let width) = token, let digits = digits[index] else { return token }
            switch field {
            case .year, .weekYear, .dayOfYear: return token
            case .fraction: return .field(field, width: digits)
            default: return .field(field, width: min(width, digits))
            }
        }
    }
}
