import Datasets
import Foundation
import Models
import NeuralLayers
import Tensors

/// A trained forecaster, ready to tell what follows a series.
///
/// ```swift
/// let forecaster = try Forecaster(contentsOf: URL(fileURLWithPath: "passengers-model"))
/// let forecast = try forecaster.forecast(SeriesTable(contentsOf: URL(fileURLWithPath: "passengers.csv")))[0]
/// print(forecast.values, forecast.intervals[0].low, forecast.intervals[0].high)
/// ```
public struct Forecaster: Sendable {
    public let model: SeriesForecaster
    public let preparation: SeriesPreparation

    public var window: Int { model.configuration.window }

    public init(model: SeriesForecaster, preparation: SeriesPreparation) {
        self.model = model
        self.preparation = preparation
    }

    /// What follows the last row of a table.
    ///
    /// - Parameters:
    ///   - horizon: Steps; more than the network tells at once are made from its own forecasts. `nil` for as many as it
    ///     was trained for.
    ///   - levels: Probabilities of the intervals; each must have been measured in training. `nil` for 0.9, or for the
    ///     highest where that was not measured.
    /// - Returns: One for each column that is forecast.
    /// - Throws: ``ForecastError``
    public func forecast(_ table: SeriesTable, horizon: Int? = nil, levels: [Double]? = nil) throws -> [Forecast] {
        let horizon = horizon ?? preparation.horizon
        let levels = levels ?? preparation.intervals.usualLevels
        let series = try preparation.prepare(table, future: reach(of: horizon))
        try requireRows(series, of: table, horizon: horizon)
        if let level = levels.first(where: { preparation.intervals.margin(target: 0, level: $0, step: 0) == nil }) {
            throw ForecastError.unknownLevel(level, known: preparation.intervals.levels)
        }
        let told = levelForecasts(of: series, origins: [series.count], horizon: horizon)[0]
        return preparation.columns.indices.map { target in
            let transformation = preparation.transformations[target]
            let intervals = levels.map { level in
                let core = told.core(target: target, level: level, of: model.configuration.quantiles)
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
    }

    private func requireRows(_ series: PreparedSeries, of table: SeriesTable, horizon: Int) throws {
        let needed = window + (preparation.transformations.first?.difference ?? 0)
        guard series.count >= needed else {
            throw ForecastError.tooFewRows(file: table.file, found: series.count, needed: needed, purpose: .forecast)
        }
        if !preparation.observed.isEmpty, horizon > model.configuration.horizon {
            throw ForecastError.horizonTooLong(
                horizon, limit: model.configuration.horizon, columns: preparation.observed)
        }
        for (name, values) in zip(preparation.known, series.known) {
            let known = values.lastIndex { !$0.isNaN }.map { $0 + 1 } ?? 0
            let reach = reach(of: horizon)
            guard known >= series.count + reach else {
                throw ForecastError.futureUnknown(
                    file: table.file, column: name, from: table.label(ofRow: known), steps: reach)
            }
        }
    }

    /// The steps that the network tells, as many at once as it was built for, until there are so many.
    private func reach(of horizon: Int) -> Int {
        let step = model.configuration.horizon
        return (horizon + step - 1) / step * step
    }

    // MARK: Many origins

    /// Forecasts from several origins, each from the rows before it alone.
    func levelForecasts(of series: PreparedSeries, origins: [Int], horizon: Int) -> [LevelForecast] {
        guard horizon > model.configuration.horizon else {
            let windows = series.windows(window: window, horizon: model.configuration.horizon)
            return told(windows, at: origins, series: Array(repeating: series, count: origins.count), origins)
                .map { $0.prefix(horizon) }
        }
        var parts = told(of: series.pieces(before: origins, rows: window, behind: reach(of: horizon)))
        while let done = parts.first?.steps, done < horizon {
            let pieces = series.pieces(before: origins, rows: window, behind: reach(of: horizon), forecasts: parts)
            parts = zip(parts, told(of: pieces, behind: done)).map { $0.followed(by: $1).prefix(horizon) }
        }
        return parts
    }

    private static let batchSize = 256

    /// Forecasts from the ends of short pieces of a series.
    private func told(of pieces: [SeriesPiece], behind: Int = 0) -> [LevelForecast] {
        pieces.map { piece in
            let windows = piece.series.windows(window: window, horizon: model.configuration.horizon)
            let position = piece.present
            return told(windows, at: [position], series: [piece.series], [piece.origin + behind])[0]
        }
    }

    private func told(
        _ windows: SeriesWindows, at positions: [Int], series: [PreparedSeries], _ origins: [Int]
    ) -> [LevelForecast] {
        var result: [LevelForecast] = []
        var context = ForwardContext.inference
        for start in stride(from: 0, to: positions.count, by: Self.batchSize) {
            let range = start..<min(start + Self.batchSize, positions.count)
            let batch = windows.batch(of: Array(positions[range]), hasTargets: false)
            let output = model(inputs: batch.inputs, future: batch.future, in: &context).value.elements
            for (row, index) in range.enumerated() {
                let width = model.configuration.outputSize
                let outputs = output[row * width..<(row + 1) * width].map(Double.init)
                result.append(
                    levels(
                        outputs, anchors: batch.anchors[row].map(Double.init), of: series[index], at: positions[index],
                        origin: origins[index]))
            }
        }
        return result
    }

    /// The levels of what the network says of one window.
    private func levels(
        _ outputs: [Double], anchors: [Double], of series: PreparedSeries, at position: Int, origin: Int
    ) -> LevelForecast {
        let c = model.configuration
        let median = c.quantiles.firstIndex(of: 0.5) ?? 0
        var (centers, quantiles): ([[Double]], [[[Double]]]) = ([], [])
        for target in 0..<c.targetSize {
            let transformation = preparation.transformations[target]
            // Quantiles may come out crossed where data are few; sorted they are what is meant.
            let steps = (0..<c.horizon).map { step in
                let first = (step * c.targetSize + target) * c.valuesPerTarget
                return outputs[first..<first + c.valuesPerTarget].map { $0 + anchors[target] }.sorted()
            }
            let center = transformation.levels(
                fromOutputs: steps.map { $0[median] }, of: series.levels[target], origin: position)
            centers.append(center)
            quantiles.append(
                c.quantiles.indices.map { quantile in
                    transformation.levels(
                        fromOutputs: steps.map { $0[quantile] }, of: series.levels[target], origin: position,
                        along: center)
                })
        }
        return LevelForecast(origin: origin, center: centers, quantiles: quantiles)
    }
}
