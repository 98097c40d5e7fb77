import Foundation
import Testing

/// Trainings of forecasters that are killed or interrupted end in the bytes of one that was not.
@Suite(.serialized)
struct InterruptedForecastTests {
    private static let options = [
        "--epochs", "60", "--validations", "30", "--hidden-size", "8", "--window", "12", "--random-seed", "3",
        "--patience", "0", "--output-dropout", "0.1",
    ]

    private struct Reference: Sendable {
        let series: URL
        let folder: URL
        let seconds: Double
    }

    private static let reference = Result {
        let series = try TinySeries.file()
        let folder = try Scratch.folder().appendingPathComponent("model")
        let start = ContinuousClock.now
        let outcome = try run(.forecast, ["train", series.path, "--output", folder.path] + options)
        guard outcome.status == 0 else { throw ProgramError(command: "forecast train", problem: outcome.errors) }
        return Reference(series: series, folder: folder, seconds: (ContinuousClock.now - start) / .seconds(1))
    }

    private func expectSame(_ folder: URL, as reference: Reference, sourceLocation: SourceLocation = #_sourceLocation)
        throws
    {
        for name in ["model.safetensors", "series.json", "config.json"] {
            let contents = try [folder, reference.folder].map { try Data(contentsOf: $0.appendingPathComponent(name)) }
            #expect(contents[0] == contents[1], "\(name)", sourceLocation: sourceLocation)
        }
        #expect(
            try files(in: folder) == ["config.json", "model.safetensors", "report.json", "series.json"],
            sourceLocation: sourceLocation)
        let tests = try [folder, reference.folder].map { folder in
            let data = try Data(contentsOf: folder.appendingPathComponent("report.json"))
            let report = try JSONSerialization.jsonObject(with: data) as? [String: Any]
            return try JSONSerialization.data(withJSONObject: report?["test"] ?? [], options: .sortedKeys)
        }
        #expect(tests[0] == tests[1], sourceLocation: sourceLocation)
    }

    /// Starts the training, or goes on with it where it has begun.
    private func start(_ series: URL, _ folder: URL) throws -> RunningProgram {
        let checkpoint = folder.appendingPathComponent("training.safetensors").path
        return try RunningProgram(
            .forecast,
            FileManager.default.fileExists(atPath: checkpoint)
                ? ["train", "--resume", folder.path]
                : ["train", series.path, "--overwrite", "--output", folder.path] + Self.options)
    }

    @Test func aTrainingKilledAtRandomMomentsEndsInTheSameBytes() throws {
        let reference = try Self.reference.get()
        let folder = try Scratch.folder().appendingPathComponent("model")
        var kills = 0
        for _ in 0..<4 {
            let program = try start(reference.series, folder)
            usleep(UInt32(Double.random(in: 0.2...0.6) * reference.seconds * 1e6))
            program.send(SIGKILL)
            if try program.wait(timeout: 60).status == -SIGKILL { kills += 1 }
        }
        expectSuccess(try start(reference.series, folder).wait(timeout: 120))
        #expect(kills >= 2, "too few kills met the training")
        try expectSame(folder, as: reference)
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func anInterruptedTrainingSavesSaysHowToGoOnAndEndsInTheSameBytes(signal: Int32) throws {
        let reference = try Self.reference.get()
        let series = try TinySeries.file()
        let folder = try Scratch.folder().appendingPathComponent("model")
        let program = try RunningProgram(
            .forecast, ["train", series.path, "--output", folder.path] + Self.options)
        let checkpoint = folder.appendingPathComponent("training.safetensors").path
        try program.waitUntil { FileManager.default.fileExists(atPath: checkpoint) }
        program.send(signal)
        let outcome = try program.wait(timeout: 60)
        #expect(outcome.status == 130 && outcome.outputData.isEmpty, "\(outcome.status): \(outcome.errors)")
        #expect(
            outcome.errorLines.last?.contains("forecast train --resume \(folder.path)") == true, "\(outcome.errors)")
        let early = try forecast("predict", "--model", folder.path, reference.series.path)
        expectSuccess(early)
        #expect(early.errors.contains("is not finished"), "\(early.errors)")
        let again = try forecast("train", series.path, "--output", folder.path)
        expectSentence(again, status: 64, ["--resume", "--overwrite"], tool: "forecast")

        let text = try String(contentsOf: series, encoding: .utf8)
        try Data(text.replacingOccurrences(of: "2005-03,", with: "2005-03,1").utf8).write(to: series)
        let changed = try forecast("train", "--resume", folder.path)
        expectSentence(changed, status: 65, [checkpoint, "the series has changed"], tool: "forecast")
        try Data(text.utf8).write(to: series)
        expectSuccess(try forecast("train", "--resume", folder.path))
        try expectSame(folder, as: reference)
    }

    @Test(arguments: ["backtest", "anomalies"]) func whatKeepsNothingEndsAtOnce(command: String) throws {
        let series = try Self.reference.get().series.path
        let program = try RunningProgram(
            .forecast,
            [command, series, "--epochs", "9000", "--validations", "5", "--window", "12"]
                + (command == "anomalies" ? ["--probation", "60"] : []))
        try program.waitUntil { program.processorSeconds > 0.7 }  // it trains
        program.send(SIGINT)
        let outcome = try program.wait(timeout: 30)
        #expect(outcome.status == 130 && outcome.outputData.isEmpty, "\(outcome.status): \(outcome.errors)")
        #expect(outcome.errors.contains("interrupted; nothing was saved"))
    }

    @Test func aSearchThatWasKilledGoesOnWithItsTrials() throws {
        let series = try Self.reference.get().series.path
        let folder = try Scratch.folder().appendingPathComponent("model")
        let log = folder.appendingPathComponent("trials.jsonl")
        func lines() -> [Substring] { ((try? String(contentsOf: log, encoding: .utf8)) ?? "").split(separator: "\n") }
        let search = ["train", series, "--output", folder.path, "--epochs", "1", "--random-seed", "1", "--tune"]
        let program = try RunningProgram(.forecast, search + ["10m"])
        try program.waitUntil { lines().count >= 4 }
        program.send(SIGKILL)
        _ = try program.wait(timeout: 30)
        let before = lines().dropLast()  // the last may be cut off
        #expect(before.count >= 3)
        let outcome = try run(.forecast, search + ["1s"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("trials were read from the earlier search"))
        #expect(lines().starts(with: before))
        #expect(Set(lines()).count == lines().count, "no trial is made twice")
    }

    @Test func aSearchThatIsInterruptedEnds() throws {
        let series = try Self.reference.get().series.path
        let folder = try Scratch.folder().appendingPathComponent("model")
        let program = try RunningProgram(
            .forecast, ["train", series, "--output", folder.path, "--tune", "10m", "--epochs", "3"])
        let log = folder.appendingPathComponent("trials.jsonl")
        try program.waitUntil { try FileManager.default.fileExists(atPath: log.path) && !Data(contentsOf: log).isEmpty }
        program.send(SIGINT)
        let outcome = try program.wait(timeout: 60)
        #expect(outcome.status == 130, "\(outcome.status): \(outcome.errors)")
    }
}
