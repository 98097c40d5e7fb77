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
        try #require(lines.count > 2)
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

    @Test func gatesDrawsAPageOfWhatTheLibrarysLSTMDoes() throws {
        let page = try Scratch.folder().appendingPathComponent("gates.html")
        let outcome = try run(Program(named: "Gates"), ["A <b>,\nno?", page.path])
        expectSuccess(outcome)
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.count == 3 && lines[0].hasPrefix("layer 0: units ") && lines[1].hasPrefix("layer 1: units "))
        let difference = try #require(lines[2].split(separator: " ").last.flatMap { Float($0) })
        #expect(difference < 1e-5)
        let html = try String(contentsOf: page, encoding: .utf8)
        // Two layers, three units each, four rows a unit, ten characters a row.
        #expect(html.components(separatedBy: "<span style=\"background:rgba(").count == 1 + 2 * 3 * 4 * 10)
        #expect(html.contains(">&lt;</span>") && html.contains(">⏎\n</span>"))
        #expect(!html.contains("http") && html.contains("color-scheme: light dark"))
    }

    @Test func gatesDrawsTheUnitsThatItIsGiven() throws {
        let page = try Scratch.folder().appendingPathComponent("gates.html")
        let outcome = try run(Program(named: "Gates"), ["To be", page.path, "7", "300"])
        expectSuccess(outcome)
        #expect(outcome.output.contains("layer 1: units 7, 300"))
        #expect(try String(contentsOf: page, encoding: .utf8).contains("<h3>Unit 300</h3>"))
        let refused = try run(Program(named: "Gates"), ["To be", page.path, "512"])
        #expect(refused.status == 64 && refused.output.contains("from 0 to 511"))
    }

    @Test func buildAnLSTMAgreesWithTheLibraryLearnsAndWrites() throws {
        let outcome = try run(Program(named: "BuildAnLSTM"), [])
        expectSuccess(outcome)
        let lines = outcome.output.split(separator: "\n")
        func number(_ line: Int, after word: String) throws -> Float {
            let words = lines[line].split { " ,".contains($0) }
            let place = try #require(words.firstIndex { $0 == word }, "\(lines[line])")
            return try #require(Float(words[place + 1]))
        }
        // c = σ(2) tanh(0.5), h = σ(0) tanh(c).
        #expect(try abs(number(0, after: "cell") - 0.4070314) < 1e-6)
        #expect(try abs(number(0, after: "hidden") - 0.1929746) < 1e-6)
        #expect(try number(1, after: "LSTM:") < 1e-6)
        #expect(try number(2, after: "loss") > 3)
        #expect(try #require(lines[2].split(separator: " ").dropLast(3).last.flatMap { Float($0) }) < 0.05)
        #expect(lines[3].hasPrefix("One, two, buckle my shoe;"))
    }

    @Test func sineLearnsAlmostAllThatTheNoiseLeaves() throws {
        let outcome = try run(Program(named: "Sine"), [])
        expectSuccess(outcome)
        let lines = outcome.output.split(separator: "\n")
        func error(of name: String) throws -> Double {
            let line = try #require(lines.first { $0.hasSuffix(" " + name) }, "\(outcome.output)")
            return try #require(Double(line.prefix { $0 != " " }))
        }
        let (network, noise) = (try error(of: "LSTM"), try error(of: "noise"))
        #expect(network > noise && network < 1.3 * noise)
        #expect(try network < 0.7 * error(of: "last value"))
        #expect(try abs(error(of: "AR(20)") / network - 1) < 0.15)
        #expect(lines.last?.wholeMatch(of: /trained in \d+\.\d\d s/) != nil)
    }

    @Test func passengersBeatsItsBaselinesWithAPlanAndDraws() throws {
        let picture = try Scratch.folder().appendingPathComponent("ahead.svg")
        let outcome = try run(
            Program(named: "Passengers"), [Repository.series("visitors").path, "visitors", picture.path, "open"])
        expectSuccess(outcome)
        let lines = outcome.output.split(separator: "\n")
        #expect(lines[1].hasSuffix(" lstm"), "\(outcome.output)")
        let days = lines.filter { $0.hasPrefix("2025-01-") }
        #expect(days.count == 14)
        for day in days {
            let numbers = day.split(separator: " ").dropFirst().compactMap { Double($0) }
            #expect(numbers.count == 3 && numbers[1] < numbers[0] && numbers[0] < numbers[2], "\(day)")
        }
        let drawing = try String(contentsOf: picture, encoding: .utf8)
        #expect(drawing.hasPrefix("<svg") && drawing.contains("visitors, 14 steps ahead"))
    }
}
