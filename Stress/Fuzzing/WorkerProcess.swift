import Foundation

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A ``Worker`` that is asked for cases and watched; one that fails is replaced.
final class WorkerProcess {
    private let arguments: [String]
    private let errors: URL
    private let limits: Limits
    private var child: ChildProcess?
    private var (requests, answers): (Int32, Int32) = (-1, -1)

    init(_ campaign: Campaign.Plan, folder: URL) {
        errors = folder.appendingPathComponent("worker-errors")
        limits = campaign.limits
        arguments = [
            "worker", "--seed", "\(campaign.seed)", "--kinds", campaign.kinds.map(\.rawValue).joined(separator: ","),
            "--starts", campaign.starts.folder.path, "--folder", folder.appendingPathComponent("case").path,
        ]
    }

    deinit { stop() }

    /// - Parameter request: A case's number, or the folder that one is kept in.
    func run(_ request: String) throws -> Finding {
        if child == nil { try start() }
        guard let child else { return Finding(verdict: .crash) }
        var usage = ProcessUsage()
        usage.update(of: child.id)
        let before = usage.seconds
        ask(request + "\n")
        var answer: [UInt8] = []
        while answer.last != UInt8(ascii: "\n") {
            var readable = pollfd(fd: answers, events: Int16(POLLIN), revents: 0)
            if poll(&readable, 1, 50) > 0 {
                var buffer = [UInt8](repeating: 0, count: 4096)
                let count = read(answers, &buffer, buffer.count)
                guard count > 0 else { return ended() }
                answer += buffer[..<count]
                continue
            }
            usage.update(of: child.id)
            if let passed = limits.passed(seconds: usage.seconds - before, idle: usage.idle, bytes: usage.bytes) {
                stop()
                return Finding(verdict: .limit, detail: passed)
            }
        }
        return try JSONDecoder().decode(Finding.self, from: Data(answer))
    }

    private func ask(_ text: String) {
        let bytes = Array(text.utf8)
        _ = bytes.withUnsafeBytes { write(requests, $0.baseAddress, $0.count) }
    }

    private func start() throws {
        var (input, output): ([Int32], [Int32]) = ([0, 0], [0, 0])
        let id = try ChildProcess.starting.withLock { _ in
            guard pipe(&input) == 0, pipe(&output) == 0 else { throw StressError("no pipe: \(errno)") }
            for end in input + output { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            return try ChildProcess.start(Tools.own, arguments) { actions in
                posix_spawn_file_actions_adddup2(actions, input[0], 0)
                posix_spawn_file_actions_adddup2(actions, output[1], 1)
                posix_spawn_file_actions_addopen(actions, 2, errors.path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
            }
        }
        close(input[0])
        close(output[1])
        (requests, answers) = (input[1], output[0])
        child = ChildProcess(id: id)
    }

    /// What a worker said and how it ended that did not answer.
    private func ended() -> Finding {
        child?.killAndWait()
        let status = child?.ending?.status ?? 0
        stop()
        let lines = ((try? String(contentsOf: errors, encoding: .utf8)) ?? "").split(separator: "\n")
        let message = lines.first { $0.contains("error:") } ?? lines.first ?? "no message"
        return Finding(
            verdict: .crash, detail: "\(status < 0 ? "signal \(-status)" : "exit status \(status)"): \(message)")
    }

    private func stop() {
        guard let child else { return }
        if child.isRunning { child.killAndWait() }
        close(requests)
        close(answers)
        self.child = nil
    }
}
