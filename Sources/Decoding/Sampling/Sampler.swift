import Tensors

/// Draws token ids from logits as ``SamplingOptions`` say.
///
/// The buffers are made once, for one vocabulary, so a draw allocates nothing. Every draw takes exactly one
/// number from the generator, a greedy one too, so that streams stay aligned whatever the options.
/// Processors of one's own run first, on the logits themselves; the steps of the options follow. For another order,
/// give all steps as processors, see ``SamplingOptions/processors``.
///
/// ```swift
/// let options = try SamplingOptions(temperature: 0.8, topK: 40)
/// var sampler = Sampler(options: options, vocabularySize: 96, bannedIDs: [0, 1])
/// let id = try sampler.next(logits: logits, history: ids, using: &generator)
/// ```
public struct Sampler: Sendable {
    /// The options the sampler was made with.
    public let options: SamplingOptions
    /// The number of logits each draw expects.
    public let vocabularySize: Int

    private let isBanned: [Bool]
    private var processors: [any LogitsProcessor]
    /// How many of the processors do not come from the options.
    private let customCount: Int
    /// Whether a draw is one from the softmax of all logits.
    private let isPlain: Bool
    private var candidates: TokenCandidates
    private let bannedIDs: [Int]
    private var weights: [Float]

    /// A sampler for one vocabulary.
    ///
    /// - Parameters:
    ///   - options: How to choose; the model's own distribution by default.
    ///   - processors: What changes or filters the logits before the options do.
    ///   - vocabularySize: The number of logits, 1 or more.
    ///   - bannedIDs: Ids that are never drawn, such as padding, unknown and begin.
    public init(
        options: SamplingOptions = SamplingOptions(), processors: [any LogitsProcessor] = [], vocabularySize: Int,
        bannedIDs: [Int] = []
    ) {
        precondition(vocabularySize > 0, "Sampler: vocabularySize is \(vocabularySize), must be 1 or more")
        self.options = options
        self.vocabularySize = vocabularySize
        isBanned = Self.mask(of: bannedIDs, vocabularySize: vocabularySize)
        self.processors = processors + options.processors
        customCount = processors.count
        isPlain = options.isPlain && processors.isEmpty
        candidates = TokenCandidates(vocabularySize: vocabularySize)
        self.bannedIDs = bannedIDs
        weights = [Float](repeating: 0, count: isPlain ? vocabularySize : 0)
    }

    /// Draws one id.
    ///
    /// - Parameters:
    ///   - logits: One per id; minus infinity masks an id.
    ///   - history: The ids so far, latest last, read by the repetition penalty and processors of one's own.
    ///   - generator: Gives exactly one number, unless an error is thrown.
    /// - Throws: ``SamplingError/nanLogit(id:)`` and ``SamplingError/infiniteLogit(id:)`` for the logits of a damaged
    ///   model, banned ids included; ``SamplingError/noCandidate(vocabularySize:)`` where every id is masked;
    ///   ``SamplingError/invalidScore(id:)`` for what a processor of one's own gave.
    /// - Precondition: as many logits as the vocabulary has ids.
    /// - Complexity: Linear in the vocabulary, on average.
    public mutating func next(
        logits: Span<Float>, history: [Int] = [], using generator: inout some RandomNumberGenerator
    ) throws(SamplingError) -> Int {
        if let total = weighAll(logits) { return drawFromAll(uniform: generator.nextUniform(), total: total) }
        let total = try weighCandidates(logits: logits, history: history)
        return draw(uniform: generator.nextUniform(), total: total)
    }

    /// Draws one id from logits held in an array.
    public mutating func next(
        logits: [Float], history: [Int] = [], using generator: inout some RandomNumberGenerator
    ) throws(SamplingError) -> Int {
        try next(logits: logits.span, history: history, using: &generator)
    }

    /// The distribution that `next(logits:history:using:)` draws from: one probability per id, summing to 1.
    ///
    /// - Throws: as `next(logits:history:using:)`.
    public mutating func probabilities(logits: [Float], history: [Int] = []) throws(SamplingError) -> [Double] {
        let total = try weighCandidates(logits: logits.span, history: history)
        var probabilities = [Double](repeating: 0, count: vocabularySize)
        for candidate in candidates { probabilities[candidate.id] = candidate.weight / total }
        return probabilities
    }

    // MARK: Without filters

    /// Weighs every id at once where nothing filters them.
    ///
    /// - Returns: The sum of the weights; `nil` where there are filters, or something is wrong with the logits.
    private mutating func weighAll(_ logits: Span<Float>) -> Double? {
        guard isPlain, logits.count == vocabularySize else { return nil }
        logits.withUnsafeBufferPointer { logits in
            weights.withUnsafeMutableBufferPointer { _ = $0.update(from: logits) }
        }
        for id in bannedIDs { weights[id] = -.infinity }
        let total = softmaxWeights(&weights, temperature: options.temperature)
        return total.isFinite && !bannedIDs.contains { !logits[$0].isFinite } ? Double(total) : nil
    }

    private func drawFromAll(uniform: Double, total: Double) -> Int {
        let threshold = uniform * total
        return weights.withUnsafeBufferPointer { weights in
            var sum = 0.0
            for (id, weight) in weights.enumerated() {
                sum += Double(weight)
                if sum > threshold { return id }
            }
            return weights.lastIndex { $0 > 0 } ?? 0  // rounding left the sum below the threshold
        }
    }

    // MARK: With filters

    /// - Returns: The sum of the candidates' weights, above 0.
    private mutating func weighCandidates(logits: Span<Float>, history: [Int]) throws(SamplingError) -> Double {
        try gatherCandidates(from: logits)
        for index in processors.indices {
            processors[index].process(&candidates, history: history)
            if index < customCount, let invalid = candidates.firstInvalid { throw .invalidScore(id: invalid.id) }
        }
        let total = candidates.weigh()
        guard total > 0 else { throw .noCandidate(vocabularySize: vocabularySize) }
        return total
    }

    private mutating func gatherCandidates(from logits: Span<Float>) throws(SamplingError) {
        precondition(
            logits.count == vocabularySize,
            "Sampler.next: \(logits.count) logits for a vocabulary of \(vocabularySize)")
        if let id = candidates.fill(from: logits, isBanned: isBanned) {
            throw logits[id].isNaN ? .nanLogit(id: id) : .infiniteLogit(id: id)
        }
        guard candidates.count > 0 else { throw .noCandidate(vocabularySize: vocabularySize) }
    }

    /// The candidate at which the running sum of weights first passes `uniform` (0 ≤ `uniform` < 1) of their total.
    ///
    /// A weight of 0 never moves the sum, so such a candidate is never drawn.
    private func draw(uniform: Double, total: Double) -> Int {
        let threshold = uniform * total
        var sum = 0.0
        for candidate in candidates {
            sum += candidate.weight
            if sum > threshold { return candidate.id }
        }
        preconditionFailure("Sampler: the weights sum to \(sum), at most the threshold \(threshold)")
    }

    private static func mask(of ids: [Int], vocabularySize: Int) -> [Bool] {
        var mask = [Bool](repeating: false, count: vocabularySize)
        for id in ids {
            precondition(
                mask.indices.contains(id), "Sampler: banned id \(id) is outside the vocabulary of \(vocabularySize)")
            mask[id] = true
        }
        return mask
    }
}
