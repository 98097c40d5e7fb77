import Datasets
import Foundation
import Tensors
import TextGeneration
import Tokenization

/// Small models that tests share.
package enum TinyModels {
    /// A few thousand characters of made-up sentences.
    package static let text: String = {
        var generator = SeededGenerator(seed: 12)
        let (who, what) = (["Ann", "The cat", "Émile", "A ship"], ["sees", "follows", "likes", "forgets"])
        let sentences = (0..<150).map { _ in
            "\(who.randomElement(using: &generator)!) \(what.randomElement(using: &generator)!) "
                + "\(who.randomElement(using: &generator)!).\n"
        }
        return sentences.joined()
    }()

    /// Settings of a training that takes about a second.
    package static func settings(epochs: Double = 2, randomSeed: UInt64 = 5) -> TextGeneratorSettings {
        var settings = TextGeneratorSettings.recommended(forCharacters: 3000, randomSeed: randomSeed)
        settings.hiddenSize = 24
        settings.embeddingSize = 12
        settings.batches = .init(batchSize: 4, sequenceLength: 25, sequenceLengthDeviation: 3)
        settings.training.epochs = epochs
        settings.training.numValidations = 3
        return settings
    }

    /// A model trained on ``text`` for a moment, and its report.
    package static let trained = try! TextGenerator.train(on: TextCorpus(text), settings: settings(epochs: 6))

    /// A model with random weights; one that has learnt nothing draws every sort of character.
    package static func random(
        _ tokenizer: Tokenizer, hiddenSize: Int = 12, standardDeviation: Float = 0.5, seed: UInt64 = 1
    ) -> TextGenerator {
        var generator = SeededGenerator(seed: seed)
        let configuration = TextGeneratorNetwork.Configuration(
            vocabularySize: tokenizer.vocabulary.count, embeddingSize: 6, hiddenSize: hiddenSize, numLayers: 1)
        let model = TextGeneratorNetwork(configuration, using: &generator)
        for (_, parameter) in model.namedParameters {
            parameter.value = .normal(parameter.shape, standardDeviation: standardDeviation, using: &generator)
        }
        return TextGenerator(model: model, tokenizer: tokenizer)
    }
}
