import Foundation
import TestSupport
import Testing

@testable import Training
@testable import Translation

struct ChrFTests {
    @Test func oneWordByHand() {
        let chrF = ChrF(hypotheses: ["abcd"], references: ["ab cde"], options: .init(characterOrder: 2))
        // a, b, c, d of 4 and of 5; ab, bc, cd of 3 and of 4: white space is left out
        #expect(chrF.statistics.matches == [4, 3])
        #expect(chrF.statistics.hypothesisTotals == [4, 3])
        #expect(chrF.statistics.referenceTotals == [5, 4])
        expectClose([chrF.precision, chrF.recall], [1, (0.8 + 0.75) / 2], within: 1e-15)
        expectClose([chrF.score], [100 * 5 * 0.775 / (4 + 0.775)], within: 1e-12)
    }

    @Test func ordersThatOneSideLacksDoNotCount() {
        let chrF = ChrF(hypotheses: ["ab"], references: ["abc"])
        expectClose([chrF.precision, chrF.recall], [1, (2.0 / 3 + 0.5) / 2], within: 1e-15)
        #expect(ChrF(hypotheses: ["abc"], references: ["ab"]).statistics.hypothesisTotals == [3, 2, 0, 0, 0, 0])
        #expect(ChrF(hypotheses: [""], references: [""]).score == 0)
        #expect(ChrF(hypotheses: ["a"], references: [" "]).score == 0)
        #expect(ChrF(statistics: ChrFStatistics()).score == 0)
    }

    @Test func wordsLoseOneMarkOfPunctuation() {
        let statistics = ChrFStatistics(
            hypothesis: "(hi) (a a, b.. ,", reference: ") (a ,b. .", options: .init(wordOrder: 1))
        // (hi ) ( a a , b. . ,  beside  ) ( a ,b . .  with ) ( a . in common
        #expect(statistics.hypothesisTotals[6] == 9)
        #expect(statistics.referenceTotals[6] == 6)
        #expect(statistics.matches[6] == 4)
    }

    @Test func figuresAreThoseOfSacreBLEU() throws {
        for golden in try TranslationMetricsGolden.shared.get().cases {
            for expected in golden.chrF {
                let options = ChrF.Options(
                    characterOrder: expected.characterOrder, wordOrder: expected.wordOrder, beta: expected.beta,
                    isCaseSensitive: expected.isCaseSensitive)
                let found = ChrF(hypotheses: golden.hypotheses, references: golden.references, options: options)
                let isClose = abs(found.score - expected.score) <= 1e-10
                #expect(isClose, "\(golden.name), \(expected.signature): \(found.score), \(expected.score)")
                #expect(found.name == expected.name)
                #expect(found.signature == expected.signature)
            }
        }
    }

    @Test func sentencesAddUpToTheCorpus() {
        let (hypotheses, references) = (["a cat", "", "A dog."], ["the cat", "c", "A dog barks."])
        let sentences = ChrFStatistics.perSentence(
            hypotheses: hypotheses, references: references, options: .plusPlus)
        let corpus = ChrF(hypotheses: hypotheses, references: references, options: .plusPlus)
        #expect(ChrF(statistics: .sum(of: sentences), options: .plusPlus) == corpus)
        #expect(corpus.statistics.matches.count == 8)
    }

    @Test func theIntervalHoldsTheScore() {
        let hypotheses = (0..<40).map { "a cat number \($0 % 7) sat" }
        let references = (0..<40).map { "the cat number \($0 % 4) sat" }
        let interval = BootstrapInterval.chrF(hypotheses: hypotheses, references: references, numResamples: 100)
        #expect(interval.estimate == ChrF(hypotheses: hypotheses, references: references).score)
        #expect(interval.lower < interval.estimate && interval.estimate < interval.upper)
    }

    @Test func scoresComeBackFromJSON() throws {
        let chrF = ChrF(hypotheses: ["a cat"], references: ["the cat"], options: .plusPlus)
        #expect(chrF.name == "chrF2++")
        let data = try JSONEncoder().encode(chrF)
        #expect(try JSONDecoder().decode(ChrF.self, from: data) == chrF)
    }

    @Test func optionsOutsideTheirRangesTrap() async {
        await #expect(processExitsWith: .failure) {
            _ = ChrF(hypotheses: ["a"], references: ["a"], options: .init(characterOrder: 0))
        }
        await #expect(processExitsWith: .failure) {
            _ = ChrF(hypotheses: ["a"], references: ["a"], options: .init(wordOrder: -1))
        }
        await #expect(processExitsWith: .failure) {
            var sum = ChrFStatistics(hypothesis: "a", reference: "a")
            sum += ChrFStatistics(hypothesis: "a", reference: "a", options: .plusPlus)
        }
    }
}
