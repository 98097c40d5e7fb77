import Tensors

/// Draws token ids from logits as ``SamplingOptions`` say.
///
/// The buffers are made once, for one vocabulary, so a draw allocates nothing. Every draw takes exactly one
/// number from the generator, a greedy one too, so that streams stay aligned whatever the options.
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
    private var repetitionPenalty: RepetitionPenalty?
    private let steps: [any SamplingStep]
    private var candidates: Candidates
    private let bannedIDs: [Int]
    private var weights: [Float]

    /// A sampler for one vocabulary.
    ///
    /// - Parameters:
    ///   - options: How to choose; the model's own distribution by default.
    ///   - vocabularySize: The number of logits, 1 or more.
    ///   - bannedIDs: Ids that are never drawn, such as padding, unknown and begin.
    public init(options: SamplingOptions = SamplingOptions(), vocabularySize: Int, bannedIDs: [Int] = []) {
        precondition(vocabularySize > 0, "Sampler: vocabularySize is \(vocabularySize), must be 1 or more")
        self.options = options
        self.vocabularySize = vocabularySize
        isBanned = Self.mask(of: bannedIDs, vocabularySize: vocabularySize)
        if options.repetitionPenalty != 1 {
            repetitionPenalty = RepetitionPenalty(
                penalty: options.repetitionPenalty, window: options.repetitionWindow, vocabularySize: vocabularySize)
        }
        steps = Self.steps(for: options)
        candidates = Candidates(capacity: vocabularySize)
        self.bannedIDs = bannedIDs
        weights = [Float](repeating: 0, count: options.isPlain ? vocabularySize : 0)
    }

    /// Draws one id.
    ///
    /// - Parameters:
    ///   - logits: One per id; minus infinity masks an id.
    ///   - history: The ids so far, latest last, read by the repetition penalty only.
    ///   - generator: Gives exactly one number, unless an error is thrown.
    /// - Throws: ``SamplingError/nanLogit(id:)`` and ``SamplingError/infiniteLogit(id:)`` for the logits of a damaged
    ///   model, banned ids included; ``SamplingError/noCandidate(vocabularySize:)`` where every id is masked.
    /// - Precondition: as many logits as the vocabulary has ids.
    /// - Complexity: Linear in the vocabulary, on average.
    public mutating func next(
        logits: Span<Float>, history: [Int] = [], using generator: inout some RandomNumberGenerator
    ) throws(SamplingError) -> Int {
        if let total = weighAll(logits) { return drawFromAll(uniform: generator.nextUniform(), total: total) }
        try weighCandidates(logits: logits, history: history)
        return draw(uniform: generator.nextUniform())
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
        try weighCandidates(logits: logits.span, history: history)
        let total = candidates.totalWeight
        var probabilities = [Double](repeating: 0, count: vocabularySize)
        for candidate in candidates.items { probabilities[Int(candidate.id)] = candidate.weight / total }
        return probabilities
    }

    // MARK: Without filters

    /// Weighs every id at once where nothing filters them.
    ///
    /// - Returns: The sum of the weights; `nil` where there are filters, or something is wrong with the logits.
    private mutating func weighAll(_ logits: Span<Float>) -> Double? {
        guard options.isPlain, logits.count == vocabularySize else { return nil }
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

    private mutating func weighCandidates(logits: Span<Float>, history: [Int]) throws(SamplingError) {
        try gatherCandidates(from: logits)
        repetitionPenalty?.apply(to: &candidates, history: history)
        for step in steps { step.apply(to: &candidates) }
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
    private func draw(uniform: Double) -> Int {
        let threshold = uniform * candidates.totalWeight
        var sum = 0.0
        for candidate in candidates.items {
            sum += candidate.weight
            if sum > threshold { return Int(candidate.id) }
        }
        preconditionFailure("Sampler: the weights sum to \(sum), at most the threshold \(threshold)")
    }

    private static func steps(for options: SamplingOptions) -> [any SamplingStep] {
        guard options.temperature > 0 else {
            return [GreedyStep(), TemperatureStep(temperature: 1), SoftmaxStep()]
        }
        var steps: [any SamplingStep] = [TemperatureStep(temperature: options.temperature)]
        if let count = options.topK { steps.append(TopKStep(count: count)) }
        steps.append(SoftmaxStep())
        if let probability = options.topP, probability < 1 { steps.append(TopPStep(probability: probability)) }
        if let ratio = options.minP, ratio > 0 { steps.append(MinPStep(ratio: ratio)) }
        return steps
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
