import Foundation
import Testing

@testable import Tensors

/// Counts how often each index was visited. Its lock is one that the thread sanitizer knows.
private final class Visits: @unchecked Sendable {
    private let lock = NSLock()
    private var counts: [Int]

    init(_ count: Int) { counts = Array(repeating: 0, count: count) }

    func record(_ range: Range<Int>) { lock.withLock { for index in range { counts[index] += 1 } } }

    func all(equal count: Int) -> Bool { lock.withLock { counts.allSatisfy { $0 == count } } }
}

struct ThreadPoolTests {
    @Test(arguments: 1...5)
    func everyIndexIsVisitedExactlyOnce(threadCount: Int) {
        let pool = ThreadPool(threadCount: threadCount)
        for count in [0, 1, 2, 3, 5, 7, 16, 64, 1000] {
            for grain in [1, 2, 6, 64, 4096] {
                let visits = Visits(count)
                pool.forEachRange(of: count, grain: grain) { range in
                    #expect(range.lowerBound % grain == 0)
                    #expect(range.upperBound % grain == 0 || range.upperBound == count)
                    visits.record(range)
                }
                #expect(visits.all(equal: 1), "\(count) in grains of \(grain)")
            }
        }
    }

    /// In a process of its own, which is killed where it would wait for ever.
    @Test func thePoolMayBeReplacedWhileAPartAsksForIt() async {
        await #expect(processExitsWith: .success) {
            alarm(60)
            ThreadPool.useThreads(2)
            let (hasBegun, isReplaced) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
            Thread.detachNewThread {
                hasBegun.wait()
                ThreadPool.useThreads(3)
                isReplaced.signal()
            }
            let visits = Visits(10)
            ThreadPool.shared.run(parts: 2) { part in
                if part == 0 {
                    hasBegun.signal()
                    usleep(200_000)  // so that the replacement is under way
                }
                ThreadPool.shared.forEachRange(of: 10) { visits.record($0) }
            }
            isReplaced.wait()
            #expect(visits.all(equal: 2))
            #expect(ThreadPool.shared.threadCount == 3)
        }
    }

    #if os(Linux)
        /// Pools are replaced for the whole process, so this has one of its own.
        @Test func threadsOfAReplacedPoolEnd() async {
            await #expect(processExitsWith: .success) {
                func threadCount() throws -> Int {
                    try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").count
                }
                ThreadPool.useThreads(1)
                let before = try threadCount()
                for count in [5, 2, 7, 3, 1] {
                    ThreadPool.useThreads(count)
                    let visits = Visits(100)
                    ThreadPool.shared.forEachRange(of: 100) { visits.record($0) }
                    #expect(visits.all(equal: 1))
                }
                var left = 200
                while try threadCount() > before, left > 0 {
                    usleep(50_000)
                    left -= 1
                }
                #expect(left > 0)
            }
        }

        /// The address sanitizer needs the room that this takes away.
        @Test(.enabled(if: ProcessInfo.processInfo.environment["ASAN_OPTIONS"] == nil))
        func whereTheSystemGivesNoThreadsTheCallersDoesAll() async {
            await #expect(processExitsWith: .success) {
                var limit = rlimit(rlim_cur: 1 << 28, rlim_max: 1 << 28)  // no room for stacks
                ThreadPool.useThreads(1)
                #expect(setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0)
                ThreadPool.useThreads(1000)
                #expect(ThreadPool.shared.threadCount < 1000)
                let visits = Visits(100)
                ThreadPool.shared.forEachRange(of: 100) { visits.record($0) }
                #expect(visits.all(equal: 1))
            }
        }
    #endif

    @Test func everyPartRunsOnceAndSeveralAtATime() {
        let pool = ThreadPool(threadCount: 3)
        let visits = Visits(3)
        var threads: Set<ObjectIdentifier> = []
        let lock = NSLock()
        for _ in 0..<50 {
            pool.run { part in
                visits.record(part..<part + 1)
                usleep(2_000)  // long enough for a worker to begin before the caller would take its part
                lock.withLock { _ = threads.insert(ObjectIdentifier(Thread.current)) }
            }
        }
        #expect(visits.all(equal: 50))
        #expect(threads.count > 1)
    }

    @Test func aPartMayUseThePoolItself() {
        let pool = ThreadPool(threadCount: 3)
        let visits = Visits(50)
        pool.run { _ in pool.forEachRange(of: 50) { visits.record($0) } }
        #expect(visits.all(equal: 3))
    }

    @Test func manyThreadsMayUseOnePoolAtOnce() {
        let pool = ThreadPool(threadCount: 2)
        let visits = Visits(100)
        DispatchQueue.concurrentPerform(iterations: 4) { _ in
            for _ in 0..<250 { pool.forEachRange(of: 100) { visits.record($0) } }
        }
        #expect(visits.all(equal: 1000))
    }

    @Test func manyShortPartsInARowLoseNone() {
        let pool = ThreadPool(threadCount: 2)
        let visits = Visits(2)
        for _ in 0..<20_000 { pool.run { visits.record($0..<$0 + 1) } }
        #expect(visits.all(equal: 20_000))
    }

    @Test func aSleepingPoolWakesUp() {
        let pool = ThreadPool(threadCount: 2)
        let visits = Visits(2)
        for _ in 0..<20 {
            usleep(5000)
            pool.run { visits.record($0..<$0 + 1) }
        }
        #expect(visits.all(equal: 20))
    }

    @Test func writesOfThePartsAreSeenAfterwards() {
        let pool = ThreadPool(threadCount: 3)
        var values = [Int](repeating: 0, count: 3000)
        for round in 1...200 {
            values.withUnsafeMutableBufferPointer { buffer in
                nonisolated(unsafe) let buffer = buffer
                pool.forEachRange(of: 3000) { for index in $0 { buffer[index] += index } }
            }
            if values[2999] != 2999 * round || values[1500] != 1500 * round { Issue.record("round \(round)") }
        }
        #expect(values == (0..<3000).map { $0 * 200 })
    }
}
