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

/// The formats in which a date may be written, found by reading it from left to right: a weekday, a day, a time, an offset.
enum DateFormatGuess {
    /// Those that fit a cell, the likelier first.
    static func formats(of cell: ArraySlice<UInt8>) -> [DateFormat] {
        let cell = cell.trimmed
        guard cell.count <= 128, cell.contains(where: \.isDigit) else { return [] }
        return cell.withUnsafeBufferPointer { text in
            let start = [Reading(tokens: [], reader: DateReader(text))]
            let dated = extended(extended(start, by: leads), by: days)
            let timed = extended(extended(dated, by: joints), by: clocks)
            // A time may also come first.
            let clocked = extended(start, by: clocks)
            let turned = extended(extended(clocked, by: [" ", ", "].map(DateFormat.tokens)), by: days)
            let all =
                dated + extended(dated, by: tails) + timed + extended(timed, by: zones) + turned
                + extended(start, by: others) + clocked + extended(clocked, by: zones)
            var formats: [DateFormat] = []
            for found in all where found.reader.reading != nil {
                let format = DateFormat(tokens: found.tokens)
                if !formats.contains(format) { formats.append(format) }
            }
            return formats
        }
    }

    private struct Reading {
        var tokens: [DateFormat.Token]
        var reader: DateReader
    }

    private static func extended(_ readings: [Reading], by parts: [[DateFormat.Token]]) -> [Reading] {
        readings.flatMap { reading in
            parts.compactMap { part in
                var next = reading
                guard next.reader.read(DateFormat(tokens: part)) else { return nil }
                next.tokens += part
                return next
            }
        }
    }

    private static let leads = ["", "EEE, ", "EEE ", "EEE, 'den' "].map(DateFormat.tokens)
    private static let tails = [" EEE", ", EEE", " (EEE)"].map(DateFormat.tokens)
    private static let days = [
        "yyyy-MM-dd", "yyyy/MM/dd", "yyyy.MM.dd", "yyyyMMdd", "dd.MM.yyyy", "dd.MM.yy", "MM/dd/yyyy", "dd/MM/yyyy",
        "MM/dd/yy", "dd/MM/yy", "MM-dd-yyyy", "dd-MM-yyyy", "MM-dd-yy", "dd-MM-yy", "yy-MM-dd", "yy/MM/dd",
        "dd-MMM-yyyy", "dd-MMM-yy", "dd MMM yyyy", "MMM dd, yyyy", "MMM dd yyyy", "dd MMM yy", "dd. MMM yyyy",
        "dd. MMM yy", "dd.MMM.yyyy", "dd/MMM/yyyy", "dd/MMM/yy", "ddMMMyyyy", "ddMMMyy", "dd MMM, yyyy", "MMM-dd-yyyy",
        "yyyy-MMM-dd", "yyyy/MMM/dd", "yyyy MMM dd", "yyyy, MMM dd", "MMM ddo, yyyy", "MMM ddo yyyy", "ddo MMM yyyy",
        "ddo MMM, yyyy", "ddo 'of' MMM yyyy", "ddo 'of' MMM, yyyy", "dd 'de' MMM 'de' yyyy", "dd 'de' MMM yyyy",
        "dd 'de' MMM 'del' yyyy", "dd MMM 'de' yyyy", "yyyy年MM月dd日", "yyyy. MM. dd.", "yyyy. MM. dd", "dd. MM. yyyy",
        "dd.MM.yyyy.", "yyyy-DDD", "dd MM yyyy", "yyyy MM dd", "yyyy_MM_dd",
    ].map(DateFormat.tokens)
    private static let joints = [
        " ", "'T'", "'t'", ", ", " 'at' ", ", 'at' ", " 'um' ", " 'à' ", " - ", "-", "_", ":", "/",
    ].map(DateFormat.tokens)
    private static let clocks = [
        "HH:mm", "HH:mm:ss", "HH:mm:ss.S", "HH:mm:ss,S", "hh:mm a", "hh:mm:ss a", "hh:mma", "hh:mm:ssa", "hh:mm:ss.S a",
        "hh.mm.ss a", "hh.mm.ss.S a",
        "hh a", "hha", "HH'h'mm", "HH 'h' mm", "HH:mm 'Uhr'", "HH:mm:ss 'Uhr'", "HH.mm 'Uhr'", "HH 'Uhr'", "HH时mm分",
        "HH時mm分", "HH:mm:ss:S",
    ].map(DateFormat.tokens)
    private static let zones = ["X", " X"].map(DateFormat.tokens)
    /// Days without delimiters also have times without them.
    private static let others = [
        "yyyy-MM", "yyyy/MM", "y-MM", "MM/yyyy", "MM-yyyy", "MM.yyyy", "yyyy.MM", "MMM yyyy", "MMM-yyyy", "MMM-yy",
        "MMM yy", "MMM/yyyy",
        "MMM/yy", "MMM, yyyy", "MMM. yyyy", "MMM ''yy", "MMMyyyy", "MMMyy", "yyyy-MMM", "yyyy MMM", "yyyy/MMM",
        "yyyyMMM",
        "yy-MMM", "MMM 'de' yyyy", "yyyy'M'MM", "yyyy年MM月", "yyyy. MM.", "yyyy MM", "MM yyyy",
        "yyyy'Q'Q", "yyyy-'Q'Q", "yyyy 'Q'Q", "yyyy/'Q'Q", "yyyy:'Q'Q", "yyyy.'Q'Q", "yyyy_'Q'Q", "'Q'Q yyyy",
        "'Q'Q-yyyy", "'Q'Q/yyyy", "'Q'Qyyyy", "'Q'Q.yyyy", "'Q'Q, yyyy", "'Q'Q yy", "'Q'Q-yy", "'Q'Q/yy", "'Q'Q''yy",
        "'Q'Qyy", "yy'Q'Q",
        "yy-'Q'Q", "yyyy'q'Q", "yyyy-'q'Q", "yyyy 'q'Q", "'q'Q yyyy", "'q'Q-yyyy", "Q'Q'yyyy", "Q'Q' yyyy", "Q'Q'yy",
        "yyyy Q'Q'", "yyyy-Q'Q'", "Q. 'Quartal' yyyy", "'T'Q yyyy", "'T'Q-yyyy", "yyyy-'T'Q", "yyyy 'T'Q", "yyyy'T'Q",
        "yyyy-'H'B", "yyyy'H'B", "yyyy 'H'B", "'H'B yyyy", "'H'B-yyyy", "'H'B/yyyy", "'H'Byyyy", "B'H'yyyy",
        "B'H' yyyy",
        "yyyy-'S'B", "yyyy'S'B", "yyyy 'S'B", "'S'B yyyy", "'S'B-yyyy", "B. 'Halbjahr' yyyy",
        "YYYY-'W'ww", "YYYY'W'ww", "YYYY 'W'ww", "YYYY/'W'ww", "YYYY-'w'ww", "YYYY'w'ww", "YYYY-'W'ww-e", "YYYY'W'wwe",
        "'W'ww YYYY", "'W'ww-YYYY", "'W'ww/YYYY", "'KW' ww YYYY", "'KW'ww YYYY", "'KW' ww/YYYY", "'KW'ww/YYYY",
        "YYYY-'KW'ww", "YYYY 'KW'ww", "YYYY 'KW' ww", "YYYY/'KW'ww", "ww. 'KW' YYYY", "'Week' ww, YYYY",
        "'Week' ww YYYY",
        "'Week' ww/YYYY", "YYYY 'Week' ww",
        "yyyyMMddHH", "yyyyMMddHHmm", "yyyyMMddHHmmss", "yyyyMMdd'T'HHmm", "yyyyMMdd'T'HHmmss", "yyyyMMdd'T'HHmmssX",
        "yyyyMMdd HHmm",
        "yyyyMMdd HHmmss", "yyyyMMdd_HHmmss", "yyyy-MM-dd'T'HH", "yyyy-MM-dd'T'HHX", "yyyy-MM-dd HH",
        "yyyy-MM-dd-HH.mm.ss", "yyyy-MM-dd HH.mm", "yyyy-MM-dd HH.mm.ss", "dd.MM.yyyy HH.mm", "dd.MM.yyyy HH.mm.ss",
        "EEE MMM dd HH:mm:ss yyyy", "EEE MMM dd HH:mm:ss X yyyy", "EEE MMM dd yyyy HH:mm:ss X", "yyyy", "yyyyMM",
        "yyyy年", "'FY'yyyy", "'FY' yyyy", "unix", "unix.S", "unix-ms", "unix-ms.S", "unix-us", "unix-ns",
    ].map(DateFormat.tokens)
}
