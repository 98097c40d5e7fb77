import Recurrent
import ServingCore
import ServingTestModels
import Testing

struct ClassifierEngineTests {
    private let classifier = ServingTestModels.classifier

    @Test func companyChangesNoBit() async throws {
        let engine = ClassifierEngine(classifier, name: "judge", limits: Limits())
        defer { engine.stop() }
        let texts = ServingTestModels.texts
        let found = try await withThrowingTaskGroup(of: (Int, [ClassifierEngine.Event]).self) { group in
            for number in texts.indices {
                group.addTask {
                    let work = [texts[number], texts[(number * 5 + 1) % texts.count]].map {
                        ClassifierEngine.Work(text: $0)
                    }
                    return (number, try await engine.classify(work, for: .number(number)).all())
                }
            }
            return try await group.reduce(into: [Int: [ClassifierEngine.Event]]()) { $0[$1.0] = $1.1 }
        }
        for number in texts.indices {
            let events = try #require(found[number]).sorted { $0.index < $1.index }
            #expect(
                try events.map(\.classification) == [
                    classifier.classify(texts[number]), classifier.classify(texts[(number * 5 + 1) % texts.count]),
                ])
        }
        #expect(engine.figures.texts == 2 * texts.count && engine.figures.batches < engine.figures.texts)
        #expect(engine.figures.waiting == 0)
    }

    @Test func explanationsAreThoseOfTheLibrary() async throws {
        let engine = ClassifierEngine(classifier, name: "judge", limits: Limits())
        defer { engine.stop() }
        let work = ["a dull film", "never boring ."].map { ClassifierEngine.Work(text: $0, isExplained: true) }
        let events = try await engine.classify(work, for: .number(1)).all().sorted { $0.index < $1.index }
        for (event, work) in zip(events, work) {
            #expect(try event.explanation == classifier.explain(work.text))
        }
        #expect(events.count == 2)
    }

    @Test func anEngineThatStopsTakesNothingMore() async throws {
        let engine = ClassifierEngine(classifier, name: "judge", limits: Limits())
        engine.stop()
        #expect(throws: ServingError.stopping) { try engine.classify([.init(text: "a")], for: .number(1)) }
    }

    @Test func theQueueIsBounded() throws {
        var limits = Limits()
        (limits.queue, limits.queuePerClient) = (10, 4)
        let engine = ClassifierEngine(classifier, name: "judge", limits: limits)
        defer { engine.stop() }
        let texts = (0..<5).map { ClassifierEngine.Work(text: "film \($0)") }
        #expect(throws: ServingError.busy) { try engine.classify(texts, for: .number(1)) }
    }
}
