import Foundation
import Testing

/// Texts that match a pattern, contain words, avoid words, and are new.
struct SampleSteeringTests {
    private func sample(_ arguments: [String]) throws -> Outcome {
        try run(.textgen, ["sample", TinyModel.path(), "--quiet", "--random-seed", "1"] + arguments)
    }

    private func text(_ arguments: String...) throws -> String {
        let outcome = try sample(arguments)
        expectSuccess(outcome)
        return String(outcome.output.dropLast())
    }

    @Test func theWholeTextMatches() throws {
        for temperature in ["0.5", "1", "3"] {
            let text = try text(
                "--match", "[A-Z][a-z]{2,9}(, [a-z]{2,9}){1,3}\\.", "--length", "60", "--temperature", temperature)
            #expect(text.wholeMatch(of: /[A-Z][a-z]{2,9}(, [a-z]{2,9}){1,3}\./) != nil, "\(text)")
        }
        let lines = try text("--match", "[A-Z][a-z]+", "--lines", "20", "--temperature", "1.5")
        #expect(lines.wholeMatch(of: /([A-Z][a-z]+\n){19}[A-Z][a-z]+/) != nil, "\(lines)")
        #expect(try text("--match", "The [a-z]+", "--seed", "\n", "--length", "20").hasPrefix("\nThe "))
        #expect(try text("--match", "abc", "--temperature", "0") == "abc")
    }

    @Test func theSameSeedGivesTheSameBytes() throws {
        let arguments = ["--match", "([a-z]+ ){3,9}end", "--require", "sea", "--length", "90"]
        let first = try sample(arguments)
        expectSuccess(first)
        #expect(try sample(arguments + ["--threads", "1"]).outputData == first.outputData)
        #expect(first.output.contains("sea") && first.output.hasSuffix("end\n"))
    }

    private func words(_ text: String) -> [String] { text.split { !$0.isLetter }.map(String.init) }

    @Test func wordsAreRequiredAndForbidden() throws {
        for seed in 1...6 {
            let text = try text(
                "--require", "harbour", "--require", "Lighthouse", "--forbid", "the", "--forbid", "and", "--length",
                "200",
                "--random-seed", "\(seed)")
            let words = words(text)
            #expect(words.contains("harbour") && words.contains("Lighthouse"), "\(text)")
            #expect(Set(words.map { $0.lowercased() }).isDisjoint(with: ["the", "and"]), "\(text)")
        }
        let lines = try text("--lines", "10", "--require", "sea").split(separator: "\n")
        #expect(lines.count == 10)
        for line in lines { #expect(words(String(line)).contains("sea"), "\(line)") }
    }

    private static let refused: [(arguments: [String], words: [String])] = [
        (["--match", "a[b"], ["column 2", "has no ]"]),
        (["--match", "[a-z]+[漢]", "--length", "20"], ["column 7", "vocabulary"]),
        (["--match", "[a-z]{30}", "--length", "20"], ["30 characters", "20", "raise --length"]),
        (["--require", "漢"], ["漢", "vocabulary"]), (["--require", ""], ["empty"]),
        (["--require", "sea", "--forbid", "sea"], ["No text"]),
        (["--match", "a", "--stop", "b"], ["--stop", "--match"]),
        (["--max-copy", "9"], ["--corpus"]), (["--max-copy", "0", "--corpus", "a"], ["--max-copy", "at least 1"]),
        (["--match", "(a{0,900}b){0,900}"], ["too large"]),
    ]

    @Test(arguments: refused.indices) func whatCannotBeMetIsRefusedBeforeSampling(index: Int) throws {
        let (arguments, words) = Self.refused[index]
        let outcome = try sample(arguments)
        #expect(outcome.status == 64 && outcome.outputData.isEmpty, "\(arguments): \(outcome.status) \(outcome.errors)")
        for word in words { #expect(outcome.errors.contains(word), "\(word) is not in: \(outcome.errors)") }
    }

    @Test func linesAreUniqueAndNew() throws {
        let pattern = ["--match", "[ab]{1,2}", "--temperature", "2"]
        let all = try text("--lines", "6", "--unique", "--match", "[ab]{1,2}", "--temperature", "2")
        #expect(Set(all.split(separator: "\n")) == ["a", "b", "aa", "ab", "ba", "bb"])
        let known = try Scratch.file(Data("ab\r\nbb\n a \n".utf8)).path
        let rest = try text(
            "--lines", "3", "--unique", "--not-in", known, "--match", "[ab]{1,2}", "--temperature", "2")
        #expect(Set(rest.split(separator: "\n")) == ["b", "aa", "ba"])
        let tooMany = try sample(["--lines", "7", "--unique"] + pattern)
        #expect(tooMany.status == 65 && tooMany.errors.contains("not new"), "\(tooMany.errors)")
        // A longer text is not a piece of the file.
        let piece = try Scratch.file(Data("xaby".utf8)).path
        let texts = try text(
            "--count", "3", "--unique", "--not-in", piece, "--match", "[ab]{2}", "--temperature", "2")
        #expect(Set(texts.components(separatedBy: "\n\n---\n")) == ["aa", "ba", "bb"])
    }

    @Test func copiesAreLimitedAndReported() throws {
        let corpus = try TinyModel.training().text.path
        let file = try String(contentsOfFile: corpus, encoding: .utf8)
        func report(_ arguments: String...) throws -> (longest: Int, text: String, piece: String) {
            let json = try jsonObject(
                sample(["--corpus", corpus, "--length", "400", "--temperature", "0.3", "--format", "json"] + arguments))
            let copied = try #require(json["copied"] as? [String: Any])
            return (
                try #require(copied["longest"] as? Int), try #require(json["text"] as? String),
                try #require(copied["text"] as? String)
            )
        }
        let free = try report()
        #expect(free.longest == free.piece.count && file.contains(free.piece) && free.text.contains(free.piece))
        let limited = try report("--max-copy", "6")
        #expect(limited.longest == 6 && free.longest > 6)
        let characters = Array(limited.text)
        for start in 0..<characters.count - 6 {
            #expect(!file.contains(String(characters[start..<start + 7])))
        }
        let outcome = try textgen(
            "sample", TinyModel.path(), "--random-seed", "1", "--corpus", corpus, "--length", "50")
        #expect(outcome.errors.contains("longest piece copied") && outcome.errors.contains("characters"))
    }
}
