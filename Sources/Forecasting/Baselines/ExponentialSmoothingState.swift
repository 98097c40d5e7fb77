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
