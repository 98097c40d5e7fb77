import Foundation
import Recurrent

/// One training that is killed at random moments, gone on with to its end, and compared with one that was left alone.
struct KillRound {
    /// What is in the way besides the kills.
    enum Setting: String, CaseIterable {
        case plain
        /// The folder is reached through a link.
        case linked
        /// Somebody made a file of the model a link to a file of theirs.
        case victim
        /// A second training is begun in the same folder.
        case twice
    }

    struct Reference: Sendable {
        let files: [String: Data]
        let seconds: Double
    }

    let scenario: KillScenario
    let setting: Setting
    let reference: Reference
    /// Where the data lie, and a folder for this round alone.
    let starts: URL
    let folder: URL
    var random: Randomness
    private(set) var kills = 0
    private(set) var problems: [String] = []

    init(
        _ scenario: KillScenario, _ setting: Setting, _ reference: Reference, starts: URL, folder: URL,
        random: Randomness
    ) {
        (self.scenario, self.setting, self.reference) = (scenario, setting, reference)
        (self.starts, self.folder, self.random) = (starts, folder, random)
    }

    private var model: URL { folder.appendingPathComponent("model") }
    private var real: URL { folder.appendingPathComponent("elsewhere") }
    private var victim: URL { folder.appendingPathComponent("victim") }
    private static let treasure = Data("not yours".utf8)

    // MARK: The round

    mutating func run() throws {
        let files = FileManager.default
        try files.createDirectory(at: folder, withIntermediateDirectories: true)
        try Self.treasure.write(to: victim)
        if setting == .linked {
            try files.createDirectory(at: real, withIntermediateDirectories: true)
            try files.createSymbolicLink(at: model, withDestinationURL: real)
        }
        for _ in 0..<1 + random.below(8) {
            let process = try start(nextCommand, "first")
            if setting == .twice, random.once(in: 3) { try startAnother(beside: process) }
            usleep(UInt32(Double(random.below(1_000)) / 1_000 * 1.05 * reference.seconds * 1e6))
            if process.isRunning {
                process.killAndWait()
                if process.ending?.status == -SIGKILL { kills += 1 }
            }
            if setting == .victim, random.once(in: 3) { try plantLink() }
            if isFinished { break }
        }
        try finish()
        try compare()
    }

    private func exists(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: model.appendingPathComponent(name).path)
    }

    private var isFinished: Bool { exists("report.json") && !exists("training.safetensors") }

    /// What a user types: resume where there is something to resume, else the first command again.
    private var nextCommand: [String] {
        if scenario.resumes, exists("training.safetensors") {
            return scenario.command.prefix(2) + ["--resume", model.path, "--threads", "1", "--quiet"]
        }
        return scenario.command + ["-o", model.path] + (scenario.resumes ? [] : ["--overwrite"])
    }

    private func start(_ words: [String], _ name: String) throws -> ChildProcess {
        try ChildProcess(
            Tools.path(words[0]), Array(words.dropFirst()), folder: starts,
            output: folder.appendingPathComponent(name + ".output"), errors: errors(name))
    }

    private func errors(_ name: String) -> URL { folder.appendingPathComponent(name + ".errors") }

    private func message(_ name: String) -> String {
        ((try? String(contentsOf: errors(name), encoding: .utf8)) ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Where one training runs, another must not go on.
    private mutating func startAnother(beside first: ChildProcess) throws {
        usleep(UInt32(random.below(Int(reference.seconds * 3e5) + 1)))
        let second = try start(nextCommand, "second")
        var usage = ProcessUsage()
        _ = second.wait(Limits(seconds: 30), usage: &usage)
        let status = second.ending?.status ?? 0
        if status == 0 { usleep(100_000) }  // the first may just have finished, and be about to end
        if status == 0, first.isRunning { problems.append("a second training ended well while the first was running") }
        if status < 0 || status == 70 { problems.append("a second training ended in \(status): \(message("second"))") }
    }

    /// A tool may refuse the link or put a file in its place; what it leads to stays as it is.
    private mutating func plantLink() throws {
        let names = ["model.safetensors", "config.json", "tokenizer.json", "series.json"].filter(exists)
        guard !names.isEmpty else { return }
        let file = model.appendingPathComponent(random.pick(names))
        let content = try Data(contentsOf: file)
        try FileManager.default.removeItem(at: file)
        try FileManager.default.createSymbolicLink(at: file, withDestinationURL: victim)
        let process = try start(nextCommand, "linked")
        var usage = ProcessUsage()
        _ = process.wait(Limits(seconds: 30), usage: &usage)
        if try Data(contentsOf: victim) != Self.treasure {
            problems.append("\(file.lastPathComponent), a link, was written through")
            try Self.treasure.write(to: victim)
        }
        guard (try? FileManager.default.destinationOfSymbolicLink(atPath: file.path)) != nil else { return }
        try FileManager.default.removeItem(at: file)
        try content.write(to: file)
    }

    private mutating func finish() throws {
        for _ in 0..<3 where !isFinished {
            let words = nextCommand
            let process = try start(words, "last")
            var usage = ProcessUsage()
            let passed = process.wait(Limits(seconds: 60), usage: &usage)
            let status = process.ending?.status ?? 0
            if status != 0 || passed != nil {
                problems.append("\(words.joined(separator: " ")) ended in \(status): \(passed ?? message("last"))")
                return
            }
            if !exists("report.json") { break }  // what has no report is finished when its command is
        }
    }

    // MARK: Comparing

    private mutating func compare() throws {
        guard problems.isEmpty else { return }
        let found = try Self.files(in: model)
        if Set(found.keys) != Set(reference.files.keys) {
            problems.append("the folder holds \(found.keys.sorted()), not \(reference.files.keys.sorted())")
        }
        if scenario.isRepeatable {
            for (name, data) in reference.files.sorted(by: { $0.key < $1.key })
            where found[name].map({ $0 != data }) == true {
                problems.append("\(name) differs")
            }
        }
        if try Data(contentsOf: victim) != Self.treasure { problems.append("a foreign file was changed") }
        let isLink = (try? FileManager.default.destinationOfSymbolicLink(atPath: model.path)) != nil
        if setting == .linked, !isLink { problems.append("the link to the folder is gone") }
        let own = Set(["model", "victim"] + (setting == .linked ? ["elsewhere"] : []))
        let strays = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
            !own.contains($0) && !$0.hasSuffix(".output") && !$0.hasSuffix(".errors")
        }
        if !strays.isEmpty { problems.append("beside the folder lie \(strays.sorted())") }
    }

    /// The files below a folder, hidden ones too; of reports what does not tell the time.
    static func files(in folder: URL) throws -> [String: Data] {
        var found: [String: Data] = [:]
        for (path, bytes) in try Starts.contents(of: folder.resolvingSymlinksInPath()) {
            found[path] = path.hasSuffix("report.json") ? timeless(Data(bytes)) : Data(bytes)
        }
        return found
    }

    private static func timeless(_ report: Data) -> Data {
        guard let object = try? JSONSerialization.jsonObject(with: report) else { return report }
        func strip(_ value: Any) -> Any {
            if let object = value as? [String: Any] {
                return object.filter { !$0.key.lowercased().contains("second") }.mapValues(strip)
            }
            return (value as? [Any])?.map(strip) ?? value
        }
        return (try? JSONSerialization.data(withJSONObject: strip(object), options: .sortedKeys)) ?? report
    }
}
