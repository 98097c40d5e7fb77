import Decoding
import Foundation
import Tensors
import TestSupport
import Testing
import Tokenization

@testable import Translation

@Suite(.ofTestsThatAwait) struct TranslatorTests {
    private static let texts = ["A dull film.", "Ann sees the cat.", "Émile likes ships!", "", "so so, not bad"]

    private static let translator: Translator = {
        let words = Tokenizer.train(
            on: texts, unit: .word, normalizer: Normalizer([.caseFold]), words: WordOptions(keepsWhitespace: false))
        var generator = SeededGenerator(seed: 2)
        let model = TranslatorNetwork(
            TranslatorNetwork.Configuration(
                vocabularySize: words.vocabulary.count, targetVocabularySize: words.vocabulary.count, embeddingSize: 4,
                encoderSize: 3, hiddenSize: 5), using: &generator)
        for (_, parameter) in model.namedParameters { parameter.value = (3 * Variable(parameter.value)).value }
        return Translator(model: model, sourceTokenizer: words, targetTokenizer: words)
    }()

    private let translator = Self.translator

    private func options(_ change: (inout TranslationOptions) -> Void = { _ in }) -> TranslationOptions {
        var options = TranslationOptions()
        options.search.maxLength = 6
        change(&options)
        return options
    }

    private func lines(_ count: Int) -> [String] { (0..<count).map { Self.texts[($0 * $0 + $0 / 7) % 5] } }

    private func translations(_ stream: TranslatedTextStream) async throws -> [TranslatedText] {
        var translations: [TranslatedText] = []
        for try await translation in stream { translations.append(translation) }
        return translations
    }

    // MARK: Options

    @Test func optionsOutOfRangeAreThrown() async {
        let wrong: [(String, String, (inout TranslationOptions) -> Void)] = [
            ("beamSize", "0", { $0.search.beamSize = 0 }), ("beamSize", "-3", { $0.search.beamSize = -3 }),
            ("beamSize", "0", { ($0.search.beamSize, $0.sampling) = (0, .greedy) }),
            ("nBest", "9", { $0.search.nBest = 9 }), ("batchSize", "0", { $0.batchSize = 0 }),
        ]
        for (name, value, change) in wrong {
            for unit in TranslationOptions.Unit.allCases {
                let options = options {
                    change(&$0)
                    $0.unit = unit
                }
                func isExpected(_ error: SearchError?) -> Bool {
                    guard let error, case .outOfRange(name, value, _) = error else { return false }
                    return true
                }
                let error = #expect(throws: SearchError.self) { try translator.translate("A", options: options) }
                #expect(isExpected(error), "\(name): \(String(describing: error))")
                let stream: TranslatedTextStream = translator.translate(["A"], options: options)
                let late = await #expect(throws: SearchError.self) { try await translations(stream) }
                #expect(isExpected(late))
            }
        }
    }

    // MARK: Streams

    @Test(arguments: [0, 1, 5, 300]) func aStreamIsTheSynchronousTranslation(count: Int) async throws {
        let lines = lines(count)
        for options in [
            options(), options { $0.unit = .sentence },
            options { ($0.sampling, $0.randomSeed, $0.search.beamSize) = (SamplingOptions(), 11, 1) },
        ] {
            let expected: [TranslatedText] = try translator.translate(lines, options: options)
            var found: [TranslatedText] = []
            for try await translation in translator.translate(lines, options: options) { found.append(translation) }
            #expect(found == expected)
            let source = AsyncStream { continuation in
                for line in lines { continuation.yield(line) }
                continuation.finish()
            }
            #expect(try await translations(translator.translate(source, options: options)) == expected)
        }
    }

    @Test func aSlowSourceIsAnsweredLineByLine() async throws {
        let (source, continuation) = AsyncStream.makeStream(of: String.self)
        var iterator = translator.translate(source, options: options()).makeAsyncIterator()
        for line in lines(6) {
            continuation.yield(line)
            #expect(try await iterator.next()?.source == line)
        }
        continuation.finish()
        #expect(try await iterator.next() == nil)
    }

    @Test func anErrorOfTheSourceComesAfterTheTranslations() async throws {
        struct Broken: Error {}
        let source = AsyncThrowingStream<String, any Error> { continuation in
            for line in Self.texts { continuation.yield(line) }
            continuation.finish(throwing: Broken())
        }
        var iterator = translator.translate(source, options: options()).makeAsyncIterator()
        for line in Self.texts { #expect(try await iterator.next()?.source == line) }
        await #expect(throws: Broken.self) { try await iterator.next() }
        #expect(try await iterator.next() == nil)
    }

    /// Lines without end that count how many were read.
    private struct Endless: Sequence, IteratorProtocol, Sendable {
        let read = CallCounter()
        func next() -> String? {
            read.add()
            return "Ann sees the cat."
        }
    }

    @Test func cancellingEndsReadingAndTranslating() async throws {
        let (lines, reached, cancelled) = (Endless(), Event(), Event())
        let (translator, options) = (translator, options())
        let task = Task {
            var count = 0
            for try await _ in translator.translate(lines, options: options) {
                count += 1
                if count == 3 {
                    reached.happen()
                    await cancelled.wait()
                }
            }
        }
        await reached.wait()
        task.cancel()
        cancelled.happen()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(lines.read.count <= 3 + 2 * 256 + 1)
    }

    @Test func aCancelledTaskTranslatesNothing() async {
        let (translator, options, cancelled) = (translator, options(), Event())
        let task = Task {
            await cancelled.wait()
            return try translator.translate("A dull film.", options: options)
        }
        task.cancel()
        cancelled.happen()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    // MARK: Results

    @Test func resultsAreStoredAsJSON() throws {
        for options in [options { $0.search.nBest = 3 }, options { $0.unit = .sentence }] {
            for text in Self.texts + ["A cat. A ship."] {
                let translation = try translator.translate(text, options: options)
                let data = try JSONEncoder().encode(translation)
                #expect(try JSONDecoder().decode(TranslatedText.self, from: data) == translation)
            }
            let data = try JSONEncoder().encode(options)
            #expect(try JSONDecoder().decode(TranslationOptions.self, from: data) == options)
        }
    }

    @Test func sourceRangesAreBytesAndIndices() throws {
        for text in Self.texts {
            let translation = try translator.translate(text, options: options())
            let utf8 = Array(text.utf8)
            #expect(
                translation.sourceRanges.map { String(decoding: utf8[$0], as: UTF8.self) } == translation.sourceTokens)
            #expect(translation.sourceIndexRanges.map { String(text[$0]) } == translation.sourceTokens)
        }
    }
}
