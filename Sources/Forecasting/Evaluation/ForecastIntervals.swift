/// Split conformal prediction intervals (Vovk, Gammerman & Shafer 2005; for quantiles Romano, Patterson & Candès 2019),
/// calibrated on rows that the network was not trained on.
///
/// The margin of an interval is chosen such that the share of these rows inside it equals the level, with the
/// finite-sample correction.
public struct ForecastIntervals: Codable, Sendable, Equatable {
    /// The probabilities that were measured, ascending.
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

/// Intervals that follow the truth as it comes in: the margin of each step is that of the latest rows whose truth is known
/// at the origin.
struct RollingIntervals {
    private let levels: [Double]
    private var scores: [[LatestScores]]  // [level][step]
    /// What becomes known with a row.
    private var pending: [Int: [(level: Int, step: Int, score: Double)]] = [:]
    private var known = 0

    private static let memory = 500

    /// - Parameter scores: Those known at the first origin, `[level][step]`, oldest first.
    init(levels: [Double], scores: [[[Double]]]) {
        self.levels = levels
        self.scores = scores.map { $0.map { LatestScores($0, memory: Self.memory) } }
    }

    /// The margins at an origin, `[level][step]`; to be asked for in the order of origins.
    mutating func margins(origin: Int) -> [[Double]] {
        while known < origin {
            for entry in pending.removeValue(forKey: known) ?? [] {
                scores[entry.level][entry.step].append(entry.score)
            }
            known += 1
        }
        return zip(levels, scores).map { level, steps in
            steps.map { ForecastIntervals.margin(ofSorted: $0.sorted, level: level) }
        }
    }

    /// Remembers how far outside a row's truth lay, for when it is known.
    mutating func observe(row: Int, level: Int, step: Int, score: Double) {
        pending[row, default: []].append((level, step, score))
    }
}

/// The latest of some numbers, also in order.
private struct LatestScores {
    private(set) var sorted: [Double]
    private var latest: [Double]
    private var next = 0
    private let memory: Int

    init(_ scores: [Double], memory: Int) {
        latest = Array(scores.suffix(memory))
        sorted = latest.sorted()
        self.memory = memory
    }

    mutating func append(_ score: Double) {
        if latest.count == memory {
            sorted.remove(at: place(of: latest[next]))
            latest[next] = score
            next = (next + 1) % memory
        } else {
            latest.append(score)
        }
        sorted.insert(score, at: place(of: score))
    }

    /// The first place whose number is not smaller.
    private func place(of score: Double) -> Int {
        var range = sorted.startIndex..<sorted.endIndex
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            range = sorted[middle] < score ? middle + 1..<range.upperBound : range.lowerBound..<middle
        }
        return range.lowerBound
    }
}

/// Forecasts of held-out rows, with the true values.
struct HeldOutForecasts {
    let told: [LevelForecast]
    let series: PreparedSeries
    /// Those that the network tells.
    let quantiles: [Double]
    let fittingRows: Range<Int>
    let horizon: Int

    /// How far the true value was outside the forecast, `[target][level][step]`, for each origin whose truth is known.
    func scores(levels: [Double]) -> [[[[Double]]]] {
        series.levels.enumerated().map { target, truth in
            levels.map { level in
                let cores = told.map { $0.core(target: target, level: level, of: quantiles) }
                return (0..<horizon).map { step in
                    zip(told, cores).compactMap { forecast, core in
                        let row = forecast.origin + step
                        guard row < truth.count else { return nil }
                        return max(core.low[step] - truth[row], truth[row] - core.high[step])
                    }
                }
            }
        }
    }

    /// What ``error`` is in units of: of one column its deviation in the rows learnt from, of several 1, as columns may
    /// differ in theirs.
    var unit: Double {
        guard series.levels.count == 1 else { return 1 }
        let values = series.preparation.transformations[0].values(series.levels[0])
        let variance = Array(values[fittingRows]).variance
        return variance > 0 ? variance.squareRoot() : 1
    }

    /// The root mean squared error, in units of each column's deviation in the rows learnt from.
    var error: Double {
        var (sum, count) = (0.0, 0)
        for (target, levels) in series.levels.enumerated() {
            let transformation = series.preparation.transformations[target]
            let values = transformation.values(levels)
            let variance = Array(values[fittingRows]).variance
            for forecast in told {
                for (step, value) in transformation.values(forecast.center[target]).enumerated()
                where forecast.origin + step < values.count {
                    let error = value - values[forecast.origin + step]
                    sum += error * error / (variance > 0 ? variance : 1)
                    count += 1
                }
            }
        }
        return (sum / Double(max(count, 1))).squareRoot()
    }
}
