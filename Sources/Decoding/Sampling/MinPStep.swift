/// Keeps the candidates at least `ratio` times as probable as the best, whose weight is 1.
struct MinPStep: SamplingStep {
    let ratio: Float

    func apply(to candidates: inout Candidates) {
        candidates.keep { Float($0.weight) >= ratio }
    }
}
