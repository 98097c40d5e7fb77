import Synchronization

/// Who sends a request: clients take turns.
package enum ClientID: Hashable, Sendable {
    /// The holder of an API key, by its place in the list.
    case key(Int)
    /// A connection without a key.
    case connection(ObjectIdentifier)
    /// A number, for tests.
    case number(Int)
}

/// A request as an engine sees it: when it is given up, whether its client has left, and where its results go.
final class Ticket<Event: Sendable>: Sendable {
    let mailbox = Mailbox<Event>()
    let deadline: ContinuousClock.Instant
    private let isCancelled = Atomic(false)
    private let openParts: Atomic<Int>
    private let seconds: Double

    /// - Parameters:
    ///   - parts: How many parts the request has, each of which ends by itself.
    ///   - seconds: After which the request is given up.
    init(parts: Int, seconds: Double) {
        openParts = Atomic(parts)
        self.seconds = seconds
        deadline = .now + .seconds(seconds)
        if parts == 0 { mailbox.finish() }
    }

    /// Gives the request up: nobody waits for it any more.
    func cancel() {
        isCancelled.store(true, ordering: .relaxed)
        mailbox.finish(throwing: CancellationError())
    }

    /// Whether nobody waits for the request any more.
    var isGone: Bool { isCancelled.load(ordering: .relaxed) }

    /// Ends the request if its time is over.
    ///
    /// - Returns: Whether it has ended, for this reason or because its client has left.
    func isOver(at now: ContinuousClock.Instant) -> Bool {
        if isGone { return true }
        guard now > deadline else { return false }
        fail(ServingError.deadline(seconds: seconds))
        return true
    }

    /// Ends the request with an error.
    func fail(_ error: any Error) {
        isCancelled.store(true, ordering: .relaxed)
        mailbox.finish(throwing: error)
    }

    /// Counts a part that has ended; the last one ends the request.
    func finishPart() {
        if openParts.subtract(1, ordering: .relaxed).newValue == 0 { mailbox.finish() }
    }
}

/// The results of a request, as they come. A request that nobody holds any more is given up.
package final class Answers<Event: Sendable>: Sendable {
    private let ticket: Ticket<Event>

    init(_ ticket: Ticket<Event>) { self.ticket = ticket }

    deinit { ticket.cancel() }

    /// Waits for results.
    ///
    /// - Returns: All that have come since the last call; `nil` at the end.
    /// - Throws: `ServingError`; `CancellationError` where the task is cancelled or the request was given up.
    package func next() async throws -> [Event]? {
        try await withTaskCancellationHandler {
            try await ticket.mailbox.next()
        } onCancel: {
            ticket.cancel()
        }
    }

    /// Gives the request up.
    package func cancel() { ticket.cancel() }
}
