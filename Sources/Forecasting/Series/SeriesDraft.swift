import Datasets

/// The rows of a series while they are put in order.
struct SeriesDraft {
    let file: String
    let names: [String]
    let format: DateFormat?
    var clock = SeriesClock.civil
    /// NaN where a value is missing.
    var columns: [[Double]]
    /// None where there are no dates.
    var timestamps: [Timestamp]
    /// The place of each row in the file; nil for rows put in.
    var places: [SeriesPlace?]
    var notes: [ReadingNote] = []

    var count: Int { places.count }

    func text(_ timestamp: Timestamp) -> String { clock.text(of: timestamp, format ?? .iso) }

    /// Keeps some rows, in the order given.
    mutating func select(_ rows: [Int]) {
        columns = columns.map { values in rows.map { values[$0] } }
        places = rows.map { places[$0] }
        if !timestamps.isEmpty { timestamps = rows.map { timestamps[$0] } }
    }

    // MARK: Order

    /// Turns rows round that run newest first.
    mutating func turnRound() {
        guard SeriesDates.isDescending(timestamps) else { return }
        select((0..<count).reversed())
        notes.append(ReadingNote("The file is in descending order and was reversed"))
    }

    /// Puts the rows in the order of their dates; rows of the same date stay as they are.
    mutating func sort() {
        let steps = zip(timestamps, timestamps.dropFirst()).count { $1 < $0 }
        guard steps > 0 else { return }
        select((0..<count).sorted { (timestamps[$0], $0) < (timestamps[$1], $1) })
        notes.append(ReadingNote("The rows were sorted by date (\(steps) out of order)"))
    }

    // MARK: Repeated timestamps

    mutating func merge(_ duplicates: DuplicateRows) {
        let starts = (0..<count).filter { $0 == 0 || timestamps[$0] != timestamps[$0 - 1] }
        let repeats = count - starts.count
        guard repeats > 0 else { return }
        let groups = zip(starts, starts.dropFirst() + [count]).map { $0..<$1 }
        if duplicates == .mean {
            for column in columns.indices { setMeans(of: groups, column) }
        }
        select(groups.map { duplicates == .last ? $0.upperBound - 1 : $0.lowerBound })
        let (kept, done) = duplicates == .mean ? ("mean", "taken") : (duplicates.rawValue, "kept")
        notes.append(
            ReadingNote(
                repeats == 1
                    ? "One repeated timestamp: the \(kept) was \(done)"
                    : "\(repeats) repeated timestamps: the \(kept) of each was \(done)"))
    }

    /// Gives the first row of each group the mean of its known values.
    private mutating func setMeans(of groups: [Range<Int>], _ column: Int) {
        for group in groups where group.count > 1 {
            let known = columns[column][group].filter { !$0.isNaN }
            columns[column][group.lowerBound] = known.isEmpty ? .nan : known.reduce(0, +) / Double(known.count)
        }
    }

    // MARK: Missing rows

    /// Puts rows without values where some are missing.
    mutating func insertMissingRows(_ frequency: SeriesFrequency) throws(SeriesError) {
        let gaps = (0..<max(0, count - 1)).map { row in
            let steps = frequency.steps(from: timestamps[row], to: timestamps[row + 1]) ?? 1
            return frequency.irregularity(from: timestamps[row], to: timestamps[row + 1]) == .gap ? steps - 1 : 0
        }
        let missing = gaps.reduce(0, +)
        guard missing > 0 else { return }
        guard missing <= max(10_000, 10 * count) else {
            throw .tooManyMissingRows(file: file, missing: missing, rows: count)
        }
        let rows = (0..<count).flatMap { row in
            [row] + repeatElement(-1, count: row < gaps.count ? gaps[row] : 0)
        }
        columns = columns.map { values in rows.map { $0 < 0 ? .nan : values[$0] } }
        places = rows.map { $0 < 0 ? nil : places[$0] }
        timestamps = Self.filled(timestamps, gaps: gaps, frequency)
    }

    /// The missing moments are counted from the neighbour that is later in its month.
    private static func filled(_ timestamps: [Timestamp], gaps: [Int], _ frequency: SeriesFrequency) -> [Timestamp] {
        var result: [Timestamp] = []
        for (row, first) in timestamps.enumerated() {
            result.append(first)
            guard row < gaps.count, gaps[row] > 0 else { continue }
            let (gap, last) = (gaps[row], timestamps[row + 1])
            let countsBack: Bool = if case .months = frequency { last.day > first.day } else { false }
            result += (1...gap).map { step in
                countsBack ? frequency.advance(last, by: step - gap - 1) : frequency.advance(first, by: step)
            }
        }
        return result
    }
}

extension SeriesDraft {
    /// Puts the rows at regular times as the options allow, and finds their frequency.
    ///
    /// - Throws: ``SeriesError`` where the options do not allow it.
    mutating func regulate(_ options: SeriesOptions) throws(SeriesError) -> SeriesFrequency {
        guard !timestamps.isEmpty, options.frequency != .rows else {
            timestamps = []
            return .rows
        }
        turnRound()
        if options.sorts { sort() }
        guard let frequency = options.frequency ?? SeriesFrequency.found(in: timestamps) else {
            guard options.acceptsIrregular else { throw .noRegularStep(file: file) }
            timestamps = []
            notes.append(ReadingNote("The dates have no regular step; the rows are numbered instead"))
            return .rows
        }
        let found = irregularities(frequency)
        if options.acceptsIrregular {
            let count = found.reduce(0) { $0 + $1.count }
            if count > 0 {
                notes.append(ReadingNote("\(count) irregular steps were treated as regular (\(frequency))"))
            }
            return frequency
        }
        try requireMends(of: found, options)
        if let duplicates = options.duplicates { merge(duplicates) }
        // Rows that were repeated stood between others, whose steps are seen only now.
        try requireMends(of: irregularities(frequency), options)
        if options.fill != nil { try insertMissingRows(frequency) }
        return frequency
    }

    private func requireMends(of found: [SeriesIrregularity], _ options: SeriesOptions) throws(SeriesError) {
        for irregularity in found {
            let isMended =
                switch irregularity.kind {
                case .backward, .offStep: false
                case .repeated: options.duplicates != nil
                case .gap: options.fill != nil
                }
            guard isMended else { throw .irregular(irregularity) }
        }
    }

    /// What is wrong with the steps, each kind once, in the order of `Kind`.
    private func irregularities(_ frequency: SeriesFrequency) -> [SeriesIrregularity] {
        var first: [SeriesIrregularity.Kind: Int] = [:]
        var counts: [SeriesIrregularity.Kind: Int] = [:]
        var (savings, all) = (0, 0)
        for row in timestamps.indices.dropFirst() {
            let (before, after) = (timestamps[row - 1], timestamps[row])
            guard let kind = frequency.irregularity(from: before, to: after) else { continue }
            first[kind] = first[kind] ?? row
            counts[kind, default: 0] += 1
            all += 1
            if frequency.mayBeDaylightSaving(from: before, to: after) { savings += 1 }
        }
        return SeriesIrregularity.Kind.allCases.compactMap { kind in
            guard let row = first[kind], let count = counts[kind], let place = places[row] else { return nil }
            return SeriesIrregularity(
                kind: kind, place: place, before: text(timestamps[row - 1]), after: text(timestamps[row]),
                count: count, frequency: frequency, looksLikeDaylightSaving: clock == .civil && savings * 10 >= all * 9)
        }
    }
}

extension SeriesDraft {
    /// Fills what is missing up to the last known value of each column, or up to the end where no column goes on.
    ///
    /// - Throws: ``SeriesError`` where something is missing and nothing can or shall fill it.
    mutating func fill(_ fill: SeriesFill?, _ frequency: SeriesFrequency) throws(SeriesError) {
        let known = columns.map { ($0.lastIndex { !$0.isNaN } ?? -1) + 1 }
        let longest = known.max() ?? 0
        let ends = known.map { $0 == longest ? count : $0 }
        guard let fill else { return try requireComplete(ends) }
        let period = fill == .seasonal ? frequency.seasonalPeriods.first : nil
        var cells = 0
        for column in columns.indices {
            cells += (0..<ends[column]).count { columns[column][$0].isNaN && places[$0] != nil }
            switch fill {
            case .zero:
                for row in 0..<ends[column] where columns[column][row].isNaN { columns[column][row] = 0 }
            case .linear: try fillLinearly(column, end: ends[column])
            case .previous, .seasonal: try fillFromBefore(column, end: ends[column], period: period)
            }
        }
        note(fill, cells, frequency)
    }

    private mutating func note(_ fill: SeriesFill, _ cells: Int, _ frequency: SeriesFrequency) {
        let rows = places.count { $0 == nil }
        let what = [
            rows == 0 ? nil : frequency.counted(rows, "missing"),
            cells == 0 ? nil : cells == 1 ? "one missing value" : "\(cells) missing values",
        ].compactMap { $0 }.joined(separator: " and ")
        guard !what.isEmpty else { return }
        let how =
            switch fill {
            case .previous: "with the previous value"
            case .zero: "with zero"
            case .seasonal: "with the value one season earlier"
            case .linear: "by interpolation to the next value, which is not known in a forecast"
            }
        notes.append(ReadingNote("\(what.prefix(1).uppercased())\(what.dropFirst()) filled \(how)"))
    }

    private func requireComplete(_ ends: [Int]) throws(SeriesError) {
        let missing = zip(columns, ends).map { values, end in values[..<end].indices.filter { values[$0].isNaN } }
        let count = missing.reduce(0) { $0 + $1.count }
        let firsts = missing.enumerated().compactMap { column, rows in rows.first.map { (row: $0, column: column) } }
        guard let first = firsts.min(by: { $0.row < $1.row }) else { return }
        throw .missing(place(of: first.row), column: names[first.column], count: count)
    }

    /// Rows put in have the place of the row before them.
    private func place(of row: Int) -> SeriesPlace {
        places[...row].last { $0 != nil }.flatMap { $0 } ?? SeriesPlace(file: file, row: row + 1, line: row + 1)
    }

    private mutating func fillFromBefore(_ column: Int, end: Int, period: Int?) throws(SeriesError) {
        for row in 0..<end where columns[column][row].isNaN {
            guard row > 0 else { throw .nothingBefore(place(of: 0), column: names[column]) }
            let earlier = row - (period ?? 1)
            columns[column][row] = columns[column][earlier >= 0 ? earlier : row - 1]
        }
    }

    /// Behind the last known value, that value stays.
    private mutating func fillLinearly(_ column: Int, end: Int) throws(SeriesError) {
        var row = 0
        while row < end {
            guard columns[column][row].isNaN else {
                row += 1
                continue
            }
            guard row > 0 else { throw .nothingBefore(place(of: 0), column: names[column]) }
            let next = (row..<end).first { !columns[column][$0].isNaN }
            let before = columns[column][row - 1]
            let slope = next.map { (columns[column][$0] - before) / Double($0 - row + 1) } ?? 0
            let start = row
            while row < next ?? end {
                columns[column][row] = before + slope * Double(row - start + 1)
                row += 1
            }
        }
    }
}
