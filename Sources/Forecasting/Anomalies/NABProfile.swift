/// An application profile of the Numenta Anomaly Benchmark: the weights of detections, misses and false alarms.
///
/// The three profiles are those of Lavin & Ahmad (2015), *Evaluating Real-time Anomaly Detection Algorithms*.
public struct NABProfile: Sendable, Codable, Equatable {
    /// As the benchmark's tables name it.
    public let name: String
    /// What a window earns whose first row is detected.
    public let truePositive: Double
    /// What a detection far from every window costs.
    public let falsePositive: Double
    /// What a window without a detection costs.
    public let falseNegative: Double

    /// - Precondition: No weight is below 0, and `truePositive` is above it.
    public init(name: String, truePositive: Double, falsePositive: Double, falseNegative: Double) {
        precondition(
            truePositive > 0 && falsePositive >= 0 && falseNegative >= 0, "NABProfile: a weight of \(name) is below 0")
        self.name = name
        self.truePositive = truePositive
        self.falsePositive = falsePositive
        self.falseNegative = falseNegative
    }

    public static let standard = NABProfile(
        name: "standard", truePositive: 1, falsePositive: 0.11, falseNegative: 1)
    /// For whom a false alarm costs twice as much.
    public static let rewardLowFalsePositives = NABProfile(
        name: "reward low FP rate", truePositive: 1, falsePositive: 0.22, falseNegative: 1)
    /// For whom a missed anomaly costs twice as much.
    public static let rewardLowFalseNegatives = NABProfile(
        name: "reward low FN rate", truePositive: 1, falsePositive: 0.11, falseNegative: 2)
}
