import Foundation

/// Detects runs of unusual residuals in a stream, where the series deviates from its forecasts.
///
/// It processes residuals (actual value minus forecast) one by one, without knowledge of later ones:
///
/// 1. A residual is measured against those before it: `u = |r - m| / s`, at most ``Settings/limit``, with a running
///    location `m` and a running mean absolute deviation `s`, where a residual pulls with at most `3s` (Huber 1964).
/// 2. The mean of the last ``Settings/window`` of these is compared with the running mean and deviation of such means.
/// 3. The score is `-log₁₀ Q(z)` of that distance `z` in deviations, with `Q` the tail of the normal distribution: 3 is
///    once in a thousand, if means were normal. From ``Settings/threshold`` on the value is an anomaly, unless one was
///    less than ``Settings/refractoryPeriod`` values ago.
///
/// Steps 2 and 3 are the anomaly likelihood of Ahmad, Lavin, Purdy & Agha (2017), *Unsupervised real-time anomaly
/// detection for streaming data*, applied to residuals instead of their prediction errors. Because of the averages, a
/// single outlier has little effect if outliers are common, but a run of moderately large residuals has an effect.
public struct ResidualDetector: Sendable, Codable, Equatable {
    /// Lengths are counted in values. The defaults were chosen by the score of six series of the Numenta Anomaly
    /// Benchmark, with a value every 5 to 60 minutes and forecasters of four windows; other series may want others,
    /// above all another refractory period.
    public struct Settings: Sendable, Codable, Equatable {
        /// Scores are 0 until this many values have been processed.
        public var warmup = 150
        /// The memory of the running means: each new value has a weight of 1 over this.
        public var memory = 1_000
        /// The length of the short mean.
        public var window = 15
        /// Upper limit for a single value, in mean absolute deviations.
        public var limit = 10.0
        /// The score of an anomaly.
        public var threshold = 3.0
        /// The number of values after an anomaly during which no other one is reported.
        public var refractoryPeriod = 250

        /// The defaults.
        public init() {}

        /// What is wrong with these settings, in words, or `nil`.
        public var problem: String? {
            let lengths = [("window", window, 1), ("memory", memory, 1), ("warmup", warmup, 0)]
            for (name, length, least) in lengths + [("refractoryPeriod", refractoryPeriod, 0)] where length < least {
                return "\(name) is \(length)"
            }
            guard limit > 0 else { return "limit is \(limit)" }
            return threshold > 0 ? nil : "threshold is \(threshold)"
        }
    }

    /// The decision on a residual.
    public struct Decision: Codable, Sendable, Equatable {
        /// 0 or more.
        public let score: Double
        /// Whether an anomaly is announced.
        public let isAnomaly: Bool
    }

    /// The settings it was made with.
    public let settings: Settings

    private var count = 0
    private var location = 0.0
    private var scale = 0.0
    private var deviations: [Double] = []  // the last `window` values of `u`, in a ring
    private var means = RunningMoments()
    private var sinceAnomaly: Int?

    /// - Precondition: Lengths are at least 1 (`warmup` and `refractoryPeriod` 0), `limit` is above 0.
    public init(_ settings: Settings = Settings()) {
        let problem = settings.problem
        precondition(problem == nil, "ResidualDetector: \(problem ?? "")")
        self.settings = settings
    }

    /// Processes the next residual.
    ///
    /// - Parameter residual: Actual value minus forecast, in any unit. NaN or an infinity, for a value that is missing,
    ///   is passed over.
    public mutating func observe(residual: Double) -> Decision {
        sinceAnomaly = sinceAnomaly.map { $0 + 1 }
        guard residual.isFinite else { return Decision(score: 0, isAnomaly: false) }
        remember(deviation(of: residual))
        let score = nextScore()
        learn(residual)
        let isQuiet = sinceAnomaly.map { $0 < settings.refractoryPeriod } ?? false
        let isAnomaly = score >= settings.threshold && !isQuiet
        if isAnomaly { sinceAnomaly = 0 }
        return Decision(score: score, isAnomaly: isAnomaly)
    }

    /// Processes a residual of the probation period: nothing is reported, and no refractory period starts.
    public mutating func observe(learning residual: Double) {
        _ = observe(residual: residual)
        sinceAnomaly = nil
    }

    // MARK: The steps

    private func deviation(of residual: Double) -> Double {
        let distance = abs(residual - location)
        if scale > 0 { return min(distance / scale, settings.limit) }
        return count == 0 || distance == 0 ? 0 : settings.limit
    }

    private mutating func remember(_ deviation: Double) {
        if deviations.count < settings.window {
            deviations.append(deviation)
        } else {
            deviations[count % settings.window] = deviation
        }
    }

    private mutating func nextScore() -> Double {
        guard deviations.count == settings.window else { return 0 }
        let mean = deviations.mean
        defer { means.add(mean, memory: settings.memory) }
        // The floor is for series that are forecast without an error for a while.
        let distance = (mean - means.mean) / max(means.variance.squareRoot(), 0.05)
        return count >= settings.warmup ? max(0, -logNormalTail(distance)) : 0
    }

    /// Moves location and scale; the first twenty values pull without a bound.
    private mutating func learn(_ residual: Double) {
        count += 1
        let gain = max(1 / Double(count), 1 / Double(settings.memory))
        let bound = count <= 20 || scale == 0 ? .infinity : 3 * scale
        let pull = min(max(residual - location, -bound), bound)
        location += gain * pull
        scale += gain * (abs(pull) - scale)
    }
}

/// Mean and variance whose memory fades.
private struct RunningMoments: Sendable, Codable, Equatable {
    private var count = 0
    private(set) var mean = 0.0
    private(set) var variance = 0.0

    mutating func add(_ value: Double, memory: Int) {
        count += 1
        let gain = max(1 / Double(count), 1 / Double(memory))
        let difference = value - mean
        mean += gain * difference
        variance = (1 - gain) * (variance + gain * difference * difference)
    }
}

/// `log₁₀ Q(z)`, the probability that a standard normal value lies above `z`.
///
/// Far out by the asymptotic series (Abramowitz & Stegun 1964, 26.2.12), where the probability itself is too small for
/// a `Double`.
func logNormalTail(_ distance: Double) -> Double {
    if distance < 20 { return log10(erfc(distance / 2.0.squareRoot()) / 2) }
    let square = distance * distance
    let series = log1p(-1 / square + 3 / (square * square))
    return (series - square / 2 - log(distance * (2 * Double.pi).squareRoot())) / log(10)
}
