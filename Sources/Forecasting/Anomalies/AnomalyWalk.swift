/// The way through a series, row by row, that decides on each and keeps spikes out of the forecasts that follow.
struct AnomalyWalk {
    struct Decision {
        let row: Int
        /// In levels.
        let forecast: Double
        let score: Double
        let isAnomaly: Bool
    }

    let levels: [Double]
    /// The first row that can be forecast.
    let first: Int
    /// Rows that are learnt from.
    let probation: Int
    let detector: AnomalyDetector.Settings

    /// Decides on all rows behind the probation.
    ///
    /// - Parameters:
    ///   - reach: How many rows a forecast reads.
    ///   - forecasts: The forecasts of some rows, of levels in which spikes are replaced by what was forecast.
    func decisions(
        reach: Int, _ forecasts: (_ levels: [Double], _ rows: [Int]) throws -> [Double]
    ) rethrows -> [Decision] {
        var (cleaned, detector) = (levels, AnomalyDetector(detector))
        let rows = min(first, levels.count)..<levels.count
        var told = try forecasts(cleaned, Array(rows))
        var decisions: [Decision] = []
        for row in rows {
            let forecast = told[row - rows.lowerBound]
            let decision = detector.observe(
                residual: levels[row] - forecast, resolution: Self.resolution * max(abs(levels[row]), abs(forecast)),
                isLearning: row < probation)
            if row >= probation {
                decisions.append(
                    Decision(row: row, forecast: forecast, score: decision.score, isAnomaly: decision.isAnomaly))
            }
            let restored = max(rows.lowerBound, row - decision.takesIn)..<row
            let isRestored = restored.contains { cleaned[$0] != levels[$0] }
            if isRestored { cleaned.replaceSubrange(restored, with: levels[restored]) }
            if decision.isKeptOut { cleaned[row] = forecast }
            guard isRestored || decision.isKeptOut, row + 1 < rows.upperBound else { continue }
            let affected = row + 1..<min(row + 1 + reach, rows.upperBound)
            told.replaceSubrange(
                affected.lowerBound - rows.lowerBound..<affected.upperBound - rows.lowerBound,
                with: try forecasts(cleaned, Array(affected)))
        }
        return decisions
    }

    /// What rounding makes of a number, in parts of it.
    private static let resolution = 1e-10
}

extension SeriesTable {
    /// The same with the values of a column no further from those of some rows than a network can read, so that a value
    /// of any height is an anomaly rather than an error.
    func clamped(_ name: String, toReachOf rows: Range<Int>, takesLog: Bool) -> SeriesTable {
        let columns = columns.map { column -> SeriesColumn in
            let known = column.values[rows.clamped(to: column.values.indices)].filter { !$0.isNaN }
            guard column.name == name, let low = known.min(), let high = known.max() else { return column }
            let span = Self.reach * max(high - low, 1e-6 * max(abs(low), abs(high)), .leastNormalMagnitude)
            let bounds = (low: takesLog ? low / Self.reach : low - span, high: high + span)
            return SeriesColumn(
                name: name, values: column.values.map { $0.isNaN ? $0 : min(max($0, bounds.low), bounds.high) },
                number: column.number)
        }
        return SeriesTable(
            columns: columns, timestamps: timestamps, frequency: frequency, dateFormat: dateFormat, file: file,
            notes: notes, clock: clock)
    }

    private static let reach = 1e10

    /// The same without single values of a column, within some rows, that stand far from all others: what is learnt from
    /// those rows is then what is usual there. Each gets the mean of its neighbours.
    ///
    /// Far is twenty times the median distance from the median (in standard deviations of a normal distribution); where
    /// most values are the same, none is.
    func withoutSpikes(_ name: String, in rows: Range<Int>) -> SeriesTable {
        let columns = columns.map { column -> SeriesColumn in
            let rows = rows.clamped(to: 0..<column.knownCount)
            guard column.name == name, rows.count > 2 else { return column }
            let median = Self.median(column.values[rows])
            let spread = 1.4826 * Self.median(column.values[rows].map { abs($0 - median) }[...])
            guard spread > 0, spread.isFinite else { return column }
            func isFar(_ row: Int) -> Bool { rows.contains(row) && abs(column.values[row] - median) > 20 * spread }
            var values = column.values
            for row in rows where isFar(row) && !isFar(row - 1) && !isFar(row + 1) {
                let beside = [row - 1, row + 1].filter(rows.contains).map { column.values[$0] }
                values[row] = beside.reduce(0) { $0 + $1 / Double(beside.count) }
            }
            return SeriesColumn(name: name, values: values, number: column.number)
        }
        return SeriesTable(
            columns: columns, timestamps: timestamps, frequency: frequency, dateFormat: dateFormat, file: file,
            notes: notes, clock: clock)
    }

    private static func median(_ values: ArraySlice<Double>) -> Double {
        let sorted = values.sorted()
        return sorted[sorted.count / 2]
    }
}
