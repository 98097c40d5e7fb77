import Foundation
import Synchronization

/// Ends a command on SIGINT, SIGTERM or SIGHUP with status 130, within two seconds whatever it is doing.
///
/// ``CommandRunner`` calls ``begin(tool:)``. From then on a signal ends the process at once. A command that has something
/// to finish or to save calls ``observe(isSaving:)`` and polls: the first signal then only sets ``isRequested``, and the
/// process ends by itself when the command has not done so after ``grace``, unless a file is being saved; a second signal
/// more than half a second later ends it at once.
public enum Interrupts {
    /// Whether the user has asked the command to stop.
    public static var isRequested: Bool { firstRequest.load(ordering: .relaxed) > 0 }

    /// Milliseconds that a command which polls has before it is ended.
    static let grace = 1_400
    /// Milliseconds that it has where a file is being saved at that moment.
    static let graceToSave = 30_000

    /// From now on a signal ends the process. One that the parent ignored (`nohup`) stays ignored.
    static func begin(tool: String) {
        _ = (isRequested, isObserving.load(ordering: .relaxed), isSaving, lastStop.load(ordering: .relaxed))
        _ = isEnding.load(ordering: .relaxed)  // created here, not in the handler
        self.tool.store(Int(bitPattern: strdup("\(tool): ")), ordering: .relaxed)
        say("interrupted")
        signal(SIGALRM) { _ in Interrupts.endIfDue() }
        unblock(SIGALRM)
        for number in [SIGINT, SIGTERM, SIGHUP] {
            let previous = signal(number) { Interrupts.handle($0) }
            if isIgnoring(previous) { signal(number, SIG_IGN) }
            unblock(number)
        }
    }

    /// From now on takes the first signal as a request, which the command polls.
    ///
    /// - Parameter isSaving: Whether a file is being written that should be finished. Called in a signal handler.
    public static func observe(isSaving: @escaping @convention(c) () -> Bool = { false }) {
        _ = isSaving()  // what it needs is made here, not in the handler
        self.isSaving = isSaving
        isObserving.store(true, ordering: .releasing)
    }

    /// Does work that the first press of Ctrl-C (`SIGINT`) stops, and not the process: the work polls ``isRequested``.
    ///
    /// A second press more than half a second later ends the process, as every press does once the work has returned.
    ///
    /// - Throws: What the work throws; ``Interrupted`` after another signal.
    public static func stoppable<Value>(_ work: () throws -> Value) throws -> Value {
        observe()
        defer {
            ring(after: 0)
            isObserving.store(false, ordering: .releasing)
            let request = firstRequest.exchange(0, ordering: .relaxed)
            if request > 0 { lastStop.store(request, ordering: .relaxed) }
        }
        let value = try work()
        if isEnding.load(ordering: .relaxed) { throw Interrupted() }
        return value
    }

    /// What is said on standard error where a signal ends the process: what was kept, and how to go on.
    public static func say(_ sentence: String) {
        let text = strdup(sentence + "\n")
        self.sentence.store(Int(bitPattern: text), ordering: .releasing)  // the former may be in use
    }

    /// Does work that stops with `CancellationError`, and then throws ``Interrupted`` with what was kept.
    @discardableResult
    public static func named<Value>(_ sentence: String, _ work: () throws -> Value) throws -> Value {
        do { return try work() } catch is CancellationError { throw Interrupted(sentence) }
    }

    /// Throws ``Interrupted`` if the user has asked the command to stop.
    public static func throwIfRequested() throws(Interrupted) {
        if isRequested { throw Interrupted() }
    }

    /// Makes a write to a closed pipe (`EPIPE`), or beyond the limit on file sizes (`EFBIG`), an error where it would
    /// kill the process.
    static func ignoreBrokenPipes() {
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
    }

    /// A program started from a worker thread inherits that thread's mask, in which all signals may be blocked.
    private static func unblock(_ number: Int32) {
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, number)
        pthread_sigmask(SIG_UNBLOCK, &set, nil)
    }

    // MARK: In signal handlers, where nothing may allocate or lock

    /// When the first signal came, in milliseconds; 0 before.
    private static let firstRequest = Atomic<Int>(0)
    private static let isObserving = Atomic<Bool>(false)
    nonisolated(unsafe) private static var isSaving: @convention(c) () -> Bool = { false }
    /// When the press of Ctrl-C came that stopped some work last; long ago before.
    private static let lastStop = Atomic<Int>(-1_000)
    /// Whether a signal came that stops more than the work at hand.
    private static let isEnding = Atomic<Bool>(false)
    /// Addresses of C strings.
    private static let tool = Atomic<Int>(0)
    private static let sentence = Atomic<Int>(0)

    private static func handle(_ number: Int32) {
        let now = milliseconds()
        if number != SIGINT { isEnding.store(true, ordering: .relaxed) }
        // A terminal and a program around this one may both pass on the press of a key that has stopped some work.
        if number == SIGINT, now - lastStop.load(ordering: .relaxed) <= 500 { return }
        let (_, first) = firstRequest.compareExchange(expected: 0, desired: now, ordering: .relaxed)
        guard isObserving.load(ordering: .acquiring) else { end() }
        if first == 0 { return ring(after: grace) }
        // A terminal and a program around this one may both pass on one press of a key.
        if now - first > 500 { end() }
    }

    private static func endIfDue() {
        let waited = milliseconds() - firstRequest.load(ordering: .relaxed)
        guard isSaving(), waited < graceToSave else { end() }
        ring(after: 100)
    }

    private static func ring(after milliseconds: Int) {
        var timer = itimerval()
        timer.it_value.tv_sec = time_t(milliseconds / 1000)
        timer.it_value.tv_usec = suseconds_t(milliseconds % 1000 * 1000)
        #if canImport(Darwin)
            setitimer(ITIMER_REAL, &timer, nil)
        #else
            setitimer(__itimer_which_t(0), &timer, nil)  // ITIMER_REAL
        #endif
    }

    private static func write(_ address: Int) {
        guard let text = UnsafePointer<CChar>(bitPattern: address) else { return }
        _ = Foundation.write(STDERR_FILENO, text, strlen(text))
    }

    private static func end() -> Never {
        write(tool.load(ordering: .relaxed))
        write(sentence.load(ordering: .acquiring))
        _exit(ExitStatus.interrupted.rawValue)
    }

    /// Safe in a signal handler.
    private static func milliseconds() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return max(1, time.tv_sec * 1000 + time.tv_nsec / 1_000_000)
    }

    #if canImport(Darwin)
        private typealias Handler = (@convention(c) (Int32) -> Void)?
    #else
        private typealias Handler = __sighandler_t?
    #endif

    private static func isIgnoring(_ handler: Handler) -> Bool {
        unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}

/// The user stopped the command.
public struct Interrupted: CommandError, Equatable {
    public var exitStatus: ExitStatus { .interrupted }
    public let description: String

    /// - Parameter description: What was kept, and how to go on: "saved to my-model; go on with --resume my-model".
    public init(_ description: String = "interrupted") {
        self.description = description
    }
}
