import Foundation
import Testing

/// `sentiment train` and `pretrain` on small made-up texts.
struct SentimentTrainTests {
    /// Reviews whose class hangs on one word.
    private static func reviews(_ count: Int) -> String {
        let (good, bad) = (["splendid", "lovely", "superb"], ["dreadful", "tedious", "awful"])
        let frames = ["a %@ film about the sea", "the plot is %@ , they say", "%@ acting and a long road", "so %@ !"]
        return (0..<count).map { index in
            let words = index % 2 == 0 ? good : bad
            let text = frames[index / 2 % 4].replacingOccurrences(of: "%@", with: words[index / 8 % 3])
            return "\(index % 2 == 0 ? "good" : "bad")\t\(text)"
        }.joined(separator: "\n")
    }

    private static let small = ["--embedding-size", "12"] + smallOnVectors
    /// Where the vectors say how wide they are.
    private static let smallOnVectors = ["--hidden-size", "8"] + smallOnWords
    private static let smallOnWords = [
        "--epochs", "15", "--batch-size", "8", "--learning-rate", "0.02", "--adversarial", "0",
        "--random-seed", "1", "--quiet",
    ]

    private func sentiment(_ arguments: [String], input: String = "") throws -> Outcome {
        try run(.sentiment, arguments, input: input)
    }

    private func data(_ count: Int = 120) throws -> String {
        try Scratch.file(Data(Self.reviews(count).utf8), named: "reviews.tsv").path
    }

    @Test func aSearchWritesItsTrialsAndTheBestIsTrained() throws {
        let folder = try Scratch.folder().appendingPathComponent("model")
        let outcome = try sentiment(
            [
                "train", try data(), "--output", folder.path, "--tune", "2s", "--epochs", "1", "--hidden-size", "4",
                "--embedding-size", "4", "--random-seed", "1",
            ])
        expectSuccess(outcome)
        #expect(outcome.errors.contains("trials; selected: lstm"))
        let trials = try String(contentsOf: folder.appendingPathComponent("trials.jsonl"), encoding: .utf8)
            .split(separator: "\n").map { try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] }
        #expect(trials.count >= 3 && trials.allSatisfy { $0?["error"] is Double })
        #expect(Set(trials.compactMap { ($0?["settings"] as? [String: Any])?["hiddenSize"] as? Int }) == [4])
        let both = try sentiment(["train", try data(), "--tune", "2s", "--time-budget", "9s"])
        #expect(both.status == 64 && both.errors.contains("leave out --pretrain"))
    }

    @Test func aModelOfPiecesExplainsWholeWords() throws {
        let folder = try Scratch.folder()
        func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
        let pieces = ["--unit", "bpe", "--vocabulary-size", "300"]
        let outcome = try sentiment(
            ["train", try data(), "--output", path("model"), "--format", "json"] + pieces + Self.small)
        let report = try jsonObject(outcome)
        #expect((report["settings"] as? [String: Any])?["unit"] as? String == "bpe")
        #expect((report["validation"] as? [String: Any])?["accuracy"] as? Double ?? 0 > 0.9)
        let text = "a splendidly film about the sea"
        let explained = try jsonObject(
            sentiment(["explain", "--model", path("model"), "--format", "json", "--quiet"], input: text))
        let words = try #require(explained["words"] as? [[String: Any]])
        #expect(words.map { $0["text"] as? String } == text.split(separator: " ").map(String.init))
        expectSuccess(
            try sentiment(["calibrate", path("model"), try data(40), "--output", path("calibrated"), "--quiet"]))
        let continued = try jsonObject(
            sentiment(
                ["train", try data(40), "--from", path("model"), "--output", path("continued"), "--format", "json"]
                    + ["--epochs", "1", "--random-seed", "1", "--quiet"]))
        #expect((continued["settings"] as? [String: Any])?["unit"] as? String == "bpe")
        expectSuccess(
            try sentiment(
                ["pretrain", try data(), "--output", path("pieces"), "--epochs", "1", "--hidden-size", "8"]
                    + ["--embedding-size", "8", "--vector-epochs", "1", "--quiet"] + pieces))
        let started = try sentiment(
            ["train", try data(), "--pretrained", path("pieces"), "--output", path("started"), "--format", "json"]
                + Self.smallOnWords)
        #expect((try jsonObject(started)["settings"] as? [String: Any])?["unit"] as? String == "bpe")
    }

    @Test func aTrainedModelIsMeasuredBesideItsBaselinesAndClassifies() throws {
        let output = try Scratch.folder().appendingPathComponent("model").path
        let outcome = try sentiment(
            ["train", try data(), "--output", output, "--format", "json"] + Self.small)
        let report = try jsonObject(outcome)
        let validation = try #require(report["validation"] as? [String: Any])
        #expect(validation["accuracy"] as? Double ?? 0 > 0.9)
        #expect((validation["baselines"] as? [[String: Any]])?.count == 2)
        #expect(report["calibration"] is [String: Any])
        let mix = try #require(report["baselineMix"] as? Double)
        #expect((validation["networkAlone"] is [String: Any]) == (mix > 0))
        let alone = try jsonObject(
            sentiment(
                ["train", try data(), "--output", output + "-alone", "--format", "json", "--no-combine"] + Self.small))
        #expect(alone["baselineMix"] as? Double == 0)
        let text = try sentiment(
            ["classify", "--model", output, "--unit", "line", "--quiet"], input: "a superb film\ntedious plot\n"
        ).output
        #expect(text.split(separator: "\n").map { $0.prefix { $0 != "\t" } } == ["good", "bad"])
    }

    @Test func theSameSeedGivesTheSameBytesAtAnyNumberOfThreads() throws {
        let (folder, data) = (try Scratch.folder(), try data())
        for threads in ["1", "2"] {
            let outcome = try sentiment(
                ["train", data, "--output", folder.appendingPathComponent(threads).path, "--threads", threads]
                    + Self.small)
            expectSuccess(outcome)
        }
        for name in ["model.safetensors", "tokenizer.json", "config.json"] {
            let files = try ["1", "2"].map { try Data(contentsOf: folder.appendingPathComponent("\($0)/\(name)")) }
            #expect(files[0] == files[1], "\(name)")
        }
    }

    /// The folders of a training that was let alone and of one that was killed when it had written a file, and went on;
    /// both must have come to the same weights.
    private func wholeAndKilled(_ options: [String], whenThereIs file: String) throws -> (
        paths: [String], weights: Data
    ) {
        let (folder, data) = (try Scratch.folder(), try data(600))
        let options = Self.small + options + ["--validations", "60"]
        let paths = ["whole", "killed"].map { folder.appendingPathComponent($0).path }
        expectSuccess(try sentiment(["train", data, "--output", paths[0]] + options))
        let killed = try RunningProgram(.sentiment, ["train", data, "--output", paths[1]] + options)
        try killed.waitUntil { FileManager.default.fileExists(atPath: paths[1] + file) }
        killed.send(SIGKILL)
        _ = try killed.wait(timeout: 60)
        if FileManager.default.fileExists(atPath: paths[1] + "/training.safetensors") {
            expectSuccess(try sentiment(["train", "--resume", paths[1], "--quiet"]))
        }
        let files = try paths.map { try Data(contentsOf: URL(fileURLWithPath: $0 + "/model.safetensors")) }
        #expect(files[0] == files[1])
        return (paths, files[0])
    }

    @Test func aKilledTrainingGoesOnToTheSameBytes() throws {
        _ = try wholeAndKilled([], whenThereIs: "/model.safetensors")
    }

    @Test(arguments: ["/training.safetensors", "/pretraining/training.safetensors", "/model.safetensors"])
    func aTrainingThatIsKilledWhileItPretrainsGoesOnToTheSameBytes(whenThereIs file: String) throws {
        let options = ["--min-frequency", "1"]
        let (paths, weights) = try wholeAndKilled(options + ["--pretrain", "2"], whenThereIs: file)
        for path in paths { #expect(!FileManager.default.fileExists(atPath: path + "/pretraining")) }
        let plain = try Scratch.folder().appendingPathComponent("plain").path
        expectSuccess(
            try sentiment(["train", try data(600), "--output", plain, "--validations", "60"] + options + Self.small))
        #expect(try Data(contentsOf: URL(fileURLWithPath: plain + "/model.safetensors")) != weights)
    }

    @Test func whatDivergesLeavesTheModelBeforeItAlone() throws {
        let (output, data) = (try Scratch.folder().appendingPathComponent("model").path, try data())
        expectSuccess(try sentiment(["train", data, "--output", output] + Self.small))
        let before = try Data(contentsOf: URL(fileURLWithPath: output + "/model.safetensors"))
        let outcome = try sentiment(
            ["train", data, "--output", output, "--overwrite"] + Self.small + ["--learning-rate", "1e30"])
        #expect(outcome.status != 0 && outcome.errors.contains("diverged"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: output + "/model.safetensors")) == before)
        #expect(try sentiment(["classify", "--model", output], input: "a lovely film").errors.isEmpty)
    }

    @Test func pretrainingStandsAlone() throws {
        for other in [["--pretrained", "words"], ["--word-vectors", "a.vec"], ["--time-budget", "1m"]] {
            let outcome = try sentiment(["train", "a.tsv", "--pretrain", "2"] + other)
            #expect(outcome.status == 64 && outcome.errors.contains(other[0]))
        }
        #expect(try sentiment(["train", "a.tsv", "--pretrain", "0"]).status == 64)
    }

    @Test func aTrainingDoesNotGoOnWithOtherTexts() throws {
        let (output, data) = (try Scratch.folder().appendingPathComponent("model").path, try data(600))
        let program = try RunningProgram(
            .sentiment, ["train", data, "--output", output] + Self.small + ["--epochs", "1000"])
        try program.waitUntil { FileManager.default.fileExists(atPath: output + "/training.safetensors") }
        program.send(SIGKILL)
        _ = try program.wait(timeout: 60)
        expectSentence(
            try sentiment(["train", data, "--output", output, "--quiet"]), status: 64, ["--resume", "--overwrite"],
            tool: "sentiment")
        #expect(try sentiment(["train", data, "--resume", output]).status == 64)
        try Data(Self.reviews(599).utf8).write(to: URL(fileURLWithPath: data))
        expectSentence(
            try sentiment(["train", "--resume", output, "--quiet"]), status: 65,
            [output + "/training.safetensors", "texts have changed"], tool: "sentiment")
    }

    @Test func pretrainedWordsAndVectorsAreWhereATrainingStarts() throws {
        let folder = try Scratch.folder()
        let texts = Self.reviews(200).split(separator: "\n").map { $0.split(separator: "\t")[1] }.joined(
            separator: "\n")
        let file = try Scratch.file(Data(texts.utf8)).path
        let (words, vectors) = (
            folder.appendingPathComponent("words").path, folder.appendingPathComponent("a.vec").path
        )
        let sizes = ["--embedding-size", "12", "--min-frequency", "1", "--quiet"]
        let pretrained = try sentiment(
            ["pretrain", file, "--output", words, "--hidden-size", "8", "--epochs", "1", "--format", "json"] + sizes)
        let figures = try jsonObject(pretrained)
        #expect(figures["natsPerWord"] as? Double ?? 99 < 10 && figures["unigramNatsPerWord"] is Double)
        expectSuccess(try sentiment(["pretrain", file, "--vectors", "--output", vectors] + sizes))
        let header = try #require(String(contentsOfFile: vectors, encoding: .utf8).split(separator: "\n").first)
        #expect(header.split(separator: " ").count == 13 || header.split(separator: " ").count == 2)
        // What comes before decides about the sizes: of the vectors, or of all.
        for (start, small) in [
            (["--pretrained", words], Self.smallOnWords), (["--word-vectors", vectors], Self.smallOnVectors),
        ] {
            let output = folder.appendingPathComponent(start[0]).path
            expectSuccess(try sentiment(["train", try data(), "--output", output] + start + small))
        }
    }

    @Test func badInputIsNamedByFileAndLine() throws {
        func train(_ text: String, _ more: String..., name: String = "data.tsv") throws -> Outcome {
            let file = try Scratch.file(Data(text.utf8), named: name).path
            let small = more.contains("--word-vectors") ? Self.smallOnVectors : Self.small
            return try sentiment(["train", file, "--output", file + "-model"] + more + small)
        }
        expectSentence(try train("good\ta\ngood\tb\n"), status: 65, ["good", "data.tsv"], tool: "sentiment")
        expectSentence(try train(""), status: 65, ["data.tsv"], tool: "sentiment")
        expectSentence(try train("good\ta\nbad\n"), status: 65, ["data.tsv", "line 2"], tool: "sentiment")
        expectSentence(
            try train("text,mood\na,good\nb,bad\n", "--column", "body", name: "data.csv"), status: 65,
            ["data.csv", "body", "mood"], tool: "sentiment")
        let headed =
            "headline;polarity\nStocks rise again;pos\nStocks fall again;neg\nProfits up;pos\nProfits down;neg\n"
        expectSentence(
            try train(headed, name: "headed.csv"), status: 65, ["--column", "--label-column", "headline", "polarity"],
            tool: "sentiment")
        expectSentence(try train("good\t \nbad\t\n"), status: 65, ["word"], tool: "sentiment")
        let vectors = try Scratch.file(Data("film 1 2 3\nsea 1 nan 3\n".utf8), named: "nan.vec").path
        expectSentence(
            try train(Self.reviews(40), "--word-vectors", vectors), status: 65, ["nan.vec", "line 2"], tool: "sentiment"
        )
        let uneven = try Scratch.file(Data("film 1 2 3\nsea 1 2\n".utf8), named: "uneven.vec").path
        expectSentence(
            try train(Self.reviews(40), "--word-vectors", uneven), status: 65, ["uneven.vec", "line 2"],
            tool: "sentiment")
        let validation = try Scratch.file(Data("ugly\ta\n".utf8), named: "held.tsv").path
        expectSentence(
            try train(Self.reviews(40), "--validation", validation), status: 65, ["ugly", "held.tsv", "line 1"],
            tool: "sentiment")
    }

    @Test func vectorsOfNoWordOfTheTextsAreSaid() throws {
        let vectors = try Scratch.file(Data("xyzzy 1 2 3\nplugh 1 2 4\n".utf8), named: "foreign.vec").path
        let output = try Scratch.folder().appendingPathComponent("model").path
        let outcome = try sentiment([
            "train", try data(40), "--output", output, "--word-vectors", vectors, "--hidden-size", "8", "--epochs", "1",
        ])
        expectSuccess(outcome)
        #expect(outcome.errors.contains("none of the words occur in") && outcome.errors.contains("foreign.vec"))
    }

    @Test func twoTextsAreEnoughAndNothingIsHeldOut() throws {
        let file = try Scratch.file(Data("good\tlovely\nbad\tdull\n".utf8), named: "two.tsv").path
        let outcome = try sentiment(["train", file, "--output", file + "-model"] + Self.small)
        expectSuccess(outcome)
        #expect(outcome.output.contains("held out"))
    }

    @Test func aFinishedModelIsNotOverwritten() throws {
        let (data, folder) = (try data(), try Scratch.folder().appendingPathComponent("model").path)
        expectSuccess(try sentiment(["train", data, "--output", folder] + Self.small))
        expectSentence(
            try sentiment(["train", data, "--output", folder] + Self.small), status: 64, ["--overwrite"],
            tool: "sentiment")
        expectSuccess(try sentiment(["train", "--resume", folder]))
    }
}
