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
        public let time: String
        public let value: Double
        public let forecast: Double
        /// How unlikely the latest errors are, as a power of ten: 3 means once in a thousand rows.
        public let score: Double
        public let isAnomaly: Bool
    }

    public let column: String
    /// The number of rows of the probation period, which are used for training.
    public let probation: Int
    /// One point for each row after the probation period.
    public let points: [Point]
    /// Baseline: the same detector on the residuals of the last-value forecast.
    public let naive: [Point]
    public let forecaster: Forecaster

    /// Trains on the probation period and decides on all later rows.
    ///
    /// - Parameters:
    ///   - settings: For one column, one step ahead.
    ///   - probation: The number of rows to train on.
    ///   - handle: Called with every event of the training; returning `false` stops.
    /// - Returns: `nil` when it was stopped.
    /// - Throws: ``ForecasterError``
    public init?(
        of table: SeriesTable, settings: ForecasterSettings, probation: Int,
        detector: AnomalyDetector.Settings = AnomalyDetector.Settings(),
        _ handle: (ModelTrainingEvent) throws -> Bool = { _ in true }
    ) throws {
        guard settings.columns.count == 1, settings.horizon == 1 else {
            throw ForecasterError.invalidSettings("anomalies are looked for in one column, one step ahead")
        }
        let count = try table.knownCount(of: settings.columns)
        let values = try table.column(.name(settings.columns[0])).values
        let table = table.withoutSpikes(settings.columns[0], in: 0..<min(probation, count))
        var training = try ForecasterTraining(table, rows: 0..<min(probation, count), settings: settings)
        guard let (forecaster, _, _) = try training.train(handle) else { return nil }
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
    /// - Parameter windows: The rows of each true anomaly.
    public func score(windows: [ClosedRange<Int>], isNaive: Bool = false, profile: NABProfile = .standard) -> NABScore {
        let points = isNaive ? naive : points
        var isDetected = [Bool](repeating: false, count: (points.last?.row ?? -1) + 1)
        for point in points { isDetected[point.row] = point.isAnomaly }
        return NABScore(isDetected: isDetected, windows: windows, profile: profile)
    }
}
