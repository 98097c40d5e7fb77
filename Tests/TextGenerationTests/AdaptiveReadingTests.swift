import Decoding
import Foundation
import NeuralLayers
import Tensors
import Testing
import Tokenization

@testable import TextGeneration

struct AdaptiveReadingTests {
    /// A text that repeats a sentence: to counts and to a network that learns, it soon is no surprise.
    private static let ids = Array(repeatElement(sentence, count: 60).joined())
    private static let training = Array(repeatElement(sentence + [14, 5], count: 20).joined())
    private static let sentence: [Int32] = [5, 9, 7, 7, 12, 4, 20, 6, 11, 5, 8, 15, 22]

    @Test func whatRepeatsIsLearnedByAllParts() throws {
        let generator = TextGenerator(model: network(), tokenizer: tokenizer)
        let before = generator.model.namedParameters.map(\.parameter.value)
        let plain = try generator.evaluate(ids: Self.ids).natsPerCharacter
        let adapted = try generator.evaluateAdapting(ids: Self.ids, options: options)
        #expect(adapted.adapted.natsPerCharacter < 0.9 * plain, "\(adapted), \(plain)")
        #expect(adapted.counts.natsPerCharacter < 0.5, "\(adapted)")
        #expect(adapted.mixed.natsPerCharacter < 0.5, "\(adapted)")
        #expect(adapted.mixed.characters == Self.ids.count)
        // The generator stays as it is, and a second reading is the first.
        #expect(generator.model.namedParameters.map(\.parameter.value) == before)
        #expect(try generator.evaluateAdapting(ids: Self.ids, options: options) == adapted)
    }

    /// What comes later must not change what a token cost.
    @Test(arguments: [19, 20, 21, 59]) func tokensAreScoredBeforeAnythingLearnsFromThem(count: Int) throws {
        let generator = TextGenerator(model: network(), tokenizer: tokenizer)
        func evaluation(_ ids: [Int32]) throws -> AdaptedEvaluation {
            try generator.evaluateAdapting(ids: ids, options: options, countsFrom: Self.training)
        }
        // Over the last token, the probabilities of all ids add up to 1.
        let prefix = Array(Self.ids.prefix(count - 1))
        let before = try evaluation(prefix)
        let all = try (0..<23).map { try evaluation(prefix + [$0]) }
        func expectSumOfOne(_ nats: (AdaptedEvaluation) throws -> Double) throws {
            let sum = try all.reduce(0) { $0 + exp(try nats(before) - nats($1)) }
            #expect(abs(sum - 1) < 1e-5)
        }
        try expectSumOfOne { $0.adapted.nats }
        try expectSumOfOne { $0.counts.nats }
        try expectSumOfOne { $0.mixed.nats }
        try expectSumOfOne { try #require($0.kneserNey).nats }
        try expectSumOfOne { try #require($0.kneserNeyAndCounts).nats }
    }

    @Test(arguments: [0, 7, 20, 39, 45]) func aChangedTokenChangesNothingBeforeIt(place: Int) throws {
        func nats(_ ids: [Int32]) throws -> AdaptiveReading.TokenNats {
            let base = KneserNeyModel(training: Self.training, vocabularySize: 23)
            var reading = AdaptiveReading(ids, model: network(), options: options, base: base)
            try reading.measure(Self.training)
            try reading.run { _ in }
            return reading.nats
        }
        var changed = Array(Self.ids.prefix(60))
        let before = try nats(changed)
        changed[place] = 21
        let after = try nats(changed)
        for part in [\AdaptiveReading.TokenNats.adapted, \.counts, \.mixed, \.base, \.baseAndCounts] {
            let (old, new) = (before[keyPath: part], after[keyPath: part])
            #expect(old.count == 60 && old.prefix(place) == new.prefix(place))
            #expect(old[place...] != new[place...])
        }
    }

    @Test func aTrainingTextOfTheSameKindLowersTheCost() throws {
        let generator = TextGenerator(model: network(), tokenizer: tokenizer)
        let ids = Array(Self.ids.prefix(80))
        let without = try generator.evaluateAdapting(ids: ids, options: options)
        let with = try generator.evaluateAdapting(ids: ids, options: options, countsFrom: Self.training)
        #expect(without.kneserNey == nil && without.kneserNeyAndCounts == nil)
        #expect(with.mixed.nats < 0.9 * without.mixed.nats)
        #expect(with.counts == without.counts)
        let kneserNey = KneserNeyModel(training: Self.training, vocabularySize: 23).totalNats(of: ids)
        #expect(abs(try #require(with.kneserNey).nats - kneserNey) < 1e-9 * kneserNey)
    }

    @Test func measuringGradientsMovesNoWeight() throws {
        let model = network()
        var evaluation = DynamicEvaluation(model, options)
        try evaluation.measure(Self.training)
        #expect(evaluation.model.namedParameters.map(\.parameter.value) == model.namedParameters.map(\.parameter.value))
        // From the first segment on there is a scale, and the weights move.
        _ = evaluation.read([2, 5, 9], targets: [5, 9, 7])
        #expect(evaluation.model.namedParameters.map(\.parameter.value) != model.namedParameters.map(\.parameter.value))
    }

    @Test func anAdaptedGeneratorContinuesAsTheTextDoes() throws {
        let generator = TextGenerator(model: network(), tokenizer: tokenizer)
        let (text, next) = (tokenizer.decode(Self.ids), tokenizer.decode(Self.sentence + Self.sentence))
        let before = generator.model.namedParameters.map(\.parameter.value)
        let adapted = try generator.adapted(to: text, options: options)
        let greedy = GenerationOptions(length: 26, sampling: try SamplingOptions(temperature: 0), randomSeed: 1)
        #expect(try adapted.generate(text, options: greedy) == next)
        #expect(try adapted.quantized(to: .int8).generate(text, options: greedy) == next)
        var pieces = try adapted.position(after: text).pieces(options: greedy)
        var fromPosition = ""
        while let piece = try pieces.next() { fromPosition += piece }
        #expect(fromPosition == next)
        #expect(try generator.generate(text, options: greedy) != next)
        #expect(try adapted.evaluate(ids: Self.ids).nats < 0.9 * generator.evaluate(ids: Self.ids).nats)
        #expect(generator.model.namedParameters.map(\.parameter.value) == before)
        #expect(
            try generator.adapted(to: "").generate("ab", options: greedy) == generator.generate("ab", options: greedy))
    }

    @Test func aLogLinearMixtureFollowsTheGradient() {
        let inputs = [[0.5, 0.3, 0.2], [0.1, 0.6, 0.3]].map { $0.map { log($0) } }
        var mixture = LogLinearMixture(places: [2, 3], start: [0.4, 0.6])
        let first = mixture.mixed(inputs, places: [1, 2])
        let expected = logSoftmax((0..<3).map { 0.4 * inputs[0][$0] + 0.6 * inputs[1][$0] })
        #expect(zip(first, expected).allSatisfy { abs($0 - $1) < 1e-12 })
        for _ in 0..<2_000 {
            let mixed = mixture.mixed(inputs, places: [1, 2])
            mixture.learn(0, inputs, places: [1, 2], mixed: mixed)
        }
        #expect(mixture.mixed(inputs, places: [1, 2])[0] > first[0] + 0.5)
        // Other places share a set or nothing.
        #expect(mixture.mixed(inputs, places: [0, 0]) == first)
        #expect(mixture.mixed(inputs, places: [0, 2])[0] > first[0])
    }

    @Test func aModelWithoutAnythingToLearnStaysTheModel() throws {
        let generator = TextGenerator(model: network(), tokenizer: tokenizer)
        var still = options
        still.learningRate = 0
        let plain = try generator.evaluate(ids: Self.ids)
        let adapted = try generator.evaluateAdapting(ids: Self.ids, options: still).adapted
        #expect(abs(plain.nats - adapted.nats) < 1e-4 * plain.nats)
    }

    @Test func anEmptyTextCostsNothing() throws {
        let generator = TextGenerator(model: network(), tokenizer: tokenizer)
        #expect(try generator.evaluateAdapting(ids: []).mixed.nats == 0)
    }

    @Test func countsKnowWhatFollowedEachContext() {
        var counts = ContextCounts(lengths: [1, 3])
        for id in [1, 2, 3, 1, 2, 4, 1, 2, 3, 1] as [Int32] { counts.read(id) }
        func successors() -> [[Int: Int]] {
            counts.matches.map { match in
                var found: [Int: Int] = [:]
                counts.forEachSuccessor(of: match) { found[$0] = $1 }
                #expect(found.values.reduce(0, +) == match.total && found.count == match.numDistinct)
                return found
            }
        }
        #expect(successors() == [[2: 3], [2: 1]])  // after 1, and after 2 3 1
        counts.read(2)
        #expect(successors() == [[3: 2, 4: 1], [4: 1]])  // after 2, and after 3 1 2
        counts.read(9)
        #expect(successors() == [])
    }

    @Test func countsOfManyContextsAreAllFound() {
        var counts = ContextCounts(lengths: [2])
        for id in 0..<9_000 { counts.read(Int32(id % 3_000)) }
        #expect(counts.matches.map(\.total) == [2])
    }

    private var options: AdaptationOptions {
        var options = AdaptationOptions()
        options.learningRate = 0.01
        return options
    }

    private let tokenizer = Tokenizer.train(on: "abcdefghijklmnopqrs", unit: .grapheme)

    private func network() -> TextGeneratorNetwork {
        var generator = SeededGenerator(seed: 8)
        let configuration = TextGeneratorNetwork.Configuration(
            vocabularySize: 23, embeddingSize: 8, hiddenSize: 16, numLayers: 2)
        return TextGeneratorNetwork(configuration, using: &generator)
    }
}
