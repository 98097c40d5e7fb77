import Foundation
import Testing

/// `train --from` of all tools: from a folder or a shipped model, and what is refused.
struct ContinueTrainingTests {
    private static func reviews(_ classes: [(String, [String])], _ count: Int, frame: String) -> String {
        (0..<count).map { index in
            let (name, words) = classes[index % classes.count]
            return "\(name)\t\(frame) \(index % 5) is \(words[index / classes.count % words.count])\n"
        }.joined()
    }

    private static let films = reviews(
        [("good", ["splendid", "lovely", "superb"]), ("bad", ["dreadful", "tedious", "awful"])], 120, frame: "film")
    private static let rooms = reviews(
        [("Good", ["quiet", "tidy", "lovely"]), ("Bad", ["filthy", "noisy", "awful"])], 60, frame: "room")
    private static let common = ["--random-seed", "1", "--threads", "1", "--quiet"]

    private static let model = Result {
        let output = try Scratch.folder().appendingPathComponent("model").path
        let file = try Scratch.file(Data(films.utf8), named: "films.tsv").path
        let sizes = ["--embedding-size", "12", "--hidden-size", "8", "--epochs", "12", "--learning-rate", "0.02"]
        let outcome = try run(.sentiment, ["train", file, "--output", output] + sizes + common)
        guard outcome.status == 0 else { throw ProgramError(command: "sentiment train", problem: outcome.errors) }
        return (output: output, films: file)
    }

    private func rooms(_ text: String = rooms) throws -> String {
        try Scratch.file(Data(text.utf8), named: "rooms.tsv").path
    }

    private func train(_ arguments: [String]) throws -> Outcome {
        try run(.sentiment, ["train"] + arguments + Self.common)
    }

    @Test func aModelGoesOnLearningAndSaysWhatHasChanged() throws {
        let (model, films) = try Self.model.get()
        let (data, output) = (try rooms(), try Scratch.folder().appendingPathComponent("model").path)
        let options =
            ["--from", model, "--mix", films, "--epochs", "20", "--learning-rate", "0.02", "--pull", "0.001"]
            + ["--frozen-share", "0", "--layer-rate", "1", "--word-dropout", "0", "--output-dropout", "0"]
        let outcome = try train([data, "--output", output, "--format", "json"] + options)
        let report = try #require(jsonObject(outcome)["continuation"] as? [String: Any])
        #expect(report["newTokens"] as? Int ?? 0 > 3 && report["mixedCount"] as? Int == 54)
        let new = try #require(report["newTexts"] as? [String: Any])
        #expect((new["before"] as? [String: Double])?["accuracy"] != nil)
        #expect((new["after"] as? [String: Double])?["accuracy"] ?? 0 > 0.8)
        let card = try train(["--resume", output])
        #expect(card.output.contains("held-out new texts") && card.output.contains("held-out old texts"))
        #expect(card.output.contains("Started from"))
        let classified = try run(
            .sentiment, ["classify", "--model", output, "--unit", "line", "--quiet"], input: "room 3 is filthy\n")
        #expect(classified.output.contains("bad"))
    }

    @Test func aShippedModelGoesOnLearning() throws {
        let data = try rooms(
            Self.rooms.replacingOccurrences(of: "Good", with: "1").replacingOccurrences(of: "Bad", with: "0"))
        let outcome = try train([
            data, "--from", "movie-reviews-en", "--output", data + "-model", "--epochs", "1", "--format", "json",
        ])
        #expect(try jsonObject(outcome)["classNames"] as? [String] == ["negative", "positive"])
    }

    @Test func aKilledTrainingGoesOnToTheSameBytesUnlessItsModelHasChanged() throws {
        let (model, films) = try Self.model.get()
        let folder = try Scratch.folder()
        let copy = folder.appendingPathComponent("copy").path
        try FileManager.default.copyItem(atPath: model, toPath: copy)
        let data = try rooms()
        let options = ["--from", copy, "--mix", films, "--epochs", "60", "--validations", "60"]
        let (whole, killed) = (
            folder.appendingPathComponent("whole").path, folder.appendingPathComponent("killed").path
        )
        expectSuccess(try train([data, "--output", whole] + options))
        let program = try RunningProgram(.sentiment, ["train", data, "--output", killed] + options + Self.common)
        try program.waitUntil { FileManager.default.fileExists(atPath: killed + "/model.safetensors") }
        program.send(SIGKILL)
        _ = try program.wait(timeout: 60)
        let config = URL(fileURLWithPath: copy + "/config.json")
        let before = try Data(contentsOf: config)
        try Data(String(decoding: before, as: UTF8.self).replacingOccurrences(of: "400", with: "401").utf8).write(
            to: config)
        if FileManager.default.fileExists(atPath: killed + "/training.safetensors") {
            expectSentence(
                try run(.sentiment, ["train", "--resume", killed, "--quiet"]), status: 65,
                [copy, "that it started from has changed since"], tool: "sentiment")
        }
        try before.write(to: config)
        expectSuccess(try run(.sentiment, ["train", "--resume", killed, "--quiet"]))
        for name in ["model.safetensors", "config.json", "tokenizer.json"] {
            let contents = try [whole, killed].map { try Data(contentsOf: URL(fileURLWithPath: $0 + "/" + name)) }
            #expect(contents[0] == contents[1], "\(name) differs")
        }
    }

    @Test func newClassesAreSaid() throws {
        let model = try Self.model.get().output
        let praise = Self.rooms.replacingOccurrences(of: "Good", with: "praise").replacingOccurrences(
            of: "Bad", with: "blame")
        let data = try rooms(praise)
        let outcome = try run(
            .sentiment,
            ["train", data, "--from", model, "--output", data + "-model", "--epochs", "1", "--random-seed", "1"])
        expectSuccess(outcome)
        #expect(outcome.errors.contains("none of the labels is a class of the model"))
    }

    @Test func theModelItStartsFromIsNotReplaced() throws {
        let model = try Self.model.get().output
        for more in [[], ["--overwrite"]] {
            expectSentence(
                try train([try rooms(), "--from", model, "--output", model] + more), status: 64,
                ["--from", "--output"],
                tool: "sentiment")
        }
    }

    @Test func whatIsNoModelOfTheToolIsNamed() throws {
        let (model, films) = try Self.model.get()
        let data = try rooms()
        func expect(_ from: String, _ status: Int32, _ words: [String]) throws {
            expectSentence(
                try train([data, "--from", from, "--output", data + "-model"]), status: status, words, tool: "sentiment"
            )
        }
        try expect("nonsense-en", 66, ["nonsense-en", "movie-reviews-en"])
        try expect("/nowhere/model", 66, ["/nowhere/model"])
        try expect(films, 65, ["films.tsv"])
        let empty = try Scratch.folder().path
        try expect(empty, 66, ["config.json"])
        let other = try TinyModel.training().folder.path
        try expect(other, 65, ["characterLanguageModel", "sentimentClassifier"])
        let broken = try Scratch.folder().appendingPathComponent("broken").path
        try FileManager.default.copyItem(atPath: model, toPath: broken)
        let weights = URL(fileURLWithPath: broken + "/model.safetensors")
        try Data(contentsOf: weights).prefix(5_000).write(to: weights)
        try expect(broken, 65, ["model.safetensors"])
    }

    @Test func badTextsAreNamed() throws {
        let model = try Self.model.get().output
        func outcome(_ text: String, _ more: String...) throws -> Outcome {
            let data = try rooms(text)
            return try train([data, "--from", model, "--output", data + "-model"] + more)
        }
        expectSentence(try outcome(""), status: 65, ["rooms.tsv"], tool: "sentiment")
        expectSentence(try outcome("good\ta\ngood\tb\n"), status: 65, ["good", "rooms.tsv"], tool: "sentiment")
        let odd = try Scratch.file(Data("good\ta\nodd\tb\n".utf8), named: "odd.tsv").path
        expectSentence(
            try outcome(Self.rooms, "--mix", odd), status: 65, ["odd.tsv", "line 2", "'odd'"], tool: "sentiment")
        expectSentence(
            try outcome(Self.rooms, "--mix", "/nowhere/mix.tsv"), status: 66, ["/nowhere/mix.tsv"], tool: "sentiment")
    }

    @Test func aLanguageModelGoesOnLearning() throws {
        let model = try TinyModel.training()
        let text = (0..<200).map { "Ωmega \($0 % 9) zooms past.\n" }.joined()
        let file = try Scratch.file(Data(text.utf8), named: "more.txt").path
        let outcome = try run(
            .textgen,
            [
                "train", file, "--from", model.folder.path, "--mix", model.text.path, "--output", file + "-model",
                "--epochs", "2", "--batch-size", "4", "--sequence-length", "20", "--format", "json",
            ] + Self.common)
        let report = try #require(jsonObject(outcome)["continuation"] as? [String: Any])
        #expect(report["newTokens"] as? Int ?? 0 >= 1 && report["oldTexts"] != nil)
        expectSentence(
            try run(.textgen, ["train", file, "--from", try Self.model.get().output] + Self.common), status: 65,
            ["sentimentClassifier", "characterLanguageModel"])
    }

    @Test func aTranslatorGoesOnLearning() throws {
        let pairs = (0..<60).map { "\($0 % 10) zebras\t\($0 % 10) zèbres\n" }.joined()
        let file = try Scratch.file(Data(pairs.utf8), named: "pairs.tsv").path
        let outcome = try run(
            .seq2seq,
            [
                "train", file, "--from", "english-french", "--output", file + "-model", "--epochs", "1", "--format",
                "json",
            ]
                + Self.common)
        let report = try #require(jsonObject(outcome)["continuation"] as? [String: Any])
        #expect(report["model"] as? String == "english-french" && report["newTexts"] != nil)
    }
}
