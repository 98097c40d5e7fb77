import Datasets
import Dispatch
import Foundation
import ModelFiles
import TestModels
import TestSupport
import Testing
import Training

@testable import TextGeneration

/// Trainings that run in a Swift task.
@Suite(.ofTestsThatAwait) struct AsyncTrainingTests {
    private let corpus = TextCorpus(TinyModels.text)
    private let settings = TinyModels.settings(epochs: 1.3)

    @Test func aCancelledTrainingGoesOnToTheBytesOfAnUninterruptedOne() async throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("async-\(UUID())")
        defer { try? FileManager.default.removeItem(at: url) }
        let folders = ["whole", "cancelled"].map { ModelFolder(url.appendingPathComponent($0)) }
        var whole = try TextGeneratorTraining(corpus: corpus, folder: folders[0], settings: settings)
        let expected = try await whole.run()

        // The thread that trains waits in its fifth step until the task has been cancelled.
        let (steps, continuation) = AsyncStream.makeStream(of: Int.self)
        let isCancelled = DispatchSemaphore(value: 0)
        var training = try TextGeneratorTraining(corpus: corpus, folder: folders[1], settings: settings)
        let task = Task { [training] in
            var training = training
            return try await training.run(description: ["corpus": "made up"]) { event in
                guard case .training(.stepEnded, let progress) = event, progress.step == 5 else { return }
                continuation.yield(progress.step)
                isCancelled.wait()
            }
        }
        for await _ in steps { break }
        task.cancel()
        isCancelled.signal()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(folders[1].hasCheckpoint && !folders[1].hasReport)
        #expect(try TextGeneratorTraining.checkpointDescription(in: folders[1]).description["corpus"] == "made up")

        training = try TextGeneratorTraining(corpus: corpus, folder: folders[1], settings: settings)
        try training.resume()
        #expect(training.progress.step == 5)
        let found = try await training.run()
        for name in [ModelFolder.weightsFile, ModelFolder.tokenizerFile, ModelFolder.configurationFile] {
            let contents = try folders.map { try Data(contentsOf: $0.file(name)) }
            #expect(contents[0] == contents[1], "\(name)")
        }
        #expect(found.report.model == expected.report.model && found.report.history == expected.report.history)
    }

    @Test func whatACancelledTrainingHasLearnedStaysInMemory() async throws {
        let (corpus, settings) = (corpus, settings)
        let task = Task {
            var training = try TextGeneratorTraining(corpus: corpus, settings: settings)
            await #expect(throws: CancellationError.self) {
                try await training.run { event in
                    guard case .training(.stepEnded, let progress) = event, progress.step == 3 else { return }
                    withUnsafeCurrentTask { $0?.cancel() }
                }
            }
            return training
        }
        var training = try await task.value
        #expect(training.progress.step == 3)
        let result = try await training.run()
        var whole = try TextGeneratorTraining(corpus: corpus, settings: settings)
        let expected = try await whole.run()
        #expect(result.report.model == expected.report.model && result.report.history == expected.report.history)
    }

    @Test func anErrorOfATrainingIsThrown() async throws {
        var settings = settings
        settings.training.schedule.peak = 1e30
        settings.training.clipping = .none
        var training = try TextGeneratorTraining(corpus: corpus, settings: settings)
        await #expect(throws: TrainingError.self) { try await training.run() }
    }
}
