import ArgumentParser
import CommandSupport
import Foundation
import Synchronization

/// `stress kills`: trainings that die at any moment lose nothing.
struct Kills: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Kill trainings of all four tools at random moments and go on with them.",
        discussion: """
            Each training is killed (kill -9) some times, gone on with to its end and compared with one that was left \
            alone: the files of the model must be the same byte by byte, with nothing else in or beside the folder. Some \
            run in a folder behind a link, some with a link planted in it, some with a second training begun in it.
            """)

    @Option(help: "Kills that must meet a running training.") var count = 1000
    @Option(help: "Decides the moments.") var seed: UInt64?
    @Option(help: "Trainings at a time.") var jobs = ProcessInfo.processInfo.activeProcessorCount
    @Option(help: "Where files lie while this runs, and failures are kept.") var folder = ".build/kills"
    @Flag(name: .shortAndLong, help: "Say nothing but failures and the result.") var quiet = false

    func validate() throws {
        guard count >= 1, jobs >= 1 else { throw ValidationError("--count and --jobs are numbers from 1 on.") }
    }

    func run() throws {
        try Tools.requireAll()
        let folder = URL(fileURLWithPath: folder)
        let starts = folder.appendingPathComponent("starts")
        try Starts.writeTexts(to: starts)
        if !quiet { StandardError.writeLine("training what is compared with") }
        let references = try KillScenario.all.enumerated().map {
            try reference($1, folder.appendingPathComponent("reference-\($0)"), starts)
        }
        let seed = seed ?? UInt64.random(in: 0..<1_000_000_000)
        let results = KillResults(seed: seed, count: count, isQuiet: quiet)
        let group = DispatchGroup()
        for _ in 0..<jobs {
            group.enter()
            Thread.detachNewThread {
                defer { group.leave() }
                while let number = results.takeNumber() {
                    results.run(number, references, starts: starts, folder: folder)
                }
            }
        }
        while group.wait(timeout: .now() + 10) == .timedOut { results.report() }
        try results.show()
    }

    private func reference(_ scenario: KillScenario, _ folder: URL, _ starts: URL) throws -> KillRound.Reference {
        try? FileManager.default.removeItem(at: folder)
        let start = ContinuousClock.now
        try Tools.run(scenario.command + ["-o", folder.path], in: starts, scratch: starts.deletingLastPathComponent())
        return .init(files: try KillRound.files(in: folder), seconds: (ContinuousClock.now - start) / .seconds(1))
    }
}

/// What happened in all rounds.
final class KillResults: Sendable {
    private struct Row {
        var (trainings, kills, failures) = (0, 0, 0)
    }

    private struct State {
        var next = 0
        var rows: [String: Row] = [:]
        var kills: Int { rows.values.reduce(0) { $0 + $1.kills } }
        var failures: Int { rows.values.reduce(0) { $0 + $1.failures } }
    }

    private let seed: UInt64
    private let count: Int
    private let isQuiet: Bool
    private let state = Mutex(State())

    init(seed: UInt64, count: Int, isQuiet: Bool) { (self.seed, self.count, self.isQuiet) = (seed, count, isQuiet) }

    func takeNumber() -> Int? {
        state.withLock { state in
            guard state.kills < count else { return nil }
            defer { state.next += 1 }
            return state.next
        }
    }

    func run(_ number: Int, _ references: [KillRound.Reference], starts: URL, folder: URL) {
        let index = number % KillScenario.all.count
        let scenario = KillScenario.all[index]
        let settings = KillRound.Setting.allCases
        let setting = settings[number / KillScenario.all.count % settings.count]
        let place = folder.appendingPathComponent("round-\(number)")
        try? FileManager.default.removeItem(at: place)
        var round = KillRound(
            scenario, setting, references[index], starts: starts, folder: place,
            random: Randomness(seed: seed, case: number))
        var problems: [String] = []
        do {
            try round.run()
            problems = round.problems
        } catch {
            problems = ["\(error)"]
        }
        state.withLock { state in
            for name in [scenario.name, setting.rawValue] {
                state.rows[name, default: Row()].trainings += 1
                state.rows[name, default: Row()].failures += problems.isEmpty ? 0 : 1
            }
            state.rows[scenario.name]!.kills += round.kills
        }
        if problems.isEmpty { return (try? FileManager.default.removeItem(at: place)) ?? () }
        StandardError.write(
            "\(scenario.name) (\(setting)), \(round.kills) kills: \(problems.joined(separator: "; "))\n  "
                + "files: \(place.path)\n")
    }

    func report() {
        guard !isQuiet else { return }
        let (kills, failures) = state.withLock { ($0.kills, $0.failures / 2) }
        StandardError.writeLine("\(kills) kills, \(failures) failures")
    }

    func show() throws {
        let state = state.withLock { $0 }
        var table = TextTable([.left("training"), .right("trainings"), .right("kills"), .right("failed")])
        for scenario in KillScenario.all {
            let row = state.rows[scenario.name] ?? Row()
            table.append([scenario.name, "\(row.trainings)", "\(row.kills)", "\(row.failures)"])
        }
        for setting in KillRound.Setting.allCases {
            let row = state.rows[setting.rawValue] ?? Row()
            table.append(["of these \(setting)", "\(row.trainings)", "", "\(row.failures)"])
        }
        try StandardOutput.write("\(table)\n\(state.kills) kills, \(state.failures / 2) failures, seed \(seed)\n")
        if state.failures > 0 { throw CommandFailure(.software, "\(state.failures / 2) trainings failed.") }
    }
}
