import TestSupport
import Testing
import Tokenization

@testable import Datasets
@testable import Tensors
@testable import TextClassification

/// A classifier that chooses among some of its classes.
struct ChosenClassesTests {
    private static let texts = ["good film", "bad film", "a film of two hours", "good, not bad", "hours of bad talk"]
    private static let names = ["negative", "neutral", "positive", "mixed"]

    private static let classifier: TextClassifier = {
        let words = Tokenizer.train(
            on: texts, unit: .word, normalizer: Normalizer([.caseFold]), words: WordOptions(keepsWhitespace: false))
        var generator = SeededGenerator(seed: 1)
        var configuration = TextClassifierNetwork.Configuration(
            vocabularySize: words.vocabulary.count, embeddingSize: 4, hiddenSize: 5, classNames: names)
        configuration.lengthExponent = 0.2
        let baseline = BaselineClassifier(
            hashes: words.wordHashes(each: texts), labels: [2, 0, 1, 2, 3], classCount: 4, order: 2, randomSeed: 1)
        return TextClassifier(
            model: TextClassifierNetwork(configuration, using: &generator), tokenizer: words,
            baseline: BaselineClassifier(regression: baseline.regression, mix: 0.7))
    }()

    @Test(arguments: [["positive", "negative"], ["negative", "mixed"], ["neutral", "mixed", "negative"]])
    func theirProbabilitiesKeepTheirRatios(chosen: [String]) throws {
        let part = try Self.classifier.choosing(among: chosen)
        #expect(part.classNames == Self.names.filter(chosen.contains))
        for text in Self.texts {
            let all = try Self.classifier.classify(text)
            let total = chosen.reduce(0) { $0 + (all.probability(of: $1) ?? .nan) }
            for entry in try part.classify(text).probabilities {
                let expected = try #require(all.probability(of: entry.name)) / total
                #expect(abs(entry.probability - expected) < 1e-6)
            }
        }
    }

    @Test func allOfThemChangeNothing() throws {
        let same = try Self.classifier.choosing(among: Self.names.reversed())
        #expect(try same.classify(Self.texts) == Self.classifier.classify(Self.texts))
    }

    @Test func oneClassOrAnUnknownOneIsRefused() {
        #expect(throws: TextClassifierError.tooFewClasses(["neutral"])) {
            _ = try Self.classifier.choosing(among: ["neutral"])
        }
        #expect(throws: TextClassifierError.unknownClass("angry", known: Self.names)) {
            _ = try Self.classifier.choosing(among: ["angry", "neutral"])
        }
    }

    /// Where no text is neutral or mixed, the evaluation has the figures of a choice between the others.
    @Test func anEvaluationKnowsWhichClassesOccur() throws {
        let data = LabelledTexts(
            texts: Self.texts, labels: [1, 0, 0, 1, 0], classNames: ["negative", "positive"])
        let evaluation = try TextClassifierEvaluation(of: Self.classifier, on: data)
        let part = try TextClassifierEvaluation(
            of: Self.classifier.choosing(among: ["negative", "positive"]), on: data)
        #expect(evaluation.amongPresentClasses.map(\.accuracy) == [part.metrics.accuracy, part.baselines[1].accuracy])
        #expect(abs((evaluation.amongPresentClasses[0].ece ?? .nan) - part.metrics.ece) < 1e-6)
        #expect(part.amongPresentClasses.isEmpty)
    }
}
