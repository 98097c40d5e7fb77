/// Keeps the `count` best candidates.
struct TopKStep: SamplingStep {
    let count: Int  // 1 or more

    func apply(to candidates: inout Candidates) {
        candidates.keepBest(reaching: Double(count)) { _ in 1 }
    }
}
