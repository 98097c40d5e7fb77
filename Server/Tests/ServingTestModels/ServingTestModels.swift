import Recurrent
import ServingCore

/// Small models that tests share; one that has learnt nothing draws every sort of character.
package enum ServingTestModels {
    /// A language model with random weights.
    package static let generator: TextGenerator = {
        let tokenizer = Tokenizer.train(
            on: "ROMEO: O, she doth teach the torches to burn bright!\nJuliet, émile & Zoë. 0123456789", unit: .grapheme
        )
        var generator = SeededGenerator(seed: 3)
        let configuration = TextGeneratorNetwork.Configuration(
            vocabularySize: tokenizer.vocabulary.count, embeddingSize: 9, hiddenSize: 37, numLayers: 2)
        let model = TextGeneratorNetwork(configuration, using: &generator)
        for (_, parameter) in model.namedParameters {
            parameter.value = .normal(parameter.shape, standardDeviation: 0.4, using: &generator)
        }
        return TextGenerator(model: model, tokenizer: tokenizer)
    }()

    /// A classifier with random weights, which reads 40 tokens of a text.
    package static let classifier: TextClassifier = {
        let tokenizer = Tokenizer.train(
            on: texts, unit: .word, words: WordOptions(keepsWhitespace: false))
        var generator = SeededGenerator(seed: 4)
        let configuration = TextClassifierNetwork.Configuration(
            vocabularySize: tokenizer.vocabulary.count, embeddingSize: 11, hiddenSize: 19,
            classNames: ["bad", "fair", "good"], maxTokens: 40)
        let model = TextClassifierNetwork(configuration, using: &generator)
        for (_, parameter) in model.namedParameters {
            parameter.value = .normal(parameter.shape, standardDeviation: 0.4, using: &generator)
        }
        return TextClassifier(model: model, tokenizer: tokenizer)
    }()

    /// Texts for the classifier.
    package static let texts = (0..<48).map { index in
        let words = ["a", "fine", "film", "dull", "and", "long", "but", "never", "boring", "."]
        return (0...index % 13).map { words[(index * 7 + $0 * $0) % words.count] }.joined(separator: " ")
    }

    /// A server's models: `writer` and `judge`.
    package static func served(_ limits: Limits = Limits()) -> ServedModels {
        // The names differ.
        try! ServedModels([
            .generator(GeneratorEngine(generator, name: "writer", limits: limits)),
            .classifier(ClassifierEngine(classifier, name: "judge", limits: limits)),
        ])
    }
}

extension Limits {
    /// The default limits, changed.
    package static func with(_ change: (inout Limits) -> Void) -> Limits {
        var limits = Limits()
        change(&limits)
        return limits
    }
}

extension Answers {
    /// All results of a request.
    package func all() async throws -> [Event] {
        var all: [Event] = []
        while let events = try await next() { all += events }
        return all
    }
}

extension Answers where Event == GeneratorEngine.Event {
    /// The whole texts.
    package func texts(_ count: Int) async throws -> [String] {
        var texts = [String](repeating: "", count: count)
        for event in try await all() { texts[event.index] += event.text }
        return texts
    }
}
