import Foundation
import Testing

/// An output is made again from its manifest.
struct SampleManifestTests {
    private func manifest() throws -> String { try Scratch.folder().appendingPathComponent("manifest.json").path }

    private static let lines: [[String]] = [
        ["--seed", "Once", "--length", "80"], ["--count", "3", "--length", "40", "--random-seed", "7"],
        ["--lines", "5", "--unique"], ["--seed", "42", "--end", "sentence", "--format", "json", "--top-k", "9"],
        ["--match", "-?[a-z]{4,9}", "--length", "12"],
        ["--require", "sea", "--forbid", "the", "--length", "120", "--precision", "int8"],
    ]

    @Test(arguments: lines.indices) func theOutputIsTheSameByteForByte(index: Int) throws {
        let path = try manifest()
        let first = try run(.textgen, ["sample", TinyModel.path(), "--manifest", path] + Self.lines[index])
        expectSuccess(first)
        let again = try textgen("sample", "--replay", path, "--threads", "1")
        expectSuccess(again)
        #expect(again.outputData == first.outputData)
        #expect(again.errors.isEmpty)
        let json = try #require(
            try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: path))) as? [String: Any])
        #expect(json["version"] as? String != nil && json["randomSeed"] as? Int != nil)
        #expect((json["model"] as? [String: Any])?["fingerprint"] as? String != nil)
    }

    @Test func aSeedFromAFileIsInTheManifest() throws {
        let seed = try Scratch.file(Data("There was".utf8))
        let path = try manifest()
        let first = try textgen(
            "sample", TinyModel.path(), "--seed-file", seed.path, "--length", "30", "--manifest", path)
        try FileManager.default.removeItem(at: seed)
        #expect(try textgen("sample", "--replay", path).outputData == first.outputData)
    }

    @Test func anotherModelOrFileIsRefused() throws {
        let model = try TinyModel.copy().path
        let path = try manifest()
        let corpus = try Scratch.file(Data("abc\n".utf8))
        expectSuccess(
            try textgen("sample", model, "--corpus", corpus.path, "--length", "30", "--quiet", "--manifest", path))
        expectSuccess(try textgen("sample", "--replay", path))
        try Data("abd\n".utf8).write(to: corpus)
        expectSentence(try textgen("sample", "--replay", path), status: 65, [corpus.path, "changed"])
        try Data("abc\n".utf8).write(to: corpus)
        let weights = URL(fileURLWithPath: model + "/model.safetensors")
        var data = try Data(contentsOf: weights)
        data[data.count - 2] ^= 1
        try data.write(to: weights)
        expectSentence(try textgen("sample", "--replay", path), status: 65, [model, "fingerprint"])
    }

    @Test func whatIsNoManifestIsRefused() throws {
        for (text, word) in [("{", "valid JSON"), ("{\"format\": 9}", "format 9"), ("{\"format\": 1}", "missing")] {
            let file = try Scratch.file(Data(text.utf8)).path
            expectSentence(try textgen("sample", "--replay", file), status: 65, [file, word])
        }
        expectSentence(try textgen("sample", "--replay", "/nowhere/m.json"), status: 66, ["/nowhere/m.json"])
        let outcome = try textgen("sample", "--replay", "m.json", "--length", "3")
        #expect(outcome.status == 64 && outcome.errors.contains("--length"))
    }
}
