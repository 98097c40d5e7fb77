import Foundation
import TestSupport
import Testing

struct SampleTests {
    /// Samples from the tiny model.
    private func sample(_ arguments: String...) throws -> Outcome {
        try run(.textgen, ["sample", TinyModel.path()] + arguments)
    }

    private func text(_ arguments: String...) throws -> String {
        let outcome = try run(.textgen, ["sample", TinyModel.path(), "--quiet"] + arguments)
        expectSuccess(outcome)
        #expect(outcome.errors.isEmpty)
        return outcome.output
    }

    @Test func theSameRandomSeedGivesTheSameBytesAtAnyNumberOfThreads() throws {
        let one = try text("--random-seed", "7", "--length", "300", "--end", "length", "--threads", "1")
        #expect(one.count == 301)
        #expect(try text("--random-seed", "7", "--length", "300", "--end", "length", "--threads", "1") == one)
        #expect(try text("--random-seed", "7", "--length", "300", "--end", "length", "--threads", "2") == one)
        #expect(try text("--random-seed", "8", "--length", "300", "--end", "length") != one)
    }

    @Test func anAdaptedModelKeepsToTheWordsOfTheSeed() throws {
        let verse = "Zephyr quilts vex jumbled boxing wizards.\n"
        let seed = try Scratch.file(Data(String(repeating: verse, count: 20).utf8))
        let options = ["--seed-file", seed.path, "--random-seed", "4", "--length", "60", "--end", "length"]
        func continuation(_ more: String...) throws -> String {
            let outcome = try run(.textgen, ["sample", TinyModel.path(), "--quiet"] + options + more)
            expectSuccess(outcome)
            return String(outcome.output.dropFirst(20 * verse.count))
        }
        let adapted = try continuation("--adapt", "--threads", "1")
        #expect(try continuation("--adapt", "--threads", "2") == adapted)
        #expect(try continuation() != adapted)
        let manifest = try Scratch.folder().appendingPathComponent("adapted.json").path
        #expect(try continuation("--adapt", "--manifest", manifest) == adapted)
        let again = try run(.textgen, ["sample", "--replay", manifest, "--quiet"])
        expectSuccess(again)
        #expect(again.output.hasSuffix(adapted))
    }

    @Test func withoutARandomSeedTheOneThatWasDrawnIsShownAndRepeatsTheText() throws {
        let first = try sample("--length", "80")
        let shown = try #require(first.errors.firstMatch(of: /--random-seed (\d+)/)).1
        #expect(first.errorLines.count == 1)
        #expect(try text("--length", "80", "--random-seed", String(shown)) == first.output)
        #expect(try text("--length", "80") != first.output)
    }

    @Test func temperatureZeroIsGreedyAndEqualsTopK1() throws {
        let greedy = try text("--temperature", "0", "--length", "120", "--random-seed", "1")
        for seed in ["1", "2", "3"] {
            #expect(try text("--top-k", "1", "--length", "120", "--random-seed", seed) == greedy)
        }
        #expect(try text("--temperature", "0", "--length", "120", "--random-seed", "9") == greedy)
    }

    @Test func aLowTemperatureAndTheFiltersChangeWhatIsDrawn() throws {
        let plain = try text("--random-seed", "5", "--length", "150")
        for option in [["--temperature", "0.2"], ["--top-k", "2"], ["--top-p", "0.3"], ["--min-p", "0.5"]] {
            let outcome = try run(
                .textgen, ["sample", TinyModel.path(), "--random-seed", "5", "--length", "150"] + option)
            expectSuccess(outcome)
            #expect(outcome.output != plain, "\(option)")
        }
    }

    @Test func stopEndsBeforeTheText() throws {
        let whole = try text("--random-seed", "3", "--length", "200").dropLast()
        let stop = String(whole.dropFirst(90).prefix(2))
        let expected = whole[..<(try #require(whole.range(of: stop))).lowerBound]
        #expect(try text("--random-seed", "3", "--length", "200", "--stop", stop) == expected + "\n")
        #expect(try text("--random-seed", "3", "--length", "200", "--stop", "☃", "--stop", stop) == expected + "\n")
        let json = try jsonObject(
            sample("--random-seed", "3", "--length", "200", "--stop", stop, "--format", "json"))
        #expect(json["stop"] as? String == stop)
        #expect(json["text"] as? String == String(expected))
    }

    @Test func countWritesSeveralTextsOfSuccessiveRandomSeeds() throws {
        let single = try (5..<8).map { try text("--random-seed", "\($0)", "--length", "40", "--seed", "Once") }
        let several = try text("--random-seed", "5", "--length", "40", "--seed", "Once", "--count", "3")
        #expect(several == single.joined(separator: "\n---\n"))
    }

    @Test func jsonHoldsTextSeedRandomSeedAndModel() throws {
        let arguments = ["--random-seed", "5", "--length", "40", "--seed", "Once", "--format", "json"]
        let one = try jsonObject(run(.textgen, ["sample", TinyModel.path()] + arguments))
        let plain = try text("--random-seed", "5", "--length", "40", "--seed", "Once")
        #expect("Once" + (one["text"] as? String ?? "") + "\n" == plain)
        #expect(one["seed"] as? String == "Once")
        #expect(one["randomSeed"] as? Int == 5)
        #expect(try one["model"] as? String == TinyModel.path())
        let outcome = try run(.textgen, ["sample", TinyModel.path(), "--count", "2"] + arguments)
        let two = try #require(try JSONSerialization.jsonObject(with: outcome.outputData) as? [[String: Any]])
        #expect(two.count == 2)
        #expect(two[0]["text"] as? String == one["text"] as? String)
        #expect(two[1]["randomSeed"] as? Int == 6)
    }

    @Test func theShippedModelIsTheDefault() throws {
        let json = try jsonObject(
            textgen("sample", "--length", "20", "--end", "length", "--random-seed", "1", "--format", "json"))
        #expect(json["model"] as? String == "prose-en")
        #expect((json["text"] as? String)?.count == 20)
    }

    @Test func aSeedFileIsReadAsTheSeed() throws {
        let seed = try Scratch.file(Data("There was a boat\nby the".utf8))
        let fromFile = try text("--seed-file", seed.path, "--random-seed", "2", "--length", "60")
        #expect(fromFile == (try text("--seed", "There was a boat\nby the", "--random-seed", "2", "--length", "60")))
        #expect(fromFile.hasPrefix("There was a boat\nby the"))
    }

    @Test(
        arguments: ["naïve", "👩‍👩‍👧", "漢字", "मस्ते", "a\r\nb\u{7}", String(repeating: "ж", count: 500)].map { Named($0) })
    func unseenCharactersOfTheSeedDrawOneLine(seed: Named<String>) throws {
        let outcome = try sample("--seed", seed.value, "--random-seed", "1", "--length", "30")
        expectSuccess(outcome)
        #expect(outcome.output.unicodeScalars.starts(with: seed.value.unicodeScalars))
        #expect(outcome.errors.hasSuffix("\n"))
        let controls = outcome.errors.dropLast().unicodeScalars.filter { $0.properties.generalCategory == .control }
        #expect(controls.isEmpty, "not one line: \(outcome.errors.debugDescription)")
        #expect(outcome.errors.contains("vocabulary"))
    }

    @Test func aSeedOfDigitsIsTextAndDrawsAHint() throws {
        let outcome = try sample("--seed", "42", "--random-seed", "1", "--length", "20")
        expectSuccess(outcome)
        #expect(outcome.output.hasPrefix("42"))
        #expect(outcome.errorLines.contains { $0.contains("--random-seed 42") })
        let other = try sample("--seed", "四", "--random-seed", "1", "--length", "20")
        #expect(!other.errors.contains("--random-seed"), "no number of the command line: \(other.errors)")
    }

    @Test(arguments: ["text", "json"])
    func aReaderThatGoesAwayEndsTheProgramQuietly(format: String) throws {
        let outcome = try shell(
            """
            { "$0" sample "$1" --length 4000 --count 3 --random-seed 1 --format "$2"; echo "status $?" >&2; } | head -n 1
            """, TinyModel.path(), format)
        #expect(outcome.status == 0)
        #expect(!outcome.outputData.isEmpty)
        #expect(outcome.errors == "status 0\n")
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "skipped: no /dev/full"))
    func aFullDiskUnderStandardOutputEndsIn74() throws {
        let outcome = try shell("\"$0\" sample \"$1\" --length 50 --random-seed 1 > /dev/full", TinyModel.path())
        expectSentence(outcome, status: 74, ["No space left"])
    }
}
