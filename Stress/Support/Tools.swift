import Foundation

/// The programs that were built beside this one.
enum Tools {
    static let folder = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        .deletingLastPathComponent()

    /// This program.
    static let own = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().path

    static func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    static func requireAll() throws {
        for name in ["textgen", "sentiment", "seq2seq", "forecast"]
        where !FileManager.default.isExecutableFile(atPath: path(name)) {
            throw StressError("\(path(name)) is missing; build it, or start this program with make")
        }
    }

    /// Runs a tool to its end, for what must succeed.
    static func run(_ words: [String], in folder: URL, scratch: URL) throws {
        let errors = scratch.appendingPathComponent("errors")
        let process = try ChildProcess(
            path(words[0]), Array(words.dropFirst()), folder: folder, output: scratch.appendingPathComponent("output"),
            errors: errors)
        var usage = ProcessUsage()
        let passed = process.wait(Limits(seconds: 120, bytes: 1 << 30), usage: &usage)
        guard process.ending?.status == 0, passed == nil else {
            let text = (try? String(contentsOf: errors, encoding: .utf8)) ?? ""
            throw StressError(
                "\(words.joined(separator: " ")) ended in \(process.ending?.status ?? 0): \(passed ?? text)")
        }
    }
}
