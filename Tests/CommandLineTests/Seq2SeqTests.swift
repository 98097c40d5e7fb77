import Foundation
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// `seq2seq` on small made-up pairs.
struct Seq2SeqTests {
    /// Words of a b c and the same in capitals, one by one.
    private static func pairs(_ count: Int) -> String {
        (0..<count).map { index in
            let letters = (0..<(1 + index % 4)).map { ["a", "b", "c"][(index / (4 * ($0 + 1)) + $0 * index) % 3] }
            return letters.joined() + "\t" + letters.joined().uppercased() + "\n"
        }.joined()
    }

    private static let small = [
        "--unit", "grapheme", "--hidden-size", "24", "--encoder-size", "12", "--embedding-size", "8", "--epochs", "15",
        "--batch-size", "8", "--learning-rate", "0.01", "--dropout", "0", "--embedding-dropout", "0",
        "--output-dropout", "0", "--label-smoothing", "0", "--random-seed", "1", "--quiet",
    ]

    private func seq2seq(_ arguments: [String], input: String = "") throws -> Outcome {
        try run(.seq2seq, arguments, input: input)
    }

    private func data(_ count: Int = 160) throws -> String {
        try Scratch.file(Data(Self.pairs(count).utf8), named: "pairs.tsv").path
    }

    private static let model = Result {
        let output = try Scratch.folder().appendingPathComponent("model").path
        let file = try Scratch.file(Data(pairs(400).utf8), named: "pairs.tsv").path
        let outcome = try run(.seq2seq, ["train", file, "--output", output, "--format", "json"] + small)
        guard outcome.status == 0 else { throw ProgramError(command: "seq2seq train", problem: outcome.errors) }
        return (output: output, report: outcome)
    }

    @Test func aTrainedModelIsMeasuredBesideItsBaselinesAndTranslates() throws {
        let (model, outcome) = try Self.model.get()
        let report = try jsonObject(outcome)
        let validation = try #require(report["validation"] as? [String: Any])
        #expect(validation["exactMatch"] as? Double ?? 0 > 0.9)
        #expect((validation["baselines"] as? [[String: Any]])?.count == 2)
        let translated = try seq2seq(["translate", "--model", model, "--quiet"], input: "ab\n\ncab\n")
        #expect(translated.output == "AB\n\nCAB\n")
        let many = try seq2seq(["translate", "--model", model, "--n-best", "3", "--quiet"], input: "ab\n")
        let lines = many.output.split(separator: "\n").map { $0.split(separator: "\t") }
        #expect(lines.count == 3 && lines[0][2] == "AB")
        let scores = lines.compactMap { Double($0[1]) }
        #expect(scores.count == 3 && scores == scores.sorted(by: >))
        for precision in ["bf16", "int8"] {
            let rounded = try seq2seq(
                ["translate", "--model", model, "--precision", precision, "--quiet"], input: "ab\ncab\n")
            #expect(rounded.output == "AB\nCAB\n")
        }
        let ensemble = try seq2seq(["translate", "--model", model, "--model", model, "--quiet"], input: "ab\n")
        #expect(ensemble.output == "AB\n")
    }

    @Test func anEnsembleIsMeasured() throws {
        let file = try Scratch.file(Data("ab\tAB\ncab\tCAB\n".utf8), named: "test.tsv").path
        let (model, fresh) = (try Self.model.get().output, try Scratch.folder().appendingPathComponent("fresh").path)
        // The same alphabet, so the same tokenizers, but hardly any training.
        let pairsFile = try Scratch.file(Data(Self.pairs(400).utf8), named: "pairs.tsv").path
        _ = try seq2seq(["train", pairsFile, "--output", fresh] + Self.small + ["--epochs", "0.1"])
        let outcome = try run(
            .seq2seq, ["evaluate", model, file, "--with", fresh, "--format", "json", "--precision", "int8"])
        let report = try jsonObject(outcome)
        #expect(report["exactMatch"] as? Double == 1)
        #expect(report["natsPerToken"] == nil, "an ensemble's loss is not measured")
        let other = try run(.seq2seq, ["evaluate", model, file, "--with", "english-french"])
        #expect(other.status != 0 && other.errors.contains("tokenizer"))
    }

    @Test func jsonHasTokensRangesAndAlignment() throws {
        let model = try Self.model.get().output
        let outcome = try seq2seq(["translate", "--model", model, "--format", "json", "--quiet"], input: "abc\n")
        let object = try jsonObject(outcome)
        #expect(object["text"] as? String == "ABC")
        #expect(object["sourceTokens"] as? [String] == ["a", "b", "c"])
        #expect(object["sourceRanges"] as? [[Int]] == [[0, 1], [1, 2], [2, 3]])
        let best = try #require((object["candidates"] as? [[String: Any]])?.first)
        #expect(best["tokens"] as? [String] == ["A", "B", "C"])
        #expect((best["alignment"] as? String)?.wholeMatch(of: /\d-0 \d-1 \d-2/) != nil)
        let rows = try #require(best["attention"] as? [[Double]])
        #expect(rows.map(\.count) == [3, 3, 3, 3])
        for row in rows { #expect(abs(row.reduce(0, +) - 1) < 1e-4) }
    }

    @Test func attentionIsDrawn() throws {
        let model = try Self.model.get().output
        let folder = try Scratch.folder()
        for name in ["heat.svg", "heat.html"] {
            let path = folder.appendingPathComponent(name).path
            expectSuccess(
                try seq2seq(["translate", "--model", model, "--attention", path, "--quiet"], input: "ab\ncb\n"))
            let text = try String(contentsOfFile: path, encoding: .utf8)
            #expect(text.components(separatedBy: " → ").count == 1 + 2 * 3 * 2, "a tooltip for each cell of two maps")
            if name.hasSuffix("svg") { #expect(XMLParser(data: Data(text.utf8)).parse()) }
        }
        let png = folder.appendingPathComponent("heat.png").path
        expectSuccess(try seq2seq(["translate", "--model", model, "--attention", png, "--quiet"], input: "ab\ncb\n"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: png)).starts(with: Data([0x89, 0x50, 0x4E, 0x47])))
        let refused = try seq2seq(["translate", "--model", model, "--attention", "a.bmp"], input: "a\n")
        #expect(refused.status == 64 && refused.errors.contains("a.bmp"))
    }

    @Test func evaluationPrintsTheSignatureAndTheBaselines() throws {
        let model = try Self.model.get().output
        let outcome = try seq2seq(["evaluate", model, try data(), "--format", "json", "--quiet"])
        let object = try jsonObject(outcome)
        #expect(object["bleu"] is Double && object["chrF"] as? Double ?? 0 > 80)
        #expect((object["signature"] as? String)?.contains("tok:13a") == true)
        #expect((object["baselines"] as? [[String: Any]])?.count == 2)
    }

    @Test func translationsStayLineAlignedWherePairsAreEmpty() throws {
        let folder = try Scratch.folder()
        let files = ["a.en", "a.fr", "out.fr"].map { folder.appendingPathComponent($0) }
        try Data("12\n\n34\n".utf8).write(to: files[0])
        try Data("21\nx\n43\n".utf8).write(to: files[1])
        let model = try Self.model.get().output
        expectSuccess(
            try seq2seq(["evaluate", model, files[0].path, files[1].path, "--translations", files[2].path, "--quiet"]))
        let lines = try String(contentsOf: files[2], encoding: .utf8).split(
            separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 4 && lines.map(\.isEmpty) == [false, true, false, true])
    }

    @Test func theSameSeedGivesTheSameBytesAtAnyNumberOfThreads() throws {
        let (folder, data) = (try Scratch.folder(), try data())
        for threads in ["1", "2"] {
            let outcome = try seq2seq(
                ["train", data, "--output", folder.appendingPathComponent(threads).path, "--threads", threads]
                    + Self.small + ["--epochs", "2"])
            expectSuccess(outcome)
        }
        for name in ["model.safetensors", "tokenizer.json", "target-tokenizer.json", "config.json"] {
            let files = try ["1", "2"].map { try Data(contentsOf: folder.appendingPathComponent("\($0)/\(name)")) }
            #expect(files[0] == files[1], "\(name)")
        }
    }

    @Test(arguments: [SIGKILL, SIGINT])
    func aKilledOrInterruptedTrainingGoesOnToTheSameBytes(signal: Int32) throws {
        Foundation.signal(SIGINT, SIG_DFL)  // a test run in the background may have it ignored, and its children too
        let (folder, data) = (try Scratch.folder(), try data(600))
        let options = Self.small + ["--validations", "60", "--epochs", "6"]
        let paths = ["whole", "stopped"].map { folder.appendingPathComponent($0).path }
        expectSuccess(try seq2seq(["train", data, "--output", paths[0]] + options))
        let stopped = try RunningProgram(.seq2seq, ["train", data, "--output", paths[1]] + options)
        try stopped.waitUntil { FileManager.default.fileExists(atPath: paths[1] + "/model.safetensors") }
        stopped.send(signal)
        let outcome = try stopped.wait(timeout: 60)
        if FileManager.default.fileExists(atPath: paths[1] + "/training.safetensors") {
            if signal == SIGINT {
                #expect(outcome.status == 130 && outcome.outputData.isEmpty)
                #expect(outcome.errorLines.last?.contains("seq2seq train --resume \(paths[1])") == true)
            }
            expectSuccess(try seq2seq(["train", "--resume", paths[1], "--quiet"]))
        }
        let files = try paths.map { try Data(contentsOf: URL(fileURLWithPath: $0 + "/model.safetensors")) }
        #expect(files[0] == files[1])
    }

    @Test func badInputIsNamed() throws {
        func train(_ texts: [(name: String, text: String)], _ more: String...) throws -> Outcome {
            let files = try texts.map { try Scratch.file(Data($0.text.utf8), named: $0.name).path }
            return try seq2seq(["train"] + files + ["--output", files[0] + "-model"] + Self.small + more)
        }
        expectSentence(
            try train([("a.en", "x\ny\n"), ("a.de", "x\n")]), status: 65, ["2 lines", "has 1", "a.en", "a.de"],
            tool: "seq2seq")
        expectSentence(try train([("one.tsv", "alone\n")]), status: 65, ["one.tsv", "'2'"], tool: "seq2seq")
        expectSentence(try train([("none.tsv", "")]), status: 65, ["none.tsv"], tool: "seq2seq")
        expectSentence(
            try train([("long.tsv", "abcabc\tABCABC\nabcd\tb\n")], "--max-tokens", "2"), status: 65, ["--max-tokens"],
            tool: "seq2seq")
        expectSentence(
            try train([("a.tsv", Self.pairs(20))], "--attention", "dot", "--hidden-size", "10"), status: 64,
            ["hiddenSize", "24"], tool: "seq2seq")
        expectSentence(
            try seq2seq(["translate", "--model", "/nowhere"], input: "a\n"), status: 66, ["/nowhere"], tool: "seq2seq")
        let model = try Self.model.get().output
        let other = try Scratch.folder().appendingPathComponent("damaged")
        try FileManager.default.copyItem(atPath: model, toPath: other.path)
        try FileManager.default.removeItem(at: other.appendingPathComponent("target-tokenizer.json"))
        expectSentence(
            try seq2seq(["translate", "--model", other.path], input: "a\n"), status: 66, ["target-tokenizer.json"],
            tool: "seq2seq")
        try Data("{}".utf8).write(to: other.appendingPathComponent("target-tokenizer.json"))
        expectSentence(
            try seq2seq(["translate", "--model", other.path], input: "a\n"), status: 65, ["target-tokenizer.json"],
            tool: "seq2seq")
        let config = other.appendingPathComponent("config.json")
        let text = try String(contentsOf: config, encoding: .utf8)
        try Data(text.replacing("\"seq2seq\"", with: "\"sentimentClassifier\"").utf8).write(to: config)
        expectSentence(
            try seq2seq(["translate", "--model", other.path], input: "a\n"), status: 65,
            ["config.json", "sentimentClassifier"], tool: "seq2seq")
    }

    @Test func unknownCharactersAndLongLinesAreReported() throws {
        let model = try Self.model.get().output
        let long = String(repeating: "ab", count: 80)
        let outcome = try seq2seq(["translate", "--model", model], input: "aéb\n\(long)\n")
        expectSuccess(outcome)
        #expect(outcome.output.split(separator: "\n", omittingEmptySubsequences: false).count == 3)
        #expect(outcome.errors.contains("unknown") && outcome.errors.contains("too long for the model"))
        #expect(outcome.errors.contains("line 2\n"))
        let json = try seq2seq(["translate", "--model", model, "--format", "json"], input: "ab\n\(long)\n")
        let unread = json.output.split(separator: "\n").map {
            $0.contains("\"unreadTokens\":0,") || $0.hasSuffix("\"unreadTokens\":0}")
        }
        #expect(unread == [true, false])
    }

    @Test func aTrainingThatEndsFarAboveGuessingHasDiverged() throws {
        let output = try Scratch.folder().appendingPathComponent("diverged").path
        let outcome = try seq2seq(
            ["train", try data(), "--output", output] + Self.small.map { $0 == "0.01" ? "1e5" : $0 })
        expectSentence(outcome, status: 65, ["diverged", "--learning-rate"], tool: "seq2seq")
    }

    @Test func helpTeaches() throws {
        for subcommand in ["train", "translate", "evaluate"] {
            let outcome = try seq2seq([subcommand, "--help"])
            expectSuccess(outcome)
            #expect(outcome.output.contains("seq2seq \(subcommand) "), "an example is missing")
        }
    }

    @Test(arguments: [[], ["train"], ["translate"], ["evaluate"], ["models"]])
    func helpFitsInEightyColumns(subcommand: [String]) throws {
        let help = try run(.seq2seq, subcommand + ["--help"], environment: ["COLUMNS": "80"]).output
        for line in help.split(separator: "\n") { #expect(line.count <= 80 || line.hasPrefix("USAGE:"), "\(line)") }
    }

    @Test func theShippedModelTranslates() throws {
        let outcome = try seq2seq(["translate", "--quiet"], input: "Where is the station?\nI love you.\n")
        expectSuccess(outcome)
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.count == 2 && lines[0].contains("gare") && lines[1].contains("aime"), "\(outcome.output)")
        #expect(try seq2seq(["models", "english-french"]).output.contains("Tatoeba"))
    }
}
