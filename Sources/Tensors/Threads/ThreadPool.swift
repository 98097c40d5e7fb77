import CKernels
import Foundation
import Synchronization

/// A pool of threads that share the rows of a product or the sequences of a batch.
///
/// Between two jobs a worker spins for a bounded time, which costs a tenth of a microsecond to wake from, and then
/// sleeps. A part that no worker has begun, because other programs hold the processors, the caller does itself. Work is
/// split into ranges, never inside a sum, so results do not depend on the number of threads.
public final class ThreadPool: @unchecked Sendable {
    /// The pool that every operation uses: one thread for each processor unless ``useThreads(_:)`` says otherwise.
    public static var shared: ThreadPool {
        current.withLock { pool in
            if let pool { return pool }
            let made = ThreadPool(threadCount: Machine.usableProcessorCount)
            pool = made
            return made
        }
    }

    private static let current = Mutex<ThreadPool?>(nil)

    /// Makes all later operations use at most `count` threads, and never more than there are processors.
    public static func useThreads(atMost count: Int?) {
        useThreads(min(count ?? .max, Machine.usableProcessorCount))
    }

    /// Makes all later operations use `count` threads, or as many as the system gives.
    public static func useThreads(_ count: Int) {
        precondition(count >= 1, "ThreadPool.useThreads: \(count) threads cannot do anything.")
        let former: ThreadPool? = current.withLock { pool in
            guard pool?.threadCount != count else { return nil }
            defer { pool = ThreadPool(threadCount: count) }
            return pool
        }
        // Outside of the lock: a part that is still under way, which this waits for, may ask for the shared pool.
        former?.stop()
    }

    /// Threads that work on a parallel part, the calling one included.
    public private(set) var threadCount: Int

    private typealias Job = @Sendable (Int) -> Void
    /// How often a waiting thread looks before it sleeps; where threads share cores, waiting keeps others from working.
    private let spinLimit: Int

    /// The job in the upper half, counted from 1, and its next part that nobody has taken in the lower.
    private let claims = Atomic<UInt64>(0)
    private static let stopMark: UInt64 = 0xffff_ffff
    private let partCount = Atomic<Int>(0)
    private let remaining = Atomic<Int>(0)
    private let isStopped = Mutex(false)  // held while a part is shared out
    private let sleepers = NSCondition()
    private var job: Job = { _ in }

    init(threadCount: Int) {
        spinLimit = threadCount > Machine.usableProcessorCount ? 20 : 4_000
        self.threadCount = 1
        while self.threadCount < threadCount, startWorker() { self.threadCount += 1 }
    }

    /// - Returns: Whether the system had a thread to give.
    private func startWorker() -> Bool {
        let work = Unmanaged.passRetained(
            Work { [self] in
                var seen: UInt64 = 0
                while waitForJob(after: &seen) { while takePart(of: seen) {} }
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
            claims.store(nextJobNumber << 32 | Self.stopMark, ordering: .releasing)
        }
        sleepers.lock()
        sleepers.broadcast()
        sleepers.unlock()
    }

    /// Calls `body` with 0 ..< `parts`, by default one a thread, shared among the threads, and returns when all are
    /// done.
    ///
    /// A call from within a part, or while another thread uses the pool, runs the parts one after the other.
    public func run(parts: Int? = nil, _ body: (Int) -> Void) {
        let parts = parts ?? threadCount
        let hasRun =
            threadCount > 1 && parts > 1
            && isStopped.withLockIfAvailable { isStopped in
                if !isStopped { share(parts, body) }
                return !isStopped
            } == true
        if !hasRun { for part in 0..<parts { body(part) } }
    }

    /// Splits 0 ..< `count` into ranges whose bounds are multiples of `grain`, and calls `body` with each that is not
    /// empty.
    ///
    /// - Parameter rangesPerThread: With more than one, a thread on a disturbed processor takes fewer of them.
    public func forEachRange(of count: Int, grain: Int = 1, rangesPerThread: Int = 1, _ body: (Range<Int>) -> Void) {
        guard count > grain, threadCount > 1 else {
            if count > 0 { body(0..<count) }
            return
        }
        let grains = (count + grain - 1) / grain
        let parts = threadCount * rangesPerThread
        run(parts: parts) { part in
            let lower = grains * part / parts * grain
            let upper = min(grains * (part + 1) / parts * grain, count)
            if lower < upper { body(lower..<upper) }
        }
    }

    /// The results of some parts, a thread for each where there are no fewer parts than threads: what is parted as a
    /// whole waits less than what is parted step by step.
    package func map<Result>(_ count: Int, _ body: (Int) -> Result) -> [Result] {
        guard threadCount <= count else { return (0..<count).map(body) }
        return [Result](unsafeUninitializedCapacity: count) { results, initializedCount in
            nonisolated(unsafe) let base = results.baseAddress!
            run(parts: count) { (base + $0).initialize(to: body($0)) }
            initializedCount = count
        }
    }

    private func share(_ parts: Int, _ body: (Int) -> Void) {
        withoutActuallyEscaping(body) { body in
            nonisolated(unsafe) let shared = body
            job = { shared($0) }
            remaining.store(parts, ordering: .relaxed)
            partCount.store(parts, ordering: .relaxed)
            let current = nextJobNumber
            claims.store(current << 32 | 1, ordering: .releasing)
            sleepers.lock()
            sleepers.broadcast()
            sleepers.unlock()
            doPart(0)
            while takePart(of: current) {}  // what a worker that has no processor did not begin
            var spins = 0
            while remaining.load(ordering: .acquiring) > 0 {
                spins += 1
                if spins < spinLimit { kernels_pause() } else { sched_yield() }
            }
            job = { _ in }
        }
    }

    /// One more than that of the latest job; begins anew after four thousand million.
    private var nextJobNumber: UInt64 { (claims.load(ordering: .relaxed) >> 32 + 1) & 0xffff_ffff }

    /// Does a part that nobody has taken.
    ///
    /// - Returns: `false` when there is none left, or the job is over.
    private func takePart(of current: UInt64) -> Bool {
        var claim = claims.load(ordering: .acquiring)
        while claim >> 32 == current, Int(claim & Self.stopMark) < partCount.load(ordering: .relaxed) {
            let (isMine, found) = claims.compareExchange(
                expected: claim, desired: claim + 1, ordering: .acquiringAndReleasing)
            if isMine {
                doPart(Int(claim & Self.stopMark))
                return true
            }
            claim = found
        }
        return false
    }

    /// The job lives as long as a part of it that was taken is not done.
    private func doPart(_ part: Int) {
        callJob(part)
        remaining.subtract(1, ordering: .releasing)
    }

    /// A function of its own, so that the job is let go of before its part counts as done.
    @inline(never) private func callJob(_ part: Int) { job(part) }

    /// - Returns: `false` when the pool has been stopped.
    private func waitForJob(after seen: inout UInt64) -> Bool {
        var spins = 0
        while claims.load(ordering: .acquiring) >> 32 == seen {
            spins += 1
            if spins < spinLimit {
                kernels_pause()
                continue
            }
            sleepers.lock()
            while claims.load(ordering: .acquiring) >> 32 == seen { sleepers.wait() }
            sleepers.unlock()
        }
        let claim = claims.load(ordering: .acquiring)
        seen = claim >> 32
        return claim & Self.stopMark != Self.stopMark
    }
}
