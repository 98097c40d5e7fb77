import Foundation
import Tensors

/// Beam search (Graves 2012; Sutskever, Vinyals & Le 2014) over many sources at once.
///
/// At each step the likeliest continuations of a source's unfinished targets are ranked; those that end within the first
/// `beamSize` are finished, and the first `beamSize` others are continued. A source is done when `beamSize` targets are
/// finished. The result for a source does not depend on the other sources.
public struct BeamSearch: Sendable {
    /// The size of the beam, the penalties and the limits.
    public let options: SearchOptions
    private let beginID: Int32
    private let endID: Int32
    private let forbidden: [Int32]

    /// - Parameter forbidden: Tokens that no target has.
    /// - Throws: ``SearchError/outOfRange(option:value:allowed:)``.
    public init(
        _ options: SearchOptions, beginID: Int32, endID: Int32, forbidden: [Int32] = []
    ) throws(SearchError) {
        try options.validate()
        self.options = options
        self.beginID = beginID
        self.endID = endID
        self.forbidden = forbidden
    }

    /// A target that is not finished.
    private struct Open {
        let source: Int
        /// Its row of the scorer.
        let row: Int
        var tokens: [Int32] = []
        var logProbability = 0.0
        /// For each step, the attention to the source; targets with a common beginning share what they have of it.
        var attention: [[Float]] = []
    }

    /// A way to go on.
    private struct Continuation {
        let parent: Int
        let token: Int32
        let logProbability: Double
    }

    /// The best targets of each source, the best first.
    ///
    /// - Parameter prefixes: How the target of each source has to begin; none for all by default.
    public func callAsFunction<Scorer: TokenScorer>(
        _ scorer: inout Scorer, prefixes: [[Int32]] = []
    ) -> [[Hypothesis]] {
        self(&scorer, prefixes: prefixes, checkInterrupt: {})
    }

    /// The best targets of each source, unless it is stopped.
    ///
    /// - Parameter checkInterrupt: Called before each step; throws to stop.
    public func callAsFunction<Scorer: TokenScorer>(
        _ scorer: inout Scorer, prefixes: [[Int32]] = [], checkInterrupt: () throws -> Void
    ) rethrows -> [[Hypothesis]] {
        let lengths = (0..<scorer.sourceCount).map { scorer.sourceLength($0) }
        var finished = [[Hypothesis]](repeating: [], count: lengths.count)
        var open = lengths.indices.map { Open(source: $0, row: $0) }
        while !open.isEmpty {
            try checkInterrupt()
            var (logits, attention) = scorer.step(rows: open.map(\.row), tokens: open.map { $0.tokens.last ?? beginID })
            attention.withElements { values in
                for row in open.indices {
                    let start = row * attention.shape[1]
                    open[row].attention.append(Array(values[start..<start + lengths[open[row].source]]))
                }
            }
            let ways = continuations(of: open, &logits, prefixes: prefixes, sourceLengths: lengths)
            var next: [Open] = []
            var start = 0
            while start < open.count {
                let end = open[start...].firstIndex { $0.source != open[start].source } ?? open.count
                let source = open[start].source
                var going: [Open] = []
                for (rank, way) in ranked(ways[start..<end]).enumerated() where going.count < options.beamSize {
                    var target = open[way.parent]
                    target.logProbability = way.logProbability
                    if way.token != endID {
                        target.tokens.append(way.token)
                        going.append(
                            Open(
                                source: source, row: way.parent, tokens: target.tokens,
                                logProbability: way.logProbability, attention: target.attention))
                    } else if rank < options.beamSize {
                        finished[source].append(hypothesis(target, sourceLength: lengths[source]))
                    }
                }
                if finished[source].count < options.beamSize { next += going }
                start = end
            }
            open = next
        }
        return finished.map { Array($0.sorted { $0.score > $1.score }.prefix(options.nBest)) }
    }

    /// The likeliest ways to go on with each row, at most twice `beamSize`.
    private func continuations(
        of open: [Open], _ logits: inout Tensor, prefixes: [[Int32]], sourceLengths: [Int]
    ) -> [[Continuation]] {
        let (width, count) = (logits.shape[1], 2 * options.beamSize)
        var ways = [[Continuation]](repeating: [], count: open.count)
        logits.mutate { logits in
            ways.withUnsafeMutableBufferPointer { ways in
                nonisolated(unsafe) let (logits, ways) = (logits, ways)
                func fill(_ rows: Range<Int>) {
                    for row in rows {
                        let target = open[row]
                        let values = UnsafeMutableBufferPointer(rebasing: logits[row * width..<(row + 1) * width])
                        let normalizer = Double(logSumExp(UnsafeBufferPointer(values)))
                        forbid(
                            values, after: target.tokens, prefix: prefixes.isEmpty ? [] : prefixes[target.source],
                            limit: options.maxLength(sourceLength: sourceLengths[target.source]))
                        ways[row] = likeliest(count, of: UnsafeBufferPointer(values)).map { token in
                            Continuation(
                                parent: row, token: Int32(token),
                                logProbability: target.logProbability + Double(values[token]) - normalizer)
                        }
                    }
                }
                if open.count * width < 1 << 14 {
                    fill(open.indices)
                } else {
                    ThreadPool.shared.forEachRange(of: open.count, fill)
                }
            }
        }
        return ways
    }

    /// The likeliest ways to go on with the rows of a source, at most twice `beamSize`, the likeliest first.
    private func ranked(_ ways: ArraySlice<[Continuation]>) -> [Continuation] {
        var best = Highest<Continuation>(2 * options.beamSize) {
            ($1.logProbability, $0.parent, $0.token) < ($0.logProbability, $1.parent, $1.token)
        }
        for row in ways { for way in row where !best.add(way) { break } }
        return best.sorted
    }

    /// Makes impossible what the rules leave out.
    private func forbid(
        _ logits: UnsafeMutableBufferPointer<Float>, after tokens: [Int32], prefix: [Int32], limit: Int
    ) {
        func allowOnly(_ token: Int32) {
            for index in logits.indices where index != Int(token) { logits[index] = -.infinity }
        }
        if tokens.count < prefix.count { return allowOnly(prefix[tokens.count]) }
        if tokens.count >= limit { return allowOnly(endID) }
        for token in forbidden { logits[Int(token)] = -.infinity }
        if tokens.count < options.minLength { logits[Int(endID)] = -.infinity }
        let size = options.noRepeatNGram
        guard size > 0, tokens.count >= size else { return }
        let last = tokens.suffix(size - 1)
        for start in 0...tokens.count - size where tokens[start..<start + size - 1].elementsEqual(last) {
            logits[Int(tokens[start + size - 1])] = -.infinity
        }
    }

    private func hypothesis(_ target: Open, sourceLength: Int) -> Hypothesis {
        let attention = target.attention
        var score = target.logProbability
        if options.lengthPenalty != 0 {
            score /= pow((5 + Double(attention.count)) / 6, options.lengthPenalty)
        }
        if options.coveragePenalty > 0 {
            let covered = (0..<sourceLength).map { place in attention.reduce(0) { $0 + Double($1[place]) } }
            score += options.coveragePenalty * covered.reduce(0) { $0 + log(max(min($1, 1), 1e-9)) }
        }
        return Hypothesis(
            tokens: target.tokens, logProbability: target.logProbability, score: score, attention: attention)
    }
}
