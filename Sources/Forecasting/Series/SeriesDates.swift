import Foundation

/// The dates of a file: which column has them, how they are written, and what they say.
struct SeriesDates {
    /// One, or two where the clock stands in a column of its own.
    let columns: ClosedRange<Int>
    let format: DateFormat
    let timestamps: [Timestamp]
    let clock: SeriesClock

    /// The most rows that are looked at to tell whether a column holds dates.
    private static let sampleCount = 20

    /// Nil where there are none.
    static func find(in cells: SeriesCells, options: SeriesOptions) throws(SeriesError) -> SeriesDates? {
        if let pattern = options.dateFormat, DateFormat(pattern: pattern) == nil {
            throw .invalidDateFormat(pattern)
        }
        if let zone = options.timeZone, !SeriesZone.isKnown(zone) { throw .unknownZone(zone) }
        if let reference = options.dateColumn {
            let column = try cells.index(of: reference)
            if let found = try SeriesDates(cells, column: column, options, isSure: true) { return found }
            throw .notADate(cells.place(0), text: cells.text(0, column), format: options.dateFormat)
        }
        for column in 0..<cells.columnCount {
            if let found = try SeriesDates(cells, column: column, options, isSure: false) { return found }
        }
        if let pattern = options.dateFormat {
            throw .notADate(cells.place(0), text: cells.text(0, 0), format: pattern)
        }
        if options.frequency != .rows { try requireNone(in: cells) }
        return nil
    }

    /// Refuses a column that looks like one of dates, though none can be read.
    private static func requireNone(in cells: SeriesCells) throws(SeriesError) {
        for column in 0..<cells.columnCount {
            var (dates, others, first): (Int, Int, Int?) = (0, 0, nil)
            let isNamedDate =
                cells.hasHeader && cells.columnCount > 1 && dateNames.contains(cells.names[column].lowercased())
            for row in 0..<min(cells.rowCount, 1000) {
                let cell = cells[row, column]
                guard !NumberFormat.isMissing(cell) else { continue }
                let isNumber = NumberFormat.point.reads(cell) || NumberFormat.comma.reads(cell)
                let text = cells.text(row, column)
                let isNamed = isNamedSo(cells, column) && (text.contains(where: \.isNumber) || DateWords.isName(text))
                let isDate = isNumber ? isNamedDate && isLong(text) : isNamed || DateWords.looksLikeDate(text)
                if isDate { (dates, first) = (dates + 1, first ?? row) } else { others += 1 }
            }
            guard let first, dates > others else { continue }
            throw .unknownDates(cells.place(first), text: cells.text(first, column))
        }
    }

    /// Whether a number has the digits of a year and more: 2021359, 201813, 1990.5.
    private static func isLong(_ text: String) -> Bool { text.count(where: \.isNumber) >= 5 }

    /// Names of columns that hold dates and nothing else.
    private static let dateNames: Set<String> = ["date", "datetime", "date_time", "ds", "datum", "fecha", "日付", "日期"]

    /// Nil where the column holds no dates, or numbers that need not be dates.
    private init?(
        _ cells: SeriesCells, column: Int, _ options: SeriesOptions, isSure: Bool
    ) throws(SeriesError) {
        let given = options.dateFormat.map(Self.formats(given:))
        let named = Self.isNamedSo(cells, column)
        guard
            let sample = try Self.sample(of: column, in: cells, given, mayBeNumber: isSure || named, isSure: isSure)
        else { return nil }
        let joined = JoinedCells(
            cells, column: column, sample: sample, mayJoin: given?.contains(where: \.hasTime) ?? true)
        let guess = DateFormats(fitting: joined[sample]) ?? (named || isSure ? Self.counts(cells, column) : nil)
        guard var formats = given.map(DateFormats.init) ?? guess else { return nil }
        let mayBeNumber = given == nil && NumberFormat.point.plainValue(of: joined[sample]) != nil
        do {
            for row in 0..<cells.rowCount { try formats.append(joined[row], row: row) }
        } catch {
            if mayBeNumber, !isSure, !Self.areMostlyDates(joined, formats: guess, in: cells, column) { return nil }
            throw Self.error(for: error, in: cells, column, given?.first)
        }
        guard let found = Self.choose(among: formats.readings) else {
            throw Self.ambiguity(of: formats.formats, joined)
        }
        let locals = found.readings.map(\.local)
        let isCounted = found.format.tokens.contains { $0 == .elapsed || $0 == .excel }
        if mayBeNumber, !isSure, !Self.areDates(locals, cells, column, isCounted: isCounted) { return nil }
        if let zone = formats.unclearZone, options.timeZone == nil {
            throw .unclearZone(cells.place(zone.row), text: cells.text(zone.row, column), zone: zone.name)
        }
        columns = joined.columns
        do {
            (timestamps, clock) = try SeriesClock.find(
                found.readings, zone: options.timeZone.flatMap(SeriesZone.offsets), options: options)
        } catch {
            throw .unclearTime(
                cells.place(error.row), text: cells.text(error.row, column), zone: options.timeZone ?? "",
                isSkipped: error.isSkipped)
        }
        let isWritten = given != nil && !found.format.hasOffset
        format = isWritten ? found.format : found.format.written(as: joined, keepsOffset: clock != .civil)
    }

    /// Whether numbers of which one is no date are dates all the same: nearly all are, they have the digits of a month at
    /// least, and stand where dates do.
    private static func areMostlyDates(
        _ joined: JoinedCells, formats: DateFormats?, in cells: SeriesCells, _ column: Int
    ) -> Bool {
        guard let formats = formats?.formats, cells.columnCount > 1, isNamedSo(cells, column) || column == 0 else {
            return false
        }
        let others = joined.count { cell in
            cell.count { $0.isDigit } < 6 || !formats.contains { $0.reading(from: cell) != nil }
        }
        return cells.rowCount >= 4 && others <= max(1, cells.rowCount / 10)
    }

    /// A format that is given, and that with fractions of a second where numbers are counted.
    private static func formats(given pattern: String) -> [DateFormat] {
        let mayHaveFraction = ["unix", "unix-ms", "unix-us", "elapsed"].contains(pattern)
        return [pattern, mayHaveFraction ? pattern + ".S" : nil].compactMap { $0.flatMap(DateFormat.init(pattern:)) }
    }

    /// Days as spreadsheets count them, and seconds since a start, in a column that is named so.
    private static func counts(_ cells: SeriesCells, _ column: Int) -> DateFormats? {
        guard let value = NumberFormat.point.plainValue(of: cells[0, column]), value >= 0 else { return nil }
        let isDay = (15_000...80_000).contains(value)
        let hasFraction = (0..<min(cells.rowCount, sampleCount)).contains {
            cells[$0, column].contains(UInt8(ascii: "."))
        }
        let isElapsed = hasFraction && value < 1e8 && elapsedNames.contains(cells.names[column].lowercased())
        let pattern = isDay ? "excel" : isElapsed ? "elapsed.S" : nil
        return pattern.flatMap(DateFormat.init(pattern:)).map { DateFormats([$0]) }
    }

    /// The first row that is a date, which tells how dates are written; nil where there is none.
    ///
    /// - Throws: Where it is not the first row, though the column holds dates.
    private static func sample(
        of column: Int, in cells: SeriesCells, _ given: [DateFormat]?, mayBeNumber: Bool, isSure: Bool
    ) throws(SeriesError) -> Int? {
        func isDate(_ row: Int) -> Bool {
            guard given == nil else { return given?.contains { $0.reading(from: cells[row, column]) != nil } ?? false }
            return DateFormats(fitting: cells[row, column]) != nil
        }
        if isSure || isDate(0) { return 0 }
        let first = cells[0, column]
        if NumberFormat.point.reads(first) || NumberFormat.comma.reads(first) { return mayBeNumber ? 0 : nil }
        let rows = 1..<max(1, min(cells.rowCount, sampleCount))
        let dates = rows.filter { row in
            (mayBeNumber || NumberFormat.point.plainValue(of: cells[row, column]) == nil) && isDate(row)
        }
        guard let second = dates.first, 2 * dates.count > rows.count else {
            // The clock may stand in a column of its own.
            return given != nil && column + 1 < cells.columnCount ? 0 : nil
        }
        let format = given?.first ?? DateFormats(fitting: cells[second, column])?.formats.first
        throw .notADate(cells.place(0), text: cells.text(0, column), format: format?.description)
    }

    private static let usualNames: Set<String> = [
        "date", "datetime", "time", "timestamp", "ds", "day", "month", "year", "period", "unix", "epoch", "unixtime",
        "date_time", "time_stamp", "week", "quarter", "seconds", "elapsed", "time (s)", "time_s", "time [s]", "t (s)",
        "datum", "zeit", "uhrzeit", "zeitpunkt", "zeitstempel", "tag", "woche", "monat", "quartal", "jahr",
        "data", "fecha", "hora", "fecha_hora", "día", "semana", "mes", "trimestre", "año", "dia", "mês", "ano",
        "jour", "semaine", "mois", "année", "heure", "horodatage", "giorno", "settimana", "mese", "anno", "ora",
        "dag", "maand", "jaar", "tijd", "tijdstip",
    ]

    private static let elapsedNames: Set<String> = [
        "time", "timestamp", "time_stamp", "seconds", "elapsed", "time (s)", "time_s", "time [s]", "t (s)", "zeit",
        "tijd", "heure", "hora", "ora", "ds",
    ]

    private static func isNamedSo(_ cells: SeriesCells, _ column: Int) -> Bool {
        cells.hasHeader && usualNames.contains(cells.names[column].lowercased())
    }

    /// The only format, or the only one with regular steps; formats that say the same are one. Nil where none is.
    private static func choose(
        among all: [(format: DateFormat, readings: [DateReading])]
    ) -> (format: DateFormat, readings: [DateReading])? {
        let readings = all.indices.filter { index in
            !all[..<index].contains { $0.readings == all[index].readings }
        }.map { all[$0] }
        if readings.count == 1 { return readings[0] }
        let regular = readings.filter { reading in
            let times = reading.readings.map { $0.moment ?? $0.local }
            let forward = isDescending(times) ? times.reversed() : times
            return SeriesFrequency.found(in: forward)?.isRegular(forward) ?? false
        }
        return regular.count == 1 ? regular[0] : nil
    }

    /// Whether no row is later than the one before it, and one earlier.
    static func isDescending(_ timestamps: [Timestamp]) -> Bool {
        guard let first = timestamps.first, let last = timestamps.last, last < first else { return false }
        return zip(timestamps, timestamps.dropFirst()).allSatisfy { $0 >= $1 }
    }

    /// Whether numbers are dates: the column is named so, or they are the first of several columns and regular.
    private static func areDates(
        _ timestamps: [Timestamp], _ cells: SeriesCells, _ column: Int, isCounted: Bool
    ) -> Bool {
        guard cells.columnCount > 1 else { return false }
        if !isCounted, isNamedSo(cells, column) { return true }
        let forward = isDescending(timestamps) ? timestamps.reversed() : timestamps
        return (isCounted || column == 0) && SeriesFrequency.found(in: forward)?.isRegular(forward) ?? false
    }

    private static func error(
        for misfit: DateFormats.Misfit, in cells: SeriesCells, _ column: Int, _ given: DateFormat?
    ) -> SeriesError {
        let (place, text) = (cells.place(misfit.row), cells.text(misfit.row, column))
        return misfit.isDate && given == nil
            ? .mixedDates(place, text: text, format: misfit.format.description)
            : .notADate(place, text: text, format: misfit.format.description)
    }

    /// The first date that is read in different ways tells.
    private static func ambiguity(of formats: [DateFormat], _ cells: JoinedCells) -> SeriesError {
        func moments(_ cell: ArraySlice<UInt8>) -> [Timestamp?] { formats.map { $0.reading(from: cell)?.local } }
        let cell = cells.first { Set(moments($0)).count > 1 } ?? cells[0]
        let found = moments(cell)
        let distinct = formats.indices.filter { !found[..<$0].contains(found[$0]) }
        return .ambiguousDates(
            file: cells.cells.file, text: String(decoding: cell.trimmed, as: UTF8.self),
            formats: distinct.map { formats[$0].description },
            readings: distinct.map { index in found[index].map { DateFormat.spoken.string(from: $0) } ?? "" })
    }
}

/// The cells of a column of dates, with those of the next column where these are times of day.
private struct JoinedCells: Sequence {
    let cells: SeriesCells
    let columns: ClosedRange<Int>

    /// - Parameter sample: A row that is a date.
    init(_ cells: SeriesCells, column: Int, sample: Int, mayJoin: Bool) {
        self.cells = cells
        let isDay = DateFormats(fitting: cells[sample, column])?.formats.allSatisfy { !$0.hasTime } ?? false
        let isTime =
            column + 1 < cells.columnCount && cells[sample, column + 1].contains(UInt8(ascii: ":"))
            && DateFormats(fitting: cells[sample, column + 1])?.formats.allSatisfy(\.hasTime) ?? false
        columns = column...(isDay && isTime && mayJoin ? column + 1 : column)
    }

    subscript(row: Int) -> ArraySlice<UInt8> {
        guard columns.count > 1 else { return cells[row, columns.lowerBound] }
        return (cells[row, columns.lowerBound].trimmed + [UInt8(ascii: " ")] + cells[row, columns.upperBound])[...]
    }

    func makeIterator() -> some IteratorProtocol<ArraySlice<UInt8>> {
        (0..<cells.rowCount).lazy.map { self[$0] }.makeIterator()
    }
}
