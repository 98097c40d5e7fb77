import CommandSupport
import Foundation
import Synchronization

/// Many cases, read by several workers until a time or a number is reached.
final class Campaign: Sendable {
    struct Plan: Sendable {
        var seed: UInt64
        var kinds: [FuzzKind]
        var seconds: Double?
        var cases: Int?
        var jobs: Int
        var limits: Limits
        var starts: Starts
        /// Where workers write, and failures are kept.
        var folder: URL
        var isQuiet: Bool
    }

    /// What happened to the cases of a kind.
    struct Tally {
        var cases = 0
        var tools = 0
        var succeeded = 0
        var failures = 0
    }

    struct Failure {
        let fuzzCase: FuzzCase
        let finding: Finding
        let folder: URL
    }

    private struct State {
        var next = 0
        var tallies: [FuzzKind: Tally] = [:]
        var failures: [Failure] = []
        /// How often each failure was seen; of the same one only a few are kept.
        var seen: [String: Int] = [:]
        var problem: String?
    }

    let plan: Plan
    private let state = Mutex(State())
    private let start = ContinuousClock.now
    private static let keptOfEach = 2

    init(_ plan: Plan) { self.plan = plan }

    var seconds: Double { (ContinuousClock.now - start) / .seconds(1) }

    /// Runs all cases.
    func run() throws {
        let group = DispatchGroup()
        for job in 0..<plan.jobs {
            group.enter()
            Thread.detachNewThread { [self] in
                defer { group.leave() }
                do { try work(job) } catch { state.withLock { $0.problem = "\(error)" } }
            }
        }
        while group.wait(timeout: .now() + 10) == .timedOut { report() }
        if let problem = state.withLock({ $0.problem }) { throw StressError(problem) }
    }

    private func takeNumber() -> Int? {
        state.withLock { state in
            guard state.problem == nil, state.next < plan.cases ?? .max, seconds < plan.seconds ?? .infinity else {
                return nil
            }
            defer { state.next += 1 }
            return state.next
        }
    }

    private func work(_ job: Int) throws {
        let folder = plan.folder.appendingPathComponent("worker-\(job)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let worker = WorkerProcess(plan, folder: folder)
        while let number = takeNumber() {
            let fuzzCase = FuzzCase(seed: plan.seed, number: number, kinds: plan.kinds, starts: plan.starts)
            let finding = try read(fuzzCase, with: worker, request: "\(number)", in: folder)
            let keeps = state.withLock { state in
                var tally = state.tallies[fuzzCase.kind] ?? Tally()
                tally.cases += 1
                tally.tools += fuzzCase.command == nil ? 0 : 1
                tally.succeeded += finding.verdict == .succeeded ? 1 : 0
                tally.failures += finding.verdict.isFailure ? 1 : 0
                state.tallies[fuzzCase.kind] = tally
                guard finding.verdict.isFailure else { return false }
                let same = "\(fuzzCase.kind) \(finding.verdict) \(finding.signature)"
                state.seen[same, default: 0] += 1
                return state.seen[same]! <= Self.keptOfEach
            }
            if keeps { try keep(fuzzCase, finding, worker, folder) }
        }
    }

    private func read(_ fuzzCase: FuzzCase, with worker: WorkerProcess, request: String, in folder: URL) throws
        -> Finding
    {
        guard fuzzCase.command != nil else { return try worker.run(request) }
        return try ToolRun(
            fuzzCase: fuzzCase, starts: plan.starts, folder: folder.appendingPathComponent("case"), limits: plan.limits
        ).run()
    }

    private func keep(_ fuzzCase: FuzzCase, _ finding: Finding, _ worker: WorkerProcess, _ folder: URL) throws {
        let attempt = folder.appendingPathComponent("attempt")
        let minimizer = Minimizer(finding) { candidate in
            try candidate.keep(in: attempt)
            return try self.read(candidate, with: worker, request: attempt.path, in: folder)
        }
        let smallest = try minimizer.minimize(fuzzCase)
        let kept = plan.folder.appendingPathComponent("failures/\(plan.seed)-\(fuzzCase.number)")
        try smallest.keep(in: kept)
        let failure = Failure(fuzzCase: smallest, finding: finding, folder: kept)
        state.withLock { $0.failures.append(failure) }
        StandardError.write(description(of: failure))
    }

    // MARK: Saying

    private func description(of failure: Failure) -> String {
        let kinds = plan.kinds == FuzzKind.real ? "" : " KINDS=" + plan.kinds.map(\.rawValue).joined(separator: ",")
        var text =
            "\(failure.finding.verdict.rawValue) in case \(failure.fuzzCase.number) (\(failure.fuzzCase.kind)): "
            + "\(failure.finding.detail)\n  make fuzz SEED=\(plan.seed) CASE=\(failure.fuzzCase.number)\(kinds)\n"
            + "  make fuzz KEPT=\(failure.folder.path.shellQuoted)\n"
        if failure.fuzzCase.command != nil {
            let words = ToolRun(
                fuzzCase: failure.fuzzCase, starts: plan.starts, folder: failure.folder, limits: plan.limits
            ).words
            text += "  \(words.map(\.shellQuoted).joined(separator: " "))\n"
        }
        return text
    }

    private func report() {
        guard !plan.isQuiet else { return }
        let (cases, failures) = state.withLock { state in
            (state.tallies.values.reduce(0) { $0 + $1.cases }, state.tallies.values.reduce(0) { $0 + $1.failures })
        }
        StandardError.writeLine("\(Int(seconds)) s: \(cases) cases, \(failures) failures")
    }

    /// What was done, kind by kind.
    var table: (rows: [(FuzzKind, Tally)], total: Tally) {
        state.withLock { state in
            let rows = plan.kinds.map { ($0, state.tallies[$0] ?? Tally()) }
            let total = rows.reduce(into: Tally()) { total, row in
                total.cases += row.1.cases
                total.tools += row.1.tools
                total.succeeded += row.1.succeeded
                total.failures += row.1.failures
            }
            return (rows, total)
        }
    }
}

extension Finding {
    /// What failures of one cause have in common: the message without numbers and names.
    var signature: String {
        String(detail.filter { !$0.isNumber }.split(separator: "/").last ?? "").prefix(120).description
    }
}
