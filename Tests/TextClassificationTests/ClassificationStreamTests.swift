import Datasets
import Foundation
import ModelFiles
import Tensors
import TestSupport
import Testing
import Tokenization

@testable import TextClassification

/// Streams of texts, and what a classifier refuses.
@Suite(.ofTestsThatAwait) struct ClassificationStreamTests {
    private static let texts = [
        "A dull and tedious film.", "Not bad at all: moving, clever, beautifully shot.", "", "It's a film.",
        "I wanted to like it, but the plot is a mess and the acting is worse.",
    ]

    /// A classifier with random weights.
    private static func classifier(damaged: Bool = false) -> TextClassifier {
        let tokenizer = Tokenizer.train(
            on: texts, unit: .word, normalizer: Normalizer([.nfkc, .caseFold]),
            words: WordOptions(keepsWhitespace: false))
        var generator = SeededGenerator(seed: 1)
        let model = TextClassifierNetwork(
            TextClassifierNetwork.Configuration(
                vocabularySize: tokenizer.vocabulary.count, embeddingSize: 4, hiddenSize: 5,
                classNames: ["negative", "positive"]), using: &generator)
        if damaged {
            for (name, parameter) in model.namedParameters where name.hasPrefix("output.") {
                parameter.value = parameter.value.scaled(by: .nan)
            }
        }
        return TextClassifier(model: model, tokenizer: tokenizer)
    }

    private static func stream(_ texts: some Sequence<String>) -> AsyncStream<String> {
        AsyncStream { continuation in
            for text in texts { continuation.yield(text) }
            continuation.finish()
        }
    }

    // MARK: Streams

    @Test(arguments: [1, 7, 256]) func aStreamGivesTheResultsOfItsTextsInOrder(batchSize: Int) async throws {
        let classifier = Self.classifier()
        let texts = (0..<300).map { Self.texts[$0 * 7 % 5] + " \($0 % 11)" }
        var results: [Classification] = []
        for try await result in classifier.classify(Self.stream(texts), batchSize: batchSize) {
            results.append(result)
        }
        #expect(results == (try texts.map { try classifier.classify($0) }))
    }

    /// The source gives the next text only when the one before has been classified.
    @Test func aTextOfASlowSourceIsClassifiedAtOnce() async throws {
        let classifier = Self.classifier()
        let (source, continuation) = AsyncStream.makeStream(of: String.self)
        var results = classifier.classify(source).makeAsyncIterator()
        for text in Self.texts {
            continuation.yield(text)
            #expect(try await results.next() == (try classifier.classify(text)))
        }
        continuation.finish()
        #expect(try await results.next() == nil)
    }

    @Test func anErrorOfTheSourceComesAfterTheResultsBeforeIt() async throws {
        struct Broken: Error {}
        let classifier = Self.classifier()
        let source = AsyncThrowingStream<String, any Error> { continuation in
            for text in Self.texts { continuation.yield(text) }
            continuation.finish(throwing: Broken())
        }
        var results: [Classification] = []
        await #expect(throws: Broken.self) {
            for try await result in classifier.classify(source, batchSize: 2) { results.append(result) }
        }
        #expect(results == (try classifier.classify(Self.texts)))
    }

    @Test func aCancelledTaskStopsWaitingForTexts() async throws {
        let (source, continuation) = AsyncStream.makeStream(of: String.self)
        let (counts, count) = AsyncStream.makeStream(of: Int.self)
        let task = Task {
            var results = 0
            for try await _ in Self.classifier().classify(source) {
                results += 1
                count.yield(results)
            }
        }
        continuation.yield(Self.texts[0])
        for await _ in counts { break }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func damagedWeightsAreAnErrorOfTheStream() async throws {
        let classifier = Self.classifier(damaged: true)
        await #expect(throws: ModelError.notFinite(model: "The model")) {
            for try await _ in classifier.classify(Self.stream(Self.texts)) {}
        }
        #expect(throws: ModelError.notFinite(model: "The model")) { try classifier.classify(Self.texts[0]) }
        #expect(throws: ModelError.notFinite(model: "The model")) { try classifier.explain(Self.texts[0]) }
    }

    // MARK: Results

    @Test func resultsAreReadAsTheyWereWritten() throws {
        let classifier = Self.classifier()
        for text in Self.texts {
            let results = try classifier.classify(text)
            #expect(try JSONDecoder().decode(Classification.self, from: JSONEncoder().encode(results)) == results)
            let explanation = try classifier.explain(text)
            #expect(try JSONDecoder().decode(Explanation.self, from: JSONEncoder().encode(explanation)) == explanation)
        }
    }

    @Test func theProbabilityOfAClassIsFoundByItsName() throws {
        let result = try Self.classifier().classify(Self.texts[0])
        #expect(result.probability(of: "positive") == result.probabilities[1].probability)
        #expect(result.probability(of: "neutral") == nil)
    }

    // MARK: What is refused

    @Test func anExplanationRefusesUnknownClassesAndOptionsOutOfRange() {
        let classifier = Self.classifier()
        #expect(throws: TextClassifierError.unknownClass("neutral", known: ["negative", "positive"])) {
            try classifier.explain(Self.texts[0], label: "neutral")
        }
        #expect(throws: TextClassifierError.outOfRange(option: "steps", value: 0, minimum: 1)) {
            try classifier.explain(Self.texts[0], steps: 0)
        }
        #expect(throws: TextClassifierError.outOfRange(option: "limit", value: 0, minimum: 1)) {
            try classifier.sentenceWeights(of: Self.texts[0], limit: 0)
        }
    }

    @Test func anEvaluationFindsTheClassesByTheirNames() throws {
        let (classifier, texts) = (Self.classifier(), Array(Self.texts.prefix(4)))
        let evaluation = try TextClassifierEvaluation(
            of: classifier,
            on: LabelledTexts(texts: texts, labels: [0, 1, 0, 1], classNames: ["negative", "positive"]))
        let turned = try TextClassifierEvaluation(
            of: classifier,
            on: LabelledTexts(texts: texts, labels: [1, 0, 1, 0], classNames: ["positive", "negative", "none"]))
        #expect(turned == evaluation)
        #expect(throws: TextClassifierError.unknownClass("angry", known: ["negative", "positive"])) {
            try TextClassifierEvaluation(
                of: classifier,
                on: LabelledTexts(texts: texts, labels: [0, 1, 0, 1], classNames: ["negative", "angry"]))
        }
        #expect(throws: TextClassifierError.noWords) {
            try TextClassifierEvaluation(
                of: classifier, on: LabelledTexts(texts: [], labels: [], classNames: ["negative", "positive"]))
        }
    }
}
