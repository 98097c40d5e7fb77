import Tensors

/// Samples targets token by token, for many sources at once. Each source has its own random generator, so that its
/// result does not depend on the others.
public struct SampledSearch: Sendable {
    /// The number of targets for each source and their limits.
    public let options: SearchOptions
    private let sampling: SamplingOptions
    private let processors: [any LogitsProcessor]
    private let beginID: Int32
    private let endID: Int32
    private let forbidden: [Int32]

    /// - Parameters:
    ///   - options: `nBest` targets are drawn for each source, in the order of their probability; minimum and maximum
    ///     length hold.
    ///   - sampling: How each token is drawn.
    ///   - processors: Samplers, filters and constraints of one's own, which run before the steps of `sampling`. Each step
    ///     begins with copies of them; `history` is the target so far.
    ///   - forbidden: Tokens that no target has.
    /// - Throws: ``SearchError/outOfRange(option:value:allowed:)``.
    public init(
        _ options: SearchOptions, sampling: SamplingOptions, processors: [any LogitsProcessor] = [], beginID: Int32,
        endID: Int32, forbidden: [Int32] = []
    ) throws(SearchError) {
        try options.validate()
        self.options = options
        self.sampling = sampling
        self.processors = processors
        self.beginID = beginID
        self.endID = endID
        self.forbidden = forbidden
    }

    private struct Open {
        let source: Int
        let row: Int
        var generator: SeededGenerator
        var tokens: [Int32] = []
        var logProbability = 0.0
        var attention: [[Float]] = []
    }

    /// Draws, unless it is stopped.
    ///
    /// - Parameters:
    ///   - prefixes: How each source's targets begin; none where it is empty.
    ///   - seeds: For each source what decides its targets.
    ///   - checkInterrupt: Called before each step; throws to stop.
    /// - Returns: For each source its targets, the likeliest first.
    /// - Throws: `SamplingError` when the model or a processor gives no usable probabilities, and what `checkInterrupt`
    ///   throws.
    public func callAsFunction<Scorer: TokenScorer>(
        _ scorer: inout Scorer, prefixes: [[Int32]] = [], seeds: [UInt64], checkInterrupt: () throws -> Void = {}
    ) throws -> [[Hypothesis]] {
        let lengths = (0..<scorer.sourceCount).map { scorer.sourceLength($0) }
        var finished = [[Hypothesis]](repeating: [], count: lengths.count)
        var open = lengths.indices.flatMap { source in
            (0..<options.nBest).map { number in
                Open(
                    source: source, row: source,
                    generator: SeededGenerator(seed: seeds[source], stream: "translation \(number)"))
            }
        }
        while !open.isEmpty {
            try checkInterrupt()
            let (logits, attention) = scorer.step(
                rows: open.map(\.row), tokens: open.map { $0.tokens.last ?? beginID })
            let (width, places) = (logits.shape[1], attention.shape[1])
            var sampler = Sampler(
                options: sampling, processors: processors, vocabularySize: width, bannedIDs: forbidden.map(Int.init))
            var next: [Open] = []
            for row in open.indices {
                var target = open[row]
                var values = logits.withElements { Array($0[row * width..<(row + 1) * width]) }
                let prefix = prefixes.isEmpty ? [] : prefixes[target.source]
                let token = try draw(&target, &values, &sampler, prefix: prefix, sourceLength: lengths[target.source])
                target.attention.append(
                    attention.withElements { Array($0[row * places..<row * places + lengths[target.source]]) })
                if token == endID {
                    finished[target.source].append(
                        Hypothesis(
                            tokens: target.tokens, logProbability: target.logProbability,
                            score: target.logProbability, attention: target.attention))
                } else {
                    target.tokens.append(token)
                    next.append(moved(target, to: row))
                }
            }
            open = next
        }
        return finished.map { $0.sorted { $0.logProbability > $1.logProbability } }
    }

    private func moved(_ target: Open, to row: Int) -> Open {
        Open(
            source: target.source, row: row, generator: target.generator, tokens: target.tokens,
            logProbability: target.logProbability, attention: target.attention)
    }

    private func draw(
        _ target: inout Open, _ logits: inout [Float], _ sampler: inout Sampler, prefix: [Int32], sourceLength: Int
    ) throws(SamplingError) -> Int32 {
        let normalizer = logits.withUnsafeBufferPointer { logSumExp($0) }
        var token = endID
        if target.tokens.count < prefix.count {
            token = prefix[target.tokens.count]
        } else if target.tokens.count < options.maxLength(sourceLength: sourceLength) {
            let end = logits[Int(endID)]
            if target.tokens.count < options.minLength { logits[Int(endID)] = -.infinity }
            token = Int32(
                try sampler.next(logits: logits, history: target.tokens.map(Int.init), using: &target.generator))
            logits[Int(endID)] = end
        }
        target.logProbability += Double(logits[Int(token)] - normalizer)
        return token
    }
}
