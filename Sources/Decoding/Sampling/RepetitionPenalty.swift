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
