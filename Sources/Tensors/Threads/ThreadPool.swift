import CKernels
import Foundation
import Synchronization

/// A pool of threads that share the rows of a product or the sequences of a batch.
///
/// Between two parallel parts a worker spins for a bounded time, which costs a tenth of a microsecond to wake from, and
/// then sleeps. Work is split into ranges, never inside a sum, so results do not depend on the number of threads.
public final class ThreadPool: @unchecked Sendable {
    /// The pool that every operation uses: one thread for each processor unless ``useThreads(_:)`` says otherwise.
    public static var shared: ThreadPool { current.withLock { $0 } }

    private static let current = Mutex(ThreadPool(threadCount: ProcessInfo.processInfo.activeProcessorCount))

    /// Makes all later operations use `count` threads.
    public static func useThreads(_ count: Int) {
        precondition(count >= 1, "ThreadPool.useThreads: \(count) threads cannot do anything.")
        current.withLock { if $0.threadCount != count { $0 = ThreadPool(threadCount: count) } }
    }

    /// Threads that work on a parallel part, the calling one included.
    public let threadCount: Int

    private typealias Job = @Sendable (Int) -> Void
    private static let spins = 20_000

    private let generation = Atomic<Int>(0)
    private let remaining = Atomic<Int>(0)
    private let isBusy = Mutex(())
    private let sleepers = NSCondition()
    private var job: Job = { _ in }

    init(threadCount: Int) {
        self.threadCount = threadCount
        for index in 1..<max(threadCount, 1) {
            let thread = Thread { [self] in
                var seen = 0
                while true {
                    nextJob(after: &seen)(index)
                    remaining.subtract(1, ordering: .releasing)
                }
            }
            thread.name = "recurrent-\(index)"
            thread.stackSize = 8 << 20
            thread.start()
        }
    }

    /// Calls `body` with 0 ..< `threadCount`, each on its own thread, and returns when all are done.
    ///
    /// A call from within a part, or while another thread uses the pool, runs the parts one after the other.
    public func run(_ body: (Int) -> Void) {
        let hasRun = threadCount > 1 && isBusy.withLockIfAvailable { _ in share(body) } != nil
        if !hasRun { for part in 0..<threadCount { body(part) } }
    }

    /// Splits 0 ..< `count` into one range a thread, whose bounds are multiples of `grain`, and calls `body` with each
    /// that is not empty.
    public func forEachRange(of count: Int, grain: Int = 1, _ body: (Range<Int>) -> Void) {
        guard count > grain, threadCount > 1 else {
            if count > 0 { body(0..<count) }
            return
        }
        let grains = (count + grain - 1) / grain
        run { part in
            let lower = grains * part / threadCount * grain
            let upper = min(grains * (part + 1) / threadCount * grain, count)
            if lower < upper { body(lower..<upper) }
        }
    }

    private func share(_ body: (Int) -> Void) {
        withoutActuallyEscaping(body) { body in
            nonisolated(unsafe) let shared = body
            job = { shared($0) }
            remaining.store(threadCount - 1, ordering: .relaxed)
            generation.add(1, ordering: .releasing)
            sleepers.lock()
            sleepers.broadcast()
            sleepers.unlock()
            body(0)
            var spins = 0
            while remaining.load(ordering: .acquiring) > 0 {
                spins += 1
                if spins < Self.spins { kernels_pause() } else { sched_yield() }
            }
            job = { _ in }
        }
    }

    private func nextJob(after seen: inout Int) -> Job {
        var spins = 0
        while generation.load(ordering: .acquiring) == seen {
            spins += 1
            if spins < Self.spins {
                kernels_pause()
                continue
            }
            sleepers.lock()
            while generation.load(ordering: .acquiring) == seen { sleepers.wait() }
            sleepers.unlock()
        }
        seen = generation.load(ordering: .acquiring)
        return job
    }
}
