import Decoding
import Foundation
import Tensors
import Testing

/// Filters against a naive reference that sorts the whole vocabulary, over random logits.
@Suite struct SamplingFilterTests {
    @Test(arguments: [
        try! SamplingOptions(temperature: 0.5),
        try! SamplingOptions(topK: 3),
        try! SamplingOptions(topP: 0.7),
        try! SamplingOptions(minP: 0.2),
        try! SamplingOptions(repetitionPenalty: 1.7, repetitionWindow: 5),
        try! SamplingOptions(temperature: 1.5, topK: 9, topP: 0.8),
        try! SamplingOptions(temperature: 2, topK: 9, topP: 0.9, minP: 0.3),
        try! SamplingOptions(temperature: 0.7, topP: 0.9, minP: 0.1, repetitionPenalty: 0.6),
        try! SamplingOptions(temperature: 3, topK: 12, topP: 0.6, minP: 0.4, repetitionPenalty: 1.3),
    ])
    func filtersAgreeWithTheNaiveReference(options: SamplingOptions) throws {
        var generator = SeededGenerator(seed: 20)
        for trial in 0..<400 {
            let vocabularySize = Int.random(in: 2...40, using: &generator)
            let logits = randomLogits(vocabularySize, hasTies: trial.isMultiple(of: 2), using: &generator)
            let history = (0..<12).map { _ in Int.random(in: 0..<vocabularySize, using: &generator) }
            let banned = trial.isMultiple(of: 3) ? [0] : []
            var sampler = Sampler(options: options, vocabularySize: vocabularySize, bannedIDs: banned)
            let found = try sampler.probabilities(logits: logits, history: history)
            let expected = reference(logits, history: history, banned: banned, options)
            #expect(found.map { $0 > 0 } == expected.map { $0 > 0 }, "trial \(trial): \(logits)")
            let difference = zip(found, expected).reduce(0) { max($0, abs($1.0 - $1.1)) }
            #expect(difference < 1e-12, "trial \(trial): \(logits)")
        }
    }

    @Test func largeVocabulariesAgreeWithTheNaiveReference() throws {
        var generator = SeededGenerator(seed: 21)
        let options = try SamplingOptions(temperature: 1.2, topK: 5_000, topP: 0.95, repetitionPenalty: 1.1)
        var sampler = Sampler(options: options, vocabularySize: 20_000)
        for hasTies in [false, true] {
            let logits = randomLogits(20_000, hasTies: hasTies, using: &generator)
            let found = try sampler.probabilities(logits: logits, history: [1, 2, 3])
            let expected = reference(logits, history: [1, 2, 3], banned: [], options)
            #expect(zip(found, expected).allSatisfy { ($0 > 0) == ($1 > 0) && abs($0 - $1) < 1e-12 })
        }
    }

    @Test func topKBreaksTiesByTheLowerID() throws {
        var sampler = Sampler(options: try SamplingOptions(topK: 3), vocabularySize: 6)
        let probabilities = try sampler.probabilities(logits: [1, 2, 1, 1, 2, 1])
        #expect(probabilities.indices.filter { probabilities[$0] > 0 } == [0, 1, 4])
    }

    @Test(arguments: [(Float(0.1), 1), (0.3, 3), (0.31, 4), (0.7, 7), (0.9, 9), (1, 10)])
    func topPOfTenEqualTokensKeepsTheFewestThatReachIt(topP: Float, count: Int) throws {
        var sampler = Sampler(options: try SamplingOptions(topP: topP), vocabularySize: 10)
        let probabilities = try sampler.probabilities(logits: Array(repeating: -3, count: 10))
        #expect(probabilities.indices.filter { probabilities[$0] > 0 } == Array(0..<count))
    }

    @Test func topPSeesTheDistributionThatTopKLeft() throws {
        // Probabilities 0.4, 0.3, 0.2, 0.1: two tokens reach 0.55 of everything, one reaches it of the best two.
        let logits = [Float(0.4), 0.3, 0.2, 0.1].map { log($0) }
        var withoutTopK = Sampler(options: try SamplingOptions(topP: 0.55), vocabularySize: 4)
        var withTopK = Sampler(options: try SamplingOptions(topK: 2, topP: 0.55), vocabularySize: 4)
        #expect(try withoutTopK.probabilities(logits: logits).filter { $0 > 0 }.count == 2)
        #expect(try withTopK.probabilities(logits: logits) == [1, 0, 0, 0])
    }

    @Test func temperatureActsBeforeTopPAndMinP() throws {
        let logits = [Float(0.64), 0.16, 0.16, 0.04].map { log($0) }  // at temperature 2: 4/9, 2/9, 2/9, 1/9
        var topP = Sampler(options: try SamplingOptions(temperature: 2, topP: 0.6), vocabularySize: 4)
        var minP = Sampler(options: try SamplingOptions(temperature: 2, minP: 0.4), vocabularySize: 4)
        #expect(try topP.probabilities(logits: logits).map { $0 > 0 } == [true, true, false, false])
        #expect(try minP.probabilities(logits: logits).map { $0 > 0 } == [true, true, true, false])
    }

    @Test func repetitionPenaltyLowersBothSignsOnceAndOnlyInsideTheWindow() throws {
        let options = try SamplingOptions(repetitionPenalty: 2, repetitionWindow: 3)
        var penalised = Sampler(options: options, vocabularySize: 4)
        var plain = Sampler(vocabularySize: 4)
        let found = try penalised.probabilities(logits: [2, -1, 3, 0], history: [2, 0, 1, 0])
        #expect(found == (try plain.probabilities(logits: [1, -2, 3, 0])))
        let again = try penalised.probabilities(logits: [2, -1, 3, 0], history: [])
        #expect(again == (try plain.probabilities(logits: [2, -1, 3, 0])), "an earlier draw left its marks")
    }

    private func randomLogits(_ count: Int, hasTies: Bool, using generator: inout SeededGenerator) -> [Float] {
        (0..<count).map { _ in
            let logit = Float.random(in: -4...4, using: &generator)
            return hasTies ? logit.rounded() : logit
        }
    }

    /// The definition, step by step, with full sorts and fresh arrays.
    private func reference(
        _ logits: [Float], history: [Int], banned: [Int], _ options: SamplingOptions
    ) -> [Double] {
        let recent = Set(history.suffix(options.repetitionWindow))
        var scores = logits.map(Double.init)
        for id in recent {
            let penalty = Double(options.repetitionPenalty)
            scores[id] = scores[id] > 0 ? scores[id] / penalty : scores[id] * penalty
        }
        scores = scores.map { $0 / Double(options.temperature) }
        var ids = logits.indices.filter { !banned.contains($0) }
            .sorted { scores[$0] == scores[$1] ? $0 < $1 : scores[$0] > scores[$1] }
        ids = Array(ids.prefix(options.topK ?? ids.count))
        var total = ids.reduce(0) { $0 + exp(scores[$1]) }
        if let topP = options.topP {
            var sum = 0.0
            let count = ids.firstIndex { id in
                sum += exp(scores[id])
                return Float(sum / total) >= topP
            }
            ids = Array(ids.prefix((count ?? ids.count) + 1))
        }
        if let minP = options.minP {
            ids = ids.filter { Float(exp(scores[$0] - scores[ids[0]])) >= minP }
        }
        total = ids.reduce(0) { $0 + exp(scores[$1]) }
        var probabilities = [Double](repeating: 0, count: logits.count)
        for id in ids { probabilities[id] = exp(scores[id]) / total }
        return probabilities
    }
}
