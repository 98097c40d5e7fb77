import Foundation
import Testing

@testable import Tokenization

@Suite struct TokenizerFileTests {
    private func read(_ json: String) throws -> Tokenizer {
        try Tokenizer(jsonData: Data(json.utf8), fileName: "t.json")
    }

    private func file(
        version: String = "1", icu: String = "\"\(Segmenter.icuVersion)\"", normalization: String = "\"nfc\"",
        tokens: String? = "[\"a\", \"b\"]", unit: String = "\"grapheme\"", size: String = "6"
    ) -> String {
        let list = tokens.map { "\"tokens\": \($0), " } ?? ""
        return """
            {"formatVersion": \(version), "icuVersion": \(icu), "normalization": \(normalization), \(list)\
            "unit": \(unit), "vocabularySize": \(size)}
            """
    }

    @Test(arguments: TokenUnit.allCases, Normalization.allCases)
    func whatIsWrittenIsReadBack(unit: TokenUnit, normalization: Normalization) throws {
        let tokenizer = Tokenizer.train(on: SampleTexts.all, unit: unit, normalizer: Normalizer(normalization))
        let data = try tokenizer.jsonData()
        let restored = try Tokenizer(jsonData: data, fileName: "t.json")
        #expect(restored == tokenizer)
        #expect(try restored.jsonData() == data)
        for text in SampleTexts.all { #expect(restored.encodeIDs(text) == tokenizer.encodeIDs(text)) }
    }

    @Test func theFileIsTheSameEveryTime() throws {
        let data = try Tokenizer.train(on: "ba/a\"", unit: .scalar).jsonData()
        let expected = """
            {
              "formatVersion" : 1,
              "icuVersion" : "\(Segmenter.icuVersion)",
              "normalization" : "nfc",
              "tokens" : [
                "a",
                "\\"",
                "/",
                "b"
              ],
              "unit" : "scalar",
              "vocabularySize" : 8
            }

            """
        #expect(String(decoding: data, as: UTF8.self) == expected)
    }

    @Test func aMinimalFileIsRead() throws {
        let tokenizer = try read(file())
        #expect(tokenizer.encodeIDs("ab?") == [4, 5, 1])
        #expect(tokenizer.matchesCurrentICU)
        #expect(try read(file(tokens: nil, unit: "\"byte\"", size: "260")).vocabulary == .bytes)
    }

    @Test func anotherICUIsReportedAndNoError() throws {
        let tokenizer = try read(file(icu: "\"3.1\""))
        #expect(!tokenizer.matchesCurrentICU)
        #expect(tokenizer.icuVersion == "3.1")
        #expect(String(decoding: try tokenizer.jsonData(), as: UTF8.self).contains("\"3.1\""))
    }

    @Test func aNewerVersionIsRefusedByName() {
        let error = TokenizerError.unsupportedVersion(file: "t.json", found: 5, supported: 4)
        #expect(throws: error) { try read(file(version: "5")) }
        #expect(throws: error) { try read("{\"formatVersion\": 5, \"somethingElse\": true}") }
        #expect(error.description.contains("newer version"))
        #expect(throws: TokenizerError.unsupportedVersion(file: "t.json", found: 0, supported: 4)) {
            try read(file(version: "0"))
        }
    }

    @Test func doubleTokensAreRefused() {
        #expect(throws: TokenizerError.duplicateToken(file: "t.json", token: "a")) {
            try read(file(tokens: "[\"a\", \"a\"]"))
        }
        #expect(throws: Never.self) { try read(file(tokens: "[\"\u{E9}\", \"e\u{301}\"]")) }
    }

    @Test func aWrongCountIsRefused() {
        #expect(throws: TokenizerError.countMismatch(file: "t.json", expected: 7, found: 6)) {
            try read(file(size: "7"))
        }
        #expect(throws: TokenizerError.countMismatch(file: "t.json", expected: 6, found: 260)) {
            try read(file(tokens: nil, unit: "\"byte\""))
        }
    }

    @Test func everyOtherDefectIsNamed() {
        let cases = [
            ("", "not valid JSON"), ("{", "not valid JSON"), ("[]", "not a JSON object"), ("7", "not a JSON object"),
            ("{}", "'formatVersion' is missing"), (file(version: "\"1\""), "'formatVersion' has the wrong type"),
            (file(version: "1.5"), "number out of range"), (file(version: "null"), "'formatVersion'"),
            (file(version: "99999999999999999999"), "number out of range"),
            (file(icu: "72"), "'icuVersion' has the wrong type"),
            (file(normalization: "\"nfx\""), "'normalization' has a value"),
            (file(normalization: "[\"nfc\", \"icu:No-Such\"]"), "'normalization' has a value"),
            (file(normalization: "[\"icu:Any-Hex\", \"icu:Any-Hex; Any-Hex\"]"), "has 3 transliterators"),
            (file(normalization: "\(Array(repeating: "nfc", count: 17))"), "has 17 steps"),
            (file(unit: "\"sentence\""), "'unit' has a value"),
            (file(tokens: nil), "'tokens' is missing"), (file(tokens: "\"ab\""), "'tokens' has the wrong type"),
            (file(tokens: "[\"a\", 1]"), "'tokens[1]' has the wrong type"),
            (file(tokens: "[\"a\", \"\"]"), "tokens[1]"), (file(tokens: "[\"a\", \"bc\"]"), "is not one grapheme"),
            (file(tokens: "[\"a\", \"e\u{301}\"]", unit: "\"scalar\""), "is not one scalar"),
            (file(tokens: "[\"a\", \"\\ud800\"]"), "not"), (file(unit: "\"byte\"", size: "260"), "lists no tokens"),
            (file(size: "-1e999"), "number out of range"),
        ]
        for (json, part) in cases {
            let error = #expect(throws: TokenizerError.self, "\(json)") { try read(json) }
            let message = error?.description ?? ""
            #expect(message.contains(part) && message.contains("t.json"), "\(json): \(message)")
        }
    }

    @Test func randomDamageThrowsOrReadsButNeverTraps() throws {
        var generator = TestGenerator(state: 17)
        let intact = try Tokenizer.train(on: "aé👍\r\n", unit: .grapheme).jsonData()
        for _ in 0..<3_000 {
            var damaged = Array(intact)
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let place = Int.random(in: damaged.indices, using: &generator)
                damaged[place] = UInt8.random(in: 0...255, using: &generator)
            }
            do {
                let tokenizer = try Tokenizer(jsonData: Data(damaged), fileName: "t.json")
                #expect(tokenizer.encodeIDs("aé👍").count == 3 || tokenizer.unit != .grapheme)
            } catch {
                #expect(error is TokenizerError)
            }
        }
    }
}
