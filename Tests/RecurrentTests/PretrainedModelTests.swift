import PretrainedModels
import Recurrent
import Testing

struct PretrainedModelTests {
    @Test func everyShippedModelHasANameASummaryAndACard() {
        #expect(!PretrainedModel.all.isEmpty)
        #expect(Set(PretrainedModel.all.map(\.name)).count == PretrainedModel.all.count)
        for model in PretrainedModel.all {
            #expect(!model.name.isEmpty && !model.summary.isEmpty)
            #expect(!model.summary.contains("\n"))
            #expect(model.card.contains { !$0.isWhitespace })
            #expect(model.byteCount > 0)
        }
        #expect(PretrainedModel.all.contains { $0.name == PretrainedModel.default.name })
    }

    @Test(arguments: PretrainedModel.all.map(\.name)) func aShippedModelWritesItsText(name: String) throws {
        let generator = try TextGenerator(named: name)
        let text = try generator.generate(continuing: "The ", length: 50, randomSeed: 1)
        #expect(text.count == 50)
        #expect(try TextGenerator(named: name).generate(continuing: "The ", length: 50, randomSeed: 1) == text)
        #expect(try PretrainedModel.all.named(name).byteCount >= 2 * generator.model.parameterCount)
    }

    @Test func anUnknownNameIsAnsweredWithTheNamesThereAre() {
        let names = PretrainedModel.all.map(\.name)
        let error = #expect(throws: ModelError.self) { _ = try TextGenerator(named: "goethe") }
        #expect(error == .unknownName("goethe", known: names))
        #expect(names.allSatisfy { error?.description.contains($0) == true })
    }
}
