import Foundation
import TestSupport
import Testing

@testable import Training
@testable import Translation

struct BLEUTests {
    private let hypothesis = "the cat sat on the mat"
    private let reference = "the cat is on the mat today"

    @Test func oneSentenceByHand() {
        let bleu = BLEU(hypotheses: [hypothesis], references: [reference])
        // the cat … on the mat; the cat, on the, the mat; on the mat; no 4-gram
        #expect(bleu.statistics.matches == [5, 3, 1, 0])
        #expect(bleu.statistics.totals == [6, 5, 4, 3])
        #expect(bleu.systemLength == 6 && bleu.referenceLength == 7)
        expectClose(bleu.precisions, [500.0 / 6, 60, 25, 100.0 / 6], within: 1e-12)
        expectClose([bleu.brevityPenalty], [exp(-1.0 / 6)], within: 1e-15)
        let mean = pow(5.0 / 6 * 0.6 * 0.25 / 6, 0.25)
        expectClose([bleu.score], [100 * exp(-1.0 / 6) * mean], within: 1e-12)
    }

    @Test func everyFurtherOrderWithoutMatchHalvesItsPrecision() {
        let bleu = BLEU(hypotheses: ["a x b y c"], references: ["a b c d e"])
        expectClose(bleu.precisions, [60, 100.0 / (2 * 4), 100.0 / (4 * 3), 100.0 / (8 * 2)], within: 1e-12)
    }

    @Test func noWordOrNoFourWordsScoreNothing() {
        #expect(BLEU(hypotheses: ["a b c d"], references: ["e f g h"]).score == 0)
        #expect(BLEU(hypotheses: ["a b c d"], references: ["e f g h"]).precisions == [0, 0, 0, 0])
        #expect(BLEU(hypotheses: ["a b c"], references: ["a b c"]).score == 0)
        #expect(BLEU(hypotheses: [""], references: [""]).score == 0)
        #expect(BLEU(hypotheses: [""], references: ["a"]).brevityPenalty == 0)
        #expect(BLEU(statistics: BLEUStatistics()).score == 0)
    }

    @Test func figuresAreThoseOfSacreBLEU() throws {
        for golden in try TranslationMetricsGolden.shared.get().cases {
            for expected in golden.bleu {
                let tokenization = try #require(BLEUTokenization(rawValue: expected.tokenization))
                let found = BLEU(
                    hypotheses: golden.hypotheses, references: golden.references, tokenization: tokenization,
                    isCaseSensitive: expected.isCaseSensitive)
                let name = Comment(rawValue: "\(golden.name), \(expected.signature)")
                #expect(found.statistics.matches == expected.matches, name)
                #expect(found.statistics.totals == expected.totals, name)
                #expect(found.systemLength == expected.systemLength, name)
                #expect(found.referenceLength == expected.referenceLength, name)
                expectClose(
                    [found.score, found.brevityPenalty] + found.precisions,
                    [expected.score, expected.brevityPenalty] + expected.precisions, within: 1e-10)
                #expect(found.signature == expected.signature)
            }
        }
    }

    @Test func tokensAreThoseOfSacreBLEU() throws {
        for line in try TranslationMetricsGolden.shared.get().lines {
            for tokenization in BLEUTokenization.allCases {
                let found = tokenization.tokens(of: line.line, isCaseSensitive: true).map(Array.init)
                let expected = try #require(line.tokens[tokenization.rawValue]).map { Array($0.utf8) }
                #expect(found == expected, "\(tokenization.rawValue): \(line.line)")
            }
        }
    }

    @Test func lowerCaseIsThatOfPython() throws {
        for line in try TranslationMetricsGolden.shared.get().lines {
            #expect(Array(lowercasedWithFinalSigma(line.line).utf8) == Array(line.lowercase.utf8), "\(line.line)")
        }
    }

    @Test func accentsOfDifferentSpellingsDiffer() {
        let (composed, decomposed) = ("caf\u{e9}", "cafe\u{301}")
        #expect(composed == decomposed)
        #expect(BLEUStatistics(hypothesis: composed, reference: decomposed).matches[0] == 0)
        #expect(BLEUStatistics(hypothesis: composed, reference: composed).matches[0] == 1)
    }

    @Test func sentencesAddUpToTheCorpus() {
        let (hypotheses, references) = ([hypothesis, "", "A b."], [reference, "c", "A b, c."])
        let sentences = BLEUStatistics.perSentence(hypotheses: hypotheses, references: references)
        #expect(sentences.count == 3)
        #expect(sentences[0] == BLEUStatistics(hypothesis: hypothesis, reference: reference))
        let corpus = BLEU(hypotheses: hypotheses, references: references)
        #expect(BLEU(statistics: .sum(of: sentences)) == corpus)
        #expect(corpus.systemLength == 9 && corpus.referenceLength == 13)
    }

    @Test func theOrderOfSentencesDoesNotMatter() {
        let (hypotheses, references) = ([hypothesis, "x y z", "A b."], [reference, "y z", "A b, c."])
        #expect(
            BLEU(hypotheses: hypotheses, references: references)
                == BLEU(hypotheses: hypotheses.reversed(), references: references.reversed()))
    }

    @Test func theIntervalHoldsTheScore() {
        let hypotheses = (0..<60).map { "the cat number \($0 % 7) sat on mat \($0 % 5)" }
        let references = (0..<60).map { "the cat number \($0 % 4) sat on the mat \($0 % 5)" }
        let interval = BootstrapInterval.bleu(hypotheses: hypotheses, references: references, numResamples: 200)
        #expect(interval.estimate == BLEU(hypotheses: hypotheses, references: references).score)
        #expect(interval.lower < interval.estimate && interval.estimate < interval.upper)
        #expect(interval.upper - interval.lower < 20)
        let again = BootstrapInterval.bleu(hypotheses: hypotheses, references: references, numResamples: 200)
        #expect(again == interval)
        let equal = BootstrapInterval.bleu(hypotheses: references, references: references, numResamples: 20)
        expectClose([equal.lower, equal.estimate, equal.upper], [100, 100, 100], within: 1e-10)
    }

    @Test func scoresComeBackFromJSON() throws {
        let bleu = BLEU(
            hypotheses: [hypothesis], references: [reference], tokenization: .international, isCaseSensitive: false)
        #expect(bleu.signature == "nrefs:1|case:lc|eff:no|tok:intl|smooth:exp|version:2.6.0")
        let data = try JSONEncoder().encode(bleu)
        #expect(try JSONDecoder().decode(BLEU.self, from: data) == bleu)
    }

    @Test func sizesThatDoNotFitTrap() async {
        await #expect(processExitsWith: .failure) { _ = BLEU(hypotheses: [], references: []) }
        await #expect(processExitsWith: .failure) { _ = BLEU(hypotheses: ["a"], references: ["a", "b"]) }
        await #expect(processExitsWith: .failure) { _ = ChrF(hypotheses: ["a"], references: []) }
    }
}
