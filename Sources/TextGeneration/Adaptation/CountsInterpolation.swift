import Foundation

/// Interpolates a distribution with what followed the contexts of the present place, from the shortest to the longest:
///
///     p ← (1 - λ) p + λ c(h w) / c(h)
///
/// Each λ is the sigmoid of a number that belongs to the length of the context, to how often it came, and to how many
/// different ids followed. After each id these numbers take a step along the gradient of its log-probability.
struct CountsInterpolation {
    private static let totalBounds = [1, 2, 3, 5, 9, 20, 60]
    private static let distinctBounds = [1, 2, 4, 8]
    private static let learningRate = 0.2

    private var weights: [Double]  // [lengths, totals, distinct], before the sigmoid

    /// - Parameter trust: How a context that one id alone has followed begins, and what each further bound of different
    ///   ids takes off, before the sigmoid.
    init(lengths: Int, trust: (one: Double, further: Double)) {
        let start = (0...Self.distinctBounds.count).map { trust.one - trust.further * Double($0) }
        weights = (0..<lengths * (Self.totalBounds.count + 1)).flatMap { _ in start }
    }

    /// Mixes the counts into the distribution `probabilities`, `[vocabularySize]`.
    func mix(_ counts: ContextCounts, _ matches: [ContextCounts.Match], into probabilities: inout [Double]) {
        for match in matches {
            let share = share(of: match)
            for id in probabilities.indices { probabilities[id] *= 1 - share }
            counts.forEachSuccessor(of: match) { id, count in
                probabilities[id] += share * Double(count) / Double(match.total)
            }
        }
    }

    /// Learns from the id that came.
    ///
    /// - Parameter start: What the distribution gave it before the counts were mixed in.
    mutating func learn(_ id: Int, _ counts: ContextCounts, _ matches: [ContextCounts.Match], start: Double) {
        var probability = start
        let steps = matches.map { match in
            let share = share(of: match)
            var observed = 0.0
            counts.forEachSuccessor(of: match) { if $0 == id { observed = Double($1) / Double(match.total) } }
            let gain = observed - probability
            probability += share * gain
            return (place: place(of: match), share: share, gain: gain)
        }
        guard probability > 0 else { return }
        var reach = Self.learningRate / probability
        for step in steps.reversed() {
            weights[step.place] += reach * step.gain * step.share * (1 - step.share)
            reach *= 1 - step.share
        }
    }

    private func share(of match: ContextCounts.Match) -> Double {
        1 / (1 + PortableMath.exp(-weights[place(of: match)]))
    }

    private func place(of match: ContextCounts.Match) -> Int {
        let total = Self.totalBounds.count { $0 < match.total }
        let distinct = Self.distinctBounds.count { $0 < match.numDistinct }
        return (match.order * (Self.totalBounds.count + 1) + total) * (Self.distinctBounds.count + 1) + distinct
    }
}
