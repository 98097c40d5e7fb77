import Training

/// Detects anomalies in a series: rows whose values differ from what a forecaster predicted.
///
/// The forecaster is trained on the first rows, the probation period, and then forecasts one step at a time. An
/// ``AnomalyDetector`` with running thresholds decides on each row as it arrives; later rows never change a decision.
/// Single spikes in the probation period are excluded from training. Later forecasts use the forecast of a single
/// unusual row instead of its value.
public struct AnomalySearch: Sendable {
    /// The decision on one row.
    public struct Point: Codable, Sendable, Equatable {
        /// From 0.
        public let row: Int
        /// The date of the row as the file writes it, or its number.
        public let time: String
        /// The value of the row.
        public let value: Double
        /// What was forecast for it one step before.
        public let forecast: Double
        /// How unlikely the latest errors are, as a power of ten: 3 means once in a thousand rows.
        public let score: Double
        /// Whether an anomaly is reported here.
        public let isAnomaly: Bool
    }

    /// The column that was searched.
    public let column: String
    /// The number of rows of the probation period, which are used for training.
    public let probation: Int
    /// One point for each row after the probation period.
    public let points: [Point]
    /// Baseline: the same detector on the residuals of the last-value forecast.
    public let naive: [Point]
    /// The forecaster that was trained on the probation period.
    public let forecaster: Forecaster

    /// Trains on the probation period and decides on all later rows.
    ///
    /// - Parameters:
    ///   - settings: For one column, one step ahead.
    ///   - probation: The number of rows to train on.
    ///   - handle: Called with every event of the training; returns whether to go on.
    /// - Throws: ``ForecasterError``, or `CancellationError` where it was stopped.
    public init(
        of table: SeriesTable, settings: ForecasterSettings, probation: Int,
        detector: AnomalyDetector.Settings = AnomalyDetector.Settings(),
        _ handle: (ModelTrainingEvent) throws -> Bool = { _ in true }
    ) throws {
        guard settings.columns.count == 1, settings.horizon == 1 else {
            throw ForecasterError.invalidSettings("anomalies are looked for in one column, one step ahead")
        }
        if let problem = detector.problem { throw ForecasterError.invalidSettings(problem) }
        try requireRange("probation", probation, 1...(1 << 40))
        let count = try table.knownCount(of: settings.columns)
        let values = try table.column(.name(settings.columns[0])).values
        let table = table.withoutSpikes(settings.columns[0], in: 0..<min(probation, count))
        var training = try ForecasterTraining(table, rows: 0..<min(probation, count), settings: settings)
        let forecaster = try training.train(handle).forecaster
        let series = try forecaster.preparation.prepare(
            table.clamped(settings.columns[0], toReachOf: 0..<min(probation, count), takesLog: settings.takesLog),
            future: 0)
        (column, self.probation, self.forecaster) = (settings.columns[0], probation, forecaster)
        let walk = AnomalyWalk(
            levels: series.levels[0], first: max(forecaster.window, settings.window + settings.difference),
            probation: probation,
            detector: detector)
        let transformation = forecaster.preparation.transformations[0]
        func described(_ decisions: [AnomalyWalk.Decision]) -> [Point] {
            decisions.map {
                Point(
                    row: $0.row, time: table.label(ofRow: $0.row), value: values[$0.row],
                    forecast: transformation.values([$0.forecast])[0], score: $0.score, isAnomaly: $0.isAnomaly)
            }
        }
        points = described(
            try walk.decisions(
                reach: forecaster.seesAllRows ? series.count : settings.window + settings.difference
            ) { levels, rows in
                let cleaned = PreparedSeries(
                    preparation: series.preparation, levels: [levels], observed: series.observed, known: series.known)
                return try forecaster.levelForecasts(of: cleaned, origins: rows, horizon: 1).map {
                    guard $0.center[0][0].isFinite else {
                        throw ForecasterError.notFinite(
                            model: forecaster.name, column: settings.columns[0], row: table.label(ofRow: $0.origin))
                    }
                    return $0.center[0][0]
                }
            })
        naive = described(walk.decisions(reach: 1) { levels, rows in rows.map { levels[$0 - 1] } })
    }

    /// The score of the Numenta Anomaly Benchmark.
    ///
    /// - Parameter windows: The rows of each true anomaly, ascending.
    /// - Throws: ``ForecasterError/invalidSettings(_:)`` where windows overlap or lie outside of the series.
    public func score(
        windows: [ClosedRange<Int>], isNaive: Bool = false, profile: NABProfile = .standard
    ) throws -> NABScore {
        let points = isNaive ? naive : points
        var isDetected = [Bool](repeating: false, count: (points.last?.row ?? -1) + 1)
        for point in points { isDetected[point.row] = point.isAnomaly }
        if let problem = NABScore.problem(of: windows, numRows: isDetected.count) {
            throw ForecasterError.invalidSettings(problem)
        }
        return NABScore(isDetected: isDetected, windows: windows, profile: profile)
    }
}

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
