import Foundation
import ModelFiles
import TestSupport
import Testing
import TextClassification

/// The folder of a pretraining that was stopped before its end.
struct UnfinishedPretrainingTests {
    @Test func isNamed() throws {
        try withTemporaryFolder { folder in
            try Data().write(to: folder.appending(path: "training.safetensors"))
            let error = try #require(throws: ModelError.self) { try PretrainedWords(contentsOf: folder) }
            #expect(error == .unfinishedPretraining(folder: folder.path))
            #expect(error.remedies.first == .continuePretraining(folder: folder.path))
            #expect(error.description.contains("continue the pretraining with the same settings"))
        }
    }

    @Test func aCancelledPretrainingGoesOnToTheWeightsOfAnUninterruptedOne() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("pretraining-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        let folders = ["whole", "cancelled"].map { ModelFolder(folder.appendingPathComponent($0)) }
        let texts = (0..<40).map { "the cat number \($0 % 7) sees the dog number \($0 % 5) and sleeps" }
        func pretraining(_ folder: ModelFolder) throws -> TextClassifierPretraining {
            var settings = PretrainingSettings(epochs: 6, randomSeed: 1)
            (settings.embeddingSize, settings.hiddenSize, settings.minFrequency) = (6, 4, 1)
            return try TextClassifierPretraining(texts: texts, folder: folder, settings: settings)
        }
        var whole = try pretraining(folders[0])
        try await whole.run()

        let cancelled = try pretraining(folders[1])
        let task = Task {
            var pretraining = cancelled
            try await pretraining.run { event, progress in
                if progress.step == 2 { withUnsafeCurrentTask { $0?.cancel() } }
            }
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(folders[1].hasCheckpoint)
        var resumed = try pretraining(folders[1])
        try resumed.resume()
        #expect(resumed.progress.step >= 2)
        try await resumed.run()
        let weights = try folders.map { try Data(contentsOf: $0.file(ModelFolder.weightsFile)) }
        #expect(weights[0] == weights[1])
    }
}
