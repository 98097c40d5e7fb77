import Foundation
import Testing

/// Texts and places that cannot be used.
struct BadInputTests {
    /// Tries to train on a file, and expects a sentence that names it, and that no model was left behind.
    private func expectRefused(
        _ path: String, _ arguments: [String] = [], status: Int32, _ words: [String],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let folder = try Scratch.folder().appendingPathComponent("model")
        let outcome = try run(.textgen, ["train", path, "--output", folder.path, "--random-seed", "1"] + arguments)
        let message = outcome.errors.replacing("random seed 1\n", with: "")
        let last = Outcome(status: outcome.status, outputData: outcome.outputData, errors: message)
        expectSentence(last, status: status, [path] + words, sourceLocation: sourceLocation)
        #expect(!FileManager.default.fileExists(atPath: folder.path), sourceLocation: sourceLocation)
    }

    @Test func aMissingFileEndsIn66() throws {
        let path = try Scratch.folder().path + "/missing.txt"
        try expectRefused(path, status: 66, ["no such file"])
        expectSentence(try textgen("evaluate", TinyModel.path(), path), status: 66, [path])
        expectSentence(try textgen("sample", "--seed-file", path, "--random-seed", "1"), status: 66, [path])
    }

    @Test func aMissingValidationFileEndsIn66() throws {
        let path = try Scratch.folder().path + "/missing.txt"
        let text = try TinyModel.training().text.path
        let outcome = try textgen("train", text, "--validation", path, "--output", Scratch.folder().path + "/m")
        expectSentence(outcome, status: 66, [path])
    }

    @Test func aFolderInPlaceOfAFileEndsIn65() throws {
        let path = try Scratch.folder().path
        try expectRefused(path, status: 65, ["it is a folder", "name a file"])
        expectSentence(try textgen("evaluate", TinyModel.path(), path), status: 65, [path, "folder"])
        expectSentence(try textgen("sample", "--seed-file", path, "--random-seed", "1"), status: 65, [path, "folder"])
    }

    @Test func anEmptyFileEndsIn65() throws {
        let path = try Scratch.file(Data()).path
        try expectRefused(path, status: 65, ["empty", "give a file with text"])
        expectSentence(try textgen("evaluate", TinyModel.path(), path), status: 65, [path, "empty"])
    }

    @Test func aFileWithNothingButAByteOrderMarkIsEmpty() throws {
        try expectRefused(Scratch.file(Data("\u{FEFF}".utf8)).path, status: 65, ["empty"])
    }

    @Test(arguments: ["config.json", "tokenizer.json"]) func filesOfSomethingElseAreNotReplaced(name: String) throws {
        let folder = try Scratch.folder()
        let file = folder.appendingPathComponent(name)
        try Data("{\"of\": \"something else\"}".utf8).write(to: file)
        let text = try TinyModel.training().text.path
        let outcome = try run(.textgen, ["train", text, "--output", folder.path, "--quiet"] + TinyModel.options)
        expectSentence(outcome, status: 64, [folder.path, name, "--overwrite"])
        #expect(try String(contentsOf: file, encoding: .utf8) == "{\"of\": \"something else\"}")
    }

    @Test func charactersThatAreAllTooRareAreRefusedAtOnce() throws {
        let text = try TinyModel.training().text.path
        let folder = try Scratch.folder().path + "/m"
        let outcome = try run(.textgen, ["train", text, "--output", folder, "--min-frequency", "1000000", "--quiet"])
        expectSentence(outcome, status: 65, [text, "--min-frequency"])
    }

    @Test(arguments: ["a", "A few words.\n"])
    func aFileShorterThanOneSequenceEndsIn65(text: String) throws {
        try expectRefused(Scratch.file(Data(text.utf8)).path, status: 65, ["longer text"])
    }

    @Test func invalidUTF8EndsIn65WithItsPlaceAndTheWayOut() throws {
        let bytes = Data(String(repeating: "abc é\n", count: 200).utf8) + [0x61, 0xC3, 0x28] + Data("rest".utf8)
        let path = try Scratch.file(bytes).path
        try expectRefused(path, status: 65, ["byte 1401", "--encoding"])
        expectSentence(try textgen("evaluate", TinyModel.path(), path), status: 65, [path, "byte 1401"])
        let sampled = try textgen("sample", "--seed-file", path, "--random-seed", "1")
        expectSentence(sampled, status: 65, [path, "byte 1401"])
    }

    @Test(.enabled(if: geteuid() != 0, "skipped: root may read everything"))
    func aFileWithoutPermissionEndsIn74() throws {
        let file = try Scratch.file(Data("text".utf8))
        try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: file.path)
        try expectRefused(file.path, status: 74, ["permission"])
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self/mem"), "skipped: no /proc/self/mem"))
    func aFileThatCannotBeReadEndsIn74() throws {
        try expectRefused("/proc/self/mem", status: 74, ["cannot read"])
        expectSentence(try textgen("evaluate", TinyModel.path(), "/proc/self/mem"), status: 74, ["/proc/self/mem"])
    }

    @Test func aFileInPlaceOfTheOutputFolderIsLeftAlone() throws {
        let text = try TinyModel.training().text.path
        let file = try Scratch.file(Data("precious".utf8))
        let outcome = try run(.textgen, ["train", text, "--output", file.path, "--quiet"] + TinyModel.options)
        expectSentence(outcome, status: 74, [file.path])
        #expect(try String(contentsOf: file, encoding: .utf8) == "precious")
        let below = try run(.textgen, ["train", text, "--output", file.path + "/m", "--quiet"] + TinyModel.options)
        expectSentence(below, status: 74, [file.path + "/m"])
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "skipped: no /dev/full"))
    func aFullDiskEndsIn74() throws {
        let outcome = try textgen(
            "evaluate", TinyModel.path(), TinyModel.training().text.path, "--logits", "/dev/full", "--quiet")
        expectSentence(outcome, status: 74, ["/dev/full", "no space left on device", "free some space"])
    }

    /// A limit on file sizes stands in for a disk that fills up while the weights are written.
    @Test func aDiskThatFillsUpLeavesNoHalfWrittenFile() throws {
        let text = try TinyModel.training().text.path
        let folder = try Scratch.folder().appendingPathComponent("model")
        let script = "ulimit -f 16; exec \"$0\" train \"$1\" --output \"$2\" --hidden-size 64 --epochs 1 --quiet"
        expectSentence(
            try shell(script, text, folder.path), status: 74,
            [folder.path + "/training.safetensors", "raise the limit"])
        #expect(!FileManager.default.fileExists(atPath: folder.path))

        // The model that was there stays as it was.
        let finished = try TinyModel.copy()
        let before = try (files(in: finished), textgen("sample", finished.path, "--random-seed", "1").output)
        expectSentence(
            try shell(script + " --overwrite", text, finished.path), status: 74,
            [finished.path + "/training.safetensors"])
        #expect(try files(in: finished) == before.0)
        #expect(try textgen("sample", finished.path, "--random-seed", "1").output == before.1)
    }

    @Test func aTrainingThatDivergesSaysWhatToTry() throws {
        let text = try TinyModel.training().text.path
        let folder = try Scratch.folder().path
        let outcome = try textgen(
            "train", text, "--output", folder, "--hidden-size", "8", "--optimizer", "sgd", "--learning-rate", "1e30",
            "--clip-norm", "0", "--quiet")
        expectSentence(outcome, status: 65, ["diverged", "--learning-rate"])
    }

    @Test func aTextWhoseCharactersAreAllRareIsRefusedOrLearnt() throws {
        let text = try TinyModel.training().text.path
        let folder = try Scratch.folder().path
        let outcome = try textgen(
            "train", text, "--output", folder, "--hidden-size", "8", "--epochs", "1", "--min-frequency", "1000000",
            "--quiet")
        #expect([0, 65].contains(outcome.status), "ended in \(outcome.status) with: \(outcome.errors)")
    }
}
