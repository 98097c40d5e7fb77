import Foundation
import ModelFiles
import Tensors

/// A training from data to a folder with a finished model: the common interface of all tasks.
public protocol ModelTraining: Sendable {
    /// The network that is trained.
    associatedtype Model: StoredModel
    /// Everything that decides the training, apart from the data.
    associatedtype Settings: TrainingSettings
    /// The finished model and its report.
    associatedtype Result: Sendable

    /// The settings, with what was planned or adapted.
    var settings: Settings { get }
    /// The network as it stands.
    var model: Model { get }
    /// How far the training is.
    var progress: TrainingProgress { get }

    /// Sets the number of epochs so that the training fits into a time on this machine.
    ///
    /// - Throws: ``TrainingError/invalidSettings(_:)`` if the time is not a positive number.
    mutating func plan(seconds budget: Double) throws

    /// The model and the report of a training that is over.
    static func finished(in folder: ModelFolder) throws -> Result

    /// Goes on where the checkpoint in the folder stands.
    mutating func resume() throws

    /// Trains, measures and saves.
    ///
    /// The training stops when `handle` returns `false` or throws `CancellationError`, or when the surrounding Swift task
    /// is cancelled: it writes a checkpoint if it has a folder, and throws `CancellationError`. ``resume()`` continues
    /// from that checkpoint to the same model, bit for bit.
    ///
    /// - Parameters:
    ///   - description: Stored in checkpoints beside the settings, for example where the data lie.
    ///   - handle: Called with every event; returns whether to go on.
    /// - Returns: The best model and its report, which are saved if there is a folder.
    /// - Throws: `CancellationError`, ``TrainingError``, and errors of the task and of writing files.
    mutating func run(
        description: [String: String], _ handle: (ModelTrainingEvent) throws -> Bool
    ) throws -> Result
}

extension ModelTraining {
    /// Trains, measures and saves away from the threads of Swift's concurrency, so that other tasks keep running.
    ///
    /// ```swift
    /// let task = Task {
    ///     var training = try TextGeneratorTraining(corpus: corpus, folder: folder, settings: settings)
    ///     return try await training.run { event in
    ///         if case .training(_, let progress) = event { print(progress.fraction) }
    ///     }
    /// }
    /// task.cancel()  // writes a checkpoint; `task.value` then throws `CancellationError`
    /// ```
    ///
    /// - Parameters:
    ///   - description: Stored in checkpoints beside the settings, for example where the data lie.
    ///   - progress: Called with every event, on the thread that trains.
    /// - Returns: The best model and its report, which are saved if there is a folder.
    /// - Throws: `CancellationError` where the task was cancelled, after a checkpoint; else as ``run(description:_:)``.
    @discardableResult
    public mutating func run(
        description: [String: String] = [:],
        progress: @escaping @Sendable (ModelTrainingEvent) -> Void = { _ in }
    ) async throws -> Result {
        let start = self
        let (training, outcome) = try await inBackground { () throws -> (Self, Swift.Result<Result, any Error>) in
            var training = start
            let outcome = Swift.Result {
                try training.run(description: description) { event in
                    progress(event)
                    return true
                }
            }
            return (training, outcome)
        }
        self = training
        return try outcome.get()
    }
}

extension ModelTraining {
    /// - Throws: ``TrainingError/invalidSettings(_:)``
    package func requireTimeBudget(_ seconds: Double) throws {
        guard seconds > 0, seconds.isFinite else {
            throw TrainingError.invalidSettings("the time budget is \(seconds) seconds")
        }
    }
}

/// Tells a handler of an event between the parts of a training.
///
/// - Throws: `CancellationError` where the handler or the surrounding Swift task asks to stop.
package func announce(_ event: ModelTrainingEvent, to handle: (ModelTrainingEvent) throws -> Bool) throws {
    guard try handle(event), !isCurrentTaskCancelled else { throw CancellationError() }
}

/// Whether the Swift task that this runs in has been cancelled.
package var isCurrentTaskCancelled: Bool { withUnsafeCurrentTask { $0?.isCancelled ?? false } }

/// An event of a ``ModelTraining`` while it runs.
public enum ModelTrainingEvent: Sendable {
    /// An event of the training loop, and how far it is.
    case training(TrainingEvent, TrainingProgress)
    /// A text that the model wrote at a validation.
    case sample(String)
    /// A part of the work after the training begins.
    case stage(String)
    /// Work before or after the training itself: what, and the units of it that are done and there are.
    case working(String, completed: Int, total: Int)
}

/// All settings of a training.
public protocol TrainingSettings: Codable, Sendable, Equatable {
    /// Epochs, optimizer, learning rate and random seed.
    var training: TrainingOptions { get set }
    /// What is wrong with these settings, in words, or `nil`.
    var problem: String? { get }
}

extension TrainingSettings {
    /// - Throws: ``TrainingError/invalidSettings(_:)``
    package func requireValid() throws {
        if let problem { throw TrainingError.invalidSettings(problem) }
    }
}

extension ModelTraining {
    /// The settings that the checkpoint in a folder was made with, and the description that was stored beside them.
    ///
    /// - Throws: `FileError`, `SafetensorsError` or ``TrainingError/checkpointMismatch(file:reason:)``.
    public static func checkpointDescription(
        in folder: ModelFolder
    ) throws -> TrainingCheckpoint<Settings> {
        let file = try SafetensorsFile(contentsOf: folder.file(ModelFolder.checkpointFile))
        func mismatch(_ reason: String) -> TrainingError { .checkpointMismatch(file: file.name, reason: reason) }
        guard file.metadata["formatVersion"] == "1" else {
            throw mismatch("its format is not version 1, the one that this program knows")
        }
        guard let text = file.metadata[settingsKey] else { throw mismatch("its entry \"\(settingsKey)\" is missing") }
        do {
            let settings = try JSONFile.decode(Settings.self, from: Data(text.utf8))
            if let problem = settings.problem { throw mismatch(problem) }
            return TrainingCheckpoint(settings: settings, description: file.metadata)
        } catch let error as DecodingError {
            throw mismatch(JSONFile.reason(error))
        }
    }
}

/// What a checkpoint says of its training.
public struct TrainingCheckpoint<Settings: TrainingSettings>: Sendable, Equatable {
    /// The settings that it was made with.
    public let settings: Settings
    /// What was stored beside the settings, for example where the data lie.
    public let description: [String: String]
}

/// The entry of a checkpoint's description that holds the settings.
package let settingsKey = "settings"

/// The data and options a training was started with, to check that it is resumed with the same ones.
public struct TrainingStart: Codable, Sendable, Equatable {
    /// A text that changes with the data.
    public let fingerprint: String
    /// The options that were given, by name, with their values.
    public let options: [String: [String]]
    /// The seed of weights, order of the data and dropout.
    public let randomSeed: UInt64

    /// What a training is to be started with.
    public init(fingerprint: String, options: [String: [String]], randomSeed: UInt64) {
        (self.fingerprint, self.options, self.randomSeed) = (fingerprint, options, randomSeed)
    }

    /// The entry of a checkpoint's description that holds it.
    public static let descriptionKey = "start"

    /// What the description of a checkpoint says; `nil` for one that says nothing, such as those of older versions.
    public init?(description: [String: String]) {
        guard let text = description[Self.descriptionKey],
            let start = try? JSONDecoder().decode(Self.self, from: Data(text.utf8))
        else { return nil }
        self = start
    }

    /// What the report of a finished training says; `nil` where it says nothing or cannot be read.
    public init?(reportIn folder: ModelFolder) {
        struct Report: Decodable { let start: TrainingStart? }
        guard let start = (try? folder.readJSON(Report.self, ModelFolder.reportFile))?.start else {
            return nil
        }
        self = start
    }
}
