import Foundation
import Testing

struct UnicodeTests {
    private func train(on text: URL, _ arguments: [String]) throws -> URL {
        let folder = try Scratch.folder().appendingPathComponent("model")
        let options = ["--hidden-size", "16", "--num-layers", "1", "--epochs", "1", "--validations", "1", "--quiet"]
        expectSuccess(
            try run(
                .textgen, ["train", text.path, "--output", folder.path, "--random-seed", "1"] + options + arguments))
        return folder
    }

    /// What a model wrote; the strings are compared by their scalars, as `String` takes equivalent ones for equal.
    private func sample(_ folder: URL, _ arguments: String...) throws -> String {
        let options = ["--random-seed", "1", "--format", "json", "--quiet", "--end", "length"]
        let outcome = try run(.textgen, ["sample", folder.path] + options + arguments)
        expectSuccess(outcome)
        #expect(outcome.errors.isEmpty)
        _ = outcome.output  // valid UTF-8
        return try #require(jsonObject(outcome)["text"] as? String)
    }

    @Test(arguments: ["chinese", "hindi", "arabic", "emoji", "accents"])
    func aModelOfGraphemesWritesWholeGraphemesOfItsCorpus(language: String) throws {
        let corpus = try Repository.corpus(language)
        let folder = try train(on: Scratch.file(Data(corpus.utf8)), [])
        let text = try sample(folder, "--length", "300")
        let known = Set(corpus.map { Array($0.unicodeScalars) })
        for character in text {
            let scalars = Array(character.unicodeScalars)
            #expect(isMade(scalars, of: known), "\(character) (\(scalars)) is not made of graphemes of the corpus")
        }
        #expect((250...300).contains(text.count), "\(text.count) graphemes")
    }

    /// Whether scalars are one or several graphemes side by side: a letter may join one that it never stood beside.
    private func isMade(_ scalars: [Unicode.Scalar], of known: Set<[Unicode.Scalar]>) -> Bool {
        if scalars.isEmpty { return true }
        return (1...scalars.count).contains { length in
            known.contains(Array(scalars.prefix(length))) && isMade(Array(scalars.dropFirst(length)), of: known)
        }
    }

    @Test(arguments: ["hindi", "emoji"])
    func aModelOfScalarsWritesScalarsOfItsCorpus(language: String) throws {
        let corpus = try Repository.corpus(language)
        let folder = try train(on: Scratch.file(Data(corpus.utf8)), ["--tokens", "scalar"])
        let text = try sample(folder, "--length", "200")
        #expect((1...200).contains(text.count), "\(text.count) graphemes")
        #expect(Set(text.unicodeScalars).isSubset(of: Set(corpus.unicodeScalars)))
    }

    @Test(arguments: ["chinese", "emoji"])
    func aModelOfBytesWritesValidUTF8(language: String) throws {
        let folder = try train(on: Scratch.file(Data(Repository.corpus(language).utf8)), ["--tokens", "byte"])
        let text = try sample(folder, "--length", "200", "--temperature", "1.5")
        #expect(!text.isEmpty)
        #expect(!text.unicodeScalars.contains("\u{FFFD}"))
        // A seed that ends in any character is read in full.
        #expect(try sample(folder, "--seed", "猫👩‍👩‍👧", "--length", "20").count <= 20)
    }

    /// Swift's own comparison of such a character takes more than half a minute.
    @Test(arguments: [["--unit", "line"], ["--unit", "sentence"], ["--format", "csv"]])
    func aCharacterOfAHundredThousandMarksIsClassified(options: [String]) throws {
        let text = "a" + String(repeating: "\u{301}\u{323}\u{345}\u{5B0}", count: 25_000)
        let began = ContinuousClock.now
        expectSuccess(try run(.sentiment, ["classify", "--quiet"] + options, input: text + "\n"))
        #expect(ContinuousClock.now - began < .seconds(15))
    }

    /// To Swift a comma or quotation mark with a combining mark is another character.
    @Test func aCommaWithAMarkIsQuotedInCSV() throws {
        let arguments = ["classify", "--quiet", "--unit", "line", "--format", "csv"]
        let outcome = try run(.sentiment, arguments, input: "good,\u{301} \"\u{301}\n")
        expectSuccess(outcome)
        #expect(outcome.output.contains("\"good,\u{301} \"\"\u{301}\""))
    }

    @Test func aTextThatIsNotUTF8CanBeLearntByItsBytes() throws {
        let latin1 = Data("caf".utf8) + [0xE9, 0x0A]
        let text = try Scratch.file(Data((0..<300).flatMap { _ in latin1 }))
        let folder = try train(on: text, ["--tokens", "byte"])
        #expect(!(try sample(folder, "--length", "50")).isEmpty)
        let json = try jsonObject(textgen("evaluate", folder.path, text.path, "--format", "json"))
        #expect(json["characters"] as? Int == 1_500)
    }

    @Test(arguments: ["中文", "नमस्ते", "مرحبا", "👨‍👩‍👧‍👦🇩🇪👍🏽", "e\u{301}", "\u{FEFF}", "\u{200D}\u{301}", "𝔘"])
    func aSeedOfAnyUnicodeIsContinued(seed: String) throws {
        let outcome = try textgen(
            "sample", TinyModel.path(), "--seed", seed, "--random-seed", "1", "--length", "20", "--end", "length")
        expectSuccess(outcome)
        #expect(outcome.output.unicodeScalars.starts(with: seed.unicodeScalars))
        #expect(outcome.output.unicodeScalars.count == seed.unicodeScalars.count + 21)
    }
}
