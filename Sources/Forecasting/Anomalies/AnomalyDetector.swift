/// Decides on residuals in order: single ones that are out of the ordinary, and stretches of them.
///
/// A ``SpikeDetector`` decides on each residual by itself, a ``ResidualDetector`` on the mean of the latest ones. A spike
/// is kept out of that mean, and should be kept out of what later forecasts are made from: no normal value behind it is an
/// anomaly on its account. What the mean says of the ``ResidualDetector/Settings/window`` values behind an announced spike
/// was announced with it. Where spikes come close together, more than ``Settings/longestRun`` among
/// ``ResidualDetector/Settings/window`` values, they are no spikes but what the series now does: they are taken in.
public struct AnomalyDetector: Sendable, Codable, Equatable {
    public struct Settings: Sendable, Codable, Equatable {
        public var spikes = SpikeDetector.Settings()
        public var residuals = ResidualDetector.Settings()
        /// Whether each of some spikes side by side is an anomaly, not only the first.
        public var announcesEveryRow = false
        /// The most spikes near each other that are still taken for single ones.
        public var longestRun = 2

        public init() {}

        /// For series in which a single row is an event, such as a day: every row counts, up to a week of them.
        public static var singleRows: Settings {
            var settings = Settings()
            (settings.announcesEveryRow, settings.longestRun) = (true, 7)
            settings.residuals.refractoryPeriod = 30
            return settings
        }

        /// The score of an anomaly.
        public var threshold: Double {
            get { residuals.threshold }
            set { (residuals.threshold, spikes.threshold) = (newValue, newValue) }
        }
    }

    /// What is said of a residual.
    public struct Decision: Sendable, Equatable {
        public let score: Double
        public let isAnomaly: Bool
        /// Whether its value is to be kept out of later forecasts.
        public let isKeptOut: Bool
        /// Of the values before, how many that were kept out are to be taken in after all, counted back from this one.
        public let takesIn: Int
    }

    public let settings: Settings
    private var spikes: SpikeDetector
    private var residuals: ResidualDetector
    /// Whether each of the latest values was a spike, the last one at the end.
    private var latest: [Bool] = []
    private var sinceSpike: Int?
    private var sinceAnomaly: Int?

    public init(_ settings: Settings = Settings()) {
        self.settings = settings
        spikes = SpikeDetector(settings.spikes)
        residuals = ResidualDetector(settings.residuals)
    }

    /// Sees the next residual.
    ///
    /// - Parameters:
    ///   - residual: Actual value minus forecast; one that is not finite is passed over.
    ///   - resolution: A distance that rounding alone can make.
    ///   - isLearning: Whether nothing is to be announced yet.
    public mutating func observe(residual: Double, resolution: Double = 0, isLearning: Bool = false) -> Decision {
        let spikeScore = spikes.observe(residual: residual, resolution: resolution)
        let isSpike = spikeScore >= settings.spikes.threshold
        let isFirst = latest.last != true
        latest = latest.suffix(settings.residuals.window - 1) + [isSpike]
        let isRun = latest.count { $0 } > settings.longestRun
        let isSingle = isSpike && !isRun
        sinceSpike = sinceSpike.map { $0 + 1 }
        sinceAnomaly = sinceAnomaly.map { $0 + 1 }
        // A spike is passed over.
        let mean = observeMean(isSingle ? .nan : residual, isLearning)
        var isAnomaly = false
        if isSingle, !isLearning, isAnnounced(score: spikeScore, isFirst: isFirst) {
            (isAnomaly, sinceSpike) = (true, 0)
        } else if mean.isAnomaly {
            // What began with a spike was announced with it.
            isAnomaly = sinceSpike.map { $0 >= settings.residuals.window } ?? true
        }
        if isAnomaly { sinceAnomaly = 0 }
        return Decision(
            score: max(spikeScore, mean.score),
            isAnomaly: isAnomaly, isKeptOut: isSingle, takesIn: isSpike && isRun ? latest.count - 1 : 0)
    }

    /// Whether a spike is worth saying: any where every row counts, else the first of some side by side, and soon after
    /// an anomaly only one that is twice as strange.
    private func isAnnounced(score: Double, isFirst: Bool) -> Bool {
        if settings.announcesEveryRow { return true }
        let isQuiet = sinceAnomaly.map { $0 < settings.residuals.refractoryPeriod } ?? false
        return isFirst && (!isQuiet || score >= 2 * settings.spikes.threshold)
    }

    private mutating func observeMean(_ residual: Double, _ isLearning: Bool) -> (score: Double, isAnomaly: Bool) {
        guard isLearning else { return residuals.observe(residual: residual) }
        residuals.observe(learning: residual)
        return (0, false)
    }
}
