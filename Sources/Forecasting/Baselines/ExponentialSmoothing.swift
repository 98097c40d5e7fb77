/// Exponential smoothing: forecasts from weighted averages of the past whose weights decrease with age, with or without
/// trend and seasons.
///
/// The equations of Hyndman & Athanasopoulos (2021), *Forecasting: Principles and Practice*, chapter 8. The parameters
/// are those of the least squared error of forecasts of the next value over the training part; the state to begin with
/// comes from its first values and is not fitted.
///
/// Forecasts roll the state once through the series, so many origins cost one pass. They take the series to begin where
/// the training part began: at the same place of the season, and about there in level.
public struct ExponentialSmoothing: SeriesBaseline {
    /// What is smoothed.
    public enum Kind: String, Sendable, Codable, CaseIterable {
        /// The level alone (Brown 1959).
        case simple
        /// Level and trend (Holt 1957).
        case holt
        /// Level and a trend that fades (Gardner & McKenzie 1985).
        case dampedHolt
        /// Level, trend, and seasons that are added (Winters 1960).
        case holtWintersAdditive
        /// Level, trend, and seasons that are factors; all values must be above 0.
        case holtWintersMultiplicative

        var isSeasonal: Bool { self == .holtWintersAdditive || self == .holtWintersMultiplicative }
    }

    /// How fast a state follows the values, from 0 (not at all) to 1 (at once).
    public struct Parameters: Sendable, Codable, Equatable {
        /// `α`
        public let level: Double
        /// `β*`: of a change of the level, the part that the trend takes. 0 in ``Kind/simple``.
        public let trend: Double
        /// `γ`; 0 in kinds without seasons.
        public let season: Double
        /// `φ`: what is left of the trend after a value, 1 but in ``Kind/dampedHolt``.
        public let damping: Double

        /// Whether all lie between 0 and 1, as those of a file may not.
        var isWithinBounds: Bool { [level, trend, season, damping].allSatisfy { $0 >= 0 && $0 <= 1 } }

        /// - Precondition: All lie between 0 and 1.
        public init(level: Double, trend: Double = 0, season: Double = 0, damping: Double = 1) {
            for value in [level, trend, season, damping] {
                precondition(value >= 0 && value <= 1, "ExponentialSmoothing: parameter \(value) lies outside 0...1")
            }
            self.level = level
            self.trend = trend
            self.season = season
            self.damping = damping
        }
    }

    public let kind: Kind
    /// The length of a season in values; 1 in kinds without seasons.
    public let period: Int
    public let parameters: Parameters
    /// The sum of the squared errors of forecasts of the next value over the training part.
    public let squaredError: Double
    /// Akaike's information criterion of the fit, corrected for few values: parameters, the states to begin with and
    /// the variance of the errors are counted.
    public let criterion: Double

    private let start: ExponentialSmoothingState

    public var name: String { "exponentialSmoothing(\(kind.rawValue))" }

    /// Fits one kind.
    ///
    /// - Parameters:
    ///   - training: Oldest first.
    ///   - period: The length of a season; kinds without seasons leave it aside.
    ///   - parameters: Given ones are taken as they are, and nothing is fitted.
    /// - Throws: ``SeriesBaselineError`` with less than two seasons (in kinds without them, three values), a value that
    ///   is not finite, or for ``Kind/holtWintersMultiplicative`` one that is not above 0.
    /// - Precondition: The period of a seasonal kind is at least 2.
    public init(
        training: [Double], kind: Kind, period: Int = 1, parameters: Parameters? = nil
    ) throws(SeriesBaselineError) {
        precondition(!kind.isSeasonal || period >= 2, "ExponentialSmoothing: period \(period) is below 2")
        self.kind = kind
        self.period = kind.isSeasonal ? period : 1
        let name = "exponentialSmoothing(\(kind.rawValue))"
        try checkTraining(training, baseline: name, needed: max(3, 2 * self.period))
        if kind == .holtWintersMultiplicative, let place = training.firstIndex(where: { $0 <= 0 }) {
            throw .notPositive(baseline: name, place: place)
        }
        let start = ExponentialSmoothingState(training, kind: kind, period: period)
        self.start = start
        let fitted = parameters ?? Self.bestParameters(training, kind: kind, from: start)
        self.parameters = fitted
        squaredError = Self.squaredError(training, fitted, from: start)
        let numStates = kind == .simple ? 1 : kind.isSeasonal ? period + 1 : 2
        criterion = correctedAIC(
            squaredError: max(squaredError, 1e-20 * training.reduce(0) { $0 + $1 * $1 }), count: training.count,
            numParameters: kind.numParameters + numStates + 1)
    }

    /// Fits every kind that the series allows and takes the one of the least ``criterion``, of equals the simplest.
    ///
    /// - Parameters:
    ///   - training: Oldest first.
    ///   - period: The length of a season; with 1, with less than two seasons, or for factors with a value that is not
    ///     above 0, seasonal kinds are left out.
    /// - Throws: ``SeriesBaselineError`` with fewer than three values, or one that is not finite.
    public init(training: [Double], period: Int = 1) throws(SeriesBaselineError) {
        precondition(period >= 1, "ExponentialSmoothing: period \(period) is below 1")
        var best = try ExponentialSmoothing(training: training, kind: .simple)
        for kind in Kind.allCases.dropFirst() {
            if kind.isSeasonal, period < 2 || training.count < 2 * period { continue }
            if kind == .holtWintersMultiplicative, training.contains(where: { $0 <= 0 }) { continue }
            let candidate = try ExponentialSmoothing(training: training, kind: kind, period: period)
            if candidate.criterion < best.criterion { best = candidate }
        }
        self = best
    }

    public func forecasts(of values: [Double], origins: [Int], horizon: Int) -> [[Double]] {
        requireOrigins(origins, of: values, horizon: horizon, "ExponentialSmoothing.forecasts")
        var forecasts = [[Double]](repeating: [], count: origins.count)
        var state = start
        var place = 0
        for index in origins.indices.sorted(by: { origins[$0] < origins[$1] }) {
            while place < origins[index] {
                state.observe(values[place], parameters)
                place += 1
            }
            forecasts[index] = state.forecast(horizon, parameters)
        }
        return forecasts
    }
}
