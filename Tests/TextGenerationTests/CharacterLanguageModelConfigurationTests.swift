import Foundation
import ModelFiles
import NeuralLayers
import Tensors
import Testing
import TextGeneration

extension TextGeneratorNetwork.Configuration: CustomTestStringConvertible {
    public var testDescription: String {
        "\(vocabularySize) ids, \(embeddingSize) -> \(numLayers) x \(hiddenSize)\(tiesWeights ? ", tied" : "")"
    }
}

struct CharacterLanguageModelConfigurationTests {
    typealias Configuration = TextGeneratorNetwork.Configuration

    private static let configurations = [
        Configuration(vocabularySize: 11, embeddingSize: 5, hiddenSize: 7, numLayers: 1),
        Configuration(vocabularySize: 11, embeddingSize: 7, hiddenSize: 7, numLayers: 2, tiesWeights: true),
        Configuration(vocabularySize: 11, embeddingSize: 5, hiddenSize: 7, numLayers: 3, tiesWeights: true),
    ]

    @Test(arguments: configurations)
    func namesShapesAndCountAreThoseOfTheModel(configuration: Configuration) {
        var generator = SeededGenerator(seed: 1)
        let model = TextGeneratorNetwork(configuration, using: &generator)
        let parameters = TextGeneratorNetwork.withoutWeights(configuration).namedParameters
        #expect(parameters.map(\.name) == model.namedParameters.map(\.name))
        #expect(parameters.map(\.parameter.shape) == model.namedParameters.map(\.parameter.shape))
        #expect(configuration.parameterCount == model.parameterCount)
        #expect(configuration.problem == nil)
    }

    @Test(arguments: configurations)
    func tiedProjectionsShareTheMatrixOfTheEmbedding(configuration: Configuration) {
        var generator = SeededGenerator(seed: 1)
        let model = TextGeneratorNetwork(configuration, using: &generator)
        #expect((model.projection.weight === model.embedding.weight) == configuration.tiesWeights)
        #expect((model.bridge != nil) == (configuration.tiesWeights && configuration.embeddingSize != 7))
    }

    @Test(arguments: [0, -1, 1_000_000_000, Int.max, Int.min])
    func sizesOutOfRangeAreNamed(size: Int) throws {
        let sizes: [(String, WritableKeyPath<Configuration, Int>)] = [
            ("vocabularySize", \.vocabularySize), ("embeddingSize", \.embeddingSize), ("hiddenSize", \.hiddenSize),
            ("numLayers", \.numLayers),
        ]
        for (name, path) in sizes {
            var configuration = Self.configurations[0]
            configuration[keyPath: path] = size
            let problem = try #require(configuration.problem)
            #expect(problem.contains(name) && problem.contains("\(size)"))
        }
    }

    @Test(arguments: [-0.1, 1, Float.nan, .infinity])
    func dropoutRatesOutOfRangeAreNamed(rate: Float) throws {
        let rates: [(String, WritableKeyPath<Configuration, Float>)] = [
            ("embedding", \.dropout.embedding), ("betweenLayers", \.dropout.betweenLayers),
            ("output", \.dropout.output), ("recurrentWeights", \.dropout.recurrentWeights),
        ]
        for (name, path) in rates {
            var configuration = Self.configurations[0]
            configuration[keyPath: path] = rate
            #expect(try #require(configuration.problem).contains(name))
        }
    }

    @Test(arguments: configurations) func jsonKeepsEverything(configuration: Configuration) throws {
        var configuration = configuration
        configuration.dropout.output = 0.3
        configuration.dropout.isLocked = false
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let data = try encoder.encode(configuration)
        #expect(try JSONDecoder().decode(Configuration.self, from: data) == configuration)
        // Files of versions that had no cell but the LSTM do not name it.
        let text = String(decoding: data, as: UTF8.self)
        let old = text.replacing(#""cell":"lstm","#, with: "")
        #expect(old != text)
        #expect(try JSONDecoder().decode(Configuration.self, from: Data(old.utf8)) == configuration)
    }
}
