import Foundation
import Testing

@testable import TextGeneration

struct BaselinesTests {
    @Test func uniformCostsTheLogarithmOfTheVocabulary() {
        let baseline = UniformBaseline(vocabularySize: 8)
        #expect(abs(baseline.totalNats(of: [0, 7, 3]) - 3 * log(8)) < 1e-12)
        #expect(baseline.totalNats(of: []) == 0)
    }

    @Test func unigramAddsOneToEachCount() {
        let baseline = UnigramBaseline(training: [0, 0, 1], vocabularySize: 3)
        var probabilities = [Double](repeating: 0, count: 3)
        baseline.probabilities(after: [2], into: &probabilities)
        let expected: [Double] = [3, 2, 1].map { $0 / 6 }
        #expect(probabilities == expected)
        let nats = baseline.totalNats(of: [0, 2], after: [1])
        #expect(abs(nats - log(12)) < 1e-12)  // 1/2 · 1/6
    }

    @Test func unigramOfNoTextIsUniform() {
        let nats = UnigramBaseline(training: [], vocabularySize: 5).totalNats(of: [4, 0])
        #expect(abs(nats - 2 * log(5)) < 1e-12)
    }

    @Test func lessSmoothingTrustsTheCountsMore() {
        let training: [Int32] = [0, 0, 0, 1]
        let careful = UnigramBaseline(training: training, vocabularySize: 4, smoothing: 1)
        let bold = UnigramBaseline(training: training, vocabularySize: 4, smoothing: 0.01)
        #expect(bold.totalNats(of: [0]) < careful.totalNats(of: [0]))
        #expect(bold.totalNats(of: [3]) > careful.totalNats(of: [3]))
    }

    @Test func everyBaselineScoresWhatItsProbabilitiesSay() {
        let training: [Int32] = [1, 2, 3, 1, 2, 4, 1, 2, 3, 0]
        let baselines: [any SequenceBaseline] = [
            UniformBaseline(vocabularySize: 6),
            UnigramBaseline(training: training, vocabularySize: 6),
            KneserNeyModel(training: training, order: 4, vocabularySize: 6),
        ]
        let context: [Int32] = [2, 3]
        let ids: [Int32] = [1, 2, 5, 5, 1, 2, 3, 0]
        for baseline in baselines {
            var probabilities = [Double](repeating: 0, count: baseline.vocabularySize)
            var nats = 0.0
            for index in ids.indices {
                baseline.probabilities(after: context + ids[..<index], into: &probabilities)
                nats -= log(probabilities[Int(ids[index])])
            }
            let total = baseline.totalNats(of: ids, after: context)
            #expect(abs(total - nats) < 1e-9, "\(baseline.name): \(total) against \(nats)")
        }
    }

    @Test func anIDOutsideTheVocabularyTraps() async {
        await #expect(processExitsWith: .failure) {
            _ = KneserNeyModel(training: [0, 3], vocabularySize: 3)
        }
        await #expect(processExitsWith: .failure) {
            _ = UniformBaseline(vocabularySize: 3).totalNats(of: [-1])
        }
    }
}
