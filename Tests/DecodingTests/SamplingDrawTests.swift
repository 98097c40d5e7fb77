import Decoding
import Foundation
import Tensors
import Testing

@Suite struct SamplingDrawTests {
    @Test(arguments: [Float(0.5), 1, 2])
    func drawsFitTheSoftmaxOfTheTemperedLogits(temperature: Float) throws {
        let logits: [Float] = [0.3, -1.1, 1.4, 0.9, -0.2, 0, 1.39, -0.7]
        let weights = logits.map { exp(Double($0) / Double(temperature)) }
        let expected = weights.map { $0 / weights.reduce(0, +) }
        let statistic = try chiSquare(of: SamplingOptions(temperature: temperature), logits, expected: expected)
        #expect(statistic < 24.322, "chi-square, 7 degrees of freedom, p = 0.001")
    }

    @Test func drawsFitTheDistributionThatFiltersLeave() throws {
        let logits: [Float] = [0, 1, 2, 0.5, -1, 1.5, 0.1, 1.2]
        let options = try SamplingOptions(temperature: 1.5, topK: 5, topP: 0.9)
        var sampler = Sampler(options: options, vocabularySize: logits.count)
        let expected = try sampler.probabilities(logits: logits)
        try #require(expected.filter { $0 > 0 }.count == 5)
        let statistic = try chiSquare(of: options, logits, expected: expected)
        #expect(statistic < 18.467, "chi-square, 4 degrees of freedom, p = 0.001")
    }

    @Test func greedyTemperatureZeroAndTopKOneAreTheSameForEverySeed() throws {
        for seed in UInt64(0)..<200 {
            var generator = SeededGenerator(seed: seed)
            let logits = (0..<30).map { _ in Float.random(in: -2...2, using: &generator).rounded() }
            let history = (0..<10).map { _ in Int.random(in: 0..<30, using: &generator) }
            let plain = [
                SamplingOptions.greedy, try SamplingOptions(topK: 1),
                try SamplingOptions(temperature: 0, topK: 7, topP: 0.5, minP: 0.1),
            ]
            let best = logits.firstIndex(of: logits.max()!)!
            for options in plain {
                #expect(try draw(options, logits, history, seed: seed) == best, "seed \(seed), \(options)")
            }
            let penalised = try [Float(0), 1].map { temperature in
                let options = try SamplingOptions(
                    temperature: temperature, topK: temperature == 0 ? nil : 1, repetitionPenalty: 1.5)
                return try draw(options, logits, history, seed: seed)
            }
            #expect(penalised[0] == penalised[1], "seed \(seed)")
        }
    }

    @Test(arguments: [Float.leastNonzeroMagnitude, 1e-30, 1e-6])
    func tinyTemperaturesNeitherOverflowNorMissTheBest(temperature: Float) throws {
        let logits: [Float] = [-3e38, 88, 3e38, 0, 2.9e38]
        var sampler = Sampler(options: try SamplingOptions(temperature: temperature), vocabularySize: 5)
        #expect(try sampler.probabilities(logits: logits) == [0, 0, 1, 0, 0])
    }

    @Test func hugeTemperaturesApproachTheUniformDistribution() throws {
        var sampler = Sampler(
            options: try SamplingOptions(temperature: .greatestFiniteMagnitude), vocabularySize: 4)
        #expect(try sampler.probabilities(logits: [-50, 0, 3, 90]).allSatisfy { abs($0 - 0.25) < 1e-12 })
    }

    @Test func bannedAndMaskedIDsAreNeverDrawn() throws {
        let logits: [Float] = [9, 1, -.infinity, 0.5, 9, -.infinity, 0]
        for options in [SamplingOptions(), .greedy, try SamplingOptions(temperature: 50, topK: 6, minP: 0.01)] {
            var sampler = Sampler(options: options, vocabularySize: 7, bannedIDs: [0, 4])
            var generator = SeededGenerator(seed: 5)
            let drawn = try Set((0..<5_000).map { _ in try sampler.next(logits: logits, using: &generator) })
            #expect(drawn.isSubset(of: [1, 3, 6]), "\(options) drew \(drawn.sorted())")
            #expect(options == .greedy ? drawn == [1] : drawn.count == 3)
        }
    }

    @Test func theSameSeedDrawsTheSameIDs() throws {
        let options = try SamplingOptions(topK: 20, topP: 0.9, repetitionPenalty: 1.2)
        let runs = try [3, 3, 4].map { seed in
            var sampler = Sampler(options: options, vocabularySize: 50)
            var generator = SeededGenerator(seed: UInt64(seed))
            var ids: [Int] = []
            for step in 0..<200 {
                let logits = (0..<50).map { Float(($0 * 7 + step * 13) % 23) / 4 }
                ids.append(try sampler.next(logits: logits, history: ids, using: &generator))
            }
            return ids
        }
        #expect(runs[0] == runs[1])
        #expect(runs[0] != runs[2])
    }

    @Test func everyDrawTakesExactlyOneNumber() throws {
        for options in [SamplingOptions(), .greedy, try SamplingOptions(topK: 2, topP: 0.5, minP: 0.5)] {
            var sampler = Sampler(options: options, vocabularySize: 3)
            var generator = ConstantGenerator(value: .max)
            for draw in 1...10 {
                _ = try sampler.next(logits: [0.1, 0.2, 0.3], using: &generator)
                #expect(generator.count == draw, "\(options)")
            }
        }
    }

    @Test func extremeUniformNumbersDrawTheFirstAndLastCandidates() throws {
        var sampler = Sampler(vocabularySize: 5, bannedIDs: [0])
        let logits: [Float] = [1, -800, 0, 0, -800]  // ids 1 and 4 have weight exp(-800) = 0
        var lowest = ConstantGenerator(value: 0)
        var highest = ConstantGenerator(value: .max)
        #expect(try sampler.next(logits: logits, using: &lowest) == 2)
        #expect(try sampler.next(logits: logits, using: &highest) == 3)
    }

    @Test func logitsOfADamagedModelAreRefusedByID() throws {
        var sampler = Sampler(vocabularySize: 3, bannedIDs: [0])
        var generator = ConstantGenerator(value: 0)
        #expect(throws: SamplingError.nanLogit(id: 1)) {
            try sampler.next(logits: [0, .nan, .nan], using: &generator)
        }
        #expect(throws: SamplingError.infiniteLogit(id: 0)) {
            try sampler.next(logits: [.infinity, 0, 0], using: &generator)
        }
        let error = #expect(throws: SamplingError.noCandidate(vocabularySize: 3)) {
            try sampler.next(logits: [0, -.infinity, -.infinity], using: &generator)
        }
        #expect(error?.description.hasPrefix("None of the 3 tokens may be drawn") == true)
        #expect(generator.count == 0)
        #expect(try sampler.next(logits: [0, 1, -.infinity], using: &generator) == 1, "an error spoiled the sampler")
    }

    private func draw(_ options: SamplingOptions, _ logits: [Float], _ history: [Int], seed: UInt64) throws -> Int {
        var sampler = Sampler(options: options, vocabularySize: logits.count)
        var generator = SeededGenerator(seed: seed)
        return try sampler.next(logits: logits, history: history, using: &generator)
    }

    /// Pearson's statistic of 100,000 draws with a fixed seed; infinite if an id of probability 0 was drawn.
    private func chiSquare(of options: SamplingOptions, _ logits: [Float], expected: [Double]) throws -> Double {
        let numDraws = 100_000
        var sampler = Sampler(options: options, vocabularySize: logits.count)
        var generator = SeededGenerator(seed: 42)
        var counts = [Int](repeating: 0, count: logits.count)
        for _ in 0..<numDraws { counts[try sampler.next(logits: logits, using: &generator)] += 1 }
        return zip(counts, expected).reduce(0) { sum, pair in
            let expectation = pair.1 * Double(numDraws)
            guard expectation > 0 else { return pair.0 == 0 ? sum : .infinity }
            return sum + (Double(pair.0) - expectation) * (Double(pair.0) - expectation) / expectation
        }
    }
}

/// Gives one number for ever and counts how often it was asked.
private struct ConstantGenerator: RandomNumberGenerator {
    let value: UInt64
    var count = 0

    mutating func next() -> UInt64 {
        count += 1
        return value
    }
}
