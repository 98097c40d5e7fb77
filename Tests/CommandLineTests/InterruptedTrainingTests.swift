import Foundation
import Testing

/// Trainings that are killed or interrupted end in the bytes of one that was not.
@Suite(.serialized)
struct InterruptedTrainingTests {
    private static let options = [
        "--hidden-size", "24", "--num-layers", "2", "--epochs", "12", "--validations", "20", "--random-seed", "3",
    ]

    /// A training that nothing disturbs.
    private struct Reference: Sendable {
        let text: URL
        let weights: Data
        let seconds: Double
    }

    private static let reference = Result {
        let text = try Scratch.file(Data(Repository.corpus("harbour").utf8.prefix(6_000)))
        let folder = try Scratch.folder().appendingPathComponent("model")
        let start = ContinuousClock.now
        let outcome = try run(.textgen, ["train", text.path, "--output", folder.path] + options)
        guard outcome.status == 0 else { throw ProgramError(command: "textgen train", problem: outcome.errors) }
        let (seconds, attoseconds) = (ContinuousClock.now - start).components
        return Reference(
            text: text, weights: try weights(in: folder), seconds: Double(seconds) + Double(attoseconds) * 1e-18)
    }

    /// Starts the training, or goes on with it where it has begun.
    private func start(_ text: URL, _ folder: URL, options: [String] = options) throws -> RunningProgram {
        try RunningProgram(.textgen, ["train", text.path, "--resume", folder.path] + options)
    }

    private func metadata(of checkpoint: URL) throws -> [String: String] {
        try SafetensorsText(contentsOf: checkpoint).metadata
    }

    private func waitForCheckpoint(_ program: RunningProgram, in folder: URL) throws {
        let checkpoint = folder.appendingPathComponent("training.safetensors").path
        try program.waitUntil { FileManager.default.fileExists(atPath: checkpoint) }
    }

    @Test func aTrainingKilledAtRandomMomentsEndsInTheSameBytes() throws {
        let reference = try Self.reference.get()
        let folder = try Scratch.folder().appendingPathComponent("model")
        var kills = 0
        for _ in 0..<5 {
            let program = try start(reference.text, folder)
            usleep(UInt32(Double.random(in: 0.03...0.15) * reference.seconds * 1e6))
            program.send(SIGKILL)
            if try program.wait(timeout: 60).status == -SIGKILL { kills += 1 }
        }
        let outcome = try start(reference.text, folder).wait(timeout: 120)
        expectSuccess(outcome)
        #expect(kills >= 2, "too few kills met the training")
        #expect(try weights(in: folder) == reference.weights)
        #expect(try files(in: folder) == finishedFiles)
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func anInterruptedTrainingSavesSaysHowToGoOnAndEndsInTheSameBytes(signal: Int32) throws {
        Foundation.signal(SIGINT, SIG_DFL)  // a test run in the background may have it ignored, and its children too
        let reference = try Self.reference.get()
        let folder = try Scratch.folder().appendingPathComponent("model")
        let program = try RunningProgram(
            .textgen, ["train", reference.text.path, "--output", folder.path] + Self.options)
        try waitForCheckpoint(program, in: folder)
        program.send(signal)
        let outcome = try program.wait(timeout: 60)
        #expect(outcome.status == 130)
        #expect(outcome.outputData.isEmpty)
        #expect(outcome.errorLines.last?.contains("textgen train --resume \(folder.path)") == true, "\(outcome.errors)")
        expectSuccess(try textgen("sample", folder.path, "--length", "20"))
        let again = try run(.textgen, ["train", reference.text.path, "--output", folder.path])
        expectSentence(again, status: 64, ["--resume", "--overwrite"])
        expectSuccess(try textgen("train", "--resume", folder.path))
        #expect(try weights(in: folder) == reference.weights)
        #expect(try files(in: folder) == finishedFiles)
    }

    @Test func aTrainingKilledAfterItStoppedEarlyDoesNotGoOn() throws {
        let text = try Self.reference.get().text
        let options = [
            "--hidden-size", "16", "--num-layers", "1", "--epochs", "30", "--validations", "30", "--random-seed", "3",
            "--learning-rate", "0.3", "--patience", "1",
        ]
        let (whole, folder) = (try Scratch.folder(), try Scratch.folder())
        expectSuccess(try start(text, whole, options: options).wait(timeout: 120))
        let checkpoint = folder.appendingPathComponent("training.safetensors")
        let program = try start(text, folder, options: options)
        try program.waitUntil {
            guard FileManager.default.fileExists(atPath: checkpoint.path) else { return false }
            return try metadata(of: checkpoint)["progress"]?.contains("\"validationsWithoutImprovement\":1") == true
        }
        program.send(SIGKILL)
        try #require(program.wait(timeout: 60).status == -SIGKILL, "it ended before it could be killed")
        expectSuccess(try textgen("train", "--resume", folder.path))
        #expect(try weights(in: folder) == weights(in: whole))
    }

    @Test func aCheckpointThatDoesNotFitIsRefused() throws {
        let reference = try Self.reference.get()
        let folder = try Scratch.folder().appendingPathComponent("model")
        let program = try start(reference.text, folder)
        try waitForCheckpoint(program, in: folder)
        program.send(SIGKILL)
        _ = try program.wait(timeout: 60)
        let checkpoint = folder.appendingPathComponent("training.safetensors")
        let good = try Data(contentsOf: checkpoint)

        let other = try Scratch.file(Data(Repository.corpus("harbour").utf8.suffix(6_000)))
        expectSentence(
            try textgen("train", other.path, "--resume", folder.path), status: 65,
            [checkpoint.path, "text has changed"])
        for (key, old, new) in [
            ("progress", #"{.*"#, "{}"), ("formatVersion", "1", "2"),
            ("settings", #""numLayers" : [0-9]+"#, #""numLayers" : 0"#),
            ("settings", #""batchSize" : [0-9]+"#, #""batchSize" : 0"#),
            ("settings", #""validationSplit" : [0-9.]+"#, #""validationSplit" : 2"#),
            ("settings", #""epochs" : [0-9.]+"#, #""epochs" : 1e300"#),
            ("settings", #""output" : [0-9.]+"#, #""output" : 1.5"#),
        ] {
            try good.write(to: checkpoint)
            var tampered = try SafetensorsText(contentsOf: checkpoint)
            let before = tampered.metadata[key]
            tampered.metadata[key] = before?.replacing(try Regex(old).dotMatchesNewlines(), with: new)
            #expect(tampered.metadata[key] != before, "\(key): \(old)")
            try tampered.write(to: checkpoint)
            expectSentence(try textgen("train", "--resume", folder.path), status: 65, [checkpoint.path])
        }
        try good.prefix(good.count / 2).write(to: checkpoint)
        expectSentence(try textgen("train", "--resume", folder.path), status: 65, [checkpoint.path])
    }

    @Test func resumingWhereNothingWasBegunIsRefused() throws {
        let folder = try Scratch.folder()
        expectSentence(try textgen("train", "--resume", folder.path), status: 66, [folder.path, "textgen train FILE"])
        expectSentence(try textgen("train", "--resume", folder.path + "/no"), status: 66, [folder.path + "/no"])
        #expect(try files(in: folder).isEmpty)
    }
}
