import Foundation
import TestSupport
import Testing

@testable import Tensors
@testable import Translation

struct LexiconTranslatorTests {
    /// das Haus, das Buch, ein Buch: the, house, book, a.
    private let sources: [[Int32]] = [[0, 1], [0, 2], [3, 2]]
    private let targets: [[Int32]] = [[0, 1], [0, 2], [3, 2]]

    private func translator(_ options: LexiconTranslator.Options = .init()) -> LexiconTranslator {
        LexiconTranslator(
            sources: sources, targets: targets, sourceVocabularySize: 5, targetVocabularySize: 4, options: options)
    }

    @Test func wordsAreFoundByWhatTheyStandWith() {
        let translator = translator(.init(numIterations: 30))
        #expect(translator.translate([3, 1, 0, 2]) == [3, 1, 0, 2])
        #expect(translator.translations(of: 0)[translator.translations(of: 0).startIndex].probability > 0.9)
    }

    @Test func wordsNeverSeenHaveNoTranslation() {
        #expect(translator().translate([4, 0, 99, -1]) == [nil, 0, nil, nil])
        #expect(translator().translations(of: 4).isEmpty)
        #expect(translator().translate([]).isEmpty)
    }

    /// At first a target word is equally probable from each of the three source words, the empty one included.
    @Test func theFirstIterationByHand() {
        let options = LexiconTranslator.Options(numIterations: 1, leastProbability: 0)
        var nats: [Double] = []
        let translator = LexiconTranslator(
            sources: sources, targets: targets, sourceVocabularySize: 5, targetVocabularySize: 4, options: options
        ) { nats.append($1) }
        // das: 2 thirds of "the", 1 third each of "house" and "book"
        let found = Array(translator.translations(of: 0))
        #expect(found.map(\.target) == [0, 1, 2])
        expectClose(found.map { Double($0.probability) }, [0.5, 0.25, 0.25], within: 1e-7)
        expectClose(nats, [log(4)], within: 1e-7)
    }

    @Test(arguments: [0, 1e-3])
    func probabilitiesAreThoseOfTheDefinition(leastProbability: Float) {
        let (sources, targets) = sentences(count: 60)
        let options = LexiconTranslator.Options(numIterations: 4, leastProbability: leastProbability)
        let translator = LexiconTranslator(
            sources: sources, targets: targets, sourceVocabularySize: 20, targetVocabularySize: 25, options: options)
        let naive = naiveLexicon(sources, targets, numIterations: 4, Double(leastProbability))
        var count = 0
        for (source, row) in naive where source >= 0 {
            let found = translator.translations(of: source)
            count += found.count
            #expect(found.count == row.count)
            for entry in found {
                expectClose([Double(entry.probability)], [row[entry.target] ?? 0], within: 1e-5)
            }
            #expect(zip(found, found.dropFirst()).allSatisfy { $0.probability >= $1.probability })
        }
        #expect(count == translator.count)
    }

    @Test func eachIterationCostsFewerNats() {
        let (sources, targets) = sentences(count: 200)
        var (iterations, nats): ([Int], [Double]) = ([], [])
        _ = LexiconTranslator(
            sources: sources, targets: targets, sourceVocabularySize: 20, targetVocabularySize: 25,
            options: .init(numIterations: 6, leastProbability: 0)
        ) {
            iterations.append($0)
            nats.append($1)
        }
        #expect(iterations == [1, 2, 3, 4, 5, 6])
        #expect(zip(nats, nats.dropFirst()).allSatisfy { $0 > $1 })
        expectClose([nats[0]], [log(25)], within: 0.1)
    }

    @Test func trainingRepeats() {
        let (sources, targets) = sentences(count: 100)
        let translators = (0..<2).map { _ in
            LexiconTranslator(
                sources: sources, targets: targets, sourceVocabularySize: 20, targetVocabularySize: 25)
        }
        #expect(translators[0] == translators[1])
    }

    @Test func dictionariesAreLearned() {
        let (sources, targets) = sentences(count: 300)
        let translator = LexiconTranslator(
            sources: sources, targets: targets, sourceVocabularySize: 20, targetVocabularySize: 25)
        #expect(translator.translate(Array(0..<20)) == Array(0..<20))
    }

    @Test func theTableIsBounded() {
        let (sources, targets) = sentences(count: 100)
        let translator = LexiconTranslator(
            sources: sources, targets: targets, sourceVocabularySize: 20, targetVocabularySize: 25,
            options: .init(leastProbability: 0, maxTranslations: 3))
        #expect((0..<20).allSatisfy { translator.translations(of: $0).count <= 3 })
        #expect(translator.translate([5, 6]) == [5, 6])
        let best = LexiconTranslator(
            sources: sources, targets: targets, sourceVocabularySize: 20, targetVocabularySize: 25,
            options: .init(leastProbability: 0.99))
        #expect((0..<20).allSatisfy { best.translations(of: $0).count == 1 })
    }

    @Test func emptySentencesAreLeftOut() {
        let with = LexiconTranslator(
            sources: sources + [[], [4], []], targets: targets + [[1], [], []], sourceVocabularySize: 5,
            targetVocabularySize: 4)
        #expect(with == translator())
        let none = LexiconTranslator(sources: [], targets: [], sourceVocabularySize: 1, targetVocabularySize: 1)
        #expect(none.translate([0]) == [nil])
    }

    @Test func progressCanEndTraining() {
        struct Stop: Error {}
        #expect(throws: Stop.self) {
            try LexiconTranslator(
                sources: sources, targets: targets, sourceVocabularySize: 5, targetVocabularySize: 4
            ) { iteration, _ in if iteration == 2 { throw Stop() } }
        }
    }

    @Test func idsOutsideTheVocabularyTrap() async {
        await #expect(processExitsWith: .failure) {
            _ = LexiconTranslator(sources: [[1]], targets: [[0]], sourceVocabularySize: 1, targetVocabularySize: 1)
        }
        await #expect(processExitsWith: .failure) {
            _ = LexiconTranslator(sources: [[0]], targets: [], sourceVocabularySize: 1, targetVocabularySize: 1)
        }
    }

    /// Sentences of two to six words, each of which has the target word of its own number, in another order, and one
    /// more of five words that say nothing.
    private func sentences(count: Int) -> (sources: [[Int32]], targets: [[Int32]]) {
        var generator = SeededGenerator(seed: 3)
        let sources = (0..<count).map { _ in
            (0..<Int.random(in: 2...6, using: &generator)).map { _ in Int32.random(in: 0..<20, using: &generator) }
        }
        let targets = sources.map { source in
            (source + [Int32.random(in: 20..<25, using: &generator)]).shuffled(using: &generator)
        }
        return (sources, targets)
    }
}

/// IBM Model 1 straight from its definition, with dictionaries: slow, and the judge of the fast one. The empty word is
/// -1.
private func naiveLexicon(
    _ sources: [[Int32]], _ targets: [[Int32]], numIterations: Int, _ leastProbability: Double
) -> [Int32: [Int32: Double]] {
    var lexicon: [Int32: [Int32: Double]] = [:]
    for (source, target) in zip(sources, targets) {
        for word in [-1] + source { for other in target { lexicon[word, default: [:]][other] = 1 } }
    }
    for _ in 0..<numIterations {
        var counts: [Int32: [Int32: Double]] = [:]
        for (source, target) in zip(sources, targets) {
            for other in target {
                let sum = ([-1] + source).reduce(0) { $0 + (lexicon[$1]?[other] ?? 0) }
                for word in [-1] + source {
                    guard let probability = lexicon[word]?[other] else { continue }
                    counts[word, default: [:]][other, default: 0] += probability / sum
                }
            }
        }
        lexicon = counts.mapValues { row in
            let least = min(leastProbability * row.values.reduce(0, +), row.values.max() ?? 0)
            let kept = row.filter { $0.value >= least }
            let total = kept.values.reduce(0, +)
            return kept.mapValues { $0 / total }
        }
    }
    return lexicon
}
