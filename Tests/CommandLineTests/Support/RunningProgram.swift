import Foundation

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A program that was started, with files for input, output and errors: nothing has to be read while it runs.
///
/// `Process` would hand down signals that the tests' own parent ignores, such as SIGINT under a job-less shell.
final class RunningProgram {
    private let command: String
    private let folder: URL
    private let start = ContinuousClock.now
    private var process: pid_t = 0
    private var waitStatus: Int32?

    init(_ program: Program, _ arguments: [String], input: String = "", environment: [String: String] = [:]) throws {
        command = ([program.path] + arguments).joined(separator: " ")
        folder = try Scratch.folder()
        try Data(input.utf8).write(to: folder.appendingPathComponent("0"))
        #if canImport(Darwin)
            var (actions, attributes): (posix_spawn_file_actions_t?, posix_spawnattr_t?) = (nil, nil)
        #else
            var (actions, attributes) = (posix_spawn_file_actions_t(), posix_spawnattr_t())
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        for descriptor in 0...2 as ClosedRange<Int32> {
            let flags = descriptor == 0 ? O_RDONLY : O_WRONLY | O_CREAT | O_TRUNC
            posix_spawn_file_actions_addopen(
                &actions, descriptor, folder.appendingPathComponent("\(descriptor)").path, flags, 0o600)
        }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        for signal in [SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGXFSZ] { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let code = withCStrings([program.path] + arguments) { arguments in
            withCStrings(variables.map { "\($0)=\($1)" }) { variables in
                posix_spawn(&process, program.path, &actions, &attributes, arguments, variables)
            }
        }
        guard code == 0 else { throw ProgramError(command: command, problem: String(cString: strerror(code))) }
    }

    deinit {
        guard waitStatus == nil, process > 0 else { return }
        kill(process, SIGKILL)
        var status: Int32 = 0
        waitpid(process, &status, 0)
    }

    var isRunning: Bool {
        if waitStatus == nil {
            var status: Int32 = 0
            if waitpid(process, &status, WNOHANG) == process { waitStatus = status }
        }
        return waitStatus == nil
    }

    /// Sends a signal, unless the program has ended.
    func send(_ signal: Int32) {
        if isRunning { kill(process, signal) }
    }

    /// What it has written to standard error so far.
    var errorsSoFar: String {
        get throws { String(decoding: try Data(contentsOf: folder.appendingPathComponent("2")), as: UTF8.self) }
    }

    /// The processor time that it has used: a measure of how far it is that does not depend on what else runs. Where the
    /// system does not tell, the seconds since its start.
    var processorSeconds: Double {
        #if os(Linux)
            // The fields after the name, which is in parentheses, begin with the third: times are the 14th and 15th.
            let text = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
            let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
            guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else { return 0 }
            return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
        #else
            return (ContinuousClock.now - start) / .seconds(1)
        #endif
    }

    /// Waits for its end.
    ///
    /// - Throws: ``ProgramError`` with the command where it has not ended in time; it is killed then.
    func wait(timeout: Double) throws -> Outcome {
        try waitUntil(timeout: timeout) { !isRunning }
        let status = waitStatus!
        let signal = status & 0x7F
        return Outcome(
            status: signal == 0 ? (status >> 8) & 0xFF : -signal,
            outputData: try Data(contentsOf: folder.appendingPathComponent("1")),
            errors: String(decoding: try Data(contentsOf: folder.appendingPathComponent("2")), as: UTF8.self))
    }

    /// Waits for something to happen while the program runs, or for its end.
    ///
    /// - Throws: ``ProgramError`` with the command where neither comes in time; the program is killed then.
    func waitUntil(timeout: Double = 120, _ condition: () throws -> Bool) throws {
        let deadline = ContinuousClock.now + .seconds(timeout)
        while try isRunning && !condition() {
            guard ContinuousClock.now < deadline else {
                kill(process, SIGKILL)
                let errors = String(try errorsSoFar.suffix(500))
                throw ProgramError(
                    command: command,
                    problem: "nothing happened in \(timeout) s, so it was killed. It had said: \(errors)")
            }
            usleep(2_000)
        }
    }
}

struct ProgramError: Error, CustomStringConvertible {
    let command: String
    let problem: String
    var description: String { "\(command): \(problem)" }
}

private func withCStrings<Result>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
    let pointers = strings.map { strdup($0) }
    defer { for pointer in pointers { free(pointer) } }
    return body(pointers + [nil])
}
