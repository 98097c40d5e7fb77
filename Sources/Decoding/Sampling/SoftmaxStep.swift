import Foundation

/// Turns scores of at most 0 into weights, `exp(score)`; dividing by their sum is left to the steps that need it.
struct SoftmaxStep: SamplingStep {
    func apply(to candidates: inout Candidates) {
        candidates.updateEach { $0.weight = exp($0.score) }
    }
}
