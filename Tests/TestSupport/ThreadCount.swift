import Foundation
import Tensors

private let oneAtATime = NSRecursiveLock()

/// Runs `body` while all operations use `count` threads; no other such body runs at the same time.
public func withThreads<Result>(_ count: Int, _ body: () throws -> Result) rethrows -> Result {
    oneAtATime.lock()
    let before = ThreadPool.shared.threadCount
    ThreadPool.useThreads(count)
    defer {
        ThreadPool.useThreads(before)
        oneAtATime.unlock()
    }
    return try body()
}
