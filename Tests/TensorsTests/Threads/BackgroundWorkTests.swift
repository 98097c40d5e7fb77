import Foundation
import Synchronization
import Tensors
import TestSupport
import Testing

@Suite(.ofTestsThatAwait) struct BackgroundWorkTests {
    private struct Failure: Error, Equatable {}

    private func numbers(to limit: Int, _ computed: CallCounter = CallCounter()) -> BackgroundSequence<Int> {
        BackgroundSequence(timeSlice: .zero) {
            var number = 0
            return {
                guard number < limit else { return nil }
                number += 1
                computed.add()
                return number
            }
        }
    }

    private func elements<Element>(of sequence: some AsyncSequence<Element, any Error>) async throws -> [Element] {
        var elements: [Element] = []
        for try await element in sequence { elements.append(element) }
        return elements
    }

    // MARK: One computation

    @Test func aBlockedComputationLeavesTheCooperativePoolFree() async throws {
        let release = DispatchSemaphore(value: 0)
        let count = 2 * ProcessInfo.processInfo.activeProcessorCount + 1
        let sum = try await withThrowingTaskGroup(of: Int.self) { group in
            let started = CallCounter()
            for number in 0..<count {
                group.addTask {
                    await inBackground {
                        started.add()
                        release.wait()
                        return number
                    }
                }
            }
            // Runs in the cooperative pool, where there would be no thread left.
            group.addTask {
                while started.count < count { await Task.yield() }
                for _ in 0..<count { release.signal() }
                return 0
            }
            return try await group.reduce(0, +)
        }
        #expect(sum == count * (count - 1) / 2)
    }

    @Test func aComputationSeesThatItsTaskIsCancelled() async {
        let (started, cancelled) = (Event(), DispatchSemaphore(value: 0))
        let task = Task {
            try await inBackground {
                started.happen()
                cancelled.wait()
                try Task.checkCancellation()
            }
        }
        await started.wait()
        task.cancel()
        cancelled.signal()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    // MARK: Sequences

    @Test func theElementsComeInOrderAndEachIterationStartsAnew() async throws {
        for timeSlice in [Duration.zero, .milliseconds(1), .seconds(1)] {
            let sequence = BackgroundSequence(timeSlice: timeSlice) {
                var iterator = (0..<1_000).makeIterator()
                return { iterator.next() }
            }
            #expect(try await elements(of: sequence) == Array(0..<1_000))
            #expect(try await elements(of: sequence) == Array(0..<1_000))
        }
        #expect(try await elements(of: BackgroundSequence(stride(from: 5, to: 0, by: -2))) == [5, 3, 1])
        #expect(try await elements(of: numbers(to: 0)).isEmpty)
    }

    @Test func nothingIsComputedThatIsNotAskedFor() async throws {
        let computed = CallCounter()
        var iterator = numbers(to: .max, computed).makeAsyncIterator()
        #expect(computed.count == 0)
        for number in 1...20 {
            #expect(try await iterator.next() == number)
            #expect(computed.count == number)
        }
    }

    @Test func theStateIsReleasedWithTheIterator() async throws {
        let released = Event()
        do {
            let sequence = BackgroundSequence(timeSlice: .zero) {
                let witness = ReleaseWitness(released)
                return { withExtendedLifetime(witness) { 1 } }
            }
            for try await element in sequence {
                #expect(element == 1)
                break
            }
        }
        await released.wait()
    }

    @Test func elementsBeforeAnErrorComeFirstAndNothingAfterIt() async throws {
        let sequence = BackgroundSequence(timeSlice: .seconds(10)) {
            var number = 0
            return {
                number += 1
                if number > 3 { throw Failure() }
                return number
            }
        }
        var iterator = sequence.makeAsyncIterator()
        for number in 1...3 { #expect(try await iterator.next() == number) }
        await #expect(throws: Failure.self) { try await iterator.next() }
        #expect(try await iterator.next() == nil)
    }

    @Test func anErrorOfTheBeginningIsThrown() async throws {
        var iterator = BackgroundSequence<Int> { throw Failure() }.makeAsyncIterator()
        await #expect(throws: Failure.self) { try await iterator.next() }
        #expect(try await iterator.next() == nil)
    }

    @Test func cancellingStopsAfterTheCurrentElement() async throws {
        let (computed, reached, cancelled) = (CallCounter(), Event(), DispatchSemaphore(value: 0))
        let sequence = BackgroundSequence(timeSlice: .seconds(1_000)) {
            {
                if computed.add() == 5 {
                    reached.happen()
                    cancelled.wait()
                }
                return 1
            }
        }
        let task = Task { try await elements(of: sequence) }
        await reached.wait()
        task.cancel()
        cancelled.signal()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(computed.count == 5)
    }

    // MARK: Batches

    @Test(arguments: [1, 2, 7, 100, 1_000]) func batchesKeepTheOrder(batchSize: Int) async throws {
        let largest = Mutex(0)
        let batches = BackgroundBatches(0..<300, batchSize: batchSize) { numbers, offset in
            #expect(numbers.first == offset)
            largest.withLock { $0 = max($0, numbers.count) }
            return numbers.map { -$0 }
        }
        for _ in 0..<2 { #expect(try await elements(of: batches) == (0..<300).map { -$0 }) }
        #expect((1...batchSize).contains(largest.withLock { $0 }))
    }

    @Test func aSlowSourceIsAnsweredElementByElement() async throws {
        let (source, continuation) = AsyncStream.makeStream(of: Int.self)
        var iterator = BackgroundBatches(source, batchSize: 100) { numbers, _ in numbers }.makeAsyncIterator()
        for number in 0..<5 {
            continuation.yield(number)
            #expect(try await iterator.next() == number)
        }
        continuation.finish()
        #expect(try await iterator.next() == nil)
        #expect(try await iterator.next() == nil)
    }

    @Test func whatWasReadDuringABatchIsTheNextBatch() async throws {
        let (source, continuation) = AsyncStream.makeStream(of: Int.self)
        let sizes = Mutex<[Int]>([])
        let read = CallCounter()
        let counted = source.map { number in
            read.add()
            return number
        }
        let batches = BackgroundBatches(counted, batchSize: 4) { numbers, _ in
            if numbers == [0] {
                for number in 1...9 { continuation.yield(number) }
                continuation.finish()
                while read.count < 5 { sched_yield() }  // one batch is read ahead
            }
            sizes.withLock { $0.append(numbers.count) }
            return numbers
        }
        continuation.yield(0)
        #expect(try await elements(of: batches) == Array(0..<10))
        #expect(sizes.withLock { $0.prefix(2) } == [1, 4])
    }

    @Test func noMoreThanABatchIsReadAhead() async throws {
        let read = CallCounter()
        let source = numbers(to: .max, read)
        var iterator = BackgroundBatches(source, batchSize: 8) { numbers, _ in numbers }.makeAsyncIterator()
        for number in 1...100 {
            #expect(try await iterator.next() == number)
            // A batch that is handed over and one that waits.
            #expect(read.count <= number + 16)
        }
    }

    @Test func anErrorOfTheSourceComesAfterTheResultsBeforeIt() async throws {
        let source = AsyncThrowingStream<Int, any Error> { continuation in
            for number in 0..<10 { continuation.yield(number) }
            continuation.finish(throwing: Failure())
        }
        var iterator = BackgroundBatches(source, batchSize: 4) { numbers, _ in numbers }.makeAsyncIterator()
        for number in 0..<10 { #expect(try await iterator.next() == number) }
        await #expect(throws: Failure.self) { try await iterator.next() }
        #expect(try await iterator.next() == nil)
    }

    @Test func anErrorOfTheComputationEndsTheSequence() async throws {
        let batches = BackgroundBatches(0..<10, batchSize: 1) { numbers, offset in
            if offset == 3 { throw Failure() }
            return numbers
        }
        var iterator = batches.makeAsyncIterator()
        for number in 0..<3 { #expect(try await iterator.next() == number) }
        await #expect(throws: Failure.self) { try await iterator.next() }
        #expect(try await iterator.next() == nil)
    }

    @Test func cancellingEndsTheWaitForASilentSource() async throws {
        let reached = Event()
        let (source, continuation) = AsyncStream.makeStream(of: Int.self)
        let ended = Event()
        continuation.onTermination = { _ in ended.happen() }
        let batches = BackgroundBatches(source, batchSize: 4) { numbers, _ in numbers }
        let task = Task {
            for try await _ in batches { reached.happen() }
        }
        continuation.yield(1)
        await reached.wait()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        await ended.wait()  // the source too
    }

    @Test func aConsumerThatLeavesEndsTheReading() async throws {
        let (source, continuation) = AsyncStream.makeStream(of: Int.self)
        let ended = Event()
        continuation.onTermination = { _ in ended.happen() }
        continuation.yield(1)
        for try await number in BackgroundBatches(source, batchSize: 4, transform: { numbers, _ in numbers }) {
            #expect(number == 1)
            break
        }
        await ended.wait()
    }

    @Test func aSequenceThatIsNotIteratedReadsNothing() async throws {
        let read = CallCounter()
        do {
            let batches = BackgroundBatches(numbers(to: 5, read), batchSize: 4) { numbers, _ in numbers }
            _ = batches.makeAsyncIterator()
        }
        #expect(read.count == 0)
    }
}
