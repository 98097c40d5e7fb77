import Foundation
import Synchronization
import Tensors
import TestModels
import TestSupport
import Testing
import Tokenization

@testable import TextClassification
@testable import Translation

/// One model used from many threads at once, as a server does; `make sanitize` runs this under the thread sanitizer.
struct ConcurrentUseTests {
    private static let texts = ["A dull film.", "Ann sees the cat.", "Émile likes 日本語 ships.", "", "so so, not bad"]

    private static let words = Tokenizer.train(
        on: texts, unit: .word, normalizer: Normalizer([.caseFold]), words: WordOptions(keepsWhitespace: false))

    private static let analyzer: TextClassifier = {
        var generator = SeededGenerator(seed: 1)
        let model = TextClassifierNetwork(
            TextClassifierNetwork.Configuration(
                vocabularySize: words.vocabulary.count, embeddingSize: 4, hiddenSize: 5,
                classNames: ["negative", "positive"]), using: &generator)
        return TextClassifier(model: model, tokenizer: words)
    }()

    private static let translator: Translator = {
        var generator = SeededGenerator(seed: 2)
        let model = TranslatorNetwork(
            TranslatorNetwork.Configuration(
                vocabularySize: words.vocabulary.count, targetVocabularySize: words.vocabulary.count, embeddingSize: 4,
                encoderSize: 3, hiddenSize: 5), using: &generator)
        return Translator(model: model, sourceTokenizer: words, targetTokenizer: words)
    }()

    private static let generator = TinyModels.random(.bytes())

    /// What each thread does, as text that can be compared.
    private static let uses: [@Sendable (Int) throws -> String] = [
        { "\(try analyzer.classify(texts[$0 % texts.count]).probabilities)" },
        { "\(try analyzer.explain(texts[$0 % texts.count]).words)" },
        { "\(try analyzer.explain(texts[$0 % texts.count], method: .leaveOneOut).words)" },
        { try generator.generate(texts[$0 % texts.count], options: .init(length: 8, randomSeed: UInt64($0))) },
        { "\(try generator.evaluate(texts[$0 % texts.count]))" },
        { number in
            var options = TranslationOptions()
            options.search.maxLength = 6
            let translation = try translator.translate(texts[number % texts.count], options: options)
            return "\(translation.candidates.map(\.tokens))"
        },
        { "\(Segmenter(.word, locale: $0 % 2 == 0 ? "" : "ja").ranges(in: texts[$0 % texts.count]))" },
        { "\(Normalizer([.nfkc, .caseFold, .stripAccents]).normalize(texts[$0 % texts.count]))" },
    ]

    private final class Findings: Sendable {
        let wrong = Mutex<[String]>([])
    }

    @Test func manyThreadsGetWhatOneGets() throws {
        let rounds = 10
        let expected = try (0..<Self.uses.count * rounds).map { try Self.uses[$0 % Self.uses.count]($0) }
        let (findings, group) = (Findings(), DispatchGroup())
        for thread in 0..<6 {
            group.enter()
            Thread.detachNewThread {
                defer { group.leave() }
                for step in expected.indices {
                    // Every thread begins elsewhere, so that different uses meet.
                    let number = (step + thread * 7) % expected.count
                    let found = Result { try Self.uses[number % Self.uses.count](number) }
                    if try! found.get() != expected[number] {
                        findings.wrong.withLock { $0.append("use \(number % Self.uses.count), round \(number)") }
                    }
                }
            }
        }
        group.wait()
        #expect(findings.wrong.withLock { $0 }.isEmpty)
    }
}
