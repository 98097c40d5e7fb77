import Foundation
import Testing

/// `textgen` with models whose tokens are pieces of words (`--tokens bpe`).
struct PieceTests {
    private static let options = ["--tokens", "bpe", "--vocabulary-size", "300"] + TinyModel.options
    private static let model = Result { try train() }

    private static func train() throws -> (text: URL, folder: URL, outcome: Outcome) {
        let text = try Scratch.file(Data(Repository.corpus("harbour").utf8.prefix(9_000)))
        let folder = text.deletingLastPathComponent().appendingPathComponent("model")
        let outcome = try run(.textgen, ["train", text.path, "--output", folder.path] + options)
        guard outcome.status == 0 else {
            throw ProgramError(command: "textgen train", problem: "ended in \(outcome.status): \(outcome.errors)")
        }
        return (text, folder, outcome)
    }

    private func path() throws -> String { try Self.model.get().folder.path }

    private func sample(_ arguments: String...) throws -> Outcome {
        let outcome = try run(
            .textgen, ["sample", path(), "--random-seed", "3", "--quiet", "--temperature", "1"] + arguments)
        expectSuccess(outcome)
        return outcome
    }

    @Test func trainingSpeaksOfCharactersAndPieces() throws {
        let (text, folder, outcome) = try Self.model.get()
        #expect(outcome.output.contains("nats/char") && outcome.output.contains("held-out pieces"))
        #expect(outcome.errors.contains("characters to train on") && outcome.errors.contains("300 in the vocabulary"))
        #expect(outcome.errors.contains("pieces of words to train on"))
        let report = try #require(
            try JSONSerialization.jsonObject(with: Data(contentsOf: folder.appendingPathComponent("report.json")))
                as? [String: Any])
        let (characters, tokens) = (report["validationCharacters"] as? Int, report["validationTokens"] as? Int)
        #expect(try #require(tokens) < (try #require(characters)))
        #expect((report["settings"] as? [String: Any])?["vocabularySize"] as? Int == 300)
        let shown = try run(.textgen, ["train", text.path, "--resume", folder.path] + Self.options)
        #expect(shown.output == outcome.output, "\(shown.errors)")
    }

    @Test func evaluationIsPerCharacter() throws {
        let content = try String(Repository.corpus("harbour").suffix(3_000))
        let text = try Scratch.file(Data(content.utf8))
        let json = try jsonObject(textgen("evaluate", path(), text.path, "--format", "json"))
        #expect(json["characters"] as? Int == content.count && json["unit"] as? String == "bpe")
        let (tokens, nats) = (try #require(json["tokens"] as? Int), try #require(json["natsPerCharacter"] as? Double))
        let perToken = nats * Double(content.count) / Double(tokens)
        #expect(nats < 4 && perToken > nats && perToken < log(300) * 1.2)
        #expect(try #require(json["charactersPerToken"] as? Double) == Double(content.count) / Double(tokens))
        for precision in ["bf16", "int8"] {
            let other = try jsonObject(
                textgen("evaluate", path(), text.path, "--format", "json", "--precision", precision))
            #expect(abs(try #require(other["natsPerCharacter"] as? Double) - nats) < 0.05)
        }
        let adapted = try textgen("evaluate", path(), text.path, "--adapt")
        expectSuccess(adapted)
        #expect(adapted.output.contains("(pieces)") && adapted.output.contains("uniform over pieces"))
        #expect(adapted.output.contains("3,000 characters in "), "\(adapted.output)")
    }

    @Test func textsAreSteeredByTheirCharacters() throws {
        let exact = try sample("--length", "83", "--end", "length", "--seed", "The h").output
        #expect(exact.count == 5 + 83 + 1, "\(exact)")
        let names = try sample("--match", "[A-Z][a-z]{3,7}", "--lines", "6", "--unique").output.split(separator: "\n")
        #expect(Set(names).count == 6 && names.allSatisfy { $0.wholeMatch(of: /[A-Z][a-z]{3,7}/) != nil }, "\(names)")
        let steered = try sample(
            "--require", "harbour", "--forbid", "the", "--forbid", "and", "--length", "150", "--end", "sentence"
        ).output
        let words = steered.lowercased().split { !$0.isLetter }
        #expect(words.contains("harbour") && !words.contains("the") && !words.contains("and"), "\(steered)")
        let ended = try sample("--seed", "The", "--ending", " by the sea.", "--length", "60").output
        #expect(ended.hasSuffix(" by the sea.\n") && ended.count <= 3 + 60 + 12 + 1)
        let corpus = try Self.model.get().text.path
        let limited = try run(
            .textgen,
            ["sample", path(), "--random-seed", "3", "--max-copy", "9", "--corpus", corpus, "--format", "json"])
        expectSuccess(limited)
        let copied = try #require(jsonObject(limited)["copied"] as? [String: Any])
        #expect((1...9).contains(try #require(copied["longest"] as? Int)))
    }

    @Test func aTextIsWrittenTogether() throws {
        let outcome = try run(
            .textgen, ["sample", path(), "--interactive", "--random-seed", "5", "--quiet", "--seed", "The "],
            input: "length 30\nc\nw and\nc\na 2\n1\nu\nshow\n")
        expectSuccess(outcome)
        #expect(outcome.output.contains("The "))
    }

    @Test func inspectionCountsCharacters() throws {
        let text = "The harbour was quiet.\nA boat came in.\n"
        let json = try jsonObject(
            textgen("inspect", "--text", text, "--model", path(), "--format", "json", "--length", "30"))
        #expect(json["characters"] as? Int == 30 && json["totalCharacters"] as? Int == text.count)
        let card = try textgen("inspect", "--text", text, "--model", path(), "--units", "0")
        expectSuccess(card)
        #expect(card.output.contains("\(text.count) characters (") && card.output.contains("bits/char"))
        // Without colours each character has its bar.
        let lines = card.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let place = try #require(lines.lastIndex(of: "A boat came in."))
        #expect((15...16).contains(lines[place + 1].count), "\(lines[place + 1])")
    }

    @Test func anyFileComesBackForAnyNumberOfThreads() throws {
        let noise = Data((0..<2_000).map { UInt8(truncatingIfNeeded: $0 &* $0 &* 167 >> 3) })
        let file = try Scratch.file(try Data(Repository.corpus("harbour").utf8.suffix(1_500)) + noise)
        let archive = file.deletingLastPathComponent().appendingPathComponent("archive.rctz")
        let back = file.deletingLastPathComponent().appendingPathComponent("back")
        var archives: Set<Data> = []
        for threads in ["1", "2"] {
            expectSuccess(
                try textgen("compress", file.path, "-o", archive.path, "--model", path(), "--threads", threads))
            archives.insert(try Data(contentsOf: archive))
            expectSuccess(
                try textgen("decompress", archive.path, "-o", back.path, "--model", path(), "--threads", "1"))
            #expect(try Data(contentsOf: back) == Data(contentsOf: file))
        }
        #expect(archives.count == 1)
    }

    @Test func aModelOfPiecesGoesOnLearning() throws {
        let text = try Scratch.file(Data(String(Repository.corpus("harbour").suffix(6_000)).utf8))
        let output = text.deletingLastPathComponent().appendingPathComponent("continued").path
        let outcome = try textgen(
            "train", text.path, "--from", path(), "--output", output, "--epochs", "1", "--random-seed", "1")
        expectSuccess(outcome)
        #expect(outcome.output.contains("held-out new characters"), "\(outcome.output)")
        let pieces = try run(
            .textgen, ["tokenize", "-", "--tokenizer", output + "/tokenizer.json"], input: "The harbour was quiet.\n")
        expectSuccess(pieces)
    }

    // MARK: Damage

    /// Merges that a file cannot have.
    @Test(arguments: [
        ("a merge of ids that are not there", [5, 99_999]), ("a merge of a special id", [0, 40]),
        ("an odd number of ids", [40]), ("a pair twice", [101, 102, 101, 102]), ("negative ids", [-4, 40]),
    ])
    func aTokenizerThatIsBrokenIsRefused(name: String, merges: [Int]) throws {
        let folder = try Scratch.folder().appendingPathComponent("model")
        try FileManager.default.copyItem(at: Self.model.get().folder, to: folder)
        let file = folder.appendingPathComponent("tokenizer.json")
        var object = try #require(
            try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
        object["merges"] = try #require(object["merges"] as? [Int]) + merges
        try JSONSerialization.data(withJSONObject: object).write(to: file)
        expectSentence(try textgen("sample", folder.path, "--quiet"), status: 65, ["tokenizer.json", "merges"])
    }
}
