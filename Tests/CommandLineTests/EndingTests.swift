import Foundation
import Testing

/// Every tool ends within two seconds of SIGTERM or SIGINT, whatever it is doing.
@Suite(.serialized)
struct EndingTests {
    /// A command that has far too much to do.
    struct Endless: Sendable, CustomTestStringConvertible {
        let program: Program
        let arguments: [String]
        var testDescription: String { arguments.joined(separator: " ").replacing(Endless.folder.path + "/", with: "") }

        init(_ program: Program, _ arguments: String) {
            self.program = program
            self.arguments = arguments.split(separator: " ").map {
                $0.hasPrefix("@") ? Endless.folder.appendingPathComponent(String($0.dropFirst())).path : String($0)
            }
        }

        /// Large files: a text, labelled texts, pairs, a series, word vectors, a line that is long to translate.
        static let folder = try! Scratch.folder()
        static let files: Result<Void, any Error> = Result {
            func write(_ name: String, _ count: Int, _ line: (Int) -> String) throws {
                let block = (0..<1_000).map { line($0) + "\n" }.joined()
                try Data(String(repeating: block, count: count).utf8).write(to: folder.appendingPathComponent(name))
            }
            func words(_ number: Int) -> String {
                (0..<8).map { "w\(number * (7 + $0) % 5_003)" }.joined(separator: " ")
            }
            try write("text.txt", 200, words)
            try write("labels.tsv", 40, { "\($0 % 2)\t\(words($0))" })
            try write("pairs.tsv", 40, { "\(words($0))\t\(words($0 + 1))" })
            try write("series.csv", 200, { "\(sin(Double($0)) + 2)" })
            try write("vectors.txt", 200, { "w\($0) " + String(repeating: "0.123456 ", count: 20) + "0.1" })
            try write("speech.txt", 2, { _ in "I do not know what you are talking about, my friend, and so on." })
        }
    }

    private static let commands = [
        Endless(.textgen, "train @text.txt --output @textgen"),
        Endless(.textgen, "sample --length 100000 --format json --count 1000"),
        Endless(.textgen, "evaluate shakespeare @text.txt"),
        Endless(.textgen, "tokenize @text.txt --unit sentence"),
        Endless(.sentiment, "train @labels.tsv --output @sentiment"),
        Endless(.sentiment, "train @labels.tsv --output @vectors --word-vectors @vectors.txt"),
        Endless(.sentiment, "calibrate movie-reviews-en @labels.tsv --output @calibrated --column 2 --label-column 1"),
        Endless(.sentiment, "evaluate movie-reviews-en @labels.tsv"),
        Endless(.sentiment, "pretrain @text.txt --output @pretrained"),
        Endless(.seq2seq, "train @pairs.tsv --output @seq2seq"),
        Endless(.seq2seq, "translate @speech.txt --beam-size 1000 --n-best 1000 --max-length 1000"),
        Endless(.seq2seq, "evaluate english-french @pairs.tsv"),
        Endless(.forecast, "train @series.csv --output @forecast"),
        Endless(.forecast, "train @series.csv --output @tuned --tune 10m"),
        Endless(.sentiment, "train @labels.tsv --output @searched --tune 10m --column 2 --label-column 1"),
        Endless(.forecast, "backtest @series.csv"),
        Endless(.forecast, "anomalies @series.csv"),
    ]

    @Test(arguments: commands)
    func aToolEndsWithinTwoSecondsOfASignal(command: Endless) throws {
        try Endless.files.get()
        let program = try RunningProgram(command.program, command.arguments)
        try program.waitUntil { program.processorSeconds > 0.4 }  // it is at work
        guard program.isRunning else { return expectSuccessOrReport(try program.wait(timeout: 1)) }
        program.send(SIGTERM)
        let start = ContinuousClock.now
        let outcome = try program.wait(timeout: 30)
        let (seconds, attoseconds) = (ContinuousClock.now - start).components
        #expect(Double(seconds) + Double(attoseconds) * 1e-18 < 2.5)
        #expect(outcome.status == 130, "\(outcome.errors)")
        #expect(outcome.errorLines.last?.contains("interrupted") == true, "\(outcome.errors)")
    }

    private func expectSuccessOrReport(_ outcome: Outcome) {
        Issue.record("it ended before it could be interrupted, with \(outcome.status): \(outcome.errors)")
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
    func aToolThatWaitsForItsInputEnds(signal: Int32) throws {
        let pipe = try Scratch.folder().appendingPathComponent("pipe").path
        try #require(mkfifo(pipe, 0o600) == 0)
        let program = try RunningProgram(.seq2seq, ["translate", pipe])
        // A pipe can be opened for writing without waiting as soon as someone has it open for reading.
        var writer: Int32 = -1
        try program.waitUntil {
            writer = open(pipe, O_WRONLY | O_NONBLOCK)
            return writer >= 0
        }
        try #require(writer >= 0, "it ended without reading")
        defer { close(writer) }
        program.send(signal)
        let outcome = try program.wait(timeout: 10)
        #expect(outcome.status == 130)
        #expect(outcome.errorLines.last == "seq2seq: interrupted")
    }
}
