import Foundation
import Testing

struct TokenizeTests {
    private struct Line: Decodable, Equatable {
        struct Token: Decodable, Equatable {
            let text: String
            let start: Int
            let end: Int
            var kind: String?
            var id: Int?
        }
        let tokens: [Token]
    }

    private func tokenize(_ input: String, _ arguments: String...) throws -> Outcome {
        try run(.textgen, ["tokenize", "--quiet"] + arguments, input: input)
    }

    private func lines(_ outcome: Outcome) throws -> [Line] {
        expectSuccess(outcome)
        return try outcome.output.split(separator: "\n").map {
            try JSONDecoder().decode(Line.self, from: Data($0.utf8))
        }
    }

    @Test func wordsWithOffsetsInUTF8BytesOfTheirLine() throws {
        let input = "Don't panic, 世界!\n\n\"ภาษาไทย\"\t3.14\r\nend"
        let found = try lines(tokenize(input, "--format", "jsonl"))
        #expect(
            found.map { $0.tokens.map(\.text) } == [
                ["Don't", "panic", ",", "世界", "!"], [], ["\"", "ภาษา", "ไทย", "\"", "3.14"], ["end"],
            ])
        #expect(found[0].tokens[3] == .init(text: "世界", start: 13, end: 19, kind: "ideograph"))
        #expect(found[2].tokens.map(\.kind) == ["none", "letter", "letter", "none", "number"])
        for (line, text) in zip(found, input.split(separator: "\n" as Character, omittingEmptySubsequences: false)) {
            for token in line.tokens {
                #expect(String(decoding: Array(text.utf8)[token.start..<token.end], as: UTF8.self) == token.text)
            }
        }
    }

    @Test func theSameTokensInAllFormatsAndAtAnyNumberOfThreads() throws {
        let corpus = try Scratch.file(Data(Repository.corpus("emoji").utf8)).path
        let one = try textgen("tokenize", corpus, "--quiet", "--format", "jsonl", "--threads", "1")
        #expect(try textgen("tokenize", corpus, "--quiet", "--format", "jsonl", "--threads", "2").output == one.output)
        let found = try lines(one)
        let array = try textgen("tokenize", corpus, "--quiet", "--format", "json")
        #expect(try JSONDecoder().decode([Line].self, from: Data(array.output.utf8)) == found)
        let plain = try textgen("tokenize", corpus, "--quiet")
        #expect(plain.output == found.map { $0.tokens.map { $0.text + "\n" }.joined() + "\n" }.joined())
    }

    /// ICU meets the dictionary of a script first in the second line.
    @Test(arguments: ["日本", "ภาษาไทย", "ພາສາລາວ", "ភាសាខ្មែរ", "မြန်မာဘာသာ", "゛"])
    func aLineHasTheSameTokensBehindAnyOther(other: String) throws {
        let found = try lines(tokenize("ージョン\n\(other)\nージョン\n", "--format", "jsonl"))
        #expect(found.count == 3)
        #expect(found[0].tokens.map(\.text) == ["ージ", "ョン"])
        #expect(found[0] == found[2])
    }

    private static let units: [(String, [String])] = [
        ("grapheme", ["e\u{301}", "👩‍👧", "."]), ("scalar", ["e", "\u{301}", "👩", "\u{200D}", "👧", "."]),
        ("sentence", ["e\u{301}👩‍👧."]), ("line", ["e\u{301}", "👩‍👧."]),
        ("byte", "e <0xCC> <0x81> <0xF0> <0x9F> <0x91> <0xA9>".split(separator: " ").map(String.init)),
    ]

    @Test(arguments: units)
    func everyUnit(unit: String, expected: [String]) throws {
        let found = try lines(tokenize("e\u{301}👩‍👧.", "--unit", unit, "--format", "jsonl"))
        #expect(found.first?.tokens.map(\.text).prefix(expected.count) == expected[...])
    }

    @Test func offsetsAreThoseOfTheTextAsGivenWhateverNormalizationDoes() throws {
        let outcome = try tokenize(
            "Ｓｔｒａße ﬁn", "--normalize", "nfkc", "--normalize", "caseFold", "--offsets", "--normalize", "icu:Any-Upper")
        #expect(outcome.output == "STRASSE\t0\t15\tletter\nFIN\t16\t20\tletter\n\n")
    }

    @Test func aTrainedTokenizerCutsAndItsIdsComeBackAsText() throws {
        let text = try Repository.corpus("harbour")
        let corpus = try Scratch.file(Data(text.utf8)).path
        let file = try Scratch.folder().appendingPathComponent("t.json").path
        for (unit, size) in [("bpe", "500"), ("word", "300"), ("grapheme", "60")] {
            expectSuccess(
                try textgen(
                    "tokenize", corpus, "--train", unit, "--vocabulary-size", size, "--output", file, "--quiet"))
            let found = try lines(textgen("tokenize", corpus, "--tokenizer", file, "--quiet", "--format", "jsonl"))
            let whole = found.map { $0.tokens.map(\.text).joined() }.joined(separator: "\n")
            #expect(whole == text.trimmingCharacters(in: CharacterSet.newlines))
            #expect(found.allSatisfy { $0.tokens.allSatisfy { $0.id.map { (0..<Int(size)!).contains($0) } == true } })
        }
    }

    @Test func aLineOfManyMegabytesIsCutAsItComes() throws {
        let line = String(repeating: String(repeating: "word", count: 250) + ", ", count: 12_000)
        let found = try lines(tokenize("first\n\(line)\nlast", "--format", "jsonl"))
        #expect(found.map(\.tokens.count) == [1, 24_000, 1])
        #expect(
            found[1].tokens.last == .init(text: ",", start: line.utf8.count - 2, end: line.utf8.count - 1, kind: "none")
        )
        #expect(found[2].tokens.first?.start == 0)
        let refused = try tokenize("first\n\(line)\nlast", "--normalize", "nfc")
        #expect(refused.status == 65)
        #expect(refused.errors.contains("line 2"))
    }

    @Test func aByteOrderMarkIsLeftOutAndPlacesOfBadBytesStayThoseOfTheFile() throws {
        #expect(try tokenize("\u{FEFF}Hello", "--offsets").output == "Hello\t0\t5\tletter\n\n")
        let broken = try Scratch.file(Data([0xEF, 0xBB, 0xBF] + Array("ab\nd".utf8) + [0xFF]))
        let outcome = try textgen("tokenize", broken.path, "--format", "json")
        #expect(outcome.errors.contains("at byte 7"))
        #expect(try JSONDecoder().decode([Line].self, from: outcome.outputData).count == 1)
    }

    @Test func tokensOfStandardInputComeOutLineByLine() throws {
        let outcome = try shell("timeout 3 sh -c '(echo one two; sleep 60) | \"$0\" tokenize --quiet' \"$0\"")
        #expect(outcome.output == "one\ntwo\n\n")
    }

    @Test func mistakesAreNamed() throws {
        let broken = try Scratch.file(Data("fine\nbro".utf8) + [0xFF, 0x0A])
        let outcome = try textgen("tokenize", broken.path)
        #expect(outcome.status == 65)
        #expect(outcome.errors.contains("at byte 8"))
        for (arguments, status, part) in [
            (["--unit", "paragraph"], 64, "paragraph"), (["--normalize", "nfx"], 64, "nfx"),
            (["--normalize", "icu:No-Such"], 64, "No-Such"), (["no-such-file.txt"], 66, "no-such-file.txt"),
            (["--train", "bpe", "--vocabulary-size", "12"], 64, "260"), (["--vocabulary-size", "500"], 64, "--train"),
            (["--tokenizer", "no-such.json"], 66, "no-such.json"),
            (["--tokenizer", "x.json", "--train", "bpe"], 64, "not both"),
            (["--output", "x.json"], 64, "--train"), (["--unit", "line", "--train", "bpe"], 64, "--unit"),
            (["--locale", "swedish"], 64, "swedish"), (["--train", "byte", "--vocabulary-size", "5"], 64, "260"),
            (["--train", "word"], 65, "empty"),
        ] as [([String], Int32, String)] {
            let outcome = try run(.textgen, ["tokenize"] + arguments, input: "")
            #expect(outcome.status == status, "\(arguments): \(outcome.errors)")
            #expect(outcome.errors.contains(part), "\(arguments): \(outcome.errors)")
        }
        expectSuccess(try tokenize(""))
        #expect(try tokenize("", "--format", "json").output == "[]\n")
        let refused = try textgen("train", broken.path, "--tokens", "word")
        #expect(refused.status == 64)
    }
}
