import Foundation
import Synchronization

/// What waits for an engine, and the thread that works on it.
///
/// `@unchecked Sendable`: all that changes is read and written under the condition's lock.
final class EngineQueue<Element: Sendable>: @unchecked Sendable {
    private let condition = NSCondition()
    private var waiting: FairQueue<ClientID, Element>
    private var isStopped = false
    private var activity = EngineActivity()

    init(_ limits: Limits) {
        waiting = FairQueue(limit: limits.queue, limitPerClient: limits.queuePerClient)
    }

    /// Starts the thread of the engine.
    ///
    /// A thread of its own: a step takes milliseconds, for which a thread of Swift's concurrency would be missing
    /// elsewhere.
    static func start(_ name: String, _ body: @escaping @Sendable () -> Void) {
        let thread = Thread { body() }
        thread.name = name
        thread.stackSize = 8 << 20
        thread.start()
    }

    /// - Throws: `ServingError.busy` and `.stopping`.
    func add(_ elements: [Element], from client: ClientID) throws(ServingError) {
        let refusal: ServingError? = condition.withLock {
            if isStopped { return .stopping }
            guard waiting.add(elements, from: client) else { return .busy }
            condition.signal()
            return nil
        }
        if let refusal { throw refusal }
    }

    /// Waits until there is work.
    ///
    /// - Parameters:
    ///   - room: How many elements may be taken.
    ///   - isIdle: Whether the engine has nothing to do otherwise; it does not wait if it has.
    ///   - isTaken: Whether to take one more element after those so far.
    /// - Returns: The next elements; `nil` after ``stop()``.
    func take(
        _ room: Int, isIdle: Bool, while isTaken: ([Element]) -> Bool = { _ in true }
    ) -> [Element]? {
        condition.withLock {
            while isIdle, waiting.isEmpty, !isStopped {
                activity.isWorking = false
                condition.wait()
            }
            guard !isStopped else { return nil }
            activity.isWorking = true
            activity.latest = .now
            var taken: [Element] = []
            while taken.count < room, isTaken(taken), let element = waiting.next() { taken.append(element) }
            return taken
        }
    }

    /// Takes out elements that need no work any more.
    func remove(where isGone: (Element) -> Bool) { condition.withLock { _ = waiting.remove(where: isGone) } }

    /// Ends the thread after its present step.
    ///
    /// - Returns: What still waits.
    func stop() -> [Element] {
        condition.withLock {
            isStopped = true
            condition.signal()
            return waiting.remove { _ in true }
        }
    }

    /// How many elements wait.
    var count: Int { condition.withLock { waiting.count } }

    /// Whether the engine works, and since when it has not looked for work.
    var state: EngineActivity { condition.withLock { activity } }
}

/// Whether an engine is busy, and when it took the latest step.
package struct EngineActivity: Sendable {
    /// Whether there is work.
    package var isWorking = false
    /// When it last looked for work.
    package var latest = ContinuousClock.now

    /// Whether the engine waits for work, or has taken a step lately.
    package func isAlive(at now: ContinuousClock.Instant, within: Duration) -> Bool {
        !isWorking || now - latest <= within
    }
}
