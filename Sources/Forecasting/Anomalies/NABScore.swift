import Foundation

/// The score of the Numenta Anomaly Benchmark (NAB), which rewards early detection.
///
/// Every window around an anomaly earns points by its earliest detection, or costs points if there is none. Every
/// detection outside all windows costs points. With `σ(y) = 2 / (1 + e^5y) - 1`:
///
/// - A detection in row `i` of a window from `a` to `b` is at `y = -(b - i + 1) / (b - a + 1)` and earns
///   `A_TP·σ(y) / σ(-1)`: all at the first row, little at the last.
/// - One behind it, before the next window, is at `y = (i - b) / (b - a)` and costs `-A_FP·σ(y)`: little right behind
///   it. Beyond `y = 3`, before the first window, and behind a window of one row it costs `A_FP`.
/// - The first 15 % of the rows, at most 750, are for learning: what is detected there does not count, nor does a
///   window that ends there.
///
/// Sources: Lavin & Ahmad (2015), *Evaluating Real-time Anomaly Detection Algorithms: the Numenta Anomaly Benchmark*;
/// where rows stand in windows follows the benchmark's program, so scores equal those it gives. Scores of several
/// series add up before they are normalized.
public struct NABScore: Sendable, Codable, Equatable {
    /// The weights of the score.
    public let profile: NABProfile
    /// The number of windows with a detection.
    public private(set) var numDetected = 0
    /// The number of windows without one.
    public private(set) var numMissed = 0
    /// The number of detections outside all windows.
    public private(set) var numFalseAlarms = 0
    /// What the windows earn, less what they and the false alarms cost.
    public private(set) var raw = 0.0

    /// The raw score of a detector that never detects.
    public var nullRaw: Double { -Double(numDetected + numMissed) * profile.falseNegative }
    /// The raw score of a detector that detects every window at its first row, and nothing else.
    public var perfectRaw: Double { Double(numDetected + numMissed) * profile.truePositive }
    /// `100·(raw - null) / (perfect - null)`: 0 for no detections, 100 for perfect ones, and below 0 for those that do
    /// harm; `nil` without windows.
    public var normalized: Double? {
        numDetected + numMissed > 0 ? 100 * (raw - nullRaw) / (perfectRaw - nullRaw) : nil
    }

    /// The score of no series.
    public init(profile: NABProfile = .standard) {
        self.profile = profile
    }

    /// Scores the detections in one series.
    ///
    /// - Parameters:
    ///   - isDetected: Whether each row is taken for an anomaly.
    ///   - windows: The rows around each anomaly, both ends included.
    /// - Precondition: The windows rise, do not overlap and lie within the rows.
    public init(isDetected: [Bool], windows: [ClosedRange<Int>], profile: NABProfile = .standard) {
        self.init(profile: profile)
        let problem = Self.problem(of: windows, numRows: isDetected.count)
        precondition(problem == nil, "NABScore: \(problem ?? "")")
        let probation = Self.probationaryRows(of: isDetected.count)
        for window in windows where window.upperBound >= probation {
            let scored = max(window.lowerBound, probation)...window.upperBound
            if let row = scored.first(where: { isDetected[$0] }) {
                numDetected += 1
                raw += profile.truePositive * Self.worth(of: row, in: window)
            } else {
                numMissed += 1
                raw -= profile.falseNegative
            }
        }
        for row in isDetected.indices where row >= probation && isDetected[row] {
            if windows.contains(where: { $0.contains(row) }) { continue }
            numFalseAlarms += 1
            raw -= profile.falsePositive * Self.cost(of: row, behind: windows.last { $0.upperBound < row })
        }
    }

    /// The number of rows at the beginning of a series that a detector may learn from: 15 %, at most 750.
    public static func probationaryRows(of numRows: Int) -> Int {
        min(Int(0.15 * Double(numRows)), 750)
    }

    /// Adds the score of another series.
    ///
    /// - Precondition: The profiles are equal.
    public static func += (sum: inout NABScore, other: NABScore) {
        precondition(sum.profile == other.profile, "NABScore: scores of \(sum.profile.name) and \(other.profile.name)")
        sum.numDetected += other.numDetected
        sum.numMissed += other.numMissed
        sum.numFalseAlarms += other.numFalseAlarms
        sum.raw += other.raw
    }

    // MARK: Detections

    /// What the detection of a row earns, as a part of what that of the first row does.
    private static func worth(of row: Int, in window: ClosedRange<Int>) -> Double {
        let position = -Double(window.upperBound - row + 1) / Double(window.count)
        return scaledSigmoid(position) / scaledSigmoid(-1)
    }

    /// What a false alarm costs, as a part of what one far from every window does.
    private static func cost(of row: Int, behind window: ClosedRange<Int>?) -> Double {
        guard let window, window.count > 1 else { return 1 }
        let position = Double(row - window.upperBound) / Double(window.count - 1)
        return position > 3 ? 1 : -scaledSigmoid(position)
    }

    private static func scaledSigmoid(_ position: Double) -> Double {
        2 / (1 + exp(5 * position)) - 1
    }
}

extension NABScore {
    /// What is wrong with the windows of true anomalies, in words, or `nil`.
    static func problem(of windows: [ClosedRange<Int>], numRows: Int) -> String? {
        for (index, window) in windows.enumerated() {
            guard window.lowerBound >= 0, index == 0 || window.lowerBound > windows[index - 1].upperBound,
                window.upperBound < numRows
            else { return "window \(window) overlaps the one before or lies outside the \(numRows) rows" }
        }
        return nil
    }
}

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

    /// For whom false alarms and missed anomalies are balanced.
    public static let standard = NABProfile(
        name: "standard", truePositive: 1, falsePositive: 0.11, falseNegative: 1)
    /// For whom a false alarm costs twice as much.
    public static let rewardLowFalsePositives = NABProfile(
        name: "reward low FP rate", truePositive: 1, falsePositive: 0.22, falseNegative: 1)
    /// For whom a missed anomaly costs twice as much.
    public static let rewardLowFalseNegatives = NABProfile(
        name: "reward low FN rate", truePositive: 1, falsePositive: 0.11, falseNegative: 2)
}
