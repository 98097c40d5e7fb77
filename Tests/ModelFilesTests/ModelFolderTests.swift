import Foundation
import TestModels
import TestSupport
import Testing
import TextGeneration
import Tokenization

@testable import ModelFiles

struct ModelFolderTests {
    @Test(arguments: [Tokenizer.train(on: "abé👩‍👧\n", unit: .grapheme), .train(on: "xyz", unit: .scalar), .bytes()])
    func whatIsSavedIsLoaded(tokenizer: Tokenizer) throws {
        try withTemporaryFolder { url in
            let generator = TinyModels.random(tokenizer)
            try generator.save(to: url.appendingPathComponent("a/b"))
            let loaded = try TextGenerator(contentsOf: url.appendingPathComponent("a/b"))
            #expect(loaded.tokenizer == tokenizer)
            #expect(loaded.model.configuration == generator.model.configuration)
            let (saved, found) = (generator.model.namedParameters, loaded.model.namedParameters)
            #expect(found.map(\.name) == saved.map(\.name))
            #expect(found.map(\.parameter.value) == saved.map(\.parameter.value))
        }
    }

    @Test func savingTwiceGivesTheSameBytes() throws {
        try withTemporaryFolder { url in
            let folders = ["a", "b"].map { ModelFolder(url.appendingPathComponent($0)) }
            for folder in folders { try TinyModels.random(.bytes()).save(to: folder.url) }
            for name in [ModelFolder.configurationFile, ModelFolder.tokenizerFile, ModelFolder.weightsFile] {
                #expect(try Data(contentsOf: folders[0].file(name)) == Data(contentsOf: folders[1].file(name)))
            }
        }
    }

    @Test func halfPrecisionHalvesTheFileAndKeepsTheNats() throws {
        try withTemporaryFolder { url in
            let generator = TinyModels.trained.generator
            let folders = WeightPrecision.allCases.map { ModelFolder(url.appendingPathComponent($0.rawValue)) }
            for (folder, precision) in zip(folders, WeightPrecision.allCases) {
                try generator.save(to: folder.url, precision: precision)
            }
            let sizes = try folders.map { try Data(contentsOf: $0.file(ModelFolder.weightsFile)).count }
            #expect(sizes[1] < sizes[0] * 3 / 5)
            let nats = try folders.map {
                try TextGenerator(contentsOf: $0.url).evaluate(String(TinyModels.text.suffix(500))).natsPerCharacter
            }
            #expect(nats[0] != nats[1])
            #expect(abs(nats[0] - nats[1]) < 1e-3)
        }
    }

    @Test func theConfigurationIsAFlatObjectOfNamedSizes() throws {
        try withTemporaryFolder { url in
            try TinyModels.random(.bytes()).save(to: url)
            let data = try Data(contentsOf: ModelFolder(url).file(ModelFolder.configurationFile))
            let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
            #expect(object["formatVersion"] as? Int == 1)
            #expect(object["modelType"] as? String == "characterLanguageModel")
            #expect(object["vocabularySize"] as? Int == 260)
            #expect(object["hiddenSize"] as? Int == 12)
            #expect(object["tiesWeights"] as? Bool == false)
        }
    }

    @Test func aFolderCannotTakeTheNameOfAFile() throws {
        try withTemporaryFolder { url in
            let file = url.appendingPathComponent("file")
            try Data("x".utf8).write(to: file)
            #expect(throws: FileError.self) { try TinyModels.random(.bytes()).save(to: file) }
            #expect(try Data(contentsOf: file) == Data("x".utf8))
        }
    }
}
