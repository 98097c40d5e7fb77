import Foundation

/// The metrics of a forecaster on rows that it was not trained on, compared with baselines.
public struct ForecasterEvaluation: Codable, Sendable, Equatable {
    /// The figures of one column.
    public struct Column: Codable, Sendable, Equatable {
        /// The name of the column.
        public let column: String
        /// The errors of the forecaster over all origins and steps.
        public let metrics: ForecastMetrics
        /// The squared error in units of the variance of the rows that the network learnt from.
        public let scaledMSE: Double?
        /// That variance.
        public let variance: Double
        /// The root mean squared error of each step of the horizon.
        public let rmseByStep: [Double]
        /// The errors of each baseline on the same rows, by name.
        public let baselines: [String: ForecastMetrics]
        /// Coverage and width of the intervals, one entry for each level.
        public let intervals: [IntervalMetrics]
        /// Pinball losses of the quantiles; absent where the network tells the mean alone.
        public let quantiles: QuantileMetrics?
        /// The figures of whatever was chosen on the rows held out before each part of the test; absent where nothing
        /// was.
        public let selected: ForecastMetrics?
        /// The baseline with the least squared error.
        public let bestBaseline: String?
        /// Whether the model's squared error is below that of every baseline.
        public let beatsBaselines: Bool
    }

    /// The number of rows from which forecasts were made.
    public let origins: Int
    /// The number of steps of each forecast.
    public let horizon: Int
    /// The first and the last row that is forecast.
    public let from: String
    /// The date or number of the last row that was forecast.
    public let to: String
    /// The results of each column.
    public let columns: [Column]
    /// Of how many parts of the test the network was left out, since it did not better the linear forecast on held-out
    /// rows.
    public let linearParts: Int
    /// What was chosen before each part of the test, on the rows held out there; absent in older reports.
    public let selections: [ForecastSelection]?

    // Of the first column, where one looks for them.
    /// The errors over all columns.
    public let metrics: ForecastMetrics
    /// The errors of each baseline over all columns, by name.
    public let baselines: [String: ForecastMetrics]

    /// - Parameters:
    ///   - training: The rows before the test.
    ///   - fitting: Those of them that the network learnt from.
    init(
        _ records: [ForecastRecord], table: SeriesTable, training: Range<Int>, fitting: Range<Int>, horizon: Int,
        linearParts: Int, selections: [ForecastSelection]
    ) {
        self.linearParts = linearParts
        self.selections = selections
        let period = table.frequency.seasonalPeriods.first ?? 1
        columns = records.map { record in
            let values = table.columns.first { $0.name == record.column }?.values ?? []
            return Column(
                record, training: Array(values[training]), fitting: Array(values[fitting]), period: period)
        }
        origins = records[0].origins.count
        self.horizon = horizon
        from = table.label(ofRow: records[0].origins.first ?? 0)
        to = table.label(ofRow: (records[0].origins.last ?? 0) + horizon - 1)
        (metrics, baselines) = (columns[0].metrics, columns[0].baselines)
    }
}

extension ForecasterEvaluation.Column {
    init(_ record: ForecastRecord, training: [Double], fitting: [Double], period: Int) {
        func measure(_ forecasts: [[Double]]) -> ForecastMetrics {
            ForecastMetrics(actual: record.actual, forecast: forecasts, training: training, period: period)
        }
        column = record.column
        metrics = measure(record.forecast)
        variance = fitting.variance
        scaledMSE = variance > 0 ? metrics.mse / variance : nil
        rmseByStep = ForecastMetrics.byStep(actual: record.actual, forecast: record.forecast).map(\.rmse)
        baselines = Dictionary(uniqueKeysWithValues: record.baselines.map { ($0.name, measure($0.forecasts)) })
        intervals = record.bounds.map { bounds in
            IntervalMetrics(
                actual: Array(record.actual.joined()), lower: Array(bounds.low.joined()),
                upper: Array(bounds.high.joined()), level: bounds.level)
        }
        quantiles =
            record.quantiles.isEmpty
            ? nil
            : QuantileMetrics(
                actual: Array(record.actual.joined()), forecast: Array(record.quantileForecasts.joined()),
                quantiles: record.quantiles)
        selected = record.selected.count == record.actual.count ? measure(record.selected) : nil
        // A method is not its own baseline.
        let best = baselines.filter { $0.key != record.method }.min { ($0.value.mse, $0.key) < ($1.value.mse, $1.key) }
        bestBaseline = best?.key
        beatsBaselines = best.map { [metrics] in metrics.mse < $0.value.mse } ?? true
    }
}

extension [Double] {
    /// The mean squared distance from the mean; 0 for no values.
    var variance: Double {
        guard !isEmpty else { return 0 }
        let mean = reduce(0, +) / Double(count)
        return reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)
    }
}
