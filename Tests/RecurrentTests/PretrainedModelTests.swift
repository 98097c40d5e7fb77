import EnglishFrenchModel
import GeneralEnglishModel
import MessagesMultilingualModel
import ModelFiles
import MovieReviewsModel
import ProseEnglishModel
import ShakespeareModel
import Testing
import TextGeneration

extension EmbeddedModel: CustomTestStringConvertible {
    public var testDescription: String { name }
}

struct PretrainedModelTests {
    @Test(arguments: [
        EmbeddedModel.proseEnglish, .shakespeare, .generalEnglish, .movieReviewsEnglish, .messagesMultilingual,
        .englishFrench,
    ])
    func aShippedModelHasANameASummaryAndACard(model: EmbeddedModel) {
        #expect(!model.name.isEmpty && !model.summary.isEmpty)
        #expect(!model.summary.contains("\n"))
        #expect(model.card.contains { !$0.isWhitespace })
        #expect(model.byteCount > 0)
    }

    @Test func theShippedGeneratorWritesItsText() throws {
        let generator = try TextGenerator(.shakespeare)
        let text = try generator.generate("The ", options: .init(length: 50, randomSeed: 1))
        #expect(text.count == 50)
        #expect(try TextGenerator(.shakespeare).generate("The ", options: .init(length: 50, randomSeed: 1)) == text)
        #expect(EmbeddedModel.shakespeare.byteCount >= 2 * generator.model.parameterCount)
    }

    @Test func anUnknownNameIsAnsweredWithTheNamesThereAre() {
        let all = [EmbeddedModel.shakespeare, .englishFrench]
        let error = #expect(throws: ModelError.self) { _ = try all.named("goethe") }
        #expect(error == .unknownName("goethe", known: ["shakespeare", "english-french"]))
        #expect(error?.description.contains("english-french") == true)
    }
}
