import Foundation

/// Scores how far a single residual exceeds all earlier ones.
///
/// A running location and mean absolute deviation are those of ``ResidualDetector``. Beside them stands the peak: the
/// largest distance from the location so far, which fades with the memory. A residual at a distance `d` scores
///
///     ½·log₁₀(n)·(d / peak)^1.5
///
/// where `n` is the number of values that the peak is the largest of. If tails fall faster than `exp(-|x|)` but slower
/// than a normal distribution's, the power of ten of such a distance is about twice the score: once in a million values
/// at a score of 3. Where tails are heavy, peaks are high. What was scored above the threshold moves the peak by a
/// bounded step, so one wild value does not hide the next one, but one that comes again and again becomes usual.
public struct SpikeDetector: Sendable, Codable, Equatable {
    /// Lengths are counted in values.
    public struct Settings: Sendable, Codable, Equatable {
        /// The first values, from which location, deviation and peak start; their scores are 0.
        public var warmup = 20
        /// How far back the running figures reach.
        public var memory = 1_000
        /// The score of a spike.
        public var threshold = 3.0

        /// The defaults.
        public init() {}

        /// What is wrong with these settings, in words, or `nil`.
        public var problem: String? {
            for (name, length, least) in [("warmup", warmup, 2), ("memory", memory, 10)] where length < least {
                return "\(name) is \(length)"
            }
            return threshold > 0 ? nil : "threshold is \(threshold)"
        }
    }

    /// The settings it was made with.
    public let settings: Settings

    private var first: [Double] = []
    private var count = 0
    private var location = 0.0
    private var scale = 0.0
    private var peak = 0.0

    /// - Precondition: `warmup` is at least 2, `memory` at least 10, and the threshold above 0.
    public init(_ settings: Settings = Settings()) {
        let problem = settings.problem
        precondition(problem == nil, "SpikeDetector: \(problem ?? "")")
        self.settings = settings
    }

    /// Sees the next residual.
    ///
    /// - Parameters:
    ///   - residual: Actual value minus forecast; one that is not finite is passed over.
    ///   - resolution: A distance that rounding alone can make.
    /// - Returns: The score, 0 to 300.
    public mutating func observe(residual: Double, resolution: Double = 0) -> Double {
        guard residual.isFinite else { return 0 }
        guard count >= settings.warmup else {
            first.append(residual)
            count += 1
            if count == settings.warmup { start() }
            return 0
        }
        let distance = abs(residual - location)
        let usual = max(peak, 2 * scale, resolution, .leastNormalMagnitude)
        let weight = 0.5 * log10(Double(min(count, settings.memory)))
        let score = min(weight * pow(distance / usual, Self.exponent), Self.highest)
        learn(residual, furthest: usual * pow(settings.threshold / weight, 1 / Self.exponent))
        return score
    }

    private static let exponent = 1.5
    /// Where the powers of ten of a `Double` end.
    private static let highest = 300.0

    /// The median of the first values, their deviations without the largest tenth, and the largest that is no more than
    /// some medians away: a wild value among them is not the measure of what comes.
    private mutating func start() {
        location = first.sorted()[first.count / 2]
        let distances = first.map { abs($0 - location) }.sorted()
        scale = Array(distances.prefix(max(1, distances.count * 9 / 10))).mean
        let limit = 6 * max(distances[distances.count / 2], scale)
        peak = distances.last { $0 <= limit } ?? 0
        first = []
    }

    private mutating func learn(_ residual: Double, furthest: Double) {
        count += 1
        let gain = max(1 / Double(count), 1 / Double(settings.memory))
        let bound = scale > 0 ? 3 * scale : furthest
        let pull = min(max(residual - location, -bound), bound)
        let distance = min(abs(residual - location), furthest)
        location += gain * pull
        scale += gain * (abs(pull) - scale)
        peak = max(peak * (1 - 1 / Double(settings.memory)), distance)
    }
}
