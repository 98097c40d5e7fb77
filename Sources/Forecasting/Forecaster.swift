import Foundation
import ModelFiles

/// A trained forecaster.
///
/// ```swift
/// let forecaster = try Forecaster(contentsOf: URL(fileURLWithPath: "passengers-model"))
/// let forecast = try forecaster.forecast(SeriesTable(contentsOf: URL(fileURLWithPath: "passengers.csv")))[0]
/// print(forecast.values, forecast.intervals[0].low, forecast.intervals[0].high)
/// ```
public struct Forecaster: Sendable {
    /// What forecasts.
    public enum Predictor: Sendable {
        /// A recurrent network.
        case network(ForecasterNetwork)
        /// A fitted baseline for each column.
        case baselines(SeriesBaselineModel)
    }

    /// The network or the baselines.
    public let predictor: Predictor
    /// How a table becomes the predictor's input, and forecasts become values.
    public let preparation: SeriesPreparation
    /// What messages call it: its folder, where it is from one.
    let name: String

    /// The network; `nil` where the method needs none.
    public var model: ForecasterNetwork? {
        if case .network(let model) = predictor { model } else { nil }
    }

    /// The rows that a forecast is made from, or at least needed for it.
    public var window: Int {
        switch predictor {
        case .network(let model): model.configuration.window
        case .baselines(let model): model.configuration.columns.map(\.rowsNeeded).max() ?? 1
        }
    }

    /// The number of fitted parameters.
    public var parameterCount: Int {
        switch predictor {
        case .network(let model): model.parameterCount
        case .baselines(let model): model.configuration.columns.reduce(0) { $0 + $1.parameterCount }
        }
    }

    /// Whether a value far back still has a part in a forecast.
    var seesAllRows: Bool {
        guard case .baselines(let model) = predictor else { return false }
        return model.configuration.columns.contains { $0.seesAllRows }
    }

    /// The quantiles that are forecast, ascending; empty if only the mean is.
    var quantiles: [Double] { model?.configuration.quantiles ?? [] }

    /// A forecaster of a trained network.
    public init(model: ForecasterNetwork, preparation: SeriesPreparation) {
        self.init(predictor: .network(model), preparation: preparation)
    }

    init(predictor: Predictor, preparation: SeriesPreparation, name: String = "The model") {
        (self.predictor, self.preparation, self.name) = (predictor, preparation, name)
    }

    /// What follows the last row of a table.
    ///
    /// - Parameters:
    ///   - horizon: Steps; more than the network tells at once are made from its own forecasts. `nil` for as many as it
    ///     was trained for.
    ///   - levels: Probabilities of the intervals; each must have been measured in training. `nil` for 0.9, or for the
    ///     highest where that was not measured.
    /// - Returns: One for each column that is forecast.
    /// - Throws: ``ForecasterError``
    public func forecast(_ table: SeriesTable, horizon: Int? = nil, levels: [Double]? = nil) throws -> [Forecast] {
        let horizon = horizon ?? preparation.horizon
        try requireRange("horizon", horizon, 1...Self.longestHorizon)
        let levels = levels ?? preparation.intervals.usualLevels
        let series = try preparation.prepare(table, future: reach(of: horizon))
        try requireRows(series, of: table, horizon: horizon)
        if let level = levels.first(where: { preparation.intervals.margin(target: 0, level: $0, step: 0) == nil }) {
            throw ForecasterError.unknownLevel(level, known: preparation.intervals.levels)
        }
        let told = try levelForecasts(of: series, origins: [series.count], horizon: horizon)[0]
        let forecasts = preparation.columns.indices.map { target in
            let transformation = preparation.transformations[target]
            let intervals = levels.map { level in
                let core = told.core(target: target, level: level, of: quantiles)
                let margins = (0..<horizon).map {
                    preparation.intervals.margin(target: target, level: level, step: $0) ?? 0
                }
                return Forecast.Interval(
                    level: level, low: transformation.values(zip(core.low, margins).map { $0 - $1 }),
                    high: transformation.values(zip(core.high, margins).map { $0 + $1 }))
            }
            return Forecast(
                column: preparation.columns[target],
                times: (series.count..<series.count + horizon).map { table.label(ofRow: $0) },
                values: transformation.values(told.center[target]), intervals: intervals)
        }
        for forecast in forecasts { try requireFinite(forecast) }
        return forecasts
    }

    private static let longestHorizon = 1 << 20

    private func requireFinite(_ forecast: Forecast) throws {
        for rows in [forecast.values] + forecast.intervals.flatMap({ [$0.low, $0.high] }) {
            if let step = rows.firstIndex(where: { !$0.isFinite }) {
                throw ForecasterError.notFinite(model: name, column: forecast.column, row: forecast.times[step])
            }
        }
    }

    private func requireRows(_ series: PreparedSeries, of table: SeriesTable, horizon: Int) throws {
        let needed = model == nil ? window : window + (preparation.transformations.first?.difference ?? 0)
        guard series.count >= needed else {
            throw ForecasterError.tooFewRows(file: table.file, found: series.count, needed: needed, purpose: .forecast)
        }
        if !preparation.observed.isEmpty, let limit = model?.configuration.horizon, horizon > limit {
            throw ForecasterError.horizonTooLong(horizon, limit: limit, columns: preparation.observed)
        }
        for (name, values) in zip(preparation.known, series.known) {
            let known = values.lastIndex { !$0.isNaN }.map { $0 + 1 } ?? 0
            let reach = reach(of: horizon)
            guard known >= series.count + reach else {
                throw ForecasterError.futureUnknown(
                    file: table.file, column: name, from: table.label(ofRow: known), steps: reach)
            }
        }
    }

    /// The steps that the network tells, as many at once as it was built for, until there are so many.
    private func reach(of horizon: Int) -> Int {
        let step = model?.configuration.horizon ?? 1
        return (horizon + step - 1) / step * step
    }

    // MARK: Many origins

    /// Forecasts from several origins, each from the rows before it alone.
    ///
    /// - Parameter first: The row with which the series begins for a method without a network.
    /// - Throws: ``ForecasterError``
    func levelForecasts(
        of series: PreparedSeries, origins: [Int], horizon: Int, from first: Int = 0
    ) throws -> [LevelForecast] {
        switch predictor {
        case .network(let model):
            return NetworkForecasts(model: model, preparation: preparation)
                .levelForecasts(of: series, origins: origins, horizon: horizon)
        case .baselines(let model):
            let columns = try zip(model.configuration.columns, series.levels).enumerated().map { index, pair in
                do throws(SeriesBaselineError) {
                    return try pair.0.forecasts(
                        of: Array(pair.1[first...]), origins: origins.map { $0 - first }, horizon: horizon)
                } catch {
                    throw ForecasterError.unsuitableColumn(
                        file: "The series", column: preparation.columns[index], problem: .baseline(error))
                }
            }
            return origins.indices.map { row in
                LevelForecast(
                    origin: origins[row], center: columns.map { $0[row] }, quantiles: columns.map { _ in [] })
            }
        }
    }
}

/// The forecast of one column.
public struct Forecast: Codable, Sendable, Equatable {
    /// Where the truth lies with a probability.
    public struct Interval: Codable, Sendable, Equatable {
        /// The probability that a value lies inside.
        public let level: Double
        /// The lower end at each step.
        public let low: [Double]
        /// The upper end at each step.
        public let high: [Double]
    }

    /// The name of the column.
    public let column: String
    /// The date of each step, as the file writes dates, or the number of its row.
    public let times: [String]
    /// One a step: the mean, or the median where the network tells quantiles.
    public let values: [Double]
    /// The intervals, in the order in which levels were asked for.
    public let intervals: [Interval]
}

extension Forecaster {
    /// Reads a model folder: `config.json`, `series.json`, `model.safetensors`.
    ///
    /// - Throws: `ModelError`, `FileError` or `SafetensorsError`, each one sentence that names the file and what is wrong
    ///   with it.
    public init(contentsOf folder: URL) throws {
        let files = ModelFolder(folder)
        let (predictor, preparation) = try FolderSnapshot.read(folder) {
            let predictor: Predictor =
                try files.modelType == SeriesBaselineModel.Configuration.modelType
                ? .baselines(files.readModel()) : .network(files.readModel())
            return (predictor, try files.readJSON(SeriesPreparation.self, SeriesPreparation.file))
        }
        if let problem = preparation.problem(for: predictor) {
            throw ModelError.malformed(file: files.file(SeriesPreparation.file).path, reason: problem)
        }
        self.init(predictor: predictor, preparation: preparation, name: folder.path)
    }

    /// Writes a model folder that ``init(contentsOf:)`` reads.
    public func save(to folder: URL) throws {
        let files = ModelFolder(folder)
        try files.create()
        try FolderSnapshot.replace(in: folder) {
            switch predictor {
            case .network(let model):
                try files.write(model)
                try files.write(model.configuration)
            case .baselines(let model):
                try files.write(model)
                try files.write(model.configuration)
            }
            try files.writeJSON(preparation, SeriesPreparation.file)
        }
    }
}

extension SeriesPreparation {
    /// What does not fit a forecaster, in words, or `nil`.
    fileprivate func problem(for predictor: Forecaster.Predictor) -> String? {
        guard (1...Self.newestVersion).contains(formatVersion) else {
            return "its version is \(formatVersion), and this program reads 1 to \(Self.newestVersion)"
        }
        switch predictor {
        case .network(let model): return problem(for: model.configuration)
        case .baselines(let model):
            guard columns.count == model.configuration.columns.count, observed.isEmpty, known.isEmpty, !usesCalendar,
                calendarSize == 0, transformations.count == columns.count
            else { return "its columns are not those of config.json" }
            return problemOfNumbers
        }
    }

    private func problem(for c: ForecasterNetwork.Configuration) -> String? {
        let calendar = usesCalendar ? SeriesTable(columns: [], frequency: frequency).calendarFeatureNames.count : 0
        guard calendarSize == calendar, columns.count == c.targetSize, known.count + calendar == c.futureSize,
            columns.count + observed.count + c.futureSize == c.inputSize,
            transformations.count == c.inputSize - calendar
        else { return "its columns are not those of config.json" }
        return problemOfNumbers
    }

    private var problemOfNumbers: String? {
        guard (1...1 << 14).contains(horizon) else { return "horizon is \(horizon)" }
        let difference = transformations[0].difference
        guard (0...1 << 20).contains(difference),
            transformations.enumerated().allSatisfy({ $1.suits(difference: $0 < columns.count ? difference : nil) })
        else { return "its transformations do not go together" }
        return intervals.isWhole(targets: columns.count) ? nil : "its intervals are not whole"
    }
}

extension SeriesTransformation {
    /// - Parameter difference: That of all columns that are forecast; `nil` for another column.
    fileprivate func suits(difference: Int?) -> Bool {
        self.difference == difference ?? 0 && (difference != nil || !isLogarithmic) && offset.isFinite && scale.isFinite
            && scale > 0 && !(takesLog && takesLog1p == true)
            && (minimum ?? -.greatestFiniteMagnitude) < (maximum ?? .greatestFiniteMagnitude)
    }
}
