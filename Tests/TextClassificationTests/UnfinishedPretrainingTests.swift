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
}
