import Foundation

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

    /// What is smoothed.
    public let kind: Kind
    /// The length of a season in values; 1 in kinds without seasons.
    public let period: Int
    /// The fitted smoothing parameters.
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
    ///   is not finite, for ``Kind/holtWintersMultiplicative`` one that is not above 0, or a period of a seasonal kind
    ///   that is below 2.
    public init(
        training: [Double], kind: Kind, period: Int = 1, parameters: Parameters? = nil
    ) throws(SeriesBaselineError) {
        if kind.isSeasonal { try requireMinimum("period", period, 2) }
        self.kind = kind
        self.period = kind.isSeasonal ? period : 1
        let name = "exponentialSmoothing(\(kind.rawValue))"
        try checkTraining(training, baseline: name, needed: max(3, 2 * min(self.period, 1 << 40)))
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
    /// - Throws: ``SeriesBaselineError`` with fewer than three values, one that is not finite, or a period below 1.
    public init(training: [Double], period: Int = 1) throws(SeriesBaselineError) {
        try requireMinimum("period", period, 1)
        var best = try ExponentialSmoothing(training: training, kind: .simple)
        for kind in Kind.allCases.dropFirst() {
            if kind.isSeasonal, period < 2 || training.count / 2 < period { continue }
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

extension ExponentialSmoothing.Kind {
    /// The ranges of what is fitted, in the order level, trend, damping or season.
    fileprivate var ranges: [ClosedRange<Double>] {
        let part = 0.0001...0.9999
        switch self {
        case .simple: return [part]
        case .holt: return [part, part]
        // A trend that fades faster is hardly one, and one that fades slower cannot be told from one that does not.
        case .dampedHolt: return [part, part, 0.8...0.98]
        case .holtWintersAdditive, .holtWintersMultiplicative: return [part, part, part]
        }
    }

    /// The number of parameters that are fitted, states to begin with aside.
    var numParameters: Int { ranges.count }

    /// The parameters at a point of the space that is searched, where every range is the whole line.
    fileprivate func parameters(at point: [Double]) -> ExponentialSmoothing.Parameters {
        let values = zip(ranges, point).map { range, place in
            range.lowerBound + (range.upperBound - range.lowerBound) / (1 + exp(-place))
        }
        switch self {
        case .simple: return .init(level: values[0])
        case .holt: return .init(level: values[0], trend: values[1])
        case .dampedHolt: return .init(level: values[0], trend: values[1], damping: values[2])
        case .holtWintersAdditive, .holtWintersMultiplicative:
            return .init(level: values[0], trend: values[1], season: values[2])
        }
    }
}

extension ExponentialSmoothing {
    /// The parameters of the least squared error; the search begins with a slow, a middling and a fast level.
    static func bestParameters(
        _ training: [Double], kind: Kind, from start: ExponentialSmoothingState
    ) -> Parameters {
        let results = [-2.0, 0, 2].map { level in
            let rest = [Double](repeating: -2, count: kind.numParameters - 1)
            return NelderMead().minimum(from: [level] + rest) { point in
                squaredError(training, kind.parameters(at: point), from: start)
            }
        }
        let best = results.reduce(results[0]) { $1.value < $0.value ? $1 : $0 }
        return kind.parameters(at: best.point)
    }

    /// The sum of the squared errors of forecasts of the next value.
    static func squaredError(
        _ values: [Double], _ parameters: Parameters, from start: ExponentialSmoothingState
    ) -> Double {
        var state = start
        var sum = 0.0
        for value in values {
            let error = value - state.nextValue(parameters)
            sum += error * error
            state.observe(value, parameters)
        }
        return sum
    }
}

/// What exponential smoothing knows of a series at one place: where it stands, how it grows, and its season.
struct ExponentialSmoothingState: Sendable, Equatable {
    typealias Parameters = ExponentialSmoothing.Parameters

    var level: Double
    /// What the level gains with a value; 0 in kinds without a trend.
    var trend: Double
    /// What the season adds, or multiplies with, by the place in it; empty in kinds without seasons.
    var seasons: [Double]
    let isMultiplicative: Bool
    /// The place in the season of the next value.
    private var phase = 0

    init(level: Double, trend: Double = 0, seasons: [Double] = [], isMultiplicative: Bool = false) {
        self.level = level
        self.trend = trend
        self.seasons = seasons
        self.isMultiplicative = isMultiplicative
    }

    /// The next value, before it is seen.
    func nextValue(_ parameters: Parameters) -> Double {
        seasoned(level + parameters.damping * trend, phase)
    }

    /// The next `horizon` values.
    func forecast(_ horizon: Int, _ parameters: Parameters) -> [Double] {
        var (line, factor) = (level, 1.0)
        return (0..<horizon).map { step in
            factor *= parameters.damping
            line += factor * trend
            return seasoned(line, seasons.isEmpty ? 0 : (phase + step) % seasons.count)
        }
    }

    private func seasoned(_ value: Double, _ phase: Int) -> Double {
        if seasons.isEmpty { return value }
        return isMultiplicative ? value * seasons[phase] : value + seasons[phase]
    }

    /// Sees the next value: the equations in the form of error correction.
    ///
    ///     e  = y - ŷ
    ///     l' = l + φ·b + α·e          (e / s with factors)
    ///     b' = φ·b + α·β·e            (e / s with factors)
    ///     s' = s + γ·e                (e / (l + φ·b) with factors)
    ///
    /// A value that is no finite number, or is not above 0 where seasons are factors, corrects nothing.
    mutating func observe(_ value: Double, _ parameters: Parameters) {
        let damped = parameters.damping * trend
        let base = level + damped
        let error = value - nextValue(parameters)
        level = base
        trend = damped
        defer { phase = seasons.isEmpty ? 0 : (phase + 1) % seasons.count }
        guard value.isFinite, !isMultiplicative || value > 0 else { return }
        let correction = isMultiplicative ? error / seasons[phase] : error
        level += parameters.level * correction
        trend += parameters.level * parameters.trend * correction
        if seasons.isEmpty { return }
        if !isMultiplicative {
            seasons[phase] += parameters.season * error
        } else if base > 0 {
            seasons[phase] += parameters.season * error / base
        }
    }
}

// MARK: The state before the first value

extension ExponentialSmoothingState {
    /// The state to begin with: the line through the first ten values, or their mean; with seasons, what the first five
    /// of them say.
    init(_ values: [Double], kind: ExponentialSmoothing.Kind, period: Int) {
        if kind.isSeasonal {
            self.init(seasonal: values, period: period, isMultiplicative: kind == .holtWintersMultiplicative)
            return
        }
        let first = values.prefix(10)
        let count = Double(first.count)
        let mean = first.reduce(0, +) / count
        guard kind != .simple else {
            self.init(level: mean)
            return
        }
        // Least squares against the places 1, 2, …, of mean (n + 1)/2 and squared deviations n·(n² - 1)/12.
        let middle = (count + 1) / 2
        let product = first.enumerated().reduce(0) { $0 + (Double($1.offset + 1) - middle) * $1.element }
        let slope = product / (count * (count * count - 1) / 12)
        self.init(level: mean - slope * middle, trend: slope)
    }

    /// Level and trend from the means of the first and the last of up to five seasons, then the mean of what each place
    /// of the season has beyond that line.
    private init(seasonal values: [Double], period: Int, isMultiplicative: Bool) {
        let numSeasons = min(5, values.count / period)
        let means = (0..<numSeasons).map { Array(values[$0 * period..<($0 + 1) * period]).mean }
        var trend = (means[numSeasons - 1] - means[0]) / Double((numSeasons - 1) * period)
        var level = means[0] - trend * Double(period + 1) / 2
        let end = level + trend * Double(numSeasons * period)
        if isMultiplicative, min(level, end) <= 0 { (level, trend) = (means[0], 0) }
        var seasons = [Double](repeating: 0, count: period)
        for place in 0..<numSeasons * period {
            let line = level + trend * Double(place + 1)
            seasons[place % period] += isMultiplicative ? values[place] / line : values[place] - line
        }
        let centre = seasons.mean
        seasons = seasons.map { isMultiplicative ? $0 / centre : ($0 - centre) / Double(numSeasons) }
        self.init(level: level, trend: trend, seasons: seasons, isMultiplicative: isMultiplicative)
    }
}
