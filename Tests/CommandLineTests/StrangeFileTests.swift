import Foundation
import Testing

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Model folders whose files are no files, or hold numbers that no training writes.
struct StrangeFileTests {
    /// What stands in a file's place.
    enum Kind: String, CaseIterable {
        case pipe, endless, huge
    }

    private func put(_ kind: Kind, at file: URL) throws {
        try? FileManager.default.removeItem(at: file)
        switch kind {
        case .pipe: #expect(mkfifo(file.path, 0o600) == 0)
        case .endless: try FileManager.default.createSymbolicLink(atPath: file.path, withDestinationPath: "/dev/zero")
        case .huge:
            try Data().write(to: file)
            #expect(truncate(file.path, 10_000_000_000) == 0)  // without a block on the disk
        }
    }

    @Test(arguments: Kind.allCases, ["config.json", "tokenizer.json", "model.safetensors"])
    func aModelOfNoFilesIsRefused(kind: Kind, name: String) throws {
        let folder = try TinyModel.copy()
        try put(kind, at: folder.appendingPathComponent(name))
        let words = [name] + (kind == .huge ? [name.hasSuffix("json") ? "limit" : "header"] : ["not a regular file"])
        expectSentence(
            try textgen("sample", folder.path, "--length", "5", "--quiet", timeout: 20), status: 65, words)
        guard name == "config.json" else { return }
        // Nor does a training hang on it.
        let text = try TinyModel.training().text.path
        let outcome = try textgen("train", text, "--output", folder.path, timeout: 20)
        #expect(outcome.status == 64, "\(outcome.errors)")
    }

    @Test(arguments: Kind.allCases, ["series.json", "config.json"])
    func aForecasterOfNoFilesIsRefused(kind: Kind, name: String) throws {
        let (series, model) = (try TinySeries.training().series.path, try Scratch.folder().appendingPathComponent("m"))
        try FileManager.default.copyItem(at: TinySeries.training().folder, to: model)
        try put(kind, at: model.appendingPathComponent(name))
        let outcome = try run(.forecast, ["predict", series, "--model", model.path, "--quiet"], timeout: 20)
        expectSentence(outcome, status: 65, [name], tool: "forecast")
    }

    @Test(arguments: Kind.allCases) func aCheckpointOfNoFileIsRefused(kind: Kind) throws {
        let folder = try TinyModel.copy()
        try put(kind, at: folder.appendingPathComponent("training.safetensors"))
        let outcome = try textgen("train", "--resume", folder.path, timeout: 20)
        #expect(
            [65, 74].contains(outcome.status) && outcome.errors.contains("training.safetensors"), "\(outcome.errors)")
        #expect(outcome.errorLines.count == 1)
    }

    // MARK: Numbers

    /// Sets all elements of a float tensor.
    private func fill(_ name: String, of file: URL, with value: Float) throws {
        var text = try SafetensorsText(contentsOf: file)
        let range = text.offsets(name)
        let bytes = withUnsafeBytes(of: value.bitPattern.littleEndian, Array.init)
        for start in stride(from: range[0], to: range[1], by: 4) {
            text.data.replaceSubrange(start..<start + 4, with: bytes)
        }
        try text.write(to: file)
    }

    @Test(arguments: [3e38, 1e13] as [Float], ["embedding.weight", "lstm.weight_hh_l0", "projection.bias"])
    func weightsWhoseResultsAreNotFiniteAreNamed(value: Float, name: String) throws {
        let folder = try TinyModel.copy()
        try fill(name, of: folder.appendingPathComponent("model.safetensors"), with: value)
        for arguments in [
            ["sample", folder.path, "--length", "5"], ["evaluate", folder.path, try TinyModel.training().text.path],
        ] {
            expectSentence(try run(.textgen, arguments), status: 65, [folder.path, name])
        }
    }

    @Test(arguments: ["1e20", "3e38"]) func aTrainingThatDivergesSaysSo(rate: String) throws {
        let texts = (0..<40).map { "\($0 % 2 == 0 ? "good" : "bad")\ta \($0 % 2 == 0 ? "lovely" : "dull") film\n" }
        let file = try Scratch.file(Data(texts.joined().utf8), named: "texts.tsv").path
        for options in [[], ["--validation-split", "0"]] {
            let outcome = try run(
                .sentiment,
                [
                    "train", file, "--output", file + rate, "--learning-rate", rate, "--hidden-size", "4",
                    "--embedding-size", "4", "--epochs", "1", "--batch-size", "8", "--random-seed", "1", "--quiet",
                    "--overwrite",
                ] + options)
            expectSentence(outcome, status: 65, ["diverged", "--learning-rate"], tool: "sentiment")
        }
    }

    // MARK: Checkpoints

    /// A training that was interrupted, and its checkpoint.
    private static let interrupted = Result {
        let folder = try Scratch.folder().appendingPathComponent("model")
        let text = try TinyModel.training().text
        let program = try RunningProgram(
            .textgen,
            ["train", text.path, "--output", folder.path, "--epochs", "1000", "--hidden-size", "8", "--quiet"])
        try program.waitUntil { FileManager.default.fileExists(atPath: folder.path + "/training.safetensors") }
        program.send(SIGINT)
        _ = try program.wait(timeout: 60)
        return folder
    }

    /// What is put in the place of a part of a checkpoint's metadata.
    private static let edits: [(entry: String, pattern: String, new: String)] = [
        ("optimizerStep", "[0-9]+", "9223372036854775807"), ("optimizerStep", "[0-9]+", "-1"),
        ("progress", #""step":[0-9]+"#, #""step":9223372036854775807"#),
        ("progress", #""units":[0-9]+"#, #""units":-5"#),
        (
            "progress", #""validationsWithoutImprovement":[0-9]+"#,
            #""validationsWithoutImprovement":9223372036854775807"#
        ),
        ("progress", #""stalled":[0-9]+"#, #""stalled":9223372036854775807"#),
        ("progress", #""seconds":[0-9.e+-]+"#, #""seconds":1e300"#),
        ("progress", #""state":\[[0-9,]+\]"#, #""state":[0,0,0,0]"#),
        ("cursor", #""position":[0-9]+"#, #""position":-9223372036854775808"#),
        ("cursor", #""epoch":[0-9]+"#, #""epoch":9223372036854775807"#),
        ("cursor", #""rotation":[0-9]+"#, #""rotation":9223372036854775807"#),
        ("cursor", #""state":\[[0-9,]+\]"#, #""state":[0,0,0,0]"#),
        ("recipe", #""files":\[[^\]]*\]"#, #""files":[]"#),
        ("settings", #""batchSize" ?: ?[0-9]+"#, #""batchSize":9223372036854775807"#),
        ("settings", #""numValidations" ?: ?[0-9]+"#, #""numValidations":9223372036854775807"#),
        ("settings", #""hiddenSize" ?: ?[0-9]+"#, #""hiddenSize":4611686018427387904"#),
        ("settings", #""warmupSteps" ?: ?[0-9]+"#, #""warmupSteps":-1"#),
        ("settings", #""beta2" ?: ?[0-9.]+"#, #""beta2":-1"#),
    ]

    @Test(arguments: edits.indices) func anEditedCheckpointIsRefusedByEntry(index: Int) throws {
        let (entry, pattern, new) = Self.edits[index]
        let folder = try Scratch.folder().appendingPathComponent("model")
        try FileManager.default.copyItem(at: Self.interrupted.get(), to: folder)
        let file = folder.appendingPathComponent("training.safetensors")
        var checkpoint = try SafetensorsText(contentsOf: file)
        let old = try #require(checkpoint.metadata[entry])
        let edited = old.replacing(try Regex(pattern), with: new, maxReplacements: 1)
        #expect(edited != old, "\(entry): \(old.prefix(300))")
        checkpoint.metadata[entry] = edited
        try checkpoint.write(to: file)
        let outcome = try textgen("train", "--resume", folder.path, "--quiet", timeout: 60)
        let key = new.split(separator: "\"").first.map(String.init) ?? entry
        expectSentence(outcome, status: 65, ["training.safetensors"])
        #expect([entry, key].contains { outcome.errors.contains($0) }, "\(outcome.errors)")
    }
}
