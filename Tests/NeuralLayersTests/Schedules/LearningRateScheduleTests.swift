import Foundation
import NeuralLayers
import TestSupport
import Testing

struct LearningRateScheduleTests {
    private func expectClose(_ found: Float, _ expected: Float, _ comment: Comment? = nil) {
        #expect(abs(found - expected) <= 1e-6 * max(abs(expected), 1e-6), "\(found), expected \(expected)")
    }

    @Test func constantIsThePeakThroughout() {
        let schedule = LearningRateSchedule(peak: 0.3)
        for step in [0, 1, 1000] { #expect(schedule.rate(step: step, progress: Double(step) / 1000) == 0.3) }
    }

    @Test func warmUpRisesByEqualStepsToThePeak() {
        let schedule = LearningRateSchedule(peak: 2, warmupSteps: 4)
        #expect((0..<6).map { schedule.rate(step: $0, progress: 0) } == [0.5, 1, 1.5, 2, 2, 2])
    }

    @Test func cosineFallsFromThePeakToTheMinimum() {
        let schedule = LearningRateSchedule(peak: 0.1, shape: .cosine(minimum: 0.02))
        expectClose(schedule.rate(step: 9, progress: 0), 0.1)
        expectClose(schedule.rate(step: 9, progress: 1.0 / 3), 0.02 + 0.08 * 0.75)
        expectClose(schedule.rate(step: 9, progress: 0.5), 0.06)
        expectClose(schedule.rate(step: 9, progress: 2.0 / 3), 0.02 + 0.08 * 0.25)
        expectClose(schedule.rate(step: 9, progress: 1), 0.02)
    }

    @Test func cosineStaysAtItsEndsOutsideTheTraining() {
        let schedule = LearningRateSchedule(peak: 0.1, shape: .cosine(minimum: 0.02))
        expectClose(schedule.rate(step: 0, progress: -0.5), 0.1)
        expectClose(schedule.rate(step: 0, progress: 1.5), 0.02)
    }

    @Test func warmUpScalesTheShapeBelowIt() {
        let schedule = LearningRateSchedule(peak: 0.1, warmupSteps: 10, shape: .cosine(minimum: 0))
        expectClose(schedule.rate(step: 1, progress: 0.5), 0.2 * 0.05)
    }

    @Test func stepsMultiplyByTheFactorAtEachShare() {
        let schedule = LearningRateSchedule(peak: 1, shape: .step(factor: 0.5, share: 0.25))
        let rates = [0, 0.24, 0.25, 0.49, 0.5, 0.75, 0.99].map { schedule.rate(step: 0, progress: $0) }
        #expect(rates == [1, 1, 0.5, 0.5, 0.25, 0.125, 0.125])
    }

    @Test func plateauMultipliesByTheFactorForEachReduction() {
        let schedule = LearningRateSchedule(peak: 8, shape: .plateau(factor: 0.5, patience: 3))
        #expect((0..<4).map { schedule.rate(step: 0, progress: 0.9, reductions: $0) } == [8, 4, 2, 1])
    }

    @Test func trackerReducesAfterPatienceWithoutImprovement() {
        var tracker = PlateauTracker()
        let losses = [5.0, 4, 4, 4.5, 3, 3, 3, 3, 3, 2]
        let reductions = losses.map { loss in
            tracker.observe(loss, patience: 2)
            return tracker.reductions
        }
        #expect(reductions == [0, 0, 0, 1, 1, 1, 2, 2, 3, 3])
    }

    @Test(arguments: [0, 3]) func trackerGoesOnAfterBeingSaved(observed: Int) throws {
        var tracker = PlateauTracker()
        for _ in 0..<observed { tracker.observe(2, patience: 4) }
        var restored = try JSONDecoder().decode(PlateauTracker.self, from: JSONEncoder().encode(tracker))
        #expect(restored == tracker)
        for loss in [2.0, 2, 1, 1, 1, 1, 1] {
            tracker.observe(loss, patience: 4)
            restored.observe(loss, patience: 4)
            #expect(restored == tracker)
        }
        #expect(tracker.reductions > 0)
    }

    @Test(arguments: [
        LearningRateSchedule.Shape.constant, .cosine(minimum: 1e-5), .step(factor: 0.3, share: 0.2),
        .plateau(factor: 0.7, patience: 5),
    ])
    func jsonKeepsEverything(shape: LearningRateSchedule.Shape) throws {
        let schedule = LearningRateSchedule(peak: 0.0031, warmupSteps: 17, shape: shape)
        let data = try JSONEncoder().encode(schedule)
        #expect(try JSONDecoder().decode(LearningRateSchedule.self, from: data) == schedule)
    }
}
