import Foundation

/// Mixes distributions log-linearly, with weights that depend on where the text is:
///
///     p(v) = exp(Σᵢ wᵢ log pᵢ(v)) / Σᵤ exp(Σᵢ wᵢ log pᵢ(u)),    wᵢ = Σₛ Wₛ[placeₛ, i]
///
/// Each set `s` has weights for every place, for example for each number of contexts that were found. After the id `v`
/// came, the weights take a step along the gradient of its log-probability:
///
///     Wₛ[placeₛ, i] += η (log pᵢ(v) - Σᵤ p(u) log pᵢ(u))
///
/// The log-probability is concave in the weights, so there is one best setting to move to. Source: the gated mixing of
/// PAQ (Mattern 2012, *Mixing Strategies in Data Compression*), for more than two symbols.
struct LogLinearMixture {
    private static let learningRate = 0.003
    private var weights: [[[Double]]]  // [set][place][input]

    /// - Parameters:
    ///   - places: The number of places of each set.
    ///   - start: The weight of each input at first, the sum over the sets.
    init(places: [Int], start: [Double]) {
        let share = start.map { $0 / Double(places.count) }
        weights = places.map { Array(repeating: share, count: $0) }
    }

    /// The log-probabilities of the mixture, `[vocabularySize]`.
    ///
    /// - Parameters:
    ///   - inputs: Finite log-probabilities, `[input][vocabularySize]`.
    ///   - places: The place in each set.
    func mixed(_ inputs: [[Double]], places: [Int]) -> [Double] {
        var scores = [Double](repeating: 0, count: inputs[0].count)
        for (index, input) in inputs.enumerated() {
            let weight = zip(weights, places).reduce(0) { $0 + $1.0[$1.1][index] }
            for id in scores.indices { scores[id] += weight * input[id] }
        }
        return logSoftmax(scores)
    }

    /// Learns from the id that came.
    ///
    /// - Parameter mixed: What ``mixed(_:places:)`` gave for the same inputs and places.
    mutating func learn(_ id: Int, _ inputs: [[Double]], places: [Int], mixed: [Double]) {
        let probabilities = mixed.map { exp($0) }
        for (index, input) in inputs.enumerated() {
            let mean = zip(probabilities, input).reduce(0) { $0 + $1.0 * $1.1 }
            for (set, place) in places.enumerated() {
                weights[set][place][index] += Self.learningRate * (input[id] - mean)
            }
        }
    }
}

/// The logarithm of the softmax of scores.
func logSoftmax(_ scores: [Double]) -> [Double] {
    let highest = scores.max() ?? 0
    let logSum = log(scores.reduce(0) { $0 + exp($1 - highest) })
    return scores.map { $0 - highest - logSum }
}
