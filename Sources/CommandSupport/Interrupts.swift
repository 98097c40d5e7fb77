import Foundation
import Synchronization

/// Lets a long command finish its step and save when the user presses Ctrl-C.
///
/// The first SIGINT, SIGTERM or SIGHUP after ``observe()`` only sets ``isRequested``; one more than half a second later
/// ends the process at once with status 130. Before ``observe()`` the signals have their usual effect. A command that
/// observes must poll.
public enum Interrupts {
    /// Whether the user has asked the command to stop.
    public static var isRequested: Bool { firstRequest.load(ordering: .relaxed) > 0 }

    /// From now on takes signals as requests. A signal that the parent ignored (`nohup`) stays ignored.
    public static func observe() {
        _ = isRequested  // creates the counter here, not in the handler
        for number in [SIGINT, SIGTERM, SIGHUP] {
            let previous = signal(number) { _ in
                let now = Interrupts.milliseconds()
                let (_, first) = Interrupts.firstRequest.compareExchange(
                    expected: 0, desired: now, ordering: .relaxed)
                // A terminal and a program around this one may both pass on one press of a key.
                if first != 0, now - first > 500 { _exit(ExitStatus.interrupted.rawValue) }
            }
            if isIgnoring(previous) { signal(number, SIG_IGN) }
            unblock(number)
        }
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

    /// When the first signal came, in milliseconds; 0 before.
    private static let firstRequest = Atomic<Int>(0)

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
