import Foundation
import Testing

struct CompressTests {
    private func packed(_ content: some DataProtocol) throws -> (file: URL, archive: URL) {
        let file = try Scratch.file(content)
        return (file, file.deletingLastPathComponent().appendingPathComponent("archive.rctz"))
    }

    @Test(arguments: ["", "A boat, 漢字 and \u{0}\u{ff}.\r\n"]) func aFileComesBackAsItWas(text: String) throws {
        let (file, archive) = try packed(Data(text.utf8) + Data(text.isEmpty ? [] : [0xff, 0xfe]))
        let model = try TinyModel.path()
        let sizes = try jsonObject(
            textgen("compress", file.path, "-o", archive.path, "--model", model, "--format", "json"))
        let bytes = try Data(contentsOf: file)
        #expect(sizes["bytes"] as? Int == bytes.count)
        #expect(sizes["compressedBytes"] as? Int == (try Data(contentsOf: archive).count))
        #expect((sizes["bitsPerByte"] == nil) == bytes.isEmpty)
        let back = file.deletingLastPathComponent().appendingPathComponent("back")
        let outcome = try textgen("decompress", archive.path, "-o", back.path, "--model", model)
        expectSuccess(outcome)
        #expect(try Data(contentsOf: back) == bytes)
        #expect(outcome.output.hasPrefix("\(bytes.count) bytes, "))
    }

    /// An archive is the same whatever the processor offers and however many threads there are.
    @Test func everyProcessorAndNumberOfThreadsWritesTheSameArchive() throws {
        let (file, archive) = try packed(Data(Repository.corpus("harbour").utf8.dropFirst(6_000).prefix(2_000)))
        let arguments = ["compress", file.path, "-o", archive.path, "--model", try TinyModel.path()]
        expectSuccess(try run(.textgen, arguments + ["--threads", "1"]))
        let first = try Data(contentsOf: archive)
        #expect(first.count < 1_000)
        for (instructions, threads) in [("portable", "1"), ("avx2", "2"), ("portable", "2")] {
            expectSuccess(
                try run(
                    .textgen, arguments + ["--threads", threads], environment: ["RECURRENT_SIMD": instructions]))
            #expect(try Data(contentsOf: archive) == first, "\(instructions), \(threads) threads")
        }
    }

    @Test func pipesAndQuietWork() throws {
        let (_, archive) = try packed(Data())
        let model = try TinyModel.path()
        let outcome = try run(
            .textgen, ["compress", "-", "-o", archive.path, "--model", model, "--quiet"], input: "A boat.")
        expectSuccess(outcome)
        #expect(outcome.errors.isEmpty && outcome.output.hasPrefix("7 bytes, "))
    }

    @Test func whatIsNoArchiveOfTheModelIsRefusedInASentence() throws {
        let (file, archive) = try packed(Data("A boat.".utf8))
        let model = try TinyModel.path()
        expectSuccess(try textgen("compress", file.path, "-o", archive.path, "--model", model))
        let target = file.deletingLastPathComponent().appendingPathComponent("back").path
        func expectRefusal(_ arguments: [String], status: Int32, _ words: String) throws {
            let outcome = try run(.textgen, ["decompress", "-o", target] + arguments)
            #expect(outcome.status == status && outcome.errors.contains(words), "\(outcome.errors)")
            #expect(outcome.output.isEmpty && !FileManager.default.fileExists(atPath: target))
        }
        try expectRefusal([archive.path], status: 65, "another model")
        try expectRefusal([file.path, "--model", model], status: 65, "is not an archive")
        try expectRefusal([target + "-missing", "--model", model], status: 66, "missing")
        let cut = try Scratch.file(Data(contentsOf: archive).dropLast(3))
        try expectRefusal([cut.path, "--model", model], status: 65, "is damaged")
    }
}
