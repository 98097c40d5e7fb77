import Foundation

/// One stage between the logits and the draw: it changes scores or weights, or removes candidates, never all.
protocol SamplingStep: Sendable {
    func apply(to candidates: inout Candidates)
}

/// Lowers the scores of tokens among the last `window` of the history.
///
/// A positive score is divided by the penalty. Keskar et al. (2019, "CTRL", section 4.1) divide every score;
/// a negative one is multiplied here, since dividing would raise it. How often a token occurred makes no difference.
struct RepetitionPenalty: Sendable {
    private let penalty: Double
    private let window: Int
    private var isRecent: [Bool]  // by id; all false between calls

    init(penalty: Float, window: Int, vocabularySize: Int) {
        self.penalty = Double(penalty)
        self.window = window
        isRecent = Array(repeating: false, count: vocabularySize)
    }

    mutating func apply(to candidates: inout Candidates, history: [Int]) {
        let recent = history.suffix(window)
        for id in recent {
            precondition(
                isRecent.indices.contains(id),
                "Sampler: history holds id \(id), outside the vocabulary of \(isRecent.count)")
            isRecent[id] = true
        }
        candidates.updateEach { candidate in
            if isRecent[Int(candidate.id)] {
                candidate.score = candidate.score > 0 ? candidate.score / penalty : candidate.score * penalty
            }
        }
        for id in recent { isRecent[id] = false }
    }
}

/// Shifts the scores so that the highest is 0, then divides them by the temperature.
///
/// After the shift no temperature, however small, makes the softmax overflow.
struct TemperatureStep: SamplingStep {
    private let inverse: Double

    /// A step for a temperature above 0.
    init(temperature: Float) {
        inverse = 1 / Double(temperature)
    }

    func apply(to candidates: inout Candidates) {
        let highest = candidates.highestScore
        candidates.updateEach { $0.score = ($0.score - highest) * inverse }
    }
}

/// Keeps the `count` best candidates.
struct TopKStep: SamplingStep {
    let count: Int  // 1 or more

    func apply(to candidates: inout Candidates) {
        candidates.keepBest(reaching: Double(count)) { _ in 1 }
    }
}

/// Turns scores of at most 0 into weights, `exp(score)`; dividing by their sum is left to the steps that need it.
struct SoftmaxStep: SamplingStep {
    func apply(to candidates: inout Candidates) {
        candidates.updateEach { $0.weight = exp($0.score) }
    }
}

/// Keeps the fewest best candidates whose probabilities sum to at least `probability`.
struct TopPStep: SamplingStep {
    /// Half a `Float` step below the option, so that 0.3 of ten equal tokens keeps three although
    /// `Float(0.3)` lies above 3/10.
    private let probability: Double

    init(probability: Float) {
        self.probability = (Double(probability) + Double(probability.nextDown)) / 2
    }

    func apply(to candidates: inout Candidates) {
        candidates.keepBest(reaching: probability * candidates.totalWeight) { $0.weight }
    }
}

/// Keeps the candidates at least `ratio` times as probable as the best, whose weight is 1.
struct MinPStep: SamplingStep {
    let ratio: Float

    func apply(to candidates: inout Candidates) {
        candidates.keep { Float($0.weight) >= ratio }
    }
}

/// Keeps the best candidate alone.
struct GreedyStep: SamplingStep {
    func apply(to candidates: inout Candidates) {
        candidates.keepBest()
    }
}
