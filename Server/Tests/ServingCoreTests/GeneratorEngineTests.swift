import Recurrent
import ServingCore
import ServingTestModels
import Testing

struct GeneratorEngineTests {
    private let generator = ServingTestModels.generator

    private func engine(_ change: (inout Limits) -> Void = { _ in }) -> GeneratorEngine {
        var limits = Limits()
        change(&limits)
        return GeneratorEngine(generator, name: "writer", limits: limits)
    }

    private func work(_ prompt: String = "ROMEO:", length: Int = 40, seed: UInt64 = 1) -> GeneratorEngine.Work {
        GeneratorEngine.Work(prompt: prompt, options: GenerationOptions(length: length, randomSeed: seed))
    }

    /// A text that no test waits for.
    private var endless: GeneratorEngine.Work { work(length: 100_000_000) }

    /// Waits until some texts are being written.
    private func wait(for engine: GeneratorEngine, running: Int, waiting: Int = 0) async throws {
        while engine.figures.running != running || engine.figures.waiting != waiting {
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    @Test(arguments: [1, 3, 64]) func companyChangesNoCharacter(slots: Int) async throws {
        let engine = engine { $0.slots = slots }
        defer { engine.stop() }
        let requests = (0..<24).map { number in
            (0..<1 + number % 3).map {
                work(["", "Juliet", "Zoë & 7"][number % 3], length: 20 + 3 * number, seed: UInt64(number + 7 * $0))
            }
        }
        let found = try await withThrowingTaskGroup(of: (Int, [String]).self) { group in
            for (number, work) in requests.enumerated() {
                group.addTask {
                    (number, try await engine.generate(work, for: .number(number % 5)).texts(work.count))
                }
            }
            return try await group.reduce(into: [Int: [String]]()) { $0[$1.0] = $1.1 }
        }
        for (number, work) in requests.enumerated() {
            #expect(try found[number] == work.map { try generator.generate($0.prompt, options: $0.options) })
        }
        #expect(engine.figures.running == 0 && engine.figures.waiting == 0)
        if slots == 64 { #expect(engine.figures.steps < engine.figures.tokens) }
    }

    @Test func aRequestThatIsGivenUpFreesItsSlot() async throws {
        let engine = engine { $0.slots = 1 }
        defer { engine.stop() }
        let long = try engine.generate([endless], for: .number(1))
        try await wait(for: engine, running: 1)
        let waiting = try engine.generate([endless], for: .number(1))
        let short = try engine.generate([work()], for: .number(2))
        try await wait(for: engine, running: 1, waiting: 2)
        waiting.cancel()
        long.cancel()
        #expect(try await short.texts(1) == [generator.generate("ROMEO:", options: work().options)])
        await #expect(throws: CancellationError.self) { try await long.all() }
        await #expect(throws: CancellationError.self) { try await waiting.all() }
        try await wait(for: engine, running: 0)
    }

    @Test func aCancelledTaskAndAForgottenRequestFreeTheirSlots() async throws {
        let engine = engine { $0.slots = 2 }
        defer { engine.stop() }
        let answers = try engine.generate([endless], for: .number(1))
        let task = Task { try await answers.all() }
        var forgotten: Answers<GeneratorEngine.Event>? = try engine.generate([endless], for: .number(2))
        try await wait(for: engine, running: 2)
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        try await wait(for: engine, running: 1)
        withExtendedLifetime(forgotten) {}
        forgotten = nil
        try await wait(for: engine, running: 0)
    }

    @Test func lateRequestsEndWithTheDeadline() async throws {
        let engine = engine { ($0.slots, $0.deadline) = (1, 0.2) }
        defer { engine.stop() }
        let running = try engine.generate([endless], for: .number(1))
        let waiting = try engine.generate([endless], for: .number(1))
        await #expect(throws: ServingError.deadline(seconds: 0.2)) { try await running.all() }
        await #expect(throws: ServingError.deadline(seconds: 0.2)) { try await waiting.all() }
        try await wait(for: engine, running: 0)
    }

    @Test func theQueueIsBounded() async throws {
        let engine = engine { ($0.slots, $0.queue, $0.queuePerClient) = (1, 3, 2) }
        defer { engine.stop() }
        let running = try engine.generate([endless], for: .number(1))
        try await wait(for: engine, running: 1)
        let own = try engine.generate([endless, endless], for: .number(1))
        #expect(throws: ServingError.busy) { try engine.generate([endless], for: .number(1)) }
        let other = try engine.generate([endless], for: .number(2))
        #expect(throws: ServingError.busy) { try engine.generate([endless], for: .number(3)) }
        withExtendedLifetime((running, own, other)) {}
    }

    @Test func anEngineThatStopsAnswersEverybody() async throws {
        let engine = engine { $0.slots = 1 }
        let running = try engine.generate([endless], for: .number(1))
        try await wait(for: engine, running: 1)
        let waiting = try engine.generate([endless], for: .number(1))
        engine.stop()
        await #expect(throws: ServingError.stopping) { try await waiting.all() }
        await #expect(throws: ServingError.stopping) { try await running.all() }
        #expect(throws: ServingError.stopping) { try engine.generate([endless], for: .number(1)) }
    }

    @Test func anEngineIsAliveWhileItWorksAndWhileItIsIdle() async throws {
        let engine = engine()
        defer { engine.stop() }
        while engine.activity.isWorking { try await Task.sleep(for: .milliseconds(2)) }
        #expect(engine.activity.isAlive(at: .now + .seconds(100), within: .seconds(10)))
        let answers = try engine.generate([endless], for: .number(1))
        try await wait(for: engine, running: 1)
        let activity = engine.activity
        #expect(activity.isWorking && activity.isAlive(at: activity.latest + .seconds(1), within: .seconds(10)))
        #expect(!activity.isAlive(at: activity.latest + .seconds(11), within: .seconds(10)))
        answers.cancel()
    }

    @Test func optionsThatCannotBeUsedEndTheirRequestAlone() async throws {
        let engine = engine()
        defer { engine.stop() }
        let bad = try engine.generate([work(length: -1)], for: .number(1))
        let good = try engine.generate([work()], for: .number(1))
        await #expect(throws: ServingError.self) { try await bad.all() }
        #expect(try await good.texts(1)[0].count == 40)
    }
}
