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
    var notes: [String] = []

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
        notes.append("The file runs newest first and was turned round.")
    }

    /// Puts the rows in the order of their dates; rows of the same date stay as they are.
    mutating func sort() {
        let steps = zip(timestamps, timestamps.dropFirst()).count { $1 < $0 }
        guard steps > 0 else { return }
        select((0..<count).sorted { (timestamps[$0], $0) < (timestamps[$1], $1) })
        notes.append("The rows were put in the order of their dates (\(steps) stood before an earlier one).")
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
            repeats == 1
                ? "One repeated timestamp: the \(kept) was \(done)."
                : "\(repeats) repeated timestamps: the \(kept) of each was \(done).")
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
