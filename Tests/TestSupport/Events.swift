import Synchronization

/// Something that happens once and that tasks wait for.
package final class Event: Sendable {
    private let (stream, continuation) = AsyncStream.makeStream(of: Void.self)

    package init() {}

    package func happen() { continuation.finish() }
    package func wait() async { for await _ in stream {} }
}

/// How often something happened.
package final class CallCounter: Sendable {
    private let value = Mutex(0)

    package init() {}

    package var count: Int { value.withLock { $0 } }

    /// - Returns: The number of calls, this one included.
    @discardableResult
    package func add() -> Int {
        value.withLock { count in
            count += 1
            return count
        }
    }
}

/// An object whose release is an event.
package final class ReleaseWitness: Sendable {
    private let released: Event

    package init(_ released: Event) { self.released = released }

    deinit { released.happen() }
}
