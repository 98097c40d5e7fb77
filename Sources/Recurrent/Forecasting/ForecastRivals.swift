import Datasets
import Models

/// The forecasts that need no network, fitted to the rows that the network may learn from.
enum ForecastRivals {
    /// - Parameters:
    ///   - levels: The series, or its logarithms where the network forecasts such.
    ///   - rows: Those to learn from; nothing behind them is read.
    /// - Returns: Without those that the rows are too few for.
    static func fitted(
        to levels: [Double], rows: Range<Int>, frequency: SeriesFrequency, settings: ForecastSettings
    ) -> [(name: String, model: any SeriesBaseline)] {
        let training = Array(levels[rows])
        let period = frequency.seasonalPeriods.first { 2 * $0 < training.count }
        var rivals: [(name: String, model: any SeriesBaseline)] = [("lastValue", LastValue()), ("drift", Drift())]
        if let period { rivals.append(("seasonalNaive", SeasonalNaive(period: period))) }
        // Two seasons of a long cycle are many states; a week of hours is what such methods are made for.
        if let smoothing = try? ExponentialSmoothing(training: training, period: period ?? 1) {
            rivals.append(("exponentialSmoothing", smoothing))
        }
        let order = max(settings.window, period.map { $0 + 1 } ?? 0)
        if let regression = try? AutoRegression(training: training, maxOrder: min(order, 400)) {
            rivals.append(("autoRegression", regression))
        }
        let ridge = try? RidgeWindow(
            training: training, window: settings.window, horizon: settings.horizon, isAnchored: settings.isAnchored)
        if let ridge { rivals.append(("ridge", ridge)) }
        return rivals
    }
}
