import Foundation
import ModelFiles
import NeuralLayers
import Tensors
import TestModels
import Testing

@testable import Training

struct TrainerCheckpointTests {
    private static let trainings = [
        TinyTraining(),
        TinyTraining("plateau") {
            $0.options.schedule = LearningRateSchedule(peak: 0.05, shape: .plateau(factor: 0.5, patience: 1))
        },
        TinyTraining("sgd") {
            $0.options.optimizer = .sgd
            $0.options.clipping = .value(0.1)
            $0.options.schedule = LearningRateSchedule(peak: 0.5, shape: .step(factor: 0.5, share: 0.3))
        },
        TinyTraining("adam, no held-out text") {
            $0.options.optimizer = .adam
            $0.validation = []
        },
    ]

    /// A checkpoint after every step, which covers both sides of every epoch's end and of every validation.
    @Test(arguments: trainings)
    func aTrainingResumedAtAnyStepEndsInTheBitsOfAnUninterruptedOne(training: TinyTraining) throws {
        var uninterrupted = training.trainer()
        var checkpoints: [SafetensorsFile] = []
        _ = try uninterrupted.run(checkpointInterval: 0) { event, trainer in
            if event == .checkpointDue, trainer.progress.isValidationPending != true {
                checkpoints.append(try trainer.checkpoint())
            }
            return true
        }
        let expected = try TrainingState(uninterrupted)
        #expect(checkpoints.count == expected.progress.step + 1)
        #expect(expected.cursor != (try TrainingState(training.trainer()).cursor))
        for (step, checkpoint) in checkpoints.enumerated() {
            var resumed = training.trainer()
            try resumed.restore(from: checkpoint)
            #expect(resumed.progress.step == step)
            #expect(try resumed.run { _, _ in true } == .finished)
            #expect(try TrainingState(resumed).differences(from: expected) == [], "resumed at step \(step)")
        }
    }

    /// What was learned before a validation is saved, and a training that was killed in it begins with it.
    @Test(arguments: trainings)
    func aTrainingKilledInAValidationEndsInTheSameBits(training: TinyTraining) throws {
        var uninterrupted = training.trainer()
        var pending: [SafetensorsFile] = []
        _ = try uninterrupted.run(checkpointInterval: 0) { event, trainer in
            if event == .checkpointDue, trainer.progress.isValidationPending == true {
                pending.append(try trainer.checkpoint())
            }
            return true
        }
        let expected = try TrainingState(uninterrupted)
        #expect(pending.count == expected.progress.history.count)
        for checkpoint in pending {
            var resumed = training.trainer()
            try resumed.restore(from: checkpoint)
            #expect(try resumed.run { _, _ in true } == .finished)
            #expect(try TrainingState(resumed).differences(from: expected) == [])
        }
    }

    @Test func restoringGivesBackWhatWasSaved() throws {
        var trainer = TinyTraining().trainer()
        #expect(throws: CancellationError.self) { try trainer.run { _, trainer in trainer.progress.step < 7 } }
        var restored = TinyTraining().trainer()
        try restored.restore(from: trainer.checkpoint())
        #expect(try TrainingState(restored).differences(from: TrainingState(trainer)) == [])
        #expect(restored.progress.seconds == trainer.progress.seconds)
    }

    @Test func theDescriptionIsStoredBesideTheTraining() throws {
        #expect(try TinyTraining().trainer().checkpoint().metadata["corpus"] == "made up")
    }

    @Test func secondsAreCountedOverAllRuns() throws {
        var trainer = TinyTraining().trainer()
        trainer.progress.seconds = 1000
        _ = try trainer.run { _, _ in true }
        #expect(trainer.progress.seconds > 1000 && trainer.progress.seconds < 1100)
    }

    // MARK: What does not fit

    @Test func anotherTrainingsOptionsAreRefused() throws {
        let other = TinyTraining("other") { $0.options.weightDecay = 0.02 }
        try expectMismatch(try other.trainer().checkpoint(), "options")
    }

    @Test(arguments: ["options", "progress", "cursor", "optimizerStep"])
    func aMissingEntryIsNamed(key: String) throws {
        try expectMismatch(damaged { metadata, _ in metadata[key] = nil }, key)
    }

    @Test(
        arguments: ["options", "progress", "cursor", "optimizerStep"],
        ["", "{", "[]", #"{"epoch": "x"}"#, #""a""#])
    func damagedJSONIsRefused(key: String, text: String) throws {
        try expectMismatch(damaged { metadata, _ in metadata[key] = text }, "damaged")
    }

    @Test(arguments: [
        "model.embedding.weight", "best.projection.bias", "optimizer.first.3", "optimizer.second.0", "carried.hidden.1",
        "carried.cell.0",
    ])
    func aMissingTensorIsNamed(name: String) throws {
        let shortName = name.split(separator: ".", maxSplits: 1)[1]
        try expectMismatch(damaged { _, tensors in tensors[name] = nil }, String(shortName))
    }

    @Test(arguments: ["model.lstm.weight_hh_l1", "best.embedding.weight", "optimizer.first.2", "carried.hidden.0"])
    func aTensorOfAnotherShapeIsNamed(name: String) throws {
        let shortName = name.split(separator: ".", maxSplits: 1)[1]
        try expectMismatch(damaged { _, tensors in tensors[name] = .zeros([3, 3]) }, String(shortName))
    }

    @Test(arguments: [#""position":-1"#, #""position":100000"#, #""rotation":-5"#, #""rotation":100000"#])
    func aCursorOutsideTheTextIsRefused(entry: String) throws {
        let key = entry.prefix { $0 != ":" }
        let checkpoint = try damaged { metadata, _ in
            metadata["cursor"] = metadata["cursor"]?.replacing(try! Regex("\(key):[0-9]+"), with: entry)
        }
        #expect(checkpoint.metadata["cursor"]?.contains(entry) == true)
        try expectMismatch(checkpoint, "cursor")
    }

    private func expectMismatch(
        _ checkpoint: SafetensorsFile, _ part: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        var trainer = TinyTraining().trainer()
        let error = try #require(throws: TrainingError.self, sourceLocation: sourceLocation) {
            try trainer.restore(from: checkpoint)
        }
        guard case .checkpointMismatch(let file, let reason) = error else { throw error }
        #expect(file == checkpoint.name, sourceLocation: sourceLocation)
        #expect(reason.contains(part), "\(reason)", sourceLocation: sourceLocation)
    }

    /// A checkpoint of the eighth step with something changed.
    private func damaged(
        _ change: (inout [String: String], inout [String: Tensor]) -> Void
    ) throws -> SafetensorsFile {
        var trainer = TinyTraining().trainer()
        #expect(throws: CancellationError.self) { try trainer.run { _, trainer in trainer.progress.step < 8 } }
        let checkpoint = try trainer.checkpoint()
        var (metadata, tensors) = (checkpoint.metadata, try checkpoint.tensors(prefix: ""))
        change(&metadata, &tensors)
        var writer = SafetensorsWriter(metadata: metadata)
        for (name, tensor) in tensors { writer.add(name, tensor) }
        return try SafetensorsFile(data: writer.data(), name: "a damaged checkpoint")
    }
}
