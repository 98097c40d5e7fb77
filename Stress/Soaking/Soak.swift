import ArgumentParser
import CommandSupport
import Foundation

/// `stress soak`: tools that are fed for an hour must not grow.
struct Soak: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Feed classify, tokenize and translate without end, and watch their memory.",
        discussion: """
            Every line has words that were never seen before, some are odd or long. A tool fails that holds more memory \
            at the end than after the warm-up, a fifth of the time, or that answers another number of lines than it was \
            fed.
            """)

    @Option(help: "Seconds to feed for.") var time = 3600.0
    @Option(help: "Decides what the lines say.") var seed: UInt64 = 1
    @Option(help: "Where files lie while this runs.") var folder = ".build/soak"
    @Flag(name: .shortAndLong, help: "Say nothing but the result.") var quiet = false

    /// Growth that a hash table or a pool may still have after the warm-up.
    private static let tolerance = (share: 1.1, bytes: 16 << 20)

    func validate() throws {
        guard time > 0 else { throw ValidationError("--time is a number above 0.") }
    }

    func run() throws {
        try Tools.requireAll()
        let folder = URL(fileURLWithPath: folder)
        let starts = folder.appendingPathComponent("starts")
        try Starts.writeTexts(to: starts)
        try Starts.trainForFeeds(in: starts)
        let feeds = try [
            "sentiment classify --model models/sentiment --unit line --format jsonl", "textgen tokenize --format jsonl",
            "seq2seq translate --model models/seq2seq --beam-size 1 --max-length 20",
        ].enumerated().map {
            try Feed($1, in: starts, errors: folder.appendingPathComponent("errors-\($0)"), seed: seed &+ UInt64($0))
        }
        let start = ContinuousClock.now
        var next = 60.0
        while (ContinuousClock.now - start) / .seconds(1) < time {
            usleep(UInt32(min(1, time / 50) * 1e6))
            for feed in feeds { feed.sample() }
            let seconds = (ContinuousClock.now - start) / .seconds(1)
            if !quiet, seconds > next {
                next += 60
                StandardError.writeLine(
                    "\(Int(seconds)) s: "
                        + feeds.map { "\($0.name) \(($0.samples.last ?? 0) >> 20) MiB" }.joined(separator: ", "))
            }
        }
        let problems = feeds.compactMap { $0.end(isGrown: isGrown) }
        try show(feeds)
        guard problems.isEmpty else { throw CommandFailure(.software, problems.joined(separator: "; ")) }
    }

    /// Whether the most of the last quarter is above the most of the second fifth.
    private func isGrown(_ samples: [Int]) -> Bool {
        guard let before = warm(samples), let after = samples.suffix(samples.count / 4).max() else { return false }
        return Double(after) > Double(before) * Self.tolerance.share && after > before + Self.tolerance.bytes
    }

    private func warm(_ samples: [Int]) -> Int? { samples.dropFirst(samples.count / 5).prefix(samples.count / 5).max() }

    private func show(_ feeds: [Feed]) throws {
        func size(_ bytes: Int?) -> String { bytes.map { (Double($0) / 0x1p20).fixed(1) } ?? "?" }
        var table = TextTable([
            .left("command"), .right("lines"), .right("MiB fed"), .right("warm, MiB"), .right("end, MiB"),
            .right("most, MiB"),
        ])
        for feed in feeds {
            table.append([
                feed.name, "\(feed.linesFed)", size(feed.bytesFed), size(warm(feed.samples)), size(feed.samples.last),
                size(feed.samples.max()),
            ])
        }
        try StandardOutput.write("\(table)\n")
    }
}
