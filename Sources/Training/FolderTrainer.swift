import Foundation
import ModelFiles
import Tokenization

/// A trainer that keeps its checkpoint and the best model so far in a folder, where there is one.
package struct FolderTrainer<Task: TrainingTask>: Sendable where Task.Model: StoredModel {
    package let folder: ModelFolder?
    private var trainer: Trainer<Task>

    package init(_ task: Task, options: TrainingOptions, folder: ModelFolder?) {
        self.folder = folder
        trainer = Trainer(task: task, options: options)
    }

    package var task: Task { trainer.task }
    package var model: Task.Model { trainer.task.model }
    package var progress: TrainingProgress { trainer.progress }

    // MARK: Before

    /// The seconds for each unit, by some steps that are taken back.
    package mutating func measureSpeed(steps: Int, seconds: Double) throws -> Double {
        try trainer.measureSpeed(steps: steps, seconds: seconds)
    }

    /// The epochs that a time is enough for, in hundredths, so that the same training can be had again by naming them.
    ///
    /// - Parameter speed: Seconds for each unit.
    package func epochs(in seconds: Double, speed: Double) -> Double {
        let affordable = seconds / speed / Double(task.unitsPerEpoch)
        return min(999_999, max(0.01, (affordable * 100).rounded(.down) / 100))
    }

    /// Takes up other options; the training must not have begun.
    package mutating func plan(_ options: TrainingOptions) { trainer = trainer.planned(options) }

    /// Goes on where the checkpoint in the folder stands.
    package mutating func resume() throws {
        guard let folder else { preconditionFailure("resume: the training has no folder.") }
        try trainer.restore(from: SafetensorsFile(contentsOf: folder.file(ModelFolder.checkpointFile)))
    }

    // MARK: Running

    /// Writes a checkpoint of the training as it is before its first step, so that work before that can be gone on with.
    package func begin(_ settings: some Encodable, description: [String: String]) throws {
        guard let folder else { return }
        try folder.create()
        try trainer.writeCheckpoint(
            to: folder.file(ModelFolder.checkpointFile), description: Self.metadata(settings, description))
    }

    private static func metadata(_ settings: some Encodable, _ description: [String: String]) throws -> [String: String]
    {
        var metadata = description
        metadata[settingsKey] = String(decoding: try JSONFile.encode(settings), as: UTF8.self)
        return metadata
    }

    /// Trains to the end, and puts the best parameters into the model.
    ///
    /// - Parameters:
    ///   - settings: Stored in checkpoints beside `description`.
    ///   - precision: How the weights of the best model so far are stored.
    ///   - writeBeside: Writes what a model's folder holds besides weights and sizes, such as a tokenizer.
    /// - Throws: Also `CancellationError` where it was stopped, after a checkpoint; see ``Trainer/run(checkpointInterval:_:)``.
    package mutating func train(
        _ settings: some Encodable, precision: WeightPrecision = .float32, description: [String: String] = [:],
        writeBeside: (ModelFolder) throws -> Void, _ handle: (TrainingEvent, borrowing Trainer<Task>) throws -> Bool
    ) throws -> Trainer<Task>.Outcome {
        try folder?.create()
        let (folder, metadata) = (folder, try Self.metadata(settings, description))
        let outcome = try runUntilDiverged { event, trainer in
            if event == .checkpointDue, let folder {
                try trainer.writeCheckpoint(to: folder.file(ModelFolder.checkpointFile), description: metadata)
                // A model that was here before stays until the first validation has seen something of the new one.
                if trainer.progress.best != nil || !folder.hasWeights {
                    try FolderSnapshot.replace(in: folder.url) {
                        try folder.removeReport()
                        try trainer.withBestParameters { try folder.write($0.model, precision: precision) }
                        try folder.write(trainer.task.model.configuration)
                        try writeBeside(folder)
                    }
                }
            }
            return try handle(event, trainer)
        }
        trainer.restoreBestParameters()
        return outcome
    }

    /// Runs the training; one that diverges before anything of it was kept leaves no checkpoint to go on from.
    private mutating func runUntilDiverged(
        _ handle: (TrainingEvent, borrowing Trainer<Task>) throws -> Bool
    ) throws -> Trainer<Task>.Outcome {
        do {
            return try trainer.run(handle)
        } catch let error as TrainingError {
            switch error {
            // The divergence matters more than a checkpoint that cannot be removed.
            case .diverged, .weightsDiverged: if progress.best == nil { try? removeCheckpoint() }
            case .checkpointMismatch, .invalidSettings: break
            }
            throw error
        }
    }

    /// Trains a model that reads tokens.
    ///
    /// - Parameter target: The tokenizer of the target, where that is another one.
    package mutating func train(
        _ settings: some Encodable, precision: WeightPrecision = .float32, tokenizer: Tokenizer,
        target: Tokenizer? = nil, description: [String: String] = [:],
        _ handle: (TrainingEvent, borrowing Trainer<Task>) throws -> Bool
    ) throws -> Trainer<Task>.Outcome {
        try train(
            settings, precision: precision, description: description,
            writeBeside: { try $0.write(tokenizer, target: target, of: Task.Model.Configuration.self) },
            handle)
    }

    /// Writes the report of the finished model, whose checkpoint then goes.
    package func finish(_ report: some Encodable) throws {
        guard let folder else { return }
        try folder.writeJSON(report, ModelFolder.reportFile)
        try removeCheckpoint()
    }

    /// Removes the checkpoint, if there is one.
    package func removeCheckpoint() throws { try folder?.remove(ModelFolder.checkpointFile) }
}
