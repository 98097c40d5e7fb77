import CKernels
import Foundation
import Synchronization

/// A pool of threads that share the rows of a product or the sequences of a batch.
///
/// Between two parallel parts a worker spins for a bounded time, which costs a tenth of a microsecond to wake from, and
/// then sleeps. Work is split into ranges, never inside a sum, so results do not depend on the number of threads.
public final class ThreadPool: @unchecked Sendable {
    /// The pool that every operation uses: one thread for each processor unless ``useThreads(_:)`` says otherwise.
    public static var shared: ThreadPool {
        current.withLock { pool in
            if let pool { return pool }
            let made = ThreadPool(threadCount: ProcessInfo.processInfo.activeProcessorCount)
            pool = made
            return made
        }
    }

    private static let current = Mutex<ThreadPool?>(nil)

    /// Makes all later operations use `count` threads, or as many as the system gives.
    public static func useThreads(_ count: Int) {
        precondition(count >= 1, "ThreadPool.useThreads: \(count) threads cannot do anything.")
        current.withLock { pool in
            guard pool?.threadCount != count else { return }
            pool?.stop()
            pool = ThreadPool(threadCount: count)
        }
    }

    /// Threads that work on a parallel part, the calling one included.
    public private(set) var threadCount: Int

    private typealias Job = @Sendable (Int) -> Void
    private static let spins = 20_000

    private let generation = Atomic<Int>(0)
    private let remaining = Atomic<Int>(0)
    private let isStopped = Mutex(false)  // held while a part is shared out
    private let sleepers = NSCondition()
    private var job: Job? = { _ in }

    init(threadCount: Int) {
        self.threadCount = 1
        while self.threadCount < threadCount, startWorker(index: self.threadCount) { self.threadCount += 1 }
    }

    /// - Returns: Whether the system had a thread to give.
    private func startWorker(index: Int) -> Bool {
        let work = Unmanaged.passRetained(
            Work { [self] in
                var seen = 0
                while doNextJob(after: &seen, index: index) { remaining.subtract(1, ordering: .releasing) }
            })
        #if canImport(Darwin)
            var thread: pthread_t?
        #else
            var thread = pthread_t()
        #endif
        let code = pthread_create(
            &thread, nil,
            { argument in
                let pointer: UnsafeMutableRawPointer? = argument
                Unmanaged<Work>.fromOpaque(pointer!).takeRetainedValue().body()
                return nil
            }, work.toOpaque())
        guard code == 0 else {
            work.release()
            return false
        }
        #if canImport(Darwin)
            pthread_detach(thread!)
        #else
            pthread_detach(thread)
        #endif
        return true
    }

    private final class Work {
        let body: () -> Void
        init(body: @escaping () -> Void) { self.body = body }
    }

    /// Ends the workers; what still uses this pool computes on its own thread.
    private func stop() {
        isStopped.withLock { isStopped in
            isStopped = true
            job = nil
            generation.add(1, ordering: .releasing)
        }
        sleepers.lock()
        sleepers.broadcast()
        sleepers.unlock()
    }

    /// Calls `body` with 0 ..< `threadCount`, each on its own thread, and returns when all are done.
    ///
    /// A call from within a part, or while another thread uses the pool, runs the parts one after the other.
    public func run(_ body: (Int) -> Void) {
        let hasRun =
            threadCount > 1
            && isStopped.withLockIfAvailable { isStopped in
                if !isStopped { share(body) }
                return !isStopped
            } == true
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

    /// Lets go of the job before it returns: the caller's closure must not outlive the call.
    ///
    /// - Returns: `false` when the pool has been stopped.
    private func doNextJob(after seen: inout Int, index: Int) -> Bool {
        guard let job = nextJob(after: &seen) else { return false }
        job(index)
        return true
    }

    /// - Returns: `nil` when the pool has been stopped.
    private func nextJob(after seen: inout Int) -> Job? {
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
