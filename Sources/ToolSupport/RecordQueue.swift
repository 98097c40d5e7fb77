import Foundation

/// A queue between one thread that reads and one that works, with room for so many items.
public final class RecordQueue<Item: Sendable>: @unchecked Sendable {
    private let condition = NSCondition()
    private var items: [Item] = []
    private var cost = 0
    private var error: (any Error)?
    private var hasEnded = false
    private var isCancelled = false
    private let costLimit: Int

    /// - Parameter costLimit: What all items that wait may cost together.
    public init(costLimit: Int) { self.costLimit = costLimit }

    /// Starts to read on a thread of its own.
    ///
    /// - Parameters:
    ///   - cost: What an item costs, for example its bytes.
    ///   - next: The next item; `nil` at the end.
    public func fill(cost: @escaping @Sendable (Item) -> Int, from next: @escaping @Sendable () throws -> Item?) {
        Thread.detachNewThread { [self] in
            do {
                while let item = try next() { if !append(item, cost: cost(item)) { return } }
                finish(nil)
            } catch {
                finish(error)
            }
        }
    }

    private func append(_ item: Item, cost: Int) -> Bool {
        condition.lock()
        defer { condition.unlock() }
        while self.cost > 0, self.cost + cost > costLimit, !isCancelled { condition.wait() }
        items.append(item)
        self.cost += cost
        condition.broadcast()
        return !isCancelled
    }

    private func finish(_ error: (any Error)?) {
        condition.lock()
        (self.error, hasEnded) = (error, true)
        condition.broadcast()
        condition.unlock()
    }

    /// Everything that waits, at least one item; empty at the end. Items before an error come before it is thrown.
    public func takeAll() throws -> [Item] {
        condition.lock()
        defer { condition.unlock() }
        while items.isEmpty, !hasEnded {
            _ = condition.wait(until: Date(timeIntervalSinceNow: 0.1))
            try checkInterrupt()
        }
        let taken = items
        (items, cost) = ([], 0)
        condition.broadcast()
        if taken.isEmpty, let error { throw error }
        return taken
    }

    /// Whether the thread that reads has come to its end, so that what it read from can be looked at.
    public var isFinished: Bool {
        condition.lock()
        defer { condition.unlock() }
        return hasEnded
    }

    /// Called while it waits; throws to stop.
    public var checkInterrupt: () throws -> Void = {}

    /// Lets the reading thread end.
    public func cancel() {
        condition.lock()
        isCancelled = true
        condition.broadcast()
        condition.unlock()
    }
}
