/// Keeps the best candidate alone.
struct GreedyStep: SamplingStep {
    func apply(to candidates: inout Candidates) {
        candidates.keepBest()
    }
}
