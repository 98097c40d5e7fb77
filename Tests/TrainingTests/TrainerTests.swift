import ModelFiles
import NeuralLayers
import TestModels
import TestSupport
import Testing

@testable import Training

struct TrainerTests {
    @Test func aShortTextIsLearntByHeart() throws {
        let training = TinyTraining("short text") {
            $0.ids = Array(repeatElement(TinyTraining.text(40), count: 6).joined())
            $0.validation = []
            $0.hiddenSize = 32
            $0.dropout = 0
            $0.batches = .init(batchSize: 1, sequenceLength: 40)
            $0.options.epochs = 50
            $0.options.schedule = LearningRateSchedule(peak: 0.02, warmupSteps: 10, shape: .cosine(minimum: 1e-3))
        }
        var trainer = training.trainer()
        #expect(try trainer.run { _, _ in true } == .finished)
        #expect(trainer.progress.trainingLoss < 0.1)
        #expect(trainer.progress.units >= trainer.progress.totalUnits)
    }

    @Test func trainingTwiceGivesTheSameBits() throws {
        var (first, second) = (TinyTraining().trainer(), TinyTraining().trainer())
        _ = try first.run { _, _ in true }
        _ = try second.run(checkpointInterval: 0) { event, trainer in
            if event == .checkpointDue { _ = try trainer.checkpoint() }
            return true
        }
        #expect(try TrainingState(first).differences(from: TrainingState(second)).isEmpty)
    }

    @Test func anotherSeedGivesAnotherModel() throws {
        let other = TinyTraining("other seed") { $0.options.randomSeed = 8 }.trainer()
        let trainer = TinyTraining().trainer()
        #expect(other.parameters[0].parameter.value != trainer.parameters[0].parameter.value)
    }

    @Test func measuringTheSpeedLeavesNoTrace() throws {
        var (measured, plain) = (TinyTraining().trainer(), TinyTraining().trainer())
        let before = try TrainingState(measured)
        #expect(try measured.measureSpeed(steps: 30, seconds: 60) > 0)
        #expect(try TrainingState(measured).differences(from: before).isEmpty)
        _ = try measured.run { _, _ in true }
        _ = try plain.run { _, _ in true }
        #expect(try TrainingState(measured).differences(from: TrainingState(plain)).isEmpty)
    }

    @Test func planningChangesTheLengthAlone() throws {
        let trainer = TinyTraining().trainer()
        var options = trainer.options
        options.epochs = 0.5
        let planned = trainer.planned(options)
        #expect(planned.progress.totalUnits == 120 && trainer.progress.totalUnits == 528)
        #expect(planned.options.epochs == 0.5)
        #expect(planned.parameters.map(\.parameter.value) == trainer.parameters.map(\.parameter.value))
    }

    @Test func aLearningRateThatIsFarTooHighDiverges() throws {
        var trainer = TinyTraining("diverging") {
            $0.options.optimizer = .sgd
            $0.options.clipping = .none
            $0.options.schedule = LearningRateSchedule(peak: 1e30)
        }.trainer()
        let error = try #require(throws: TrainingError.self) { _ = try trainer.run { _, _ in true } }
        guard case .diverged(let step, let loss) = error else { throw error }
        #expect(step >= 1 && step == trainer.progress.step && !loss.isFinite)
        #expect(error.description.hasSuffix("; lower `learningRate`, or lower `clipping`."))
    }

    @Test func weightsThatTheLastStepRuinsAreNotTakenForTheBest() throws {
        var trainer = ScriptedTask(validationLosses: [.nan]).trainer(steps: 1)
        #expect(throws: TrainingError.self) { _ = try trainer.run { _, _ in true } }
        #expect(trainer.progress.best == nil)
    }

    @Test func aLossFarAboveGuessingIsNeverTheBest() throws {
        var task = ScriptedTask(validationLosses: [31, 1])
        task.largestLoss = 30
        var trainer = task.trainer(steps: 2)
        #expect(throws: TrainingError.diverged(step: 1, loss: 31)) { _ = try trainer.run { _, _ in true } }
        #expect(trainer.progress.best == nil)
    }

    @Test func aLossFarAboveGuessingAfterAGoodOneLeavesThat() throws {
        var task = ScriptedTask(validationLosses: [2, 31])
        task.largestLoss = 30
        var trainer = task.trainer(steps: 2)
        #expect(try trainer.run { _, _ in true } == .finished)
        #expect(trainer.progress.best?.validationLoss == 2)
    }

    // MARK: Validation and stopping

    @Test func theBestParametersAreThoseOfTheLowestValidationLoss() throws {
        var trainer = ScriptedTask(validationLosses: [5, 3, 4, 2, 2, 6]).trainer(steps: 6)
        #expect(try trainer.run { _, _ in true } == .finished)
        let value = trainer.task.model.value
        #expect(value.value.elements == [-6])
        trainer.withBestParameters { #expect($0.model.value.value.elements == [-4]) }
        #expect(value.value.elements == [-6])
        trainer.restoreBestParameters()
        #expect(value.value.elements == [-4])
        #expect(trainer.progress.best?.step == 4 && trainer.progress.best?.validationLoss == 2)
        #expect(trainer.progress.history.map(\.validationLoss) == [5, 3, 4, 2, 2, 6])
        #expect(trainer.progress.history.map(\.step) == [1, 2, 3, 4, 5, 6])
        #expect(trainer.progress.history[3].epoch == 0.4)
    }

    @Test(arguments: [1, 3]) func withoutHeldOutDataTheLastParametersAreTheBest(numValidations: Int) throws {
        var trainer = ScriptedTask(validationLosses: nil).trainer(steps: 6, numValidations: numValidations)
        _ = try trainer.run { _, _ in true }
        trainer.restoreBestParameters()
        #expect(trainer.task.model.value.value.elements == [-6])
        #expect(trainer.progress.history.count == numValidations)
    }

    @Test func validationsAreEvenlySpacedAndTheLastIsAtTheEnd() throws {
        let task = ScriptedTask(validationLosses: [1, 1, 1, 1])
        var trainer = task.trainer(steps: 20, numValidations: 4)
        _ = try trainer.run { _, _ in true }
        #expect(trainer.progress.history.map(\.step) == [5, 10, 15, 20])
    }

    @Test func patienceEndsATrainingThatNoLongerImproves() throws {
        var trainer = ScriptedTask(validationLosses: [5, 4, 4.5, 3, 3, 3.5, 1]).trainer(steps: 7, patience: 2)
        #expect(try trainer.run { _, _ in true } == .stoppedEarly)
        #expect(trainer.progress.step == 6)
        trainer.restoreBestParameters()
        #expect(trainer.task.model.value.value.elements == [-4])
    }

    @Test func aTrainingThatStoppedEarlyStaysStoppedWhenItIsResumed() throws {
        let task = ScriptedTask(validationLosses: [1, 2, 3, 0, 0])
        var trainer = task.trainer(steps: 5, patience: 2)
        var last: SafetensorsFile?
        _ = try trainer.run { event, trainer in
            if event == .checkpointDue { last = try trainer.checkpoint() }
            return true
        }
        var resumed = ScriptedTask(validationLosses: [1, 2, 3, 0, 0]).trainer(steps: 5, patience: 2)
        try resumed.restore(from: try #require(last))
        #expect(try resumed.run { _, _ in true } == .stoppedEarly)
        #expect(resumed.progress.step == 3)
    }

    @Test func thePlateauScheduleReducesTheRateAfterItsPatience() throws {
        var trainer = ScriptedTask(validationLosses: [5, 5, 5, 5, 5]).trainer(steps: 5)
        var options = trainer.options
        options.schedule = LearningRateSchedule(peak: 1, shape: .plateau(factor: 0.5, patience: 1))
        trainer = Trainer(task: ScriptedTask(validationLosses: [5, 5, 5, 5, 5]), options: options)
        _ = try trainer.run { _, _ in true }
        #expect(trainer.task.model.value.value.elements == [-1 - 1 - 0.5 - 0.25 - 0.125])
    }

    // MARK: Events

    @Test(arguments: [1, 4, 6]) func aHandlerStopsTheTrainingAfterALastCheckpoint(stop: Int) throws {
        var trainer = ScriptedTask(validationLosses: [3, 2, 1]).trainer(steps: 9, numValidations: 3)
        var events: [TrainingEvent] = []
        #expect(throws: CancellationError.self) {
            try trainer.run { event, trainer in
                events.append(event)
                return trainer.progress.step < stop
            }
        }
        #expect(trainer.progress.step == stop)
        #expect(events.last == .checkpointDue)
    }

    @Test func aHandlerCanStopBeforeTheFirstStep() throws {
        var trainer = ScriptedTask(validationLosses: nil).trainer(steps: 3)
        #expect(throws: CancellationError.self) { try trainer.run { _, _ in false } }
        #expect(trainer.progress.step == 0)
    }

    @Test func aTrainingStoppedAtItsLastStepHasOnlyToFinish() throws {
        var trainer = ScriptedTask(validationLosses: nil).trainer(steps: 3)
        #expect(throws: CancellationError.self) { try trainer.run { _, trainer in trainer.progress.step < 3 } }
        let checkpoint = try trainer.checkpoint()
        var resumed = ScriptedTask(validationLosses: nil).trainer(steps: 3)
        try resumed.restore(from: checkpoint)
        #expect(try resumed.run { _, _ in true } == .finished)
        #expect(resumed.progress.step == 3 && resumed.progress.history.count == 3)
    }

    @Test(arguments: [1, 4]) func aHandlerThatThrowsCancellationErrorStopsAfterALastCheckpoint(stop: Int) throws {
        var trainer = ScriptedTask(validationLosses: [3, 2, 1]).trainer(steps: 9, numValidations: 3)
        var events: [TrainingEvent] = []
        #expect(throws: CancellationError.self) {
            try trainer.run { event, trainer in
                events.append(event)
                if trainer.progress.step == stop { throw CancellationError() }
                return true
            }
        }
        #expect(trainer.progress.step == stop && events.last == .checkpointDue)
    }

    @Test(.ofTestsThatAwait) func aCancelledSwiftTaskStopsTheTrainingAfterALastCheckpoint() async throws {
        let task = Task {
            var trainer = ScriptedTask(validationLosses: [3, 2, 1]).trainer(steps: 9, numValidations: 3)
            var events: [TrainingEvent] = []
            #expect(throws: CancellationError.self) {
                try trainer.run { event, trainer in
                    events.append(event)
                    if trainer.progress.step == 2 { withUnsafeCurrentTask { $0?.cancel() } }
                    return true
                }
            }
            #expect(trainer.progress.step == 2 && events.last == .checkpointDue)
        }
        await task.value
    }

    @Test func theEventsComeInOrder() throws {
        var trainer = ScriptedTask(validationLosses: [7]).trainer(steps: 2, numValidations: 1)
        var events: [TrainingEvent] = []
        _ = try trainer.run { event, _ in
            events.append(event)
            return true
        }
        let validation = try #require(trainer.progress.history.first)
        #expect(
            events == [
                .checkpointDue, .stepEnded(loss: 0), .stepEnded(loss: -1), .validated(validation), .checkpointDue,
            ])
        #expect(validation.validationLoss == 7)
    }

    @Test func whatAHandlerThrowsEndsTheTraining() {
        struct Refusal: Error {}
        var trainer = ScriptedTask(validationLosses: nil).trainer(steps: 3)
        #expect(throws: Refusal.self) { _ = try trainer.run { _, _ in throw Refusal() } }
    }
}
