import TestSupport
import Testing

@testable import Datasets
@testable import Tensors
@testable import TextClassification
@testable import Training

/// The search for a classifier's settings.
struct TextClassifierTuningTests {
    private static func data(markedBy word: String = "plain") -> LabelledTexts {
        var generator = SeededGenerator(seed: 1)
        let words = ["tea", "rain", "chair", "road", "lamp", "bread", "song", "wall"]
        let texts = (0..<80).map { index in
            let noise = (0..<5).map { _ in words[Int(generator.nextUniform() * 8)] }.joined(separator: " ")
            return (index % 2 == 0 ? "awful " : "lovely ") + noise
        }
        let data = LabelledTexts(texts: texts, labels: (0..<80).map { $0 % 2 }, classNames: ["bad", "good"])
        guard word != "plain", let aside = try? data.split(fraction: 0.1, seed: 3).aside else { return data }
        return LabelledTexts(
            texts: texts.map { aside.texts.contains($0) ? word : $0 }, labels: data.labels, classNames: data.classNames)
    }

    private static func space() -> TextClassifierTuningSpace {
        var settings = TextClassifierSettings.recommended(forDocuments: 80, randomSeed: 3)
        settings.training.epochs = 1
        (settings.embeddingSize, settings.hiddenSize, settings.minFrequency) = (4, 4, 1)
        var space = TextClassifierTuningSpace(base: settings)
        (space.embeddingSizes, space.hiddenSizes) = ([4, 8], [4, 6])
        return space
    }

    private typealias Search = SuccessiveHalving<TextClassifierTuningTask>

    private static func trials(
        on data: LabelledTexts, count: Int, earlier: [Search.Trial] = []
    ) throws -> [Search.Trial] {
        var search = Search(try TextClassifierTuningTask(data, space: space()), earlier: earlier)
        var left = count
        _ = try search.run(seconds: 1_000) { _ in
            left -= 1
            return left > 0
        }
        return search.trials
    }

    @Test func whatTheFinalTrainingHoldsOutDecidesNothing() throws {
        let plain = try Self.trials(on: Self.data(), count: 5)
        let other = try Self.trials(on: Self.data(markedBy: "unseen"), count: 5)
        #expect(plain.map(\.error) == other.map(\.error) && plain.map(\.settings) == other.map(\.settings))
        #expect(Set(plain.map(\.settings.training.schedule.peak)).count > 1)
        #expect(plain.map(\.data) != other.map(\.data))
    }

    @Test func trialsMadeBeforeAreNotMadeAgain() throws {
        let first = try Self.trials(on: Self.data(), count: 3)
        let second = try Self.trials(on: Self.data(), count: 5, earlier: first)
        #expect(Array(second.prefix(3)) == first, "seconds and all")
    }

    @Test func allThatIsDrawnCanBeTrained() {
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<200 { #expect(Self.space().draw(using: &generator).problem == nil) }
    }

    @Test func aSearchEndsInTheMiddleOfATrial() throws {
        var search = Search(try TextClassifierTuningTask(Self.data(), space: Self.space()))
        var asked = 0
        func goesOn() -> Bool {
            asked += 1
            return asked < 4
        }
        #expect(throws: CancellationError.self) {
            _ = try search.run(seconds: 1_000, goesOn: goesOn) { _ in true }
        }
        #expect(asked == 4)
    }

    @Test func withNothingToDecideByItIsRefused() {
        let one = LabelledTexts(texts: ["a b", "c d"], labels: [0, 1], classNames: ["bad", "good"])
        #expect(throws: TrainingError.self) { _ = try TextClassifierTuningTask(one, space: Self.space()) }
    }
}
