import Foundation
import Recurrent
import Testing

/// The tools read the model folders of release 0.1 and print what they printed then.
struct FrozenFolderTests {
    typealias Kernels = FrozenFolders.Kernels

    private func sources() throws -> String {
        let columns = try FrozenFolders.lines(4, of: "pairs.tsv").map { $0.split(separator: "\t")[0] }
        return columns.joined(separator: "\n") + "\n"
    }

    private func sentences() throws -> String {
        try FrozenFolders.lines(8, of: "sentences.txt").joined(separator: "\n") + "\n"
    }

    private func classify(_ model: String, _ options: [String] = [], _ kernels: Kernels) throws -> Outcome {
        try run(
            .sentiment, ["classify", "--model", model, "--unit", "line", "--format", "json"] + options,
            input: sentences(), environment: kernels.environment)
    }

    private func translate(_ name: String, _ options: [String] = [], _ kernels: Kernels) throws -> Outcome {
        let limits = ["--min-length", "4", "--max-length", "20"]
        return try run(
            .seq2seq,
            ["translate", "--model", FrozenFolders.path(name), "--format", "json"] + limits + options,
            input: sources(), environment: kernels.environment)
    }

    private func sample(_ options: [String] = [], _ kernels: Kernels) throws -> Outcome {
        // Release 0.1 drew from the model's own distribution, and ended within a word.
        let seeds = [
            "--seed", "The ship", "--length", "80", "--random-seed", "5", "--format", "json", "--temperature", "1",
            "--end",
            "length",
        ]
        // The name of the folder is a part of what is printed.
        let model = try Scratch.folder().appendingPathComponent("characterLanguageModel")
        try FileManager.default.copyItem(atPath: FrozenFolders.path("characterLanguageModel"), toPath: model.path)
        let outcome = try run(
            .shell,
            [
                "-c", "cd \"$1\" && shift && exec \"$0\" sample characterLanguageModel \"$@\"",
                Program.textgen.path, model.deletingLastPathComponent().path,
            ] + seeds + options,
            environment: kernels.environment)
        return outcome
    }

    // MARK: Models

    @Test(arguments: FrozenFolders.kernels) func aTextGeneratorWritesItsText(kernels: Kernels) throws {
        try FrozenFolders.expect(sample([], kernels), toPrint: "sample", kernels)
    }

    @Test(arguments: FrozenFolders.kernels) func aClassifierGivesItsProbabilities(kernels: Kernels) throws {
        let model = try FrozenFolders.path("sentimentClassifier")
        try FrozenFolders.expect(classify(model, [], kernels), toPrint: "classify", kernels)
    }

    @Test(arguments: ["Separate", "Shared"], FrozenFolders.kernels)
    func aTranslatorGivesItsTranslations(kind: String, kernels: Kernels) throws {
        try FrozenFolders.expect(translate("seq2seq\(kind)", [], kernels), toPrint: "translate\(kind)", kernels)
    }

    @Test(arguments: [("Forecaster", "ahead-visitors.csv"), ("Baseline", "visitors.csv")], FrozenFolders.kernels)
    func aForecasterGivesItsForecasts(model: (kind: String, series: String), kernels: Kernels) throws {
        let (folder, series) = ("series\(model.kind)", "texts/\(model.series)")
        let arguments = try [FrozenFolders.path(folder), FrozenFolders.path(series), "--format", "json"]
        let outcome = try run(
            .forecast, ["predict", "--model"] + arguments, environment: kernels.environment)
        try FrozenFolders.expect(outcome, toPrint: "predict\(model.kind)", kernels)
    }

    /// Release 0.1 stored nothing at lower precisions, but its folders load at each, and what they give is close.
    @Test(arguments: ["bf16", "int8"]) func theFoldersLoadAtEveryPrecision(precision: String) throws {
        let (options, own) = (["--precision", precision], FrozenFolders.kernels[0])
        let close = Kernels(testDescription: precision, environment: [:], tolerance: 0.1)
        let model = try FrozenFolders.path("sentimentClassifier")
        try FrozenFolders.expect(classify(model, options, own), toPrint: "classify", close)
        let text = try jsonObject(sample(options, own))["text"] as? String
        #expect(text?.count == 80)
        for kind in ["Separate", "Shared"] {
            let outcome = try translate("seq2seq\(kind)", options, own)
            expectSuccess(outcome)
            #expect(outcome.output.split(separator: "\n").count == 4)
        }
    }

    // MARK: Trainings

    /// Its weights are where the training begins: with a rate of almost 0 they stay. The training itself depends on
    /// default settings, which may change, so of what release 0.1 printed after one only the labels are compared.
    @Test func aClassifierStartsFromThePretrainedWords() throws {
        let data = try FrozenFolders.path("texts/languages.tsv")
        func train(_ options: [String]) throws -> String {
            let folder = try Scratch.folder().appendingPathComponent("model").path
            let pretrained = try ["--pretrained", FrozenFolders.path("wordLanguageModel"), "--output", folder]
            expectSuccess(
                try run(
                    .sentiment,
                    ["train", data, "--quiet", "--random-seed", "1", "--threads", "1"] + pretrained + options))
            return folder
        }
        let still = try train(["--learning-rate", "1e-9", "--epochs", "0.1"])
        let found = try SafetensorsFile(contentsOf: URL(fileURLWithPath: still + "/model.safetensors"))
        let stored = try SafetensorsFile(
            contentsOf: URL(fileURLWithPath: FrozenFolders.path("wordLanguageModel/model.safetensors")))
        let shared = stored.names.filter { $0.hasPrefix("lstm.") || $0 == "embedding.weight" }
        #expect(shared.count == 9)
        for name in shared { try expectClose(found, stored, name, 1e-4) }

        let model = try train(
            ["--epochs", "12", "--patience", "0", "--learning-rate", "0.02", "--batch-size", "8", "--validation", data])
        let labelsNow = try labels(in: classify(model, [], FrozenFolders.kernels[0]).outputData)
        let expected = try labels(
            in: Data(contentsOf: URL(fileURLWithPath: FrozenFolders.path("outputs/pretrained.json"))))
        #expect(labelsNow == expected && labelsNow.count == 8)
    }

    private func labels(in data: Data) throws -> [String] {
        let objects = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
        return try objects.map { try #require($0["label"] as? String) }
    }

    @Test(
        arguments: [
            ("characterLanguageModel", Program.textgen), ("sentimentClassifier", .sentiment), ("seq2seq", .seq2seq),
            ("seriesForecaster", .forecast),
        ] as [(String, Program)], FrozenFolders.kernels)
    func anUnfinishedTrainingGoesOnToItsWeights(training: (name: String, tool: Program), kernels: Kernels) throws {
        let name = "\(training.name)-unfinished"
        let folder = try Scratch.folder().appendingPathComponent(name)
        try FileManager.default.copyItem(atPath: FrozenFolders.path(name), toPath: folder.path)
        // The checkpoint names the folder where release 0.1 had the data.
        let checkpoint = folder.appendingPathComponent("training.safetensors")
        var file = try SafetensorsText(contentsOf: checkpoint)
        let texts = try FrozenFolders.path("texts")
        file.metadata = file.metadata.mapValues { $0.replacing("/recurrent-goldens", with: texts) }
        try #require(file.metadata.values.contains { $0.contains(texts) }, "the checkpoint names no data")
        try file.write(to: checkpoint)
        let outcome = try run(
            training.tool, ["train", "--resume", folder.path, "--quiet"], environment: kernels.environment)
        expectSuccess(outcome)

        let stored = URL(fileURLWithPath: try FrozenFolders.path("outputs/\(name).safetensors"))
        let model = folder.appendingPathComponent("model.safetensors")
        let isCalibrated = training.tool.path == Program.sentiment.path
        if kernels.isExact, !isCalibrated { #expect(try weights(in: folder) == Data(contentsOf: stored)) }
        let (found, expected) = (try SafetensorsFile(contentsOf: model), try SafetensorsFile(contentsOf: stored))
        #expect(found.names == expected.names && !found.names.isEmpty)
        // What training a classifier came to is the same; the calibration after it, which scales the last layer and the
        // part of the baseline, changes with versions.
        let scaled = isCalibrated ? ["output.bias", "output.weight", "extra.rival.mix"] : []
        for name in expected.names where try expected.entry(name).elementType.isFloatingPoint && !scaled.contains(name)
        {
            try expectClose(found, expected, name, kernels.tolerance)
        }
        if isCalibrated { try expectScaled(found, expected, Array(scaled.prefix(2))) }
    }

    /// All values of some tensors have one ratio, above 0.
    private func expectScaled(_ found: SafetensorsFile, _ expected: SafetensorsFile, _ names: [String]) throws {
        func values(_ file: SafetensorsFile) throws -> [Float] { try names.flatMap { try file.tensor($0).elements } }
        let (found, expected) = (try values(found), try values(expected))
        try #require(found.count == expected.count && !found.isEmpty)
        let largest = try #require(expected.indices.max { abs(expected[$0]) < abs(expected[$1]) })
        let ratio = found[largest] / expected[largest]
        #expect(ratio > 0)
        for (found, expected) in zip(found, expected) { #expect(abs(found - ratio * expected) < 1e-3 * abs(ratio)) }
    }

    private func expectClose(
        _ found: SafetensorsFile, _ expected: SafetensorsFile, _ name: String, _ tolerance: Double,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let (found, expected) = (try found.tensor(name), try expected.tensor(name))
        try #require(found.shape == expected.shape, "\(name)", sourceLocation: sourceLocation)
        let largest = zip(found.elements, expected.elements).map { Double(abs($0 - $1)) }.max() ?? .nan
        #expect(largest <= tolerance, "\(name)", sourceLocation: sourceLocation)
    }

    // MARK: The folders themselves

    /// Checks all files of a folder against its `SHA256SUMS`; `nil` where all are as they were.
    private func damage(in folder: String) throws -> String? {
        let script = """
            cd "$1" && if command -v sha256sum > /dev/null; then sha256sum --check --quiet --strict SHA256SUMS
            else shasum -a 256 --check --quiet --strict SHA256SUMS; fi 2>&1
            find . -type f ! -name README.md ! -name SHA256SUMS | sed 's|^./||' | LC_ALL=C sort > "$2"
            sed 's/^[0-9a-f]*  //' SHA256SUMS | LC_ALL=C sort | diff - "$2"
            """
        let outcome = try shell(script, folder, Scratch.file(Data()).path)
        return outcome.status == 0 && outcome.outputData.isEmpty ? nil : outcome.output + outcome.errors
    }

    @Test func theFoldersAreAsRelease01WroteThem() throws {
        #expect(try damage(in: FrozenFolders.path(".")) == nil)
    }

    @Test func aFileThatIsDamagedMissingOrAddedIsFound() throws {
        func damage(_ change: (URL) throws -> Void) throws -> String? {
            let copy = try Scratch.folder().appendingPathComponent("folders")
            try FileManager.default.copyItem(at: FrozenFolders.root, to: copy)
            try change(copy)
            return try self.damage(in: copy.path)
        }
        let file = "seriesBaseline/model.safetensors"
        #expect(try damage { _ in } == nil)
        let damaged = try damage {
            var data = try Data(contentsOf: $0.appendingPathComponent(file))
            data[data.count - 1] ^= 1
            try data.write(to: $0.appendingPathComponent(file))
        }
        #expect(damaged?.contains(file) == true)
        let missing = try damage { try FileManager.default.removeItem(at: $0.appendingPathComponent(file)) }
        #expect(missing?.contains(file) == true)
        let added = try damage { try Data().write(to: $0.appendingPathComponent("seriesBaseline/more")) }
        #expect(added?.contains("seriesBaseline/more") == true)
    }
}
