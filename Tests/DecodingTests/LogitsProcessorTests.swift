import Decoding
import Foundation
import Tensors
import TestSupport
import Testing

/// Processors as a program that uses the library writes them.
@Suite struct LogitsProcessorTests {
    /// Locally typical sampling, as in the documentation of `LogitsProcessor`.
    private struct TypicalP: LogitsProcessor {
        let probability: Double

        func process(_ candidates: inout TokenCandidates, history: [Int]) {
            let total = candidates.weigh()
            func surprise(_ candidate: TokenCandidate) -> Double { -log(candidate.weight / total) }
            let entropy = candidates.reduce(0) { $1.weight > 0 ? $0 + $1.weight / total * surprise($1) : $0 }
            var (sum, limit) = (0.0, 0.0)
            for candidate in candidates.sorted(by: { abs(surprise($0) - entropy) < abs(surprise($1) - entropy) })
            where sum < probability {
                sum += candidate.weight / total
                limit = abs(surprise(candidate) - entropy)
            }
            candidates.keep { abs(surprise($0) - entropy) <= limit }
        }
    }

    private struct Ban: LogitsProcessor {
        let ids: Set<Int>
        func process(_ candidates: inout TokenCandidates, history: [Int]) { candidates.keep { !ids.contains($0.id) } }
    }

    private struct Bias: LogitsProcessor {
        let scores: [Int: Double]
        func process(_ candidates: inout TokenCandidates, history: [Int]) {
            candidates.updateScores { $0.score + (scores[$0.id] ?? 0) }
        }
    }

    /// Allows each draw only the token after the one before: a processor with a state.
    private struct Countdown: LogitsProcessor {
        private var next: Int
        init(from start: Int) { next = start }

        mutating func process(_ candidates: inout TokenCandidates, history: [Int]) {
            candidates.keep { $0.id == next }
            next -= 1
        }
    }

    private struct Recorder: LogitsProcessor {
        let histories: @Sendable ([Int]) -> Void
        func process(_ candidates: inout TokenCandidates, history: [Int]) { histories(history) }
    }

    @Test(arguments: [
        SamplingOptions(), .greedy, try! SamplingOptions(temperature: 0.7, topK: 9),
        try! SamplingOptions(topP: 0.8, minP: 0.05), try! SamplingOptions(temperature: 2, topK: 20, topP: 0.9),
        try! SamplingOptions(temperature: 0, repetitionPenalty: 1.4),
        try! SamplingOptions(temperature: 1.3, topK: 12, topP: 0.9, minP: 0.1, repetitionPenalty: 1.3),
    ])
    func theStepsOfOptionsAreProcessors(options: SamplingOptions) throws {
        var generator = SeededGenerator(seed: 30)
        var whole = Sampler(options: options, vocabularySize: 30)
        var steps = Sampler(processors: options.processors, vocabularySize: 30)
        var ids: [Int] = []
        for seed in UInt64(0)..<100 {
            let logits = (0..<30).map { _ in Float.random(in: -3...3, using: &generator) }
            let expected = try whole.probabilities(logits: logits, history: ids)
            #expect(try steps.probabilities(logits: logits, history: ids) == expected)
            var (first, second) = (SeededGenerator(seed: seed), SeededGenerator(seed: seed))
            ids.append(try whole.next(logits: logits, history: ids, using: &first))
            #expect(try steps.next(logits: logits, history: Array(ids.dropLast()), using: &second) == ids.last)
        }
    }

    @Test func theProcessorsMatchTheirOptions() throws {
        let pairs: [(any LogitsProcessor, SamplingOptions)] = [
            (try TemperatureProcessor(0.5), try SamplingOptions(temperature: 0.5)),
            (try TopKProcessor(3), try SamplingOptions(topK: 3)),
            (try TopPProcessor(0.6), try SamplingOptions(topP: 0.6)),
            (try MinPProcessor(0.3), try SamplingOptions(minP: 0.3)),
            (
                try RepetitionPenaltyProcessor(2, window: 2),
                try SamplingOptions(repetitionPenalty: 2, repetitionWindow: 2)
            ),
            (GreedyProcessor(), .greedy),
        ]
        let logits: [Float] = [0.3, -1, 2, 1.5, 1.9, -0.4]
        for (processor, options) in pairs {
            var (found, expected) = (
                Sampler(processors: [processor], vocabularySize: 6), Sampler(options: options, vocabularySize: 6)
            )
            let history = [2, 3, 4]
            #expect(
                try found.probabilities(logits: logits, history: history)
                    == expected.probabilities(logits: logits, history: history), "\(processor)")
        }
        #expect(throws: SamplingError.self) { try TemperatureProcessor(0) }
        #expect(throws: SamplingError.self) { try TemperatureProcessor(.nan) }
        #expect(throws: SamplingError.self) { try TopKProcessor(0) }
        #expect(throws: SamplingError.self) { try TopPProcessor(0) }
        #expect(throws: SamplingError.self) { try MinPProcessor(1) }
        #expect(throws: SamplingError.self) { try RepetitionPenaltyProcessor(0) }
    }

    @Test func aSamplerOfOnesOwnFilters() throws {
        // Probabilities 0.5, 0.2, 0.2, 0.1: the entropy is 1.22 nats, and 0.2 is the most typical.
        let logits = [Float(0.5), 0.2, 0.2, 0.1].map { log($0) }
        var narrow = Sampler(processors: [TypicalP(probability: 0.3)], vocabularySize: 4)
        #expect(try narrow.probabilities(logits: logits).map { ($0 * 100).rounded() } == [0, 50, 50, 0])
        var wide = Sampler(processors: [TypicalP(probability: 0.5)], vocabularySize: 4)
        #expect(try wide.probabilities(logits: logits).map { $0 > 0 } == [true, true, true, false])
    }

    @Test func processorsOfOnesOwnRunBeforeTheOptions() throws {
        let logits: [Float] = [3, 1, 2, 0]
        var banned = Sampler(options: .greedy, processors: [Ban(ids: [0, 2])], vocabularySize: 4)
        #expect(try banned.probabilities(logits: logits) == [0, 1, 0, 0])
        var biased = Sampler(
            options: try SamplingOptions(topK: 1), processors: [Ban(ids: [0]), Bias(scores: [0: 9, 3: 2.5])],
            vocabularySize: 4)
        #expect(try biased.probabilities(logits: logits) == [0, 0, 0, 1])
    }

    @Test func aBiasShiftsTheSoftmax() throws {
        var biased = Sampler(processors: [Bias(scores: [1: 2, 2: -.infinity])], vocabularySize: 4)
        var plain = Sampler(vocabularySize: 4)
        let found = try biased.probabilities(logits: [0, 1, 5, -1])
        #expect(found == (try plain.probabilities(logits: [0, 3, -.infinity, -1])))
    }

    @Test func filtersAfterTheLossOfTheBestSeeTheNextBest() throws {
        // Without the first, minP compares with the second.
        let logits = [Float(0.9), 0.06, 0.03, 0.01].map { log($0) }
        let steps: [any LogitsProcessor] = [
            try TopPProcessor(0.999), Ban(ids: [0]), try MinPProcessor(0.4), try TopPProcessor(0.5),
        ]
        var sampler = Sampler(processors: steps, vocabularySize: 4)
        #expect(try sampler.probabilities(logits: logits) == [0, 1, 0, 0])
        var far = Sampler(processors: [try MinPProcessor(0), Ban(ids: [0])], vocabularySize: 2)
        #expect(try far.probabilities(logits: [900, 0]) == [0, 1], "its weight beside the best was 0")
    }

    @Test func aStateIsTheSamplersOwn() throws {
        var sampler = Sampler(processors: [Countdown(from: 5)], vocabularySize: 6)
        var generator = SeededGenerator(seed: 1)
        let logits = [Float](repeating: 0, count: 6)
        #expect(try sampler.next(logits: logits, using: &generator) == 5)
        var copy = sampler
        for expected in [4, 3, 2] { #expect(try sampler.next(logits: logits, using: &generator) == expected) }
        #expect(try copy.next(logits: logits, using: &generator) == 4)
    }

    @Test func theHistoryIsHandedOn() throws {
        let calls = CallCounter()
        let recorder = Recorder { history in
            calls.add()
            #expect(history == [4, 2, 4])
        }
        var sampler = Sampler(processors: [recorder], vocabularySize: 5)
        var generator = SeededGenerator(seed: 1)
        _ = try sampler.next(logits: [0, 1, 2, 3, 4], history: [4, 2, 4], using: &generator)
        #expect(calls.count == 1)
    }

    @Test func whatCannotBeDrawnFromIsAnError() throws {
        var generator = SeededGenerator(seed: 1)
        let logits: [Float] = [1, 2, 3]
        let none = SamplingError.noCandidate(vocabularySize: 3)
        let wrong: [([any LogitsProcessor], SamplingError)] = [
            ([Ban(ids: [0, 1, 2])], none),
            ([Bias(scores: [0: -.infinity, 1: -.infinity, 2: -.infinity])], none),
            ([Bias(scores: [1: .nan])], .invalidScore(id: 1)), ([Bias(scores: [2: .infinity])], .invalidScore(id: 2)),
            ([Bias(scores: [0: .nan, 1: .nan, 2: .nan]), Ban(ids: [0])], .invalidScore(id: 0)),
        ]
        for (processors, error) in wrong {
            for options in [SamplingOptions(), .greedy, try SamplingOptions(topK: 2, topP: 0.5, minP: 0.1)] {
                var sampler = Sampler(options: options, processors: processors, vocabularySize: 3)
                #expect(throws: error) { try sampler.next(logits: logits, using: &generator) }
            }
        }
        #expect(SamplingError.invalidScore(id: 7).description.contains("token 7"))
    }

    @Test func candidatesAreACollectionInTheOrderOfIDs() throws {
        struct Check: LogitsProcessor {
            func process(_ candidates: inout TokenCandidates, history: [Int]) {
                #expect(candidates.map(\.id) == [1, 3])
                #expect(candidates.map(\.score) == [2, 1])
                #expect(candidates.vocabularySize == 5 && candidates.count == 2)
                #expect(candidates.weigh() == 1 + exp(-1.0))
                #expect(candidates.map(\.weight) == [1, exp(-1.0)])
                candidates.updateScores { -$0.score }
                #expect(candidates[1].score == -1 && candidates.last?.id == 3)
                #expect(candidates.weigh() == 1 + exp(-1.0))
                #expect(candidates.map(\.weight) == [exp(-1.0), 1])
            }
        }
        var sampler = Sampler(processors: [Check()], vocabularySize: 5, bannedIDs: [0, 4])
        _ = try sampler.probabilities(logits: [9, 2, -.infinity, 1, 9])
    }
}
