import Foundation
import Testing

/// What is given beside `--resume` is applied or refused by name, never ignored.
struct ResumeTests {
    private func expectRefusals(
        _ program: Program, _ tool: String, _ arguments: [String], _ options: [[String]],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        for option in options {
            let outcome = try run(program, arguments + option)
            expectSentence(outcome, status: 64, [option[0]], tool: tool, sourceLocation: sourceLocation)
        }
    }

    @Test func aFinishedTrainingShowsItsReportAndRefusesWhatWouldChangeIt() throws {
        let model = try TinyModel.training()
        let resume = ["train", "--resume", model.folder.path]
        let repeated = [[], ["--epochs", "3.0"], ["--tokens", "grapheme"], ["--random-seed", "1"]]
        for options in repeated + [[model.text.path] + TinyModel.options] {
            let outcome = try run(.textgen, resume + options)
            expectSuccess(outcome)
            #expect(outcome.output == model.card && outcome.errors.contains("finished"))
        }
        try expectRefusals(
            .textgen, "textgen", resume,
            [
                ["--epochs", "20"], ["--hidden-size", "25"], ["--random-seed", "2"], ["--no-locked-dropout"],
                ["--time-budget", "1m"], ["--normalization", "none"],
            ])
        let other = try Scratch.file(Data(Repository.corpus("harbour").utf8.suffix(3_000)))
        expectSentence(try run(.textgen, resume + [other.path]), status: 64, ["other data", "--overwrite"])
        expectSentence(
            try run(.textgen, ["train", model.text.path, "--output", model.folder.path]), status: 64,
            ["--resume \(model.folder.path)", "--overwrite"])
    }

    @Test func aFinishedFolderOfAnOlderVersionShowsItsReport() throws {
        let folder = try TinyModel.copy()
        let file = folder.appendingPathComponent("report.json")
        var report = try #require(
            try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
        #expect((report["start"] as? [String: Any])?["fingerprint"] != nil)
        report["start"] = nil
        try JSONSerialization.data(withJSONObject: report).write(to: file)
        let resume = ["train", "--resume", folder.path]
        #expect(try run(.textgen, resume).output == TinyModel.training().card)
        try expectRefusals(.textgen, "textgen", resume, [["--epochs", "3"], ["--random-seed", "1"]])
        let text = try TinyModel.training().text.path
        expectSentence(try run(.textgen, resume + [text]), status: 64, ["not recorded"])
    }

    @Test func anUnfinishedTrainingGoesOnWithItsOwnOptionsAlone() throws {
        let text = try TinyModel.training().text.path
        let folder = try Scratch.folder().appendingPathComponent("model").path
        let options = ["--hidden-size", "24", "--epochs", "100000", "--validation-split", "0.2", "--random-seed", "3"]
        let program = try RunningProgram(.textgen, ["train", text, "--output", folder] + options)
        try program.waitUntil { FileManager.default.fileExists(atPath: folder + "/training.safetensors") }
        program.send(SIGKILL)
        _ = try program.wait(timeout: 60)
        try expectRefusals(
            .textgen, "textgen", ["train", "--resume", folder],
            [["--epochs", "2"], ["--validation-split", "0.1"], ["--dropout", "0.5"], ["--schedule", "constant"]])
        let other = try Scratch.file(Data(Repository.corpus("harbour").utf8.suffix(6_000))).path
        expectSentence(try textgen("train", other, "--resume", folder), status: 65, ["text has changed"])
        let again = try RunningProgram(.textgen, ["train", text, "--resume", folder] + options)
        try again.waitUntil { try again.errorsSoFar.contains("in the vocabulary") }
        #expect(again.isRunning, "the same options were refused")
        again.send(SIGKILL)
    }

    @Test func aFinishedForecasterShowsItsReport() throws {
        let model = try TinySeries.training()
        let resume = ["train", "--resume", model.folder.path]
        let outcome = try run(.forecast, resume + ["--horizon", "3", "--quiet"])
        expectSuccess(outcome)
        #expect(outcome.output == model.card)
        try expectRefusals(
            .forecast, "forecast", resume,
            [["--horizon", "4"], ["--window", "13"], ["--tune", "1m"], ["--encoding", "latin1"], ["--log"]])
    }

    @Test(arguments: [("sentiment", Program.sentiment), ("seq2seq", .seq2seq)])
    func aFinishedModelShowsItsReportInTheOtherToolsToo(name: String, program: Program) throws {
        let pairs = (0..<60).map {
            "\($0 % 2 == 0 ? "good" : "bad")\tthe \($0 % 2 == 0 ? "nice" : "poor") film \($0)\n"
        }
        let data = try Scratch.file(Data(pairs.joined().utf8), named: "data.tsv")
        let folder = try Scratch.folder().appendingPathComponent("model").path
        let small = ["--embedding-size", "8", "--hidden-size", "8", "--epochs", "1", "--quiet"]
        let first = try run(program, ["train", data.path, "--output", folder] + small)
        expectSuccess(first)
        let again = try run(program, ["train", "--resume", folder, "--epochs", "1"])
        expectSuccess(again)
        #expect(again.output == first.output && again.errors.contains("finished"))
        try expectRefusals(
            program, name, ["train", "--resume", folder],
            [["--epochs", "2"], ["--validation", data.path], ["--encoding", "latin1"]])
        let beside = try run(program, ["train", data.path, "--resume", folder])
        #expect(beside.status == 64 && beside.errors.contains(data.path))
    }
}
