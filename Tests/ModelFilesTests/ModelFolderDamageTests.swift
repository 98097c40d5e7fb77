import Foundation
import Tensors
import TestModels
import TestSupport
import Testing
import TextGeneration
import Tokenization

@testable import ModelFiles

/// Folders that are not what they should be: each is refused with an error that says what is wrong.
struct ModelFolderDamageTests {
    private static let files = [ModelFolder.configurationFile, ModelFolder.tokenizerFile, ModelFolder.weightsFile]

    @Test func aFolderThatIsNotThereIsNamed() throws {
        let error = #expect(throws: FileError.self) {
            _ = try TextGenerator(contentsOf: URL(fileURLWithPath: "/nowhere/model"))
        }
        #expect(error?.isMissingFile == true && error?.path == "/nowhere/model")
    }

    @Test func aFileIsNoModelFolder() throws {
        try withModel { folder in
            let file = folder.file(ModelFolder.configurationFile)
            #expect(throws: ModelError.notAFolder(path: file.path)) {
                _ = try ModelFolder(file).read(TextGeneratorNetwork.self)
            }
        }
    }

    @Test(arguments: files) func aMissingFileIsNamed(name: String) throws {
        try withModel { folder in
            try FileManager.default.removeItem(at: folder.file(name))
            #expect(throws: ModelError.missingFile(folder: folder.url.path, file: name)) {
                _ = try folder.read(TextGeneratorNetwork.self)
            }
        }
    }

    @Test(arguments: [0, 1, 7, 40]) func truncatedFilesAreRefused(kept: Int) throws {
        for name in Self.files {
            try withModel { folder in
                let data = try Data(contentsOf: folder.file(name))
                try data.prefix(kept).write(to: folder.file(name))
                try expectError(of: folder, naming: name)
                try data.dropLast(10).write(to: folder.file(name))
                try expectError(of: folder, naming: name)
            }
        }
    }

    @Test(arguments: files) func filesOfNoiseAreRefused(name: String) throws {
        try withModel { folder in
            var generator = SeededGenerator(seed: 4)
            try Data((0..<500).map { _ in UInt8.random(in: 0...255, using: &generator) }).write(to: folder.file(name))
            try expectError(of: folder, naming: name)
        }
    }

    @Test func aFolderInAFilesPlaceIsRefused() throws {
        for name in Self.files {
            try withModel { folder in
                try FileManager.default.removeItem(at: folder.file(name))
                try FileManager.default.createDirectory(at: folder.file(name), withIntermediateDirectories: true)
                #expect(throws: FileError.self) { _ = try folder.read(TextGeneratorNetwork.self) }
            }
        }
    }

    // MARK: Versions

    @Test func aNewerConfigurationIsRefused() throws {
        try withModel { folder in
            try changeJSON(folder, ModelFolder.configurationFile) { $0["formatVersion"] = 2 }
            let file = folder.file(ModelFolder.configurationFile).path
            #expect(throws: ModelError.newerVersion(file: file, found: 2, supported: 1)) {
                _ = try folder.read(TextGeneratorNetwork.self)
            }
        }
    }

    @Test func aNewerTokenizerIsRefused() throws {
        try withModel { folder in
            try changeJSON(folder, ModelFolder.tokenizerFile) { $0["formatVersion"] = 5 }
            let file = folder.file(ModelFolder.tokenizerFile).path
            #expect(throws: TokenizerError.unsupportedVersion(file: file, found: 5, supported: 4)) {
                _ = try folder.read(TextGeneratorNetwork.self)
            }
        }
    }

    @Test func newerWeightsAreRefused() throws {
        try withModel { folder in
            try changeWeights(folder, metadata: ["formatVersion": "2"])
            let file = folder.file(ModelFolder.weightsFile).path
            #expect(throws: ModelError.newerVersion(file: file, found: 2, supported: 1)) {
                _ = try folder.read(TextGeneratorNetwork.self)
            }
        }
    }

    @Test func aNewerVersionIsNamedEvenWhereTheRestHasChanged() throws {
        try withModel { folder in
            try Data(#"{"formatVersion": 3, "modelType": "somethingNew"}"#.utf8)
                .write(to: folder.file(ModelFolder.configurationFile))
            let error = try #require(throws: ModelError.self) { _ = try folder.read(TextGeneratorNetwork.self) }
            guard case .newerVersion(_, 3, 1) = error else { throw error }
        }
    }

    // MARK: Sizes

    @Test(
        arguments: ["vocabularySize", "embeddingSize", "hiddenSize", "numLayers"],
        [0, -1, 1_000_000_000, 9_000_000_000_000_000_000])
    func absurdSizesAreRefusedBeforeAnythingIsAllocated(key: String, size: Int) throws {
        try withModel { folder in
            let held = MemoryPool.shared.statistics.bytesHeld
            try changeJSON(folder, ModelFolder.configurationFile) { $0[key] = size }
            try expectError(of: folder, naming: ModelFolder.configurationFile)
            #expect(MemoryPool.shared.statistics.bytesHeld - held < 1 << 28)
        }
    }

    @Test func theLargestSizesAllowedAreStillComparedBeforeAnythingIsAllocated() throws {
        try withModel { folder in
            let held = MemoryPool.shared.statistics.bytesHeld
            try changeJSON(folder, ModelFolder.configurationFile) {
                $0["hiddenSize"] = 65_536
                $0["numLayers"] = 64
            }
            let error = try #require(throws: ModelError.self) { _ = try folder.read(TextGeneratorNetwork.self) }
            guard case .mismatch = error else { throw error }
            #expect(MemoryPool.shared.statistics.bytesHeld - held < 1 << 28)
        }
    }

    @Test(arguments: ["formatVersion", "modelType", "hiddenSize", "numLayers"])
    func aMissingEntryOfTheConfigurationIsNamed(key: String) throws {
        try withModel { folder in
            try changeJSON(folder, ModelFolder.configurationFile) { $0[key] = nil }
            let error = try #require(throws: ModelError.self) { _ = try folder.read(TextGeneratorNetwork.self) }
            #expect(error.description.contains("\"\(key)\""))
        }
    }

    @Test func aConfigurationOfAnotherVersionIsReadWithDefaults() throws {
        try withModel { folder in
            try changeJSON(folder, ModelFolder.configurationFile) {
                $0["dropout"] = nil
                $0["ofALaterVersion"] = true
            }
            let model = try folder.read(TextGeneratorNetwork.self).model
            #expect(model.configuration.dropout == TextGeneratorNetwork.Configuration.Dropout())
        }
    }

    @Test func anotherKindOfModelIsRefused() throws {
        try withModel { folder in
            try changeJSON(folder, ModelFolder.configurationFile) { $0["modelType"] = "sentimentClassifier" }
            let error = try #require(throws: ModelError.self) { _ = try folder.read(TextGeneratorNetwork.self) }
            #expect(error.description.contains("sentimentClassifier"))
        }
    }

    @Test func aTokenizerOfAnotherCountIsRefused() throws {
        try withModel { folder in
            try Tokenizer.train(on: "abcdefg", unit: .grapheme).jsonData()
                .write(to: folder.file(ModelFolder.tokenizerFile))
            let error = try #require(throws: ModelError.self) { _ = try folder.read(TextGeneratorNetwork.self) }
            #expect(error.description.contains("11 tokens") && error.description.contains("vocabularySize 10"))
        }
    }

    // MARK: Weights

    @Test func everyMismatchIsReportedAtOnce() throws {
        try withModel { folder in
            try changeWeights(folder) { writer, file in
                for name in file.names where name != "projection.bias" {
                    switch name {
                    case "embedding.weight": writer.add(name, shape: [3, 2], floats: [1, 2, 3, 4, 5, 6])
                    case "lstm.bias_ih_l0": writer.add(name, shape: [48], integers: [Int32](repeating: 0, count: 48))
                    default: writer.add(name, try file.tensor(name))
                    }
                }
                writer.add("surplus", shape: [1], floats: [1])
            }
            let error = try #require(throws: ModelError.self) { _ = try folder.read(TextGeneratorNetwork.self) }
            guard case .mismatch(let file, let problems) = error else { throw error }
            #expect(file == folder.file(ModelFolder.weightsFile).path)
            #expect(
                problems.sorted() == [
                    "'surplus' does not belong to the model",
                    "embedding.weight has shape [3, 2], expected [10, 6]",
                    "lstm.bias_ih_l0 has type I32, expected F32, F16, BF16 or I8", "projection.bias is missing",
                ])
        }
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity]) func weightsThatAreNotNumbersAreRefused(bad: Float) throws {
        try withModel { folder in
            try changeWeights(folder) { writer, file in
                for name in file.names {
                    var tensor = try file.tensor(name)
                    if name == "lstm.weight_hh_l0" { tensor.mutate { $0[17] = bad } }
                    writer.add(name, tensor)
                }
            }
            let error = try #require(throws: SafetensorsError.self) { _ = try folder.read(TextGeneratorNetwork.self) }
            guard case .notFinite(_, "lstm.weight_hh_l0", 17, _) = error else { throw error }
        }
    }

    // MARK: Making damage

    /// A sound folder of a small model with six characters.
    private func withModel(_ body: (ModelFolder) throws -> Void) throws {
        try withTemporaryFolder { url in
            try TinyModels.random(.train(on: "abcde\n", unit: .grapheme)).save(to: url)
            try body(ModelFolder(url))
        }
    }

    private func changeJSON(_ folder: ModelFolder, _ name: String, _ change: (inout [String: Any]) -> Void) throws {
        let data = try Data(contentsOf: folder.file(name))
        var object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        change(&object)
        try JSONSerialization.data(withJSONObject: object).write(to: folder.file(name))
    }

    private func changeWeights(
        _ folder: ModelFolder, metadata: [String: String]? = nil,
        _ change: (inout SafetensorsWriter, SafetensorsFile) throws -> Void = { writer, file in
            for name in file.names { writer.add(name, try file.tensor(name)) }
        }
    ) throws {
        let url = folder.file(ModelFolder.weightsFile)
        let file = try SafetensorsFile(data: Data(contentsOf: url), name: "the sound one")
        var writer = SafetensorsWriter(metadata: metadata ?? file.metadata)
        try change(&writer, file)
        try writer.write(to: url)
    }

    /// Checks that reading throws an error of the library whose sentence names the file.
    private func expectError(
        of folder: ModelFolder, naming name: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let error = #expect(throws: (any Error).self, sourceLocation: sourceLocation) {
            _ = try folder.read(TextGeneratorNetwork.self)
        }
        let isTyped = error is ModelError || error is TokenizerError || error is SafetensorsError
        #expect(isTyped, "\(String(describing: error))", sourceLocation: sourceLocation)
        #expect("\(error.map { "\($0)" } ?? "")".contains(name), sourceLocation: sourceLocation)
    }
}
