import Foundation
import Testing

@testable import TextGeneration

struct BaselinesKneserNeyTests {
    /// Ids with the skew and the repetition of a text: each mostly a function of the one before.
    static func text(_ count: Int, vocabularySize: Int, seed: UInt64) -> [Int32] {
        var state = seed &* 2 &+ 1
        func draw(below bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        var ids: [Int32] = []
        for _ in 0..<count {
            let usual = (Int(ids.last ?? 0) * 3 + draw(below: 2)) % vocabularySize
            ids.append(Int32(draw(below: 4) > 0 ? usual : draw(below: draw(below: vocabularySize) + 1)))
        }
        return ids
    }

    @Test(arguments: 1...6)
    func equalsTheDefinition(order: Int) {
        for (seed, count) in [1, 2, 3, 5, 10, 40, 150, 400].enumerated() {
            for vocabularySize in [2, 7, 30] {
                let training = Self.text(count, vocabularySize: vocabularySize, seed: UInt64(seed))
                let scored = Self.text(60, vocabularySize: vocabularySize, seed: UInt64(seed) + 100)
                let model = KneserNeyModel(training: training, order: order, vocabularySize: vocabularySize)
                let naive = NaiveKneserNey(training, order: order, vocabularySize: vocabularySize)
                for context in [[], Array(training.suffix(5))] {
                    let found = model.totalNats(of: scored, after: context)
                    let expected = naive.totalNats(of: scored, after: context)
                    #expect(
                        abs(found - expected) < 1e-9,
                        "\(found) against \(expected): \(count) ids of \(vocabularySize), seed \(seed)")
                }
            }
        }
    }

    @Test func equalsTheDefinitionWhereTheDiscountsAreEstimated() throws {
        let training = Self.text(3_000, vocabularySize: 40, seed: 9)
        let trie = NGramTrie(training, order: 3, vocabularySize: 40)
        let discounts = KneserNeyDiscounts.estimated(from: trie.countsOfCounts[2])
        try #require(discounts.one != KneserNeyDiscounts.fallback.one)
        let model = KneserNeyModel(training: training, order: 3, vocabularySize: 40)
        let naive = NaiveKneserNey(training, order: 3, vocabularySize: 40)
        let scored = Self.text(200, vocabularySize: 40, seed: 10)
        let (found, expected) = (model.totalNats(of: scored), naive.totalNats(of: scored, after: []))
        #expect(abs(found - expected) < 1e-9, "\(found) against \(expected)")
    }

    @Test(arguments: [0, 1, 2, 10, 500])
    func probabilitiesSumToOneAfterEveryContext(count: Int) {
        let training = Self.text(count, vocabularySize: 12, seed: 4)
        let model = KneserNeyModel(training: training, order: 5, vocabularySize: 15)  // three ids never occur
        let seen = training.indices.map { Array(training[...$0].suffix(4)) }
        let unseen: [[Int32]] = [[], [14], [14, 13, 14], [0, 14], [14, 0], [0, 14, 0, 1]]
        var probabilities = [Double](repeating: 0, count: 15)
        for context in seen + unseen {
            model.probabilities(after: context, into: &probabilities)
            let sum = probabilities.reduce(0, +)
            #expect(abs(sum - 1) < 1e-12, "\(sum) after \(context)")
            #expect(probabilities.allSatisfy { $0 > 0 }, "\(probabilities) after \(context)")
        }
    }

    @Test func theProbabilityOfOneIDIsThatAmongAll() {
        let training = Self.text(600, vocabularySize: 9, seed: 6)
        let model = KneserNeyModel(training: training, order: 6, vocabularySize: 10)
        var probabilities = [Double](repeating: 0, count: 10)
        var history = model.history()
        for id in Self.text(50, vocabularySize: 10, seed: 7) {
            model.probabilities(after: history, into: &probabilities)
            for other in 0..<Int32(10) {
                #expect(abs(model.probability(of: other, after: history) - probabilities[Int(other)]) < 1e-14)
            }
            model.advance(&history, by: id)
        }
    }

    @Test func anEmptyTextGivesTheUniformDistribution() {
        let model = KneserNeyModel(training: [], vocabularySize: 4)
        #expect(abs(model.totalNats(of: [0, 3, 3]) - 3 * log(4)) < 1e-12)
    }

    @Test func theHistoryIsTheLongestKnownContext() {
        let model = KneserNeyModel(training: [0, 1, 2, 3, 0, 1, 2, 4], order: 4, vocabularySize: 6)
        #expect(model.history().matchedLength == 0)
        #expect(model.history(after: [0, 1, 2]).matchedLength == 3)
        #expect(model.history(after: [3, 0, 1, 2]).matchedLength == 3)  // the order is the limit
        #expect(model.history(after: [5, 1, 2]).matchedLength == 2)
        #expect(model.history(after: [2, 5]).matchedLength == 0)
        #expect(model.history(after: [2, 4]).matchedLength == 0)  // known, but nothing followed it
    }

    @Test func aScoreInTwoPartsEqualsTheScoreOfTheWhole() {
        let training = Self.text(400, vocabularySize: 6, seed: 2)
        let scored = Self.text(80, vocabularySize: 6, seed: 3)
        let model = KneserNeyModel(training: training, order: 5, vocabularySize: 6)
        let (first, second) = (Array(scored[..<33]), Array(scored[33...]))
        let parts = model.totalNats(of: first) + model.totalNats(of: second, after: first)
        #expect(abs(parts - model.totalNats(of: scored)) < 1e-10)
    }

    @Test func aLongTextIsCutToItsLastPart() {
        let training = Self.text(300, vocabularySize: 6, seed: 5)
        let cut = KneserNeyModel(training: training, order: 4, vocabularySize: 6, maxTrainingCharacters: 100)
        let last = KneserNeyModel(training: training.suffix(100), order: 4, vocabularySize: 6)
        #expect((cut.numOfferedIDs, cut.numTrainingIDs) == (300, 100))
        #expect((last.numOfferedIDs, last.numTrainingIDs) == (100, 100))
        #expect(cut.totalNats(of: training) == last.totalNats(of: training))
    }

    @Test func thinCountsOfCountsFallBackToFixedDiscounts() {
        let fixed = KneserNeyDiscounts.fallback
        for counts in [
            CountsOfCounts(), CountsOfCounts(one: 5, two: 0, three: 2, four: 1),
            CountsOfCounts(one: 5, two: 3, three: 2, four: 0),
            CountsOfCounts(one: 9, two: 1, three: 9, four: 1),  // D2 would be below 0
        ] {
            let found = KneserNeyDiscounts.estimated(from: counts)
            #expect((found.one, found.two, found.more) == (fixed.one, fixed.two, fixed.more), "\(counts)")
        }
        // Y = 60 / (60 + 2·20) = 0.6
        let found = KneserNeyDiscounts.estimated(from: CountsOfCounts(one: 60, two: 20, three: 10, four: 5))
        #expect(abs(found.one - 0.6) < 1e-12)  // 1 - 2Y · 20/60
        #expect(abs(found.two - 1.1) < 1e-12)  // 2 - 3Y · 10/20
        #expect(abs(found.more - 1.8) < 1e-12)  // 3 - 4Y · 5/10
    }

    @Test func aTextOfDistinctIDsNeedsOneNodeEach() {
        let trie = NGramTrie(Array(0..<1_000), order: 8, vocabularySize: 1_000)
        #expect(trie.nodes.count == 1_001)
        #expect(trie.countsOfCounts.map(\.one) == (0..<8).map { 1_000 - $0 })
    }
}
