import Foundation
import Testing

/// Encodings, line ends, standard input, and what a model does not know.
struct TextFileTests {
    private static let small = ["--hidden-size", "8", "--epochs", "1", "--random-seed", "1", "--quiet"]
    private static let text = Result { String(try Repository.corpus("harbour").prefix(2_000)) + "\n" }

    private func train(_ data: some DataProtocol, _ options: [String] = []) throws -> URL {
        let file = try Scratch.file(data)
        let folder = try Scratch.folder().appendingPathComponent("model")
        expectSuccess(try run(.textgen, ["train", file.path, "--output", folder.path] + Self.small + options))
        return folder
    }

    private func evaluate(_ folder: URL, _ data: some DataProtocol, _ options: [String] = []) throws -> [String: Any] {
        let file = try Scratch.file(data)
        return try jsonObject(
            run(.textgen, ["evaluate", folder.path, file.path, "--format", "json", "--quiet"] + options))
    }

    @Test func lineEndsOfAllSystemsAreRead() throws {
        let text = try Self.text.get()
        let (crlf, cr) = (text.replacing("\n", with: "\r\n"), text.replacing("\n", with: "\r"))
        let models = try [text, crlf, cr].map { try train(Data($0.utf8)) }
        for model in models.dropFirst() { #expect(try weights(in: model) == weights(in: models[0])) }
        let figures = try [text, crlf, cr].map { try evaluate(models[0], Data($0.utf8))["natsPerCharacter"] as? Double }
        #expect(figures[0] != nil && figures[0] == figures[1] && figures[0] == figures[2])
        let kept = try evaluate(models[0], Data(crlf.utf8), ["--line-ends", "keep"])
        #expect(kept["unknownCharacters"] as? Int == crlf.filter(\.isNewline).count)

        let keeping = try train(Data(crlf.utf8), ["--line-ends", "keep"])
        #expect(try evaluate(keeping, Data(crlf.utf8))["unknownCharacters"] as? Int == 0)
        #expect(try evaluate(keeping, Data(text.utf8))["unknownCharacters"] as? Int ?? 0 > 0)

        // Folders of older versions do not say; those that learned carriage returns keep them.
        let file = keeping.appendingPathComponent("config.json")
        let old = try String(contentsOf: file, encoding: .utf8).replacing(/\s*"lineEnds" : "keep",/, with: "")
        #expect(!old.contains("lineEnds"))
        try Data(old.utf8).write(to: file)
        #expect(try evaluate(keeping, Data(crlf.utf8))["unknownCharacters"] as? Int == 0)
    }

    @Test func otherEncodingsAreDecodedOrNamed() throws {
        let text = String(repeating: "café à la carte déjà vu\n", count: 80)
        let latin = try #require(text.data(using: .isoLatin1))
        let plain = try train(Data(text.utf8))
        #expect(try weights(in: train(latin, ["--encoding", "latin1"])) == weights(in: plain))
        #expect(
            try evaluate(plain, latin, ["--encoding", "windows-1252"])["natsPerCharacter"] as? Double
                == evaluate(plain, Data(text.utf8))["natsPerCharacter"] as? Double)
        let file = try Scratch.file(latin)
        for command in [["train", file.path, "--output", "/nowhere/m"], ["evaluate", plain.path, file.path]] {
            let outcome = try run(.textgen, command + (command[0] == "train" ? ["--quiet"] : []))
            expectSentence(outcome, status: 65, [file.path, "line 1", "--encoding"])
            #expect(!outcome.errors.contains("--tokens"))
        }
        let seed = try run(
            .textgen,
            ["sample", plain.path, "--seed-file", file.path, "--encoding", "latin1", "--length", "3", "--quiet"])
        #expect(seed.output.hasPrefix("café à la carte"))
        let tokens = try run(.textgen, ["tokenize", file.path, "--encoding", "latin1", "--quiet"])
        #expect(tokens.output.hasPrefix("café\nà\nla\n"))
        let packed = try Scratch.file(Data([0x1F, 0x8B, 8, 0, 0xFF, 0xFE]), named: "a.txt.gz").path
        expectSentence(try textgen("train", packed, "--output", "/nowhere/m", "--quiet"), status: 65, ["gzip -d"])
    }

    @Test func standardInputIsAFile() throws {
        let model = try TinyModel.training()
        let text = try String(contentsOf: model.text, encoding: .utf8)
        let folder = try Scratch.folder().appendingPathComponent("model").path
        expectSuccess(
            try run(.textgen, ["train", "-", "--output", folder, "--quiet"] + TinyModel.options, input: text))
        #expect(try weights(in: URL(fileURLWithPath: folder)) == weights(in: model.folder))
        expectSuccess(try run(.textgen, ["train", "-", "--resume", folder], input: text))
        #expect(try run(.textgen, ["train", "-", "--resume", folder], input: "other").status == 64)
        #expect(
            try run(.textgen, ["evaluate", folder, "-"], input: text).output
                == run(.textgen, ["evaluate", folder, model.text.path]).output)
        expectSentence(try run(.textgen, ["train", "-", "--quiet"], input: text), status: 64, ["--output"])
    }

    @Test func unknownCharactersAreNamed() throws {
        let text = try Scratch.file(Data("A boat, 漢字漢 \u{1B} e\u{301}\u{200B}.\n".utf8))
        let json = try jsonObject(textgen("evaluate", TinyModel.path(), text.path, "--format", "json"))
        let unknown = try #require(json["unknownTokens"] as? [[String: Any]])
        #expect(unknown.map { $0["text"] as? String }.contains("漢"))
        #expect(unknown.first?["codePoints"] as? [String] == ["U+6F22"] && unknown.first?["count"] as? Int == 2)
        #expect(unknown.compactMap { $0["count"] as? Int }.reduce(0, +) == json["unknownCharacters"] as? Int)
        let shown = try textgen("evaluate", TinyModel.path(), text.path).output
        for part in ["漢", "U+6F22", "\\u{1B}", "U+001B", "U+0065 U+0301"] {
            #expect(shown.contains(part), "\(shown)")
        }
        #expect(!shown.contains("\u{1B}"))
    }
}
