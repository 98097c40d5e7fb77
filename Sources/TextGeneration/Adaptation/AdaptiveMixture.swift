import Foundation

/// Mixes a network with counts of the text so far and, where there is one, with an n-gram model of an earlier text.
///
/// The counts are interpolated with the network and with the n-gram model, and all of these are mixed log-linearly. All
/// shares and weights are learned from the ids that came.
struct AdaptiveMixture: Sendable {
    /// The log-probabilities of the next id, `[vocabularySize]` each.
    struct Prediction {
        /// The network, the counts interpolated with it, and with an n-gram model also that and the counts
        /// interpolated with that.
        fileprivate let inputs: [[Double]]
        fileprivate let places: [Int]
        fileprivate let matches: [ContextCounts.Match]
        /// All of them mixed.
        let mixed: [Double]
        /// The counts alone.
        let counts: [Double]
        /// The n-gram model alone.
        let base: [Double]?
        /// The n-gram model mixed with the counts, without the network.
        let baseAndCounts: [Double]?
    }

    private let vocabularySize: Int
    private let base: KneserNeyModel?
    private var baseHistory: KneserNeyModel.History?
    private var counts: ContextCounts
    private var countsOnNetwork, countsOnBase, countsAlone: CountsInterpolation
    private var mixture, baseMixture: LogLinearMixture

    /// - Parameters:
    ///   - lengths: The lengths of the contexts that are counted, ascending.
    ///   - base: An n-gram model of the same vocabulary.
    init(lengths: [Int], vocabularySize: Int, base: KneserNeyModel?) {
        (self.vocabularySize, self.base) = (vocabularySize, base)
        baseHistory = base?.history()
        counts = ContextCounts(lengths: lengths)
        countsOnNetwork = CountsInterpolation(lengths: lengths.count, trust: (one: -1.5, further: 0.5))
        countsOnBase = CountsInterpolation(lengths: lengths.count, trust: (one: -0.5, further: 0.4))
        countsAlone = CountsInterpolation(lengths: lengths.count, trust: (one: 0.8, further: 0.4))
        let places = [lengths.count + 1] + (base.map { [$0.order] } ?? [])
        mixture = LogLinearMixture(places: places, start: base == nil ? [0.2, 0.8] : [0.4, 0.2, -0.1, 0.5])
        baseMixture = LogLinearMixture(places: places, start: [0.3, 0.7])
    }

    /// - Parameter network: The log-probabilities that the network gives the next id, `[vocabularySize]`.
    func prediction(_ network: [Double]) -> Prediction {
        let matches = counts.matches
        let network = network.map { $0 < Self.lowest ? Self.lowest : $0 }
        let onNetwork = interpolated(countsOnNetwork, matches, with: network.map { exp($0) })
        let uniform = [Double](repeating: 1 / Double(vocabularySize), count: vocabularySize)
        let alone = interpolated(countsAlone, matches, with: uniform)
        guard let base, let baseHistory else {
            let (inputs, places) = ([network, onNetwork], [matches.count])
            return Prediction(
                inputs: inputs, places: places, matches: matches, mixed: mixture.mixed(inputs, places: places),
                counts: alone, base: nil, baseAndCounts: nil)
        }
        var probabilities = uniform
        base.probabilities(after: baseHistory, into: &probabilities)
        let onBase = interpolated(countsOnBase, matches, with: probabilities)
        let ofBase = [logarithms(probabilities), onBase]
        let (inputs, places) = ([network, onNetwork] + ofBase, [matches.count, baseHistory.matchedLength])
        return Prediction(
            inputs: inputs, places: places, matches: matches, mixed: mixture.mixed(inputs, places: places),
            counts: alone, base: ofBase[0], baseAndCounts: baseMixture.mixed(ofBase, places: places))
    }

    /// Learns from the id that came, counts it and moves on.
    mutating func learn(_ id: Int32, after prediction: Prediction) {
        let (inputs, matches, index) = (prediction.inputs, prediction.matches, Int(id))
        mixture.learn(index, inputs, places: prediction.places, mixed: prediction.mixed)
        countsOnNetwork.learn(index, counts, matches, start: exp(inputs[0][index]))
        countsAlone.learn(index, counts, matches, start: 1 / Double(vocabularySize))
        if let baseAndCounts = prediction.baseAndCounts {
            let ofBase = Array(inputs[2...])
            baseMixture.learn(index, ofBase, places: prediction.places, mixed: baseAndCounts)
            countsOnBase.learn(index, counts, matches, start: exp(ofBase[0][index]))
        }
        counts.read(id)
        advanceBase(over: id)
    }

    /// Moves on without learning or counting.
    mutating func advance(over id: Int32) {
        counts.advance(over: id)
        advanceBase(over: id)
    }

    /// Begins a new text, of which nothing has been read.
    mutating func restart() {
        counts.restart()
        baseHistory = base?.history()
    }

    private mutating func advanceBase(over id: Int32) {
        guard let base, var history = baseHistory else { return }
        base.advance(&history, by: id)
        baseHistory = history
    }

    /// The lowest logarithm of a probability, so that weights never multiply an infinite one.
    private static let lowest = -60.0

    private func logarithms(_ probabilities: [Double]) -> [Double] {
        probabilities.map { max(log($0), Self.lowest) }
    }

    private func interpolated(
        _ interpolation: CountsInterpolation, _ matches: [ContextCounts.Match], with start: [Double]
    ) -> [Double] {
        var probabilities = start
        interpolation.mix(counts, matches, into: &probabilities)
        return logarithms(probabilities)
    }
}
