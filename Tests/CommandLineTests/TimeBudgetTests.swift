import Foundation
import Testing

/// `textgen train --time-budget`.
struct TimeBudgetTests {
    private func text(_ count: Int) throws -> URL {
        try Scratch.file(Data(Repository.corpus("harbour").utf8.prefix(count)))
    }

    private func folder() throws -> String { try Scratch.folder().appendingPathComponent("model").path }

    private func settings(in folder: String) throws -> [String: Any] {
        let data = try Data(contentsOf: URL(fileURLWithPath: folder).appendingPathComponent("report.json"))
        let report = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        return try #require(report["settings"] as? [String: Any])
    }

    /// Its processor time stays within the budget; seconds depend on what else runs.
    @Test func aTrainingEndsInTimeAndSaysWhatItChose() throws {
        let folder = try folder()
        let program = try RunningProgram(
            .textgen,
            [
                "train", text(20_000).path, "--output", folder, "--time-budget", "6s", "--threads", "1",
                "--random-seed", "1",
            ])
        var used = 0.0
        try program.waitUntil {
            used = max(used, program.processorSeconds)
            return false
        }
        let outcome = try program.wait(timeout: 1)
        expectSuccess(outcome)
        #expect(used < 12, "\(used) seconds")  // a debug build is slow where no kernel works
        let settings = try settings(in: folder)
        let (units, layers) = try (#require(settings["hiddenSize"] as? Int), #require(settings["numLayers"] as? Int))
        let line = try #require(outcome.errorLines.first { $0.contains("are enough for") })
        #expect(
            line.hasPrefix("6.0 s are enough for ") && line.contains("passes of LSTM \(layers) x \(units) "), "\(line)")
        let budget = try #require(settings["timeBudget"] as? [String: Any])
        #expect(budget["seconds"] as? Double == 6 && (budget["candidates"] as? [Any])?.isEmpty == false)
    }

    @Test func theOptionsThatAreShownRepeatTheModelByteForByte() throws {
        let (text, timed, repeated) = try (text(8_000), folder(), folder())
        let given = ["--hidden-size", "20", "--cell", "gru", "--warmup-steps", "9"]
        let outcome = try run(.textgen, ["train", text.path, "--output", timed, "--time-budget", "1s"] + given)
        expectSuccess(outcome)
        let line = try #require(outcome.errorLines.first { $0.contains("--epochs ") })
        let options = line[try #require(line.range(of: "--")).lowerBound...].split(separator: " ").map(String.init)
        #expect(options.starts(with: ["--hidden-size", "20"]))
        let given2 = ["--cell", "gru", "--warmup-steps", "9"]
        expectSuccess(try run(.textgen, ["train", text.path, "--output", repeated, "--quiet"] + options + given2))
        for name in ["model.safetensors", "config.json", "tokenizer.json"] {
            let same =
                try Data(contentsOf: URL(fileURLWithPath: timed).appendingPathComponent(name))
                == Data(contentsOf: URL(fileURLWithPath: repeated).appendingPathComponent(name))
            #expect(same, "\(name) differs")
        }
    }

    @Test(arguments: [
        ["--hidden-size", "24"], ["--num-layers", "2", "--hidden-size", "12"],
        ["--batch-size", "3", "--hidden-size", "16"],
        ["--learning-rate", "0.5e-2", "--hidden-size", "16"], ["--dropout", "0.3", "--hidden-size", "12"],
    ])
    func whatIsGivenStays(options: [String]) throws {
        let folder = try folder()
        let outcome = try run(
            .textgen,
            ["train", text(6_000).path, "--output", folder, "--time-budget", "1s", "--random-seed", "2"] + options)
        expectSuccess(outcome)
        let settings = try settings(in: folder)
        let batches = try #require(settings["batches"] as? [String: Any])
        let training = try #require(settings["training"] as? [String: Any])
        let schedule = try #require(training["schedule"] as? [String: Any])
        let dropout = try #require(settings["dropout"] as? [String: Any])
        for index in stride(from: 0, to: options.count, by: 2) {
            let value = try #require(Double(options[index + 1]))
            let found: Any? =
                switch options[index] {
                case "--hidden-size": settings["hiddenSize"]
                case "--num-layers": settings["numLayers"]
                case "--batch-size": batches["batchSize"]
                case "--learning-rate": schedule["peak"]
                default: dropout["betweenLayers"]
                }
            let number = try #require(found as? Double, "\(options[index])")
            #expect(abs(number - value) < 1e-6, "\(options[index]) is \(number)")
        }
        if options[0] == "--dropout" { #expect(settings["numLayers"] as? Int == 2) }
    }

    @Test func dropoutBetweenLayersIsRefusedWithOneLayer() throws {
        let outcome = try run(
            .textgen,
            [
                "train", text(6_000).path, "--output", folder(), "--time-budget", "1s", "--num-layers", "1",
                "--dropout", "0.2", "--random-seed", "1",
            ])
        expectSentence(outcome, status: 64, ["--dropout", "--num-layers"])
    }
}
