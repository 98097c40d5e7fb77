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
