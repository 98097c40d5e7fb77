import Dispatch
import Synchronization

/// Runs `body` on a thread outside Swift's cooperative pool and suspends the calling task until it returns.
///
/// The cooperative pool has one thread per processor; a computation of many milliseconds on one of them delays every
/// other task. `body` still belongs to the calling task, so it can call `Task.checkCancellation()`.
///
/// ```swift
/// let translations = try await inBackground { try translator.translate(texts) }
/// ```
package func inBackground<Result: Sendable, Failure: Error>(
    _ body: @Sendable () throws(Failure) -> Result
) async throws(Failure) -> Result {
    try await BackgroundThread().run(body)
}

/// An executor with a serial queue of its own; the queue borrows a thread while there is work.
private final class BackgroundThread: TaskExecutor {
    private let queue = DispatchQueue(label: "Recurrent.BackgroundThread")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }

    func run<Result: Sendable, Failure: Error>(
        _ body: @Sendable () throws(Failure) -> Result
    ) async throws(Failure) -> Result {
        try await withTaskExecutorPreference(self) { () async throws(Failure) -> Result in try body() }
    }
}

/// An asynchronous sequence whose elements a synchronous closure computes on a background thread, on demand.
///
/// Elements are computed only while the consumer waits for one, at most those of one time slice ahead: a slow consumer
/// holds up the computation, and one that stops iterating ends it. Each iteration starts anew. When the consuming task
/// is cancelled, the computation stops after the current element and `next()` throws `CancellationError`.
///
/// ```swift
/// let squares = BackgroundSequence {
///     var number = 0
///     return {
///         number += 1
///         return number <= 10 ? number * number : nil
///     }
/// }
/// for try await square in squares { print(square) }
/// ```
package struct BackgroundSequence<Element: Sendable>: AsyncSequence, Sendable {
    package typealias Failure = any Error
    /// The next element; `nil` at the end.
    package typealias Next = () throws -> Element?

    private let timeSlice: Duration
    private let makeNext: @Sendable () throws -> Next

    /// - Parameters:
    ///   - timeSlice: How long elements are computed before those that are ready are handed over; zero hands over each
    ///     by itself, which suits a closure that waits for input.
    ///   - makeNext: Called once per iteration, on the background thread.
    package init(timeSlice: Duration = .milliseconds(1), makeNext: @escaping @Sendable () throws -> Next) {
        self.timeSlice = timeSlice
        self.makeNext = makeNext
    }

    /// The elements of a synchronous sequence, which may compute them or wait for them.
    package init(_ elements: some Sequence<Element> & Sendable) {
        self.init(timeSlice: .zero) {
            var iterator = elements.makeIterator()
            return { iterator.next() }
        }
    }

    package func makeAsyncIterator() -> Iterator { Iterator(Producer(makeNext), timeSlice) }

    package struct Iterator: AsyncIteratorProtocol {
        private let producer: Producer
        private let timeSlice: Duration
        private var ready: ArraySlice<Element> = []

        fileprivate init(_ producer: Producer, _ timeSlice: Duration) {
            (self.producer, self.timeSlice) = (producer, timeSlice)
        }

        package mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws -> Element? {
            try Task.checkCancellation()
            if ready.isEmpty { ready = try await producer.elements(of: timeSlice)[...] }
            return ready.popFirst()
        }
    }

    /// The state of an iteration; only its background thread touches it.
    fileprivate final class Producer: @unchecked Sendable {
        private enum Stage {
            case start(@Sendable () throws -> Next)
            case running(Next)
            case failed(any Error)
            case finished
        }

        private let thread = BackgroundThread()
        private var stage: Stage

        init(_ makeNext: @escaping @Sendable () throws -> Next) { stage = .start(makeNext) }

        /// The elements of a time slice, at least one; empty at the end.
        func elements(of timeSlice: Duration) async throws -> [Element] {
            try await thread.run { try self.compute(timeSlice) }
        }

        private func compute(_ timeSlice: Duration) throws -> [Element] {
            var elements: [Element] = []
            let start = ContinuousClock.now
            do {
                let next = try begin()
                while let element = try next?() {
                    try Task.checkCancellation()
                    elements.append(element)
                    // Stops where one more, at the speed so far, would pass the end of the slice.
                    let average = (ContinuousClock.now - start) / elements.count
                    if average * (elements.count + 1) > timeSlice { return elements }
                }
                stage = .finished
            } catch {
                stage = .finished
                // What came before the error is handed over first.
                guard !elements.isEmpty, !(error is CancellationError) else { throw error }
                stage = .failed(error)
            }
            return elements
        }

        private func begin() throws -> Next? {
            switch stage {
            case .start(let makeNext):
                let next = try makeNext()
                stage = .running(next)
                return next
            case .running(let next): return next
            case .failed(let error): throw error
            case .finished: return nil
            }
        }
    }
}

@available(*, unavailable)
extension BackgroundSequence.Iterator: Sendable {}

/// An asynchronous sequence that maps another one in batches on a background thread, in order.
///
/// A batch is what has been read when the one before is done, at most `batchSize` elements, so a slow source is
/// answered element by element and a fast one in full batches. At most one batch is read ahead. When the consuming task
/// is cancelled or stops iterating, reading and computing stop.
///
/// ```swift
/// let labels = BackgroundBatches(lines, batchSize: 256) { texts, _ in try classifier.classify(texts) }
/// for try await label in labels { print(label) }
/// ```
package struct BackgroundBatches<Output: Sendable>: AsyncSequence, Sendable {
    package typealias Failure = any Error

    private let makeNextBatch: @Sendable () -> NextBatch
    /// The results of the next batch; `nil` at the end.
    fileprivate typealias NextBatch = @Sendable () async throws -> [Output]?

    /// - Parameters:
    ///   - transform: Called on the background thread with the elements of a batch and the number of elements before
    ///     it; returns one result per element. It should call `Task.checkCancellation()` now and then.
    package init<Base: AsyncSequence & Sendable>(
        _ base: Base, batchSize: Int, transform: @escaping @Sendable ([Base.Element], _ offset: Int) throws -> [Output]
    ) where Base.Element: Sendable {
        precondition(batchSize > 0, "BackgroundBatches: a batch size of \(batchSize).")
        makeNextBatch = {
            let (reading, thread) = (Reading(base, limit: batchSize), BackgroundThread())
            return {
                let (elements, offset) = try await reading.take()
                return elements.isEmpty ? nil : try await thread.run { try transform(elements, offset) }
            }
        }
    }

    /// Maps the elements of a synchronous sequence, which is read on a background thread.
    package init<Base: Sequence & Sendable>(
        _ base: Base, batchSize: Int, transform: @escaping @Sendable ([Base.Element], _ offset: Int) throws -> [Output]
    ) where Base.Element: Sendable {
        self.init(BackgroundSequence(base), batchSize: batchSize, transform: transform)
    }

    package func makeAsyncIterator() -> Iterator { Iterator(makeNextBatch) }

    package struct Iterator: AsyncIteratorProtocol {
        private let makeNextBatch: @Sendable () -> NextBatch
        private var nextBatch: NextBatch?
        private var ready: ArraySlice<Output> = []
        private var hasEnded = false

        fileprivate init(_ makeNextBatch: @escaping @Sendable () -> NextBatch) { self.makeNextBatch = makeNextBatch }

        package mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws -> Output? {
            try Task.checkCancellation()
            while ready.isEmpty, !hasEnded {
                let nextBatch = nextBatch ?? makeNextBatch()
                (self.nextBatch, hasEnded) = (nil, true)  // also where an error is thrown
                guard let batch = try await nextBatch() else { break }
                (self.nextBatch, ready, hasEnded) = (nextBatch, batch[...], false)
            }
            return ready.popFirst()
        }
    }
}

@available(*, unavailable)
extension BackgroundBatches.Iterator: Sendable {}

/// A task that reads a sequence ahead of its consumer; it ends when this is released.
private final class Reading<Element: Sendable>: Sendable {
    private let inbox: Inbox<Element>
    private let task: Task<Void, Never>

    init<Base: AsyncSequence & Sendable>(_ base: Base, limit: Int) where Base.Element == Element {
        let inbox = Inbox<Element>(limit: limit)
        self.inbox = inbox
        task = Task {
            do {
                for try await element in base {
                    guard await inbox.add(element) else { return }
                }
                inbox.finish(nil)
            } catch {
                inbox.finish(error)
            }
        }
    }

    deinit { stop() }

    private func stop() {
        task.cancel()
        inbox.close()
    }

    /// What has been read, at least one element, and the number of elements taken before; empty at the end.
    func take() async throws -> (elements: [Element], offset: Int) {
        await withTaskCancellationHandler {
            await inbox.waitForElements()
        } onCancel: {
            stop()
        }
        try Task.checkCancellation()
        return try inbox.take()
    }
}

/// Elements on their way from the task that reads them to the one that takes them, at most `limit`.
private final class Inbox<Element: Sendable>: Sendable {
    private struct State {
        var elements: [Element] = []
        var takenCount = 0
        var error: (any Error)?
        /// Whether nothing more comes, or nothing more is wanted.
        var isClosed = false
        var reader: CheckedContinuation<Void, Never>?
        var taker: CheckedContinuation<Void, Never>?
    }

    private let limit: Int
    private let state = Mutex(State())

    init(limit: Int) { self.limit = limit }

    /// Adds an element and waits for room for another.
    ///
    /// - Returns: Whether another is wanted.
    func add(_ element: Element) async -> Bool {
        let taker = state.withLock { state in
            state.elements.append(element)
            return state.taker.take()
        }
        taker?.resume()
        await withCheckedContinuation { continuation in
            let hasRoom = state.withLock { state in
                guard state.elements.count >= limit, !state.isClosed else { return true }
                state.reader = continuation
                return false
            }
            if hasRoom { continuation.resume() }
        }
        return state.withLock { !$0.isClosed }
    }

    /// Says that nothing more comes.
    func finish(_ error: (any Error)?) {
        state.withLock { $0.error = error }
        close()
    }

    func close() {
        let (reader, taker) = state.withLock { state in
            state.isClosed = true
            return (state.reader.take(), state.taker.take())
        }
        reader?.resume()
        taker?.resume()
    }

    func waitForElements() async {
        await withCheckedContinuation { continuation in
            let isReady = state.withLock { state in
                guard state.elements.isEmpty, !state.isClosed else { return true }
                state.taker = continuation
                return false
            }
            if isReady { continuation.resume() }
        }
    }

    /// Takes all elements; those before an error come before it is thrown.
    func take() throws -> (elements: [Element], offset: Int) {
        let (elements, offset, error, reader) = state.withLock { state in
            defer {
                state.takenCount += state.elements.count
                state.elements = []
            }
            return (state.elements, state.takenCount, state.error, state.reader.take())
        }
        reader?.resume()
        if elements.isEmpty, let error { throw error }
        return (elements, offset)
    }
}
