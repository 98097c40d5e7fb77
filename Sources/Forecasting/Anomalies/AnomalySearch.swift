import Training

/// What is out of the ordinary in a series: rows whose values a forecaster did not foresee.
///
/// The forecaster is trained on the first rows, the probation, and tells one step at a time from there on; an
/// ``AnomalyDetector`` with running thresholds decides on every row as it comes, once and for all. Nothing that is
/// decided depends on a later row; single spikes of the probation are not learnt from. Later forecasts read the forecast of a single strange row in place of its value.
public struct AnomalySearch: Sendable {
    /// A row that was decided on.
    public struct Point: Codable, Sendable, Equatable {
        /// From 0.
        public let row: Int
        public let time: String
        public let value: Double
        public let forecast: Double
        /// How unlikely the last errors are, as a power of ten: 3 is once in a thousand.
        public let score: Double
        public let isAnomaly: Bool
    }

    public let column: String
    /// Rows at the beginning that are learnt from; nothing is decided on them.
    public let probation: Int
    /// One a row behind the probation.
    public let points: [Point]
    /// What the same detector says where the forecast is the value before.
    public let naive: [Point]
    public let forecaster: Forecaster

    /// Trains on the probation and decides on all rows behind.
    ///
    /// - Parameters:
    ///   - settings: For one column, one step ahead.
    ///   - probation: Rows to learn from.
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
