import Foundation
import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A program that was started, with files or pipes for input, output and errors.
final class ChildProcess {
    /// How it ended.
    struct Ending {
        /// The exit status; the negative number of the signal that killed it.
        let status: Int32
        /// Processor time.
        let seconds: Double
        let peakBytes: Int
    }

    let id: pid_t
    private(set) var ending: Ending?
    private let started = ContinuousClock.now

    /// Held while descriptors are made and a process is started, so that no other child inherits them.
    static let starting = Mutex(())

    /// - Parameters:
    ///   - folder: The working directory.
    ///   - input: A file.
    ///   - output: A file for standard output, and one for errors.
    convenience init(
        _ path: String, _ arguments: [String], folder: URL, input: String = "/dev/null", output: URL, errors: URL,
        environment: [String: String] = [:]
    ) throws {
        let id = try Self.starting.withLock { _ in
            try Self.start(path, arguments, folder: folder.path, environment: environment) { actions in
                posix_spawn_file_actions_addopen(actions, 0, input, O_RDONLY, 0)
                posix_spawn_file_actions_addopen(actions, 1, output.path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
                posix_spawn_file_actions_addopen(actions, 2, errors.path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
            }
        }
        self.init(id: id)
    }

    init(id: pid_t) { self.id = id }

    deinit {
        if ending == nil { killAndWait() }
    }

    #if canImport(Darwin)
        typealias Actions = UnsafeMutablePointer<posix_spawn_file_actions_t?>
    #else
        typealias Actions = UnsafeMutablePointer<posix_spawn_file_actions_t>
    #endif

    static func start(
        _ path: String, _ arguments: [String], folder: String? = nil, environment: [String: String] = [:],
        _ redirect: (Actions) -> Void
    ) throws -> pid_t {
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
        redirect(&actions)
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        for signal in [SIGINT, SIGTERM, SIGPIPE] { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        // A backtrace takes seconds, and a crash is no less one without it.
        let variables = ProcessInfo.processInfo.environment.merging(["SWIFT_BACKTRACE": "enable=no"]) { $1 }
            .merging(environment) { $1 }
        // The shell changes the folder and becomes the program: glibc hides the spawn action that would.
        let words = (folder.map { ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", $0] } ?? []) + [path] + arguments
        var id: pid_t = 0
        let code = withCStrings(words) { arguments in
            withCStrings(variables.map { "\($0)=\($1)" }) { variables in
                posix_spawn(&id, words[0], &actions, &attributes, arguments, variables)
            }
        }
        guard code == 0 else { throw StressError("\(path) cannot be started: \(String(cString: strerror(code)))") }
        return id
    }

    /// Seconds by the clock on the wall.
    var age: Double { (ContinuousClock.now - started) / .seconds(1) }

    var isRunning: Bool {
        if ending == nil { reap(WNOHANG) }
        return ending == nil
    }

    func send(_ signal: Int32) {
        if isRunning { kill(id, signal) }
    }

    func killAndWait() {
        kill(id, SIGKILL)
        reap(0)
    }

    private func reap(_ options: Int32) {
        var (status, usage): (Int32, rusage) = (0, rusage())
        while ending == nil {
            let code = wait4(id, &status, options, &usage)
            if code == id {
                ending = Ending(
                    status: status & 0x7F == 0 ? (status >> 8) & 0xFF : -(status & 0x7F), seconds: usage.seconds,
                    peakBytes: usage.peakBytes)
            }
            if code != -1 || errno != EINTR { return }
        }
    }

    /// Waits for the end; a process that passes a limit is killed.
    ///
    /// - Returns: The limit that was passed, in words.
    func wait(_ limits: Limits, usage: inout ProcessUsage) -> String? {
        var pause: UInt32 = 200
        while isRunning {
            usleep(pause)
            pause = min(2 * pause, 5_000)
            guard age > 0.02 else { continue }
            usage.update(of: id)
            if let passed = limits.passed(seconds: usage.seconds, idle: usage.idle, bytes: usage.bytes) {
                killAndWait()
                return passed
            }
        }
        return ending.flatMap { limits.passed(seconds: $0.seconds, idle: 0, bytes: $0.peakBytes) }
    }
}

extension rusage {
    var seconds: Double {
        Double(ru_utime.tv_sec + ru_stime.tv_sec) + Double(ru_utime.tv_usec + ru_stime.tv_usec) * 1e-6
    }

    /// The most memory there was; kilobytes on Linux, bytes on macOS.
    var peakBytes: Int {
        #if canImport(Darwin)
            Int(ru_maxrss)
        #else
            Int(ru_maxrss) << 10
        #endif
    }
}

/// What no run may pass. Processor time counts, so that a busy machine finds nothing that a quiet one does not.
struct Limits: Codable {
    var seconds = 10.0
    var bytes = 1 << 30

    /// Seconds without any work after which a process waits for what will not come.
    private static let longestIdle = 60.0

    func passed(seconds: Double, idle: Double, bytes: Int) -> String? {
        if seconds > self.seconds { return "more than \(self.seconds) s of processor time" }
        if idle > Self.longestIdle { return "no end, and no work for \(Self.longestIdle) s" }
        return bytes > self.bytes ? "more than \(self.bytes >> 20) MiB of memory" : nil
    }
}

/// Processor time and memory of a process that runs.
struct ProcessUsage {
    private(set) var seconds = 0.0
    private(set) var bytes = 0
    private var lastWork = ContinuousClock.now

    /// Seconds since it last worked.
    var idle: Double { (ContinuousClock.now - lastWork) / .seconds(1) }

    mutating func update(of id: pid_t) {
        #if os(Linux)
            if let stat = Self.text("/proc/\(id)/stat"), let end = stat.lastIndex(of: ")") {
                let fields = stat[end...].split(separator: " ")
                if fields.count > 13, let user = Double(fields[12]), let system = Double(fields[13]) {
                    let before = seconds
                    seconds = (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
                    if seconds > before { lastWork = .now }
                }
            }
            if let pages = Self.text("/proc/\(id)/statm")?.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
            {
                bytes = pages * sysconf(Int32(_SC_PAGESIZE))
            }
        #endif
    }

    private static func text(_ path: String) -> String? {
        let descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 1024)
        let count = read(descriptor, &buffer, buffer.count)
        return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
    }
}

private func withCStrings<Result>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
    let pointers = strings.map { strdup($0) }
    defer { for pointer in pointers { free(pointer) } }
    return body(pointers + [nil])
}
