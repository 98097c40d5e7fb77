/// A step between a model's logits and the draw of the next token: a filter, a bias or a constraint.
///
/// Processors run in order before each draw. Each reads the ``TokenCandidates`` that the ones before it left, and
/// changes their scores or removes some. A processor with a state of its own is a struct with a `mutating` method;
/// every generated text has its own copy.
///
/// Locally typical sampling (Meister et al. 2023), in a program that uses the library:
///
/// ```swift
/// struct TypicalP: LogitsProcessor {
///     let probability: Double
///
///     func process(_ candidates: inout TokenCandidates, history: [Int]) {
///         let total = candidates.weigh()
///         func surprise(_ candidate: TokenCandidate) -> Double { -log(candidate.weight / total) }
///         let entropy = candidates.reduce(0) { $1.weight > 0 ? $0 + $1.weight / total * surprise($1) : $0 }
///         var (sum, limit) = (0.0, 0.0)
///         for candidate in candidates.sorted(by: { abs(surprise($0) - entropy) < abs(surprise($1) - entropy) })
///         where sum < probability {
///             sum += candidate.weight / total
///             limit = abs(surprise(candidate) - entropy)
///         }
///         candidates.keep { abs(surprise($0) - entropy) <= limit }
///     }
/// }
///
/// var sampler = Sampler(processors: [TypicalP(probability: 0.9)], vocabularySize: 96)
/// ```
public protocol LogitsProcessor: Sendable {
    /// Changes the candidates of one draw.
    ///
    /// - Parameters:
    ///   - candidates: The tokens that may still be drawn. If none is left after all processors, the draw throws
    ///     ``SamplingError/noCandidate(vocabularySize:)``.
    ///   - history: The ids so far, those of the seed text included, the latest last.
    mutating func process(_ candidates: inout TokenCandidates, history: [Int])
}

/// Lowers the scores of tokens among the last `window` of the history.
///
/// A positive score is divided by the penalty. Keskar et al. (2019, "CTRL", section 4.1) divide every score;
/// a negative one is multiplied here, since dividing would raise it. How often a token occurred makes no difference.
public struct RepetitionPenaltyProcessor: LogitsProcessor {
    private let penalty: Double
    private let window: Int
    private var isRecent: [Bool] = []  // by id; all false between calls

    /// - Parameters:
    ///   - penalty: Above 1 makes repetitions rarer, below 1 more frequent.
    ///   - window: How many of the latest tokens count.
    /// - Throws: ``SamplingError/outOfRange(option:value:allowed:)``.
    public init(_ penalty: Float, window: Int = 64) throws(SamplingError) {
        self.init(try SamplingOptions(repetitionPenalty: penalty, repetitionWindow: window))
    }

    init(_ options: SamplingOptions) {
        penalty = Double(options.repetitionPenalty)
        window = options.repetitionWindow
    }

    public mutating func process(_ candidates: inout TokenCandidates, history: [Int]) {
        if isRecent.count != candidates.vocabularySize {
            isRecent = Array(repeating: false, count: candidates.vocabularySize)
        }
        let recent = history.suffix(window)
        for id in recent {
            precondition(
                isRecent.indices.contains(id),
                "Sampler: history holds id \(id), outside the vocabulary of \(isRecent.count)")
            isRecent[id] = true
        }
        candidates.updateScores { candidate in
            guard isRecent[candidate.id] else { return candidate.score }
            return candidate.score > 0 ? candidate.score / penalty : candidate.score * penalty
        }
        for id in recent { isRecent[id] = false }
    }
}

/// Shifts the scores so that the highest is 0, then divides them by the temperature.
///
/// After the shift no temperature, however small, makes the softmax overflow.
public struct TemperatureProcessor: LogitsProcessor {
    private let inverse: Double

    /// - Parameter temperature: Above 0; ``GreedyProcessor`` is what 0 would be.
    /// - Throws: ``SamplingError/outOfRange(option:value:allowed:)``.
    public init(_ temperature: Float) throws(SamplingError) {
        guard temperature != 0 else {
            throw .outOfRange(option: "temperature", value: "0", allowed: "above 0 for this processor")
        }
        self.init(try SamplingOptions(temperature: temperature))
    }

    init(_ options: SamplingOptions) {
        inverse = 1 / Double(options.temperature)
    }

    public func process(_ candidates: inout TokenCandidates, history: [Int]) {
        let highest = candidates.highestScore
        guard highest > -.infinity else { return }
        candidates.updateScores { ($0.score - highest) * inverse }
    }
}

/// Keeps the most likely tokens, a fixed number of them (Fan, Lewis & Dauphin 2018, section 5.4).
public struct TopKProcessor: LogitsProcessor {
    private let count: Int

    /// - Parameter count: How many tokens are kept, 1 or more; of equally likely ones those with lower ids.
    /// - Throws: ``SamplingError/outOfRange(option:value:allowed:)``.
    public init(_ count: Int) throws(SamplingError) {
        _ = try SamplingOptions(topK: count)
        self.init(checked: count)
    }

    init(checked count: Int) { self.count = count }

    public func process(_ candidates: inout TokenCandidates, history: [Int]) {
        candidates.keepBest(reaching: Double(count)) { _ in 1 }
    }
}

/// Keeps the fewest most likely tokens whose probabilities sum to at least a bound (nucleus sampling; Holtzman et al.
/// 2020, section 3.1).
public struct TopPProcessor: LogitsProcessor {
    /// Half a `Float` step below the option, so that 0.3 of ten equal tokens keeps three although
    /// `Float(0.3)` lies above 3/10.
    private let probability: Double

    /// - Parameter probability: Above 0 and at most 1.
    /// - Throws: ``SamplingError/outOfRange(option:value:allowed:)``.
    public init(_ probability: Float) throws(SamplingError) {
        _ = try SamplingOptions(topP: probability)
        self.init(checked: probability)
    }

    init(checked probability: Float) {
        self.probability = (Double(probability) + Double(probability.nextDown)) / 2
    }

    public func process(_ candidates: inout TokenCandidates, history: [Int]) {
        candidates.keepBest(reaching: probability * candidates.weigh()) { $0.weight }
    }
}

/// Keeps the tokens at least so many times as probable as the most likely one (Nguyen et al. 2024).
public struct MinPProcessor: LogitsProcessor {
    private let ratio: Float

    /// - Parameter ratio: At least 0 and below 1.
    /// - Throws: ``SamplingError/outOfRange(option:value:allowed:)``.
    public init(_ ratio: Float) throws(SamplingError) {
        _ = try SamplingOptions(minP: ratio)
        self.init(checked: ratio)
    }

    init(checked ratio: Float) { self.ratio = ratio }

    public func process(_ candidates: inout TokenCandidates, history: [Int]) {
        candidates.weigh()  // the highest weight is 1
        candidates.keep { Float($0.weight) >= ratio }
    }
}

/// Keeps the most likely token alone, the one with the lowest id among equals.
public struct GreedyProcessor: LogitsProcessor {
    /// A processor without parameters.
    public init() {}

    public func process(_ candidates: inout TokenCandidates, history: [Int]) {
        candidates.keepBest()
    }
}
