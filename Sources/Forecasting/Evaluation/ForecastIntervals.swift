/// Split conformal prediction intervals (Vovk, Gammerman & Shafer 2005; for quantiles Romano, Patterson & Candès 2019),
/// calibrated on rows that the network was not trained on.
///
/// The margin of an interval is chosen such that the share of these rows inside it equals the level, with the
/// finite-sample correction.
public struct ForecastIntervals: Codable, Sendable, Equatable {
    public private(set) var levels: [Double] = []
    /// `[target][level][step]`, of logarithms where the network tells such.
    private(set) var margins: [[[Double]]] = []

    init() {}

    /// Measures as many steps as there are scores of; where there are none at all there are no levels.
    ///
    /// - Parameter scores: How far outside the truth lay, `[target][level][step]`, one for each row.
    init(levels: [Double], scores: [[[[Double]]]]) {
        guard scores.allSatisfy({ $0.allSatisfy { $0.first?.isEmpty == false } }) else { return }
        self.levels = levels
        margins = scores.map { target in
            zip(levels, target).map { level, steps in
                steps.prefix { !$0.isEmpty }.map { Self.margin(ofSorted: $0.sorted(), level: level) }
            }
        }
    }

    /// Whether there is a margin for every level of so many targets, and nothing that is no number.
    func isWhole(targets: Int) -> Bool {
        (margins.count == targets || levels.isEmpty) && levels.allSatisfy { $0 > 0 && $0 < 1 }
            && margins.allSatisfy { target in
                target.count == levels.count && target.allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isFinite) }
            }
    }

    /// The level that is told where none is asked for; none where none was measured.
    var usualLevels: [Double] { levels.contains(0.9) ? [0.9] : levels.suffix(1) }

    /// The margin that covers at least a share `level` of new rows where they are like those seen; the largest score
    /// where there are too few to say.
    static func margin(ofSorted sorted: [Double], level: Double) -> Double {
        guard let last = sorted.last else { return 0 }
        return min(conformalQuantile(ofSorted: sorted, level: level), last)
    }

    /// The margin of a step; behind the last one measured it grows as that of a random walk.
    func margin(target: Int, level: Double, step: Int) -> Double? {
        guard let index = levels.firstIndex(where: { abs($0 - level) < 1e-9 }), margins.indices.contains(target) else {
            return nil
        }
        let steps = margins[target][index]
        guard let last = steps.last else { return nil }
        return step < steps.count ? steps[step] : last * (Double(step + 1) / Double(steps.count)).squareRoot()
    }
}
