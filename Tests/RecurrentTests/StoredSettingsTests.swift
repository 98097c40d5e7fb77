import Datasets
import Decoding
import Forecasting
import Foundation
import ModelFiles
import NeuralLayers
import TestModels
import Testing
import TextClassification
import TextGeneration
import Training
import Translation

/// Settings and configurations as files hold them: files of other versions lack an entry, or have one more.
struct StoredSettingsTests {
    private static let generator = TextGeneratorSettings.recommended(forCharacters: 900_000, randomSeed: 1)
    private static let classifier = TextClassifierSettings.recommended(forDocuments: 5_000, randomSeed: 1)
    private static let translator = TranslatorSettings.recommended(forPairs: 50_000, randomSeed: 1)
    private static let forecaster = ForecasterSettings.recommended(
        columns: ["y"], rows: 500, period: 12, randomSeed: 1)

    private static let values: [any Codable & Equatable & DefaultedDecodable & Sendable] = [
        generator, generator.dropout, generator.batches, generator.training, generator.training.schedule,
        TextGeneratorNetwork.Configuration(vocabularySize: 9, embeddingSize: 4, hiddenSize: 5, numLayers: 2),
        Continuation(pull: 0.2), classifier, classifier.dropout, classifier.loss, PretrainingSettings(randomSeed: 3),
        SkipGramOptions(randomSeed: 4),
        TextClassifierNetwork.Configuration(
            vocabularySize: 9, embeddingSize: 4, hiddenSize: 5, classNames: ["a", "b"]),
        translator, translator.dropout, translator.loss, translator.search,
        TranslatorNetwork.Configuration(
            vocabularySize: 9, targetVocabularySize: 8, embeddingSize: 4, encoderSize: 5, hiddenSize: 6),
        forecaster, forecaster.dropout,
        ForecasterNetwork.Configuration(inputSize: 2, targetSize: 1, window: 4, horizon: 2),
    ]

    @Test(arguments: values.indices) func anEntryThatIsMissingHasItsDefault(index: Int) throws {
        func check<Value: Codable & Equatable & DefaultedDecodable>(_ value: Value) throws {
            let (entries, defaults) = (try entries(of: value), try entries(of: #require(Value.decodingDefaults)))
            #expect(Value.requiredEntries.isSubset(of: entries.keys))
            for name in entries.keys.sorted() {
                var others = entries
                others[name] = nil
                let data = try JSONSerialization.data(withJSONObject: others)
                if Value.requiredEntries.contains(name) {
                    let error = #expect(throws: DecodingError.self) { try JSONFile.decode(Value.self, from: data) }
                    #expect(error.map(JSONFile.reason) == "the entry \"\(name)\" is missing")
                } else {
                    let found = try self.entries(of: JSONFile.decode(Value.self, from: data))
                    #expect(try text(of: found[name]) == text(of: defaults[name]), "\(name)")
                }
            }
        }
        try check(Self.values[index])
    }

    @Test(arguments: values.indices) func anUnknownEntryIsIgnored(index: Int) throws {
        func check<Value: Codable & Equatable & DefaultedDecodable>(_ value: Value) throws {
            var entries = try entries(of: value)
            entries["ofALaterVersion"] = [1, 2]
            let data = try JSONSerialization.data(withJSONObject: entries)
            #expect(try JSONFile.decode(Value.self, from: data) == value)
            #expect(try JSONFile.decode(Value.self, from: JSONFile.encode(value)) == value)
        }
        try check(Self.values[index])
    }

    @Test(arguments: values.indices) func aWrongTypeIsAnErrorThatNamesTheEntry(index: Int) throws {
        func check<Value: Codable & Equatable & DefaultedDecodable>(_ value: Value) throws {
            let entries = try entries(of: value)
            for name in entries.keys.sorted() {
                var others = entries
                others[name] = [[["wrong"]]]
                let data = try JSONSerialization.data(withJSONObject: others)
                let error = #expect(throws: DecodingError.self) { try JSONFile.decode(Value.self, from: data) }
                #expect(error.map(JSONFile.reason)?.contains("\"\(name)") == true, "\(name)")
            }
        }
        try check(Self.values[index])
    }

    @Test func defaultsReachIntoNestedSettings() throws {
        var entries = try entries(of: Self.generator)
        var training = try #require(entries["training"] as? [String: Any])
        var schedule = try #require(training["schedule"] as? [String: Any])
        schedule["warmupSteps"] = nil
        training["beta1"] = nil
        training["schedule"] = schedule
        entries["training"] = training
        let data = try JSONSerialization.data(withJSONObject: entries)
        var expected = Self.generator
        (expected.training.beta1, expected.training.schedule.warmupSteps) = (0.9, 0)
        #expect(try JSONFile.decode(TextGeneratorSettings.self, from: data) == expected)
    }

    @Test func namesOfOlderVersionsAreRead() throws {
        let report = TinyModels.trained.report
        let old = String(decoding: try JSONFile.encode(report), as: UTF8.self)
            .replacingOccurrences(of: "\"baselines\"", with: "\"rivals\"")
        #expect(old.contains("rivals"))
        #expect(try JSONFile.decode(TextGeneratorReport.self, from: Data(old.utf8)) == report)
        var settings = Self.classifier
        settings.combinesBaseline = true
        let oldSettings = String(decoding: try JSONFile.encode(settings), as: UTF8.self)
            .replacingOccurrences(of: "combinesBaseline", with: "combinesRival")
        #expect(try JSONFile.decode(TextClassifierSettings.self, from: Data(oldSettings.utf8)) == settings)
    }

    private func text(of entry: Any?) throws -> String {
        let data = try JSONSerialization.data(withJSONObject: ["entry": entry ?? "none"], options: .sortedKeys)
        return String(decoding: data, as: UTF8.self)
    }

    private func entries(of value: some Encodable) throws -> [String: Any] {
        try #require(JSONSerialization.jsonObject(with: JSONFile.encode(value)) as? [String: Any])
    }
}
