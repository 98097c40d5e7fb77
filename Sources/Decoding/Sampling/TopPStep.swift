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
