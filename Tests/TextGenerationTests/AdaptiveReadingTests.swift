import Foundation
import NeuralLayers
import Tensors
import Testing
import Tokenization

@testable import TextGeneration

struct AdaptiveReadingTests {
    /// A text that repeats a sentence: to counts and to a network that learns, it soon is no surprise.
    private static let ids = Array(repeatElement(sentence, count: 60).joined())
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
        func evaluation(last: Int32) throws -> AdaptedEvaluation {
            try generator.evaluateAdapting(ids: Array(Self.ids.prefix(count - 1)) + [last], options: options)
        }
        // Over the last token, the probabilities of all ids add up to 1.
        let prefix = try generator.evaluateAdapting(ids: Array(Self.ids.prefix(count - 1)), options: options)
        let all = try (0..<23).map { try evaluation(last: $0) }
        for part in [\AdaptedEvaluation.adapted, \.counts, \.mixed] {
            let sum = all.reduce(0) { $0 + exp(prefix[keyPath: part].nats - $1[keyPath: part].nats) }
            #expect(abs(sum - 1) < 1e-5, "\(part): \(sum)")
        }
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
