import Foundation

@testable import Forecasting
@testable import Tensors

/// Small series, and settings whose training takes a fraction of a second.
enum TinySeries {
    /// A trend, a season of twelve and some noise, all above 0.
    static func values(_ count: Int = 120, seed: UInt64 = 1) -> [Double] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { row in
            let season = 30 * sin(2 * .pi * Double(row) / 12) + 8 * cos(2 * .pi * Double(row) / 6)
            return 200 + Double(row) + season + 10 * generator.nextUniform()
        }
    }

    /// Monthly rows from 2000-01 on.
    static func table(_ columns: [(name: String, values: [Double])]) -> SeriesTable {
        let count = columns[0].values.count
        return SeriesTable(
            columns: columns.map { SeriesColumn(name: $0.name, values: $0.values) },
            timestamps: (0..<count).compactMap { Timestamp(year: 2000 + $0 / 12, month: $0 % 12 + 1) },
            frequency: .months(1), dateFormat: DateFormat(pattern: "yyyy-MM"), file: "tiny.csv")
    }

    static func table(_ values: [Double] = values()) -> SeriesTable { table([("y", values)]) }

    static func settings(
        horizon: Int = 2, epochs: Double = 2, _ change: (inout ForecasterSettings) -> Void = { _ in }
    ) -> ForecasterSettings {
        var settings = ForecasterSettings.recommended(
            columns: ["y"], rows: 96, period: 12, horizon: horizon, randomSeed: 3)
        (settings.window, settings.hiddenSize) = (6, 3)
        settings.plan(epochs: epochs)
        settings.training.patience = nil
        change(&settings)
        return settings
    }

    /// A forecaster with weights that are drawn, where training would teach it nothing that a test needs.
    static func forecaster(
        _ table: SeriesTable = table(), settings: ForecasterSettings = settings(), seed: UInt64 = 1
    ) throws -> Forecaster {
        let training = try ForecasterTraining(table, settings: settings)
        var generator = SeededGenerator(seed: seed)
        for (_, parameter) in training.model.namedParameters {
            parameter.value = .uniform(parameter.value.shape, in: -0.3...0.3, using: &generator)
        }
        var preparation = training.preparation
        preparation.intervals = ForecastIntervals(
            levels: settings.levels, scores: training.heldOutForecasts.scores(levels: settings.levels))
        return Forecaster(model: training.model, preparation: preparation)
    }
}

extension ForecasterNetwork {
    /// All weights.
    var weights: [Tensor] { namedParameters.map(\.parameter.value) }
}

extension [Double] {
    /// The same with other values in some rows.
    func planting(_ value: Double, in rows: Range<Int>) -> [Double] {
        indices.map { rows.contains($0) ? value + Double($0) : self[$0] }
    }
}

extension [[Double]] {
    /// The bits of the first so many rows.
    func bits(_ count: Int? = nil) -> [[UInt64]] { prefix(count ?? self.count).map { $0.map(\.bitPattern) } }
}
