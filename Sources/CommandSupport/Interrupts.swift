import Foundation
import Synchronization

/// Lets a long command finish its step and save when the user presses Ctrl-C.
///
/// The first SIGINT or SIGTERM after ``observe()`` only sets ``isRequested``; a second one ends the process at once
/// with status 130. Before ``observe()`` both signals have their usual effect. A command that observes must poll.
public enum Interrupts {
    /// Whether the user has asked the command to stop.
    public static var isRequested: Bool { count.load(ordering: .relaxed) > 0 }

    /// From now on takes signals as requests. A signal that the parent ignored (`nohup`) stays ignored.
    public static func observe() {
        _ = isRequested  // creates the counter here, not in the handler
        for number in [SIGINT, SIGTERM] {
            let previous = signal(number) { _ in
                if Interrupts.count.wrappingAdd(1, ordering: .relaxed).oldValue > 0 {
                    _exit(ExitStatus.interrupted.rawValue)
                }
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

    private static let count = Atomic<Int>(0)

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
