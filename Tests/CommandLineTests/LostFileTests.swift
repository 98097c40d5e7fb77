import Foundation
import Testing

/// No command replaces a file that is not its own: neither one that it reads, nor one of a folder that it does not own.
struct LostFileTests {
    private func link(_ place: URL, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: place.path, withDestinationPath: target)
    }

    // MARK: Outputs

    /// The names under which a file in a folder may be given as an output.
    private func names(of file: URL, ending: String) throws -> [String] {
        let folder = file.deletingLastPathComponent()
        try FileManager.default.createDirectory(atPath: folder.path + "/x", withIntermediateDirectories: false)
        let (soft, hard) = (
            folder.appendingPathComponent("soft" + ending), folder.appendingPathComponent("hard" + ending)
        )
        try link(soft, to: file.lastPathComponent)
        try FileManager.default.linkItem(at: file, to: hard)
        return [file.path, folder.path + "/./x/../" + file.lastPathComponent, soft.path, hard.path]
    }

    private func expectRefused(
        _ program: Program, _ arguments: [String], _ option: String, keeps file: URL, input: String = ""
    ) throws {
        let before = try Data(contentsOf: file)
        let outcome = try run(program, arguments, input: input)
        let tool = URL(fileURLWithPath: program.path).lastPathComponent
        expectSentence(outcome, status: 64, [option, "give another name"], tool: tool)
        #expect(try Data(contentsOf: file) == before, "\(arguments)")
    }

    @Test func aForecastDoesNotReplaceItsSeries() throws {
        let file = try Scratch.file(Data(TinySeries.text().utf8), named: "series.svg")
        let model = try TinySeries.training().folder.path
        for name in try names(of: file, ending: ".svg") {
            try expectRefused(
                .forecast, ["backtest", file.path, "--forecasts", name] + TinySeries.quick, "--forecasts", keeps: file)
            try expectRefused(
                .forecast, ["predict", file.path, "--model", model, "--chart", name], "--chart", keeps: file)
        }
        try expectRefused(.forecast, ["anomalies", file.path, "--chart", file.path], "--chart", keeps: file)
        try expectRefused(
            .forecast, ["train", file.path, "--output", file.path + "-model", "--chart", file.path], "--chart",
            keeps: file)
        let new = try Scratch.folder().appendingPathComponent("new.svg").path
        let twice = try run(
            .forecast, ["backtest", file.path, "--forecasts", new, "--chart", new] + TinySeries.quick)
        expectSentence(twice, status: 64, ["--forecasts", "--chart"], tool: "forecast")
    }

    @Test func figuresDoNotReplaceTheTextOrTheModel() throws {
        let text = try Scratch.file(Data("a cat\n".utf8))
        let model = try TinyModel.copy()
        for name in try names(of: text, ending: ".txt") {
            try expectRefused(.textgen, ["evaluate", model.path, text.path, "--logits", name], "--logits", keeps: text)
            try expectRefused(
                .textgen, ["tokenize", text.path, "--train", "bpe", "--output", name], "--output", keeps: text)
        }
        let weights = model.appendingPathComponent("model.safetensors")
        try expectRefused(
            .textgen, ["evaluate", model.path, text.path, "--logits", weights.path], "--logits", keeps: weights)
        try expectRefused(
            .sentiment, ["pretrain", text.path, "--vectors", "--output", text.path, "--overwrite"], "--output",
            keeps: text)
    }

    @Test func standardInputIsAnInput() throws {
        let file = try Scratch.file(Data("a\n".utf8), named: "in.svg")
        let script = "\"$0\" translate --quiet --attention \"$1\" < \"$1\""
        let outcome = try run(.shell, ["-c", script, Program.seq2seq.path, file.path])
        expectSentence(outcome, status: 64, ["--attention", "standard input"], tool: "seq2seq")
        #expect(try Data(contentsOf: file) == Data("a\n".utf8))
    }

    @Test func translationsDoNotReplaceThePairs() throws {
        let file = try Scratch.file(Data("a\tb\n".utf8), named: "pairs.tsv")
        for name in try names(of: file, ending: ".tsv") {
            try expectRefused(
                .seq2seq, ["evaluate", "english-french", file.path, "--translations", name], "--translations",
                keeps: file)
        }
    }

    @Test func aTrainingDoesNotReplaceItsData() throws {
        let folder = try Scratch.folder()
        let file = folder.appendingPathComponent("tokenizer.json")
        try Data(Repository.corpus("harbour").utf8.prefix(6_000)).write(to: file)
        try expectRefused(
            .textgen, ["train", file.path, "--output", folder.path, "--overwrite"], "tokenizer.json", keeps: file)
    }

    // MARK: Folders

    /// The smallest training of each tool, without its output.
    private static let trainings: [(Program, [String])] = [
        (.textgen, ["train", "text.txt"]), (.sentiment, ["train", "labels.tsv"]), (.seq2seq, ["train", "pairs.tsv"]),
        (.forecast, ["train", "series.csv"]), (.sentiment, ["pretrain", "text.txt"]),
        (.sentiment, ["calibrate", "movie-reviews-en", "labels.tsv"]),
    ]

    @Test(arguments: [
        "series.json", "target-tokenizer.json", "tokenizer.json", "notes.txt", "config.json", "pretraining",
    ])
    func aFolderWithForeignFilesIsRefused(name: String) throws {
        for (program, arguments) in Self.trainings {
            let folder = try Scratch.folder()
            let file = folder.appendingPathComponent(name)
            try Data("mine".utf8).write(to: file)
            let outcome = try run(program, arguments + ["--output", folder.path])
            #expect(outcome.status == 64, "\(program.path) \(arguments): \(outcome.errors)")
            #expect(outcome.errors.contains(arguments[0] == "pretrain" ? folder.path : name), "\(outcome.errors)")
            #expect(try files(in: folder) == [name] && Data(contentsOf: file) == Data("mine".utf8))
        }
    }

    @Test func whatLiesBesideAModelStays() throws {
        let (folder, text) = (try TinyModel.copy(), try TinyModel.training().text)
        let beside = ["README.md", "series.json", "target-tokenizer.json"]
        for name in beside { try Data("mine".utf8).write(to: folder.appendingPathComponent(name)) }
        expectSuccess(
            try run(
                .textgen, ["train", text.path, "--output", folder.path, "--overwrite", "--quiet"] + TinyModel.options))
        #expect(try files(in: folder) == (finishedFiles + beside).sorted())
        for name in beside { #expect(try Data(contentsOf: folder.appendingPathComponent(name)) == Data("mine".utf8)) }
    }

    @Test(arguments: [
        "model.safetensors", "config.json", "tokenizer.json", "report.json", "training.safetensors", ".lock",
    ])
    func nothingIsWrittenThroughALinkOfAStranger(name: String) throws {
        let (folder, text) = (try TinyModel.copy(), try TinyModel.training().text)
        let victim = folder.deletingLastPathComponent().appendingPathComponent("victim")
        try Data("mine".utf8).write(to: victim)
        let place = folder.appendingPathComponent(name)
        try? FileManager.default.removeItem(at: place)
        try link(place, to: "../victim")
        let outcome = try run(
            .textgen, ["train", text.path, "--output", folder.path, "--overwrite", "--quiet"] + TinyModel.options)
        expectSentence(outcome, status: 74, [place.path, "symbolic link"])
        #expect(try Data(contentsOf: victim) == Data("mine".utf8))
    }

    @Test func aSecondTrainingIsToldWhoTrains() throws {
        let folder = try Scratch.folder().appendingPathComponent("model")
        let text = try TinyModel.training().text
        let first = try RunningProgram(
            .textgen,
            ["train", text.path, "--output", folder.path, "--epochs", "10000", "--hidden-size", "8", "--quiet"])
        try first.waitUntil { FileManager.default.fileExists(atPath: folder.path + "/training.safetensors") }
        let lock = try String(contentsOf: folder.appendingPathComponent(".lock"), encoding: .utf8)
        let process = lock.trimmingCharacters(in: .newlines)
        let resumed = try textgen("train", "--resume", folder.path)
        expectSentence(resumed, status: 74, ["process \(process)", folder.path])
        let second = try textgen("train", text.path, "--output", folder.path)
        expectSentence(second, status: 74, ["process \(process)", folder.path])
        let replaced = try textgen("train", text.path, "--output", folder.path, "--overwrite")
        expectSentence(replaced, status: 74, ["process \(process)", folder.path])
        expectSuccess(try textgen("sample", folder.path, "--length", "5", "--quiet"))
        first.send(SIGKILL)
        _ = try first.wait(timeout: 60)
        // The killed one left its lock; it keeps nobody out.
        let third = try RunningProgram(.textgen, ["train", "--resume", folder.path])
        try third.waitUntil {
            let name = (try? String(contentsOf: folder.appendingPathComponent(".lock"), encoding: .utf8)) ?? ""
            return !name.isEmpty && name != lock
        }
        third.send(SIGKILL)
        _ = try third.wait(timeout: 60)
    }
}
