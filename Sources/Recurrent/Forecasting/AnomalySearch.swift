import Datasets
import Models

/// What is out of the ordinary in a series: rows whose values a forecaster did not foresee.
///
/// The forecaster is trained on the first rows, the probation, and tells one step at a time from there on; a
/// ``ResidualDetector`` with a running threshold decides on every row as it comes, once and for all. Nothing that is
/// decided depends on a later row.
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
    /// - Throws: ``ForecastError``
    public init?(
        of table: SeriesTable, settings: ForecastSettings, probation: Int,
        detector: ResidualDetector.Settings = ResidualDetector.Settings(),
        _ handle: (ModelTrainingEvent) throws -> Bool = { _ in true }
    ) throws {
        guard settings.columns.count == 1, settings.horizon == 1 else {
            throw ForecastError.invalidSettings("anomalies are looked for in one column, one step ahead")
        }
        let count = try table.knownCount(of: settings.columns)
        var training = try ForecastTraining(table, rows: 0..<min(probation, count), settings: settings)
        guard let (forecaster, _, _) = try training.train(handle) else { return nil }
        let series = try forecaster.preparation.prepare(table, future: 0)
        let transformation = forecaster.preparation.transformations[0]
        let first = settings.window + settings.difference
        let origins = Array(min(first, series.count)..<series.count)
        let told = forecaster.levelForecasts(of: series, origins: origins, horizon: 1)
        let levels = series.levels[0]
        let values = try table.column(.name(settings.columns[0])).values
        (column, self.probation, self.forecaster) = (settings.columns[0], probation, forecaster)
        func decide(_ forecasts: [Double]) -> [Point] {
            var detector = ResidualDetector(detector)
            return zip(origins, forecasts).compactMap { row, forecast in
                guard row >= probation else {
                    detector.observe(learning: levels[row] - forecast)
                    return nil
                }
                let (score, isAnomaly) = detector.observe(residual: levels[row] - forecast)
                return Point(
                    row: row, time: table.label(ofRow: row), value: values[row],
                    forecast: transformation.values([forecast])[0], score: score, isAnomaly: isAnomaly)
            }
        }
        points = decide(told.map { $0.center[0][0] })
        naive = decide(origins.map { levels[$0 - 1] })
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
