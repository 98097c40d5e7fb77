import Datasets
import Models

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
}
