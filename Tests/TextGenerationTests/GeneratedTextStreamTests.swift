import Decoding
import Foundation
import TestModels
import TestSupport
import Testing
import TextGeneration
import Tokenization

/// Text as an asynchronous sequence, and processors of one's own.
@Suite(.ofTestsThatAwait) struct GeneratedTextStreamTests {
    private static let generator = TinyModels.random(
        .train(on: "abcdefghé👩‍👧\n ", unit: .grapheme, normalization: .none), standardDeviation: 0.3)
    private static let bytes = TinyModels.random(.bytes(), standardDeviation: 0.3)
    private let generator = Self.generator

    /// Calls a function before each draw.
    private struct Probe: LogitsProcessor {
        let body: @Sendable (inout TokenCandidates, [Int]) -> Void
        init(_ body: @escaping @Sendable (inout TokenCandidates, [Int]) -> Void) { self.body = body }
        func process(_ candidates: inout TokenCandidates, history: [Int]) { body(&candidates, history) }
    }

    private func text(_ stream: GeneratedTextStream) async throws -> String {
        var text = ""
        for try await piece in stream { text += piece }
        return text
    }

    // MARK: The same text

    @Test(arguments: [TokenUnit.grapheme, .byte]) func aStreamIsTheSynchronousText(unit: TokenUnit) async throws {
        let generator = unit == .byte ? Self.bytes : Self.generator
        for seed in UInt64(0)..<6 {
            for stop in [[], ["a"], ["no such text"]] {
                let options = GenerationOptions(
                    length: 70, sampling: try SamplingOptions(temperature: 0.9, topK: 50), stop: stop, randomSeed: seed)
                let stream = generator.stream("bad", options: options)
                let expected = try generator.generate("bad", options: options)
                #expect(try await text(stream) == expected)
                #expect(try await text(stream) == expected, "a second iteration")
                var pieces: [String] = []
                for try await piece in stream { pieces.append(piece) }
                var synchronous = try generator.pieces("bad", options: options)
                for piece in pieces { #expect(try synchronous.next() == piece) }
                #expect(try synchronous.next() == nil)
            }
        }
    }

    @MainActor @Test func aStreamCanBeReadOnTheMainActor() async throws {
        let options = GenerationOptions(length: 30, randomSeed: 1)
        var text = ""
        for try await piece in generator.stream(options: options) { text += piece }
        #expect(try text == generator.generate(options: options))
    }

    @Test func streamsRunSideBySide() async throws {
        let generator = generator
        let texts = try await withThrowingTaskGroup(of: (UInt64, String).self) { group in
            for seed in UInt64(0)..<24 {
                group.addTask {
                    (seed, try await text(generator.stream(options: .init(length: 60, randomSeed: seed))))
                }
            }
            return try await group.reduce(into: [UInt64: String]()) { $0[$1.0] = $1.1 }
        }
        #expect(texts.count == 24)
        for (seed, text) in texts {
            #expect(try text == generator.generate(options: .init(length: 60, randomSeed: seed)))
        }
    }

    // MARK: Processors

    @Test func aProcessorOfOnesOwnIsObeyed() async throws {
        let allowed = Set("abé".map { Int(generator.tokenizer.vocabulary.id(of: String($0))!) })
        let filter = Probe { candidates, _ in candidates.keep { allowed.contains($0.id) } }
        let options = GenerationOptions(length: 200, randomSeed: 1, processors: [filter])
        let text = try generator.generate("hag", options: options)
        #expect(text.count == 200 && Set(text) == Set("abé"))
        #expect(try await self.text(generator.stream("hag", options: options)) == text)
    }

    @Test func aProcessorSeesAllThatWasReadAndWritten() throws {
        let calls = CallCounter()
        let seed = generator.tokenizer.encodeIDs("bad").map(Int.init)
        let probe = Probe { _, history in
            #expect(history.starts(with: seed))
            #expect(history.count == seed.count + calls.count)
            calls.add()
        }
        _ = try generator.generate("bad", options: .init(length: 500, randomSeed: 1, processors: [probe]))
        #expect(calls.count >= 500)
    }

    @Test func aByteModelStaysValidUnderAProcessor() throws {
        let flat = Probe { candidates, _ in candidates.updateScores { $0.score / 4 } }
        let text = try Self.bytes.generate(options: .init(length: 60, randomSeed: 1, processors: [flat]))
        #expect(!text.unicodeScalars.contains("\u{FFFD}"))
        let none = Probe { candidates, _ in candidates.keep { _ in false } }
        #expect(throws: SamplingError.noCandidate(vocabularySize: Self.bytes.tokenizer.vocabulary.count)) {
            try Self.bytes.generate(options: .init(randomSeed: 1, processors: [none]))
        }
    }

    // MARK: Errors

    @Test func wrongOptionsAreThrownByTheFirstPiece() async {
        var iterator = generator.stream(options: .init(length: -1)).makeAsyncIterator()
        let error = SamplingError.outOfRange(option: "length", value: "-1", allowed: "0 or more")
        await #expect(throws: error) { try await iterator.next() }
        iterator = generator.stream(options: .init(stop: [""])).makeAsyncIterator()
        await #expect(throws: SamplingError.emptyStopString) { try await iterator.next() }
    }

    @Test func anErrorComesAfterThePiecesBeforeIt() async throws {
        func options() -> GenerationOptions {
            let calls = CallCounter()
            let failing = Probe { candidates, _ in if calls.add() > 9 { candidates.keep { _ in false } } }
            return GenerationOptions(length: 40, randomSeed: 3, processors: [failing])
        }
        let error = SamplingError.noCandidate(vocabularySize: generator.tokenizer.vocabulary.count)
        var expected: [String] = []
        var pieces = try generator.pieces(options: options())
        #expect(throws: error) { while let piece = try pieces.next() { expected.append(piece) } }
        var iterator = generator.stream(options: options()).makeAsyncIterator()
        #expect(expected.count > 5)
        for piece in expected { #expect(try await iterator.next() == piece) }
        await #expect(throws: error) { try await iterator.next() }
        #expect(try await iterator.next() == nil)
    }

    @Test func aDamagedModelIsAnErrorOfTheStream() async {
        let broken = TinyModels.random(.bytes(), standardDeviation: 1e38)
        await #expect(throws: SamplingError.self) { try await text(broken.stream(options: .init(randomSeed: 1))) }
    }

    // MARK: Cancelling and leaving

    @Test func cancellingStopsWithinAToken() async {
        let (calls, reached, cancelled) = (CallCounter(), Event(), DispatchSemaphore(value: 0))
        let probe = Probe { _, _ in
            guard calls.add() == 10 else { return }
            reached.happen()
            cancelled.wait()
        }
        let stream = generator.stream(options: .init(length: 1_000_000_000, randomSeed: 1, processors: [probe]))
        let task = Task { for try await _ in stream {} }
        await reached.wait()
        task.cancel()
        cancelled.signal()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(calls.count == 10)
    }

    @Test func aCancelledTaskGeneratesNothing() async {
        let calls = CallCounter()
        let options = GenerationOptions(randomSeed: 1, processors: [Probe { _, _ in calls.add() }])
        let generator = generator
        let cancelled = Event()
        let task = Task {
            await cancelled.wait()
            #expect(throws: CancellationError.self) { try generator.generate("bad", options: options) }
            for try await _ in generator.stream("bad", options: options) {}
        }
        task.cancel()
        cancelled.happen()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(calls.count == 0)
    }

    @Test func aSlowConsumerHoldsUpTheText() async throws {
        let calls = CallCounter()
        // A token that takes longer than a time slice comes by itself.
        let probe = Probe { _, _ in
            calls.add()
            let end = ContinuousClock.now + .milliseconds(2)
            while ContinuousClock.now < end {}
        }
        var iterator = generator.stream(options: .init(length: 1_000_000_000, randomSeed: 1, processors: [probe]))
            .makeAsyncIterator()
        for number in 1...5 {
            _ = try await iterator.next()
            let count = calls.count
            #expect(count <= 2 * number)
            // As long as another text takes, nothing more is generated.
            _ = try await text(generator.stream(options: .init(length: 50, randomSeed: 2)))
            #expect(calls.count == count)
        }
    }

    @Test func aStreamThatIsNotReadGeneratesNothingAndIsReleased() async {
        let (calls, released) = (CallCounter(), Event())
        do {
            let witness = ReleaseWitness(released)
            let probe = Probe { _, _ in withExtendedLifetime(witness) { _ = calls.add() } }
            let stream = generator.stream(options: .init(randomSeed: 1, processors: [probe]))
            _ = stream.makeAsyncIterator()
        }
        await released.wait()
        #expect(calls.count == 0)
    }

    @Test func leavingTheLoopReleasesTheStream() async throws {
        let released = Event()
        do {
            let witness = ReleaseWitness(released)
            let probe = Probe { _, _ in withExtendedLifetime(witness) {} }
            let options = GenerationOptions(length: 1_000_000_000, randomSeed: 1, processors: [probe])
            for try await piece in generator.stream(options: options) {
                #expect(!piece.isEmpty)
                break
            }
        }
        await released.wait()
    }
}
