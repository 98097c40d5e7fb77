/// The forecasts of one column from several origins, by the model and the baselines, with the true values.
public struct ForecastRecord: Codable, Sendable, Equatable {
    /// Where an interval of one level lay, `[origin][step]`.
    public struct Bounds: Codable, Sendable, Equatable {
        /// The probability that the interval is meant to have.
        public let level: Double
        /// The lower ends, `[origin][step]`.
        public fileprivate(set) var low: [[Double]] = []
        /// The upper ends, `[origin][step]`.
        public fileprivate(set) var high: [[Double]] = []
    }

    /// The forecasts of a baseline, `[origin][step]`.
    public struct Baseline: Codable, Sendable, Equatable {
        /// The name of the method.
        public let name: String
        /// `[origin][step]`
        public fileprivate(set) var forecasts: [[Double]]
    }

    /// The column that was forecast.
    public let column: String
    /// What forecasts: the name of a method.
    public let method: String
    /// The row after which each forecast begins.
    public private(set) var origins: [Int] = []
    /// `[origin][step]`, as the other forecasts.
    public private(set) var actual: [[Double]] = []
    /// The forecasts, `[origin][step]`.
    public private(set) var forecast: [[Double]] = []
    /// Those that the network tells, ascending; none where it tells the mean alone.
    public private(set) var quantiles: [Double] = []
    /// `[origin][step][quantile]`
    public private(set) var quantileForecasts: [[[Double]]] = []
    /// The intervals, one entry for each level.
    public private(set) var bounds: [Bounds] = []
    /// Those that could be fitted to every part of the test.
    public var baselines: [Baseline] {
        allBaselines.filter { $0.forecasts.count == origins.count && $0.forecasts.joined().allSatisfy(\.isFinite) }
    }
    private var allBaselines: [Baseline] = []
    /// Of whatever was chosen on the rows held out before each part; none where nothing was chosen.
    public private(set) var selected: [[Double]] = []

    init(column: String, method: String) { (self.column, self.method) = (column, method) }

    /// Adds forecasts from further origins.
    ///
    /// - Parameters:
    ///   - told: Of the model, in the order of origins.
    ///   - values: The column as the file has it.
    ///   - first: Where the rows begin that the baselines were fitted to, and from which on they look at the series.
    ///   - scores: How far outside the truth lay on rows before, where the intervals begin.
    mutating func add(
        _ told: [LevelForecast], of series: PreparedSeries, values: [Double], target: Int, from first: Int,
        quantiles: [Double], levels: [Double], scores: [[[Double]]],
        baselines fitted: [(name: String, model: any SeriesBaseline)]
    ) {
        let transformation = series.preparation.transformations[target]
        let truth = series.levels[target]
        let new = told.map(\.origin)
        let horizon = told.first?.steps ?? 0
        origins += new
        actual += new.map { Array(values[$0..<$0 + horizon]) }
        forecast += told.map { transformation.values($0.center[target]) }
        self.quantiles = quantiles
        quantileForecasts += told.map { told in
            (0..<told.steps).map { step in transformation.values(told.quantiles[target].map { $0[step] }) }
        }
        addBounds(told, truth, transformation, target: target, quantiles: quantiles, levels: levels, scores: scores)
        for baseline in fitted {
            let forecasts = baseline.model.forecasts(
                of: Array(truth[first...]), origins: new.map { $0 - first }, horizon: horizon)
            add(forecasts.map(transformation.values), of: baseline.name)
        }
    }

    /// Adds the forecasts of a baseline from the origins that were added last.
    mutating func add(_ forecasts: [[Double]], of baseline: String) {
        if let index = allBaselines.firstIndex(where: { $0.name == baseline }) {
            allBaselines[index].forecasts += forecasts
        } else {
            allBaselines.append(Baseline(name: baseline, forecasts: forecasts))
        }
    }

    /// Says which method was chosen for the last so many origins.
    mutating func select(_ method: String, origins count: Int) {
        let chosen = allBaselines.first { $0.name == method }?.forecasts ?? forecast
        selected += chosen.suffix(count)
    }

    private mutating func addBounds(
        _ told: [LevelForecast], _ truth: [Double], _ transformation: SeriesTransformation, target: Int,
        quantiles: [Double], levels: [Double], scores: [[[Double]]]
    ) {
        if bounds.isEmpty { bounds = levels.map { Bounds(level: $0) } }
        var rolling = RollingIntervals(levels: levels, scores: scores)
        for forecast in told {
            let margins = rolling.margins(origin: forecast.origin)
            for (index, level) in levels.enumerated() {
                let core = forecast.core(target: target, level: level, of: quantiles)
                bounds[index].low.append(transformation.values(zip(core.low, margins[index]).map { $0 - $1 }))
                bounds[index].high.append(transformation.values(zip(core.high, margins[index]).map { $0 + $1 }))
                for step in 0..<forecast.steps {
                    let value = truth[forecast.origin + step]
                    rolling.observe(
                        row: forecast.origin + step, level: index, step: step,
                        score: max(core.low[step] - value, value - core.high[step]))
                }
            }
        }
    }
}
