import Foundation
import Testing

/// The programs under Examples.
struct ExampleTests {
    @Test func trainAndSampleTrainsComparesAndWrites() throws {
        let text = try Scratch.file(Data(Repository.corpus("harbour").utf8.prefix(3_000)))
        let outcome = try run(Program(named: "TrainAndSample"), [text.path, "1"])
        expectSuccess(outcome)
        for word in ["Seen 2700 characters; held out 300.", "LSTM ", "Kneser-Ney 8-gram ", "bits a character"] {
            #expect(outcome.output.contains(word), "\(word) is not in: \(outcome.output)")
        }
        let written = try #require(outcome.output.components(separatedBy: "bits a character\n").last)
        #expect(written.count == 201)
    }

    @Test func surpriseMarksWhatItDidNotForesee() throws {
        let text = "To be, or not to be, that is the kwxzstion."
        let outcome = try run(Program(named: "Surprise"), [text])
        expectSuccess(outcome)
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines[0].filter { !"[]".contains($0) } == text)
        #expect(lines[0].contains("[x]"))
        #expect(lines[1].wholeMatch(of: /mean surprise: \d+\.\d+ bits a character/) != nil, "\(lines[1])")
    }

    @Test func pipelineJudgesEachSentenceAndGoesOnFromTheWarmest() throws {
        let outcome = try run(
            Program(named: "Pipeline"), ["The soup was awful and boring. I loved every wonderful minute of it."])
        expectSuccess(outcome)
        let lines = outcome.output.split(separator: "\n")
        #expect(lines[0].hasPrefix("negative") && lines[1].hasPrefix("positive"), "\(outcome.output)")
        #expect(lines[2].hasPrefix("I loved every wonderful minute of it."))
        #expect(outcome.output.count > 250)
    }

    @Test func lookbackTranslatesAndSaysWhatItLookedAt() throws {
        let outcome = try run(Program(named: "Lookback"), ["Where is the station?"])
        expectSuccess(outcome)
        let lines = outcome.output.split(separator: "\n")
        #expect(lines[0].contains("gare"), "\(outcome.output)")
        #expect(lines.dropFirst().contains { $0.contains("gare") && $0.contains("\" station\"") }, "\(outcome.output)")
    }
}
