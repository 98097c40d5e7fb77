/// The baselines, fitted to the rows that the network may be trained on.
enum ForecasterBaselines {
    /// - Parameters:
    ///   - levels: The series, or its logarithms where the network forecasts such.
    ///   - rows: The training rows; no later rows are read.
    ///   - methods: The baselines to fit; `nil` for all.
    /// - Returns: The fitted baselines, without those that need more rows.
    static func fitted(
        to levels: [Double], rows: Range<Int>, frequency: SeriesFrequency, settings: ForecasterSettings,
        methods: [ForecastMethod]? = nil
    ) -> [(name: String, model: any SeriesBaseline)] {
        let training = Array(levels[rows])
        let period = frequency.seasonalPeriods.first { 2 * $0 < training.count }
        return ForecastMethod.allCases.filter { methods?.contains($0) ?? $0.isBaseline }.compactMap { method in
            fitted(method, to: training, period: period, settings: settings).map { (method.rawValue, $0) }
        }
    }

    private static func fitted(
        _ method: ForecastMethod, to training: [Double], period: Int?, settings: ForecasterSettings
    ) -> (any SeriesBaseline)? {
        // A method that cannot be fitted is left out; where it was asked for, the caller throws `unsuitableMethod`.
        switch method {
        case .auto, .network: return nil
        case .lastValue: return LastValue()
        case .drift: return Drift()
        case .seasonalNaive: return period.map(SeasonalNaive.init)
        // Two seasons of a long cycle are many states; a week of hours is what such methods are made for.
        case .exponentialSmoothing: return try? ExponentialSmoothing(training: training, period: period ?? 1)
        case .autoRegression:
            let order = max(settings.window, period.map { $0 + 1 } ?? 0)
            return try? AutoRegression(training: training, maxOrder: min(order, 400))
        case .ridge:
            return try? RidgeWindow(
                training: training, window: settings.window, horizon: settings.horizon,
                isAnchored: settings.isAnchored)
        }
    }
}
