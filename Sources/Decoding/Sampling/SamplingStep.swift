/// One stage between the logits and the draw: it changes scores or weights, or removes candidates, never all.
protocol SamplingStep: Sendable {
    func apply(to candidates: inout Candidates)
}
