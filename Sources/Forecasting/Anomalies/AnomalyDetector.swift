/// Detects anomalies in a sequence of forecast residuals: single spikes, and runs of unusual residuals.
///
/// A ``SpikeDetector`` scores each residual on its own, a ``ResidualDetector`` the mean of the latest ones. A spike is
/// excluded from that mean. It should also be excluded from the input of later forecasts, so that normal values after
/// it do not look anomalous. For ``ResidualDetector/Settings/window`` values after a reported spike, the mean is not
/// reported again. If more than ``Settings/longestRun`` spikes occur among ``ResidualDetector/Settings/window`` values,
/// they are treated as a change of the series and are no longer excluded.
public struct AnomalyDetector: Sendable, Codable, Equatable {
    /// The settings of both detectors, and how spikes are told from changes.
    public struct Settings: Sendable, Codable, Equatable {
        /// The settings of the detector of single spikes.
        public var spikes = SpikeDetector.Settings()
        /// The settings of the detector of runs.
        public var residuals = ResidualDetector.Settings()
        /// Whether every spike in a run of spikes is an anomaly, not only the first.
        public var announcesEveryRow = false
        /// The largest number of nearby spikes that are still treated as single ones.
        public var longestRun = 2

        /// The defaults, for series with many rows a day.
        public init() {}

        /// For series in which each row is an event, such as a day: every row counts, up to seven of them.
        public static var singleRows: Settings {
            var settings = Settings()
            (settings.announcesEveryRow, settings.longestRun) = (true, 7)
            settings.residuals.refractoryPeriod = 30
            return settings
        }

        /// What is wrong with these settings, in words, or `nil`.
        public var problem: String? { residuals.problem ?? spikes.problem }

        /// The score of an anomaly.
        public var threshold: Double {
            get { residuals.threshold }
            set { (residuals.threshold, spikes.threshold) = (newValue, newValue) }
        }
    }

    /// The decision on one residual.
    public struct Decision: Codable, Sendable, Equatable {
        /// How unlikely the residual is, as a power of ten: 3 means once in a thousand rows.
        public let score: Double
        /// Whether an anomaly is reported here.
        public let isAnomaly: Bool
        /// Whether its value should be excluded from the input of later forecasts.
        public let isKeptOut: Bool
        /// How many of the excluded values before this one should be included after all, counted backwards.
        public let takesIn: Int
    }

    /// The settings it was made with.
    public let settings: Settings
    private var spikes: SpikeDetector
    private var residuals: ResidualDetector
    /// Whether each of the latest values was a spike, the last one at the end.
    private var latest: [Bool] = []
    private var sinceSpike: Int?
    private var sinceAnomaly: Int?

    /// A detector that has processed nothing.
    public init(_ settings: Settings = Settings()) {
        self.settings = settings
        spikes = SpikeDetector(settings.spikes)
        residuals = ResidualDetector(settings.residuals)
    }

    /// Processes the next residual.
    ///
    /// - Parameters:
    ///   - residual: Actual value minus forecast; values that are not finite are skipped.
    ///   - resolution: A difference that rounding alone can cause.
    ///   - isLearning: Whether the detector is still learning and must not report anomalies.
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

    private mutating func observeMean(_ residual: Double, _ isLearning: Bool) -> ResidualDetector.Decision {
        guard isLearning else { return residuals.observe(residual: residual) }
        residuals.observe(learning: residual)
        return ResidualDetector.Decision(score: 0, isAnomaly: false)
    }
}
