import Datasets
import NeuralLayers
import Tensors
import TextGeneration

/// One training step of a character language model: forward, backward, clipping, Adam.
struct CharacterModelSize: Sendable {
    let name: String
    let numLayers: Int
    let hiddenSize: Int
    let batchSize: Int
    let sequenceLength: Int

    static let vocabularySize = 96
    static let embeddingSize = 64

    static let all = [
        CharacterModelSize(name: "1x128", numLayers: 1, hiddenSize: 128, batchSize: 32, sequenceLength: 64),
        CharacterModelSize(name: "2x512", numLayers: 2, hiddenSize: 512, batchSize: 64, sequenceLength: 128),
        CharacterModelSize(name: "3x512", numLayers: 3, hiddenSize: 512, batchSize: 50, sequenceLength: 50),
        CharacterModelSize(name: "1x1024", numLayers: 1, hiddenSize: 1024, batchSize: 128, sequenceLength: 128),
    ]

    var configuration: TextGeneratorNetwork.Configuration {
        TextGeneratorNetwork.Configuration(
            vocabularySize: Self.vocabularySize, embeddingSize: Self.embeddingSize, hiddenSize: hiddenSize,
            numLayers: numLayers)
    }

    var charactersPerStep: Int { batchSize * sequenceLength }

    /// Multiplications and additions of the matrix products for one character in the forward pass.
    var operationsPerCharacter: Double {
        let layers = (0..<numLayers).reduce(0) { sum, layer in
            sum + 4 * hiddenSize * (hiddenSize + (layer == 0 ? Self.embeddingSize : hiddenSize))
        }
        return 2 * Double(layers + hiddenSize * Self.vocabularySize)
    }

    var arguments: [String] {
        [
            "--layers", String(numLayers), "--hidden", String(hiddenSize), "--batch", String(batchSize), "--length",
            String(sequenceLength),
        ]
    }

    /// The work of one step, on random characters.
    func makeStep(dropout: TextGeneratorNetwork.Configuration.Dropout = .init(), precision: Precision = .fp32) -> ()
        -> Void
    {
        var generator = SeededGenerator(seed: 1)
        var configuration = configuration
        configuration.dropout = dropout
        let model = TextGeneratorNetwork(configuration, using: &generator)
        let ids = (0..<8 * charactersPerStep + 1).map { _ in
            Int32.random(in: 0..<Int32(Self.vocabularySize), using: &generator)
        }
        var batches = LaneBatches(
            ids: ids, configuration: .init(batchSize: batchSize, sequenceLength: sequenceLength), generator: generator)
        var context = ForwardContext.training(generator, precision: precision)
        var optimizer = Adam()
        let parameters = model.namedParameters.map(\.parameter)
        return {
            let batch = batches.next()
            var (_, gradients) = withGradients {
                let (logits, _) = model(batch.inputs, layout: batch.layout, in: &context)
                return crossEntropy(logits: logits, targets: batch.targets)
            }
            let (scale, _) = GradientClipping.norm(5).apply(to: &gradients, of: parameters)
            optimizer.update(parameters, with: gradients, learningRate: 2e-3, gradientScale: scale)
        }
    }
}

enum TrainingBenchmarks {
    static let all = CharacterModelSize.all.map { size in
        Benchmark(
            name: "train/" + size.name, unit: "chars", unitsPerRound: Double(size.charactersPerStep),
            operationsPerRound: 3 * size.operationsPerCharacter * Double(size.charactersPerStep),
            prepare: { size.makeStep() },
            peers: ["onednn", "native", "compile"].map {
                PeerProgram(script: "train_torch.py", arguments: size.arguments + ["--engine", $0])
            })
    }
}

/// The same step with products of bfloat16.
enum MixedPrecisionBenchmarks {
    static let all = [CharacterModelSize.all[1]].map { size in
        Benchmark(
            name: "train-bf16/" + size.name, unit: "chars", unitsPerRound: Double(size.charactersPerStep),
            operationsPerRound: 3 * size.operationsPerCharacter * Double(size.charactersPerStep),
            prepare: { size.makeStep(precision: .bf16) },
            peers: [PeerProgram(script: "train_torch.py", arguments: size.arguments + ["--engine", "bf16"])])
    }
}

/// The same step with dropout of every kind: what regularisation costs.
enum RegulariserBenchmarks {
    static let all = [CharacterModelSize.all[1]].map { size in
        var dropout = TextGeneratorNetwork.Configuration.Dropout()
        dropout.embedding = 0.05
        dropout.betweenLayers = 0.2
        dropout.output = 0.4
        dropout.recurrentWeights = 0.3
        let rates = dropout
        return Benchmark(
            name: "train-dropout/" + size.name, unit: "chars", unitsPerRound: Double(size.charactersPerStep),
            operationsPerRound: 3 * size.operationsPerCharacter * Double(size.charactersPerStep),
            prepare: { size.makeStep(dropout: rates) })
    }
}

/// Three lengths, three batches and three depths: the time a character must stay the same.
enum ScalingBenchmarks {
    static let all = [
        size(128, 32, 2), size(256, 32, 2), size(512, 32, 2), size(128, 64, 2), size(128, 128, 2), size(128, 32, 1),
        size(128, 32, 4),
    ]

    private static func size(_ length: Int, _ batch: Int, _ layers: Int) -> Benchmark {
        let size = CharacterModelSize(
            name: "\(layers)x256, \(batch) of \(length)", numLayers: layers, hiddenSize: 256, batchSize: batch,
            sequenceLength: length)
        return Benchmark(
            name: "scale/" + size.name, unit: "chars", unitsPerRound: Double(size.charactersPerStep),
            operationsPerRound: 3 * size.operationsPerCharacter * Double(size.charactersPerStep),
            prepare: { size.makeStep() })
    }
}
