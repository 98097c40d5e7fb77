import Foundation
import Testing

@testable import TextGeneration

/// Which network a time budget is spent on, on machines of given speeds.
struct TimeBudgetSearchTests {
    private static let counts = [100, 5_000, 30_000, 90_000, 300_000, 1_000_000, 20_000_000]
    private static let times = (0..<40).map { 0.5 * pow(1.5, Double($0)) }

    /// - Parameter speed: Weights of a step in a second, in millions.
    private func choice(_ count: Int, seconds: Double, speed: Double = 8_000) -> TimeBudgetChoice {
        let candidates = TimeBudgetSearch(characters: count, seconds: seconds)
            .choose(among: NetworkSize.candidates(forCharacters: count)) { size, _ in
                TimeBudgetChoice.Cost(secondsPerCharacter: size.megaweights / speed, secondsForReport: 0)
            }
        return TimeBudgetChoice(seconds: seconds, candidates: candidates)
    }

    @Test(arguments: counts) func moreTimeNeverGivesASmallerNetworkOrAHigherLoss(count: Int) {
        let choices = Self.times.map { choice(count, seconds: $0).chosen }
        for (less, more) in zip(choices, choices.dropFirst()) {
            #expect(more.size.megaweights >= less.size.megaweights, "\(less.passes) and \(more.passes) passes")
            #expect(more.predictedLoss <= less.predictedLoss)
            if more.size == less.size { #expect(more.passes >= less.passes) }
        }
        if count >= 90_000 { #expect(choices[0].size == NetworkSize.candidates(forCharacters: count)[0]) }
    }

    @Test(arguments: counts) func aFasterMachineNeverGetsASmallerNetwork(count: Int) {
        let sizes = [500.0, 2_000, 8_000, 32_000].map { choice(count, seconds: 60, speed: $0).chosen.size.megaweights }
        #expect(sizes == sizes.sorted())
    }

    @Test func longTextsGetLargerNetworksWhereThereIsTime() {
        let sizes = [30_000, 300_000, 1_000_000].map { choice($0, seconds: 3_600).chosen.size.megaweights }
        #expect(sizes == sizes.sorted() && Set(sizes).count == 3)
    }

    @Test(arguments: counts) func morePassesAreNeverPredictedToBeWorseUpToThoseThatPay(count: Int) {
        for size in NetworkSize.candidates(forCharacters: count) {
            let curve = LearningCurve(size, characters: count)
            let losses = stride(from: 0.05, through: 1, by: 0.05).map { curve.loss(passes: $0 * curve.usefulPasses) }
            #expect(losses == losses.sorted(by: >), "\(size)")
            #expect(losses.allSatisfy { $0.isFinite })
        }
    }

    @Test func theChoiceHasTheLowestLossOfThoseThatWereTimed() {
        let choice = choice(300_000, seconds: 120)
        #expect(choice.candidates.count > 1)
        #expect(choice.candidates.allSatisfy { $0.predictedLoss >= choice.chosen.predictedLoss })
    }

    /// A step of the largest network may take longer than the whole budget.
    @Test func networksThatCannotWinAreNotTimed() {
        let choice = choice(1_000_000, seconds: 2)
        #expect(choice.candidates.count < NetworkSize.candidates(forCharacters: 1_000_000).count)
    }

    @Test func validationsAndReportAreTakenFromTheTime() {
        let search = TimeBudgetSearch(characters: 50_000, seconds: 20)
        let size = NetworkSize(numLayers: 1, hiddenSize: 128)
        func passes(report: Double) -> Double {
            search.candidate(size, .init(secondsPerCharacter: 1e-4, secondsForReport: report)).passes
        }
        #expect(passes(report: 0) == 3.8 && passes(report: 5) == 2.8)
        #expect(passes(report: 100) == 1)  // a quarter of the time trains in any case
    }
}
