import Foundation
import Testing

/// The defaults of sampling, and where texts begin and end.
struct SampleEndTests {
    private func text(_ arguments: String...) throws -> String {
        let outcome = try run(.textgen, ["sample", TinyModel.path(), "--quiet"] + arguments)
        expectSuccess(outcome)
        return String(outcome.output.dropLast())
    }

    @Test func withoutSamplingOptionsTheRecommendedOnesApply() throws {
        for seed in ["1", "2", "3"] {
            let usual = try text("--random-seed", seed)
            #expect(try text("--random-seed", seed, "--temperature", "0.7", "--min-p", "0.1") == usual)
            #expect(try text("--random-seed", seed, "--temperature", "0.7") != usual)
            // Any option by itself leaves the rest as the model has it.
            let own = try text("--random-seed", seed, "--temperature", "1")
            #expect(try text("--random-seed", seed, "--top-p", "1") == own)
            #expect(try text("--random-seed", seed, "--repetition-penalty", "1") == own)
            #expect(own != usual)
        }
        let json = try jsonObject(
            textgen("sample", TinyModel.path(), "--random-seed", "1", "--format", "json", "--quiet"))
        #expect((json["temperature"] as? Double).map { abs($0 - 0.7) < 1e-6 } == true)
        #expect((json["minP"] as? Double).map { abs($0 - 0.1) < 1e-6 } == true)
        let help = try textgen("sample", "--help").output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(help.contains("safer") && help.contains("wilder") && help.contains("0.7 with --min-p 0.1"))
    }

    @Test func theTextEndsAsAsked() throws {
        for seed in ["1", "2", "3", "4"] {
            let exact = try text("--random-seed", seed, "--length", "100", "--end", "length")
            #expect(exact.count == 100)
            let word = try text("--random-seed", seed, "--length", "100")
            #expect(word.hasPrefix(exact.dropLast()) && word.count <= 140)
            #expect(try text("--random-seed", seed, "--length", "100", "--end", "word") == word)
            let longer = try text("--random-seed", seed, "--length", "200", "--end", "length")
            let next = try #require(longer.dropFirst(word.count).first)
            #expect(!next.isLetter || word.last?.isLetter != true, "\(word.suffix(20))|\(next)")
            let line = try text("--random-seed", seed, "--length", "20", "--end", "line")
            #expect(line.count >= 20)
            let sentence = try text(
                "--random-seed", seed, "--length", "60", "--end", "sentence", "--max-length", "2000")
            #expect(sentence.count >= 60)
            let isWhole = sentence.last.map { ".!?\"')".contains($0) } == true
            #expect(isWhole || sentence.count >= 2000, "a small model writes few full stops: \(sentence)")
            #expect(sentence.hasPrefix(exact.prefix(60)))
        }
    }

    @Test func withoutASeedTheTextBeginsWithoutSpace() throws {
        let text = try text("--random-seed", "3", "--count", "30", "--length", "10", "--temperature", "2")
        for text in text.components(separatedBy: "\n---\n") {
            #expect(text.first?.isWhitespace == false, "\(text.debugDescription)")
        }
    }

    @Test func linesAreTextsOfTheirOwn() throws {
        let lines = try text("--lines", "12", "--random-seed", "5")
        #expect(lines.split(separator: "\n", omittingEmptySubsequences: false).count == 12)
        #expect(
            !lines.split(separator: "\n", omittingEmptySubsequences: false).contains { $0.allSatisfy(\.isWhitespace) })
        // A line has the random seed of its number.
        let second = try text("--lines", "1", "--random-seed", "6")
        #expect(lines.split(separator: "\n")[1] == second)
        let outcome = try textgen(
            "sample", TinyModel.path(), "--lines", "2", "--random-seed", "5", "--format", "json", "--quiet")
        let json = try #require(try JSONSerialization.jsonObject(with: outcome.outputData) as? [[String: Any]])
        #expect(json.map { $0["text"] as? String } == lines.split(separator: "\n").prefix(2).map(String.init))
    }

    private static let refused: [(String, [String])] = [
        ("--lines 3 --count 2", ["--count"]), ("--lines 3 --end sentence", ["--end"]),
        ("--lines 3 --length 9", ["--length"]),
        ("--max-length 900", ["--max-length", "--end sentence"]),
        ("--end sentence --length 100 --max-length 50", ["--max-length", "100", "50"]),
        ("--lines 0", ["--lines", "at least 1"]), ("--end chapter", ["--end", "chapter", "paragraph"]),
        ("--lines 3 --temperature 0", ["--lines 3", "--temperature 0"]),
    ]

    @Test(arguments: refused.indices) func wrongOptionsAreRefused(index: Int) throws {
        let (line, words) = Self.refused[index]
        let outcome = try run(.textgen, ["sample"] + line.split(separator: " ").map(String.init))
        #expect(outcome.status == 64, "\(line): \(outcome.errors)")
        for word in words { #expect(outcome.errors.contains(word), "\(word) is not in: \(outcome.errors)") }
    }

    /// The two commands of a new machine show what the toolkit can do: words that exist, and a sentence with its end.
    @Test func theCommandOfMakeRunReadsWell() throws {
        let outcome = try textgen(
            "sample", "--seed", "Once", "--length", "400", "--end", "sentence", "--random-seed", "1", "--quiet")
        expectSuccess(outcome)
        let text = outcome.output.dropLast()
        #expect(text.last.map { ".!?".contains($0) } == true)
        let lines = text.split(separator: "\n").filter { $0.split(separator: " ").count > 2 }
        #expect(Set(lines).count == lines.count)
    }
}
