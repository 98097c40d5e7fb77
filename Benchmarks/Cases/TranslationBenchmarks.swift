import Decoding
import NeuralLayers
import Tensors
import Translation

/// A sequence-to-sequence model with attention, sources and targets of 15 tokens: training in batches of 64, and search
/// for one source and for 64.
enum TranslationBenchmarks {
    static let all: [Benchmark] = {
        let learning = Benchmark(
            name: "seq2seq-train/256-512", unit: "tokens", unitsPerRound: Double(64 * length),
            operationsPerRound: 6 * 64 * multiplyAdds, prepare: training, peers: [peer("train", batch: 64)])
        let precisions: [Precision] = [.fp32, .int8]
        return [learning]
            + precisions.flatMap { precision in
                [
                    searching("greedy-1", batch: 1, beamSize: 1, precision),
                    searching("greedy-64", batch: 64, beamSize: 1, precision),
                    searching("beam-1", batch: 1, beamSize: 5, precision),
                ]
            }
    }()

    private static func searching(_ name: String, batch: Int, beamSize: Int, _ precision: Precision) -> Benchmark {
        Benchmark(
            name: "seq2seq-\(name)/256-512" + (precision == .fp32 ? "" : " \(precision.rawValue)"), unit: "sentences",
            unitsPerRound: Double(batch), operationsPerRound: 2 * Double(batch * beamSize) * multiplyAdds,
            prepare: { search(batch: batch, beamSize: beamSize, precision) },
            peers: [peer(beamSize == 1 ? "greedy" : "beam", batch: batch)])
    }

    private static let (vocabularySize, length) = (8_000, 15)

    private static func peer(_ mode: String, batch: Int) -> PeerProgram {
        PeerProgram(script: "seq2seq_torch.py", arguments: ["--mode", mode, "--batch", String(batch)])
    }

    /// Of a pair, forward.
    private static let multiplyAdds: Double = {
        let (embedding, encoder, decoder, attention) = (256, 256, 512, 256)
        let memory = 2 * encoder
        let reading = length * (2 * 4 * encoder * (embedding + encoder) + memory * attention) + memory * 2 * decoder
        let step =
            4 * decoder * (embedding + 2 * decoder) + decoder * attention + length * (attention + memory)
            + (memory + decoder) * decoder + decoder * vocabularySize
        return Double(reading + length * step)
    }()

    private static func model() -> TranslatorNetwork {
        var configuration = TranslatorNetwork.Configuration(
            vocabularySize: vocabularySize, targetVocabularySize: vocabularySize, embeddingSize: 256, encoderSize: 256,
            hiddenSize: 512)
        configuration.tiesWeights = false
        var generator = SeededGenerator(seed: 1)
        return TranslatorNetwork(configuration, using: &generator)
    }

    private static func sequences(_ count: Int, length: Int, seed: UInt64) -> [[Int32]] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { _ in
            (0..<length).map { _ in Int32.random(in: 4..<Int32(vocabularySize), using: &generator) }
        }
    }

    private static func training() -> () -> Void {
        // The end is a target too, so a target of 14 tokens makes 15 steps.
        let data = PairedIDs(
            sources: sequences(64, length: length, seed: 1), targets: sequences(64, length: length - 1, seed: 2))
        var options = TranslatorTask.Options()
        options.labelSmoothing = 0
        var task = TranslatorTask(
            model: model(), training: data, validation: PairedIDs(), batchSize: 64, options: options,
            epochs: 1, generator: SeededGenerator(seed: 3))
        var optimizer = Adam()
        var context = ForwardContext.training(SeededGenerator(seed: 4))
        let parameters = task.model.namedParameters.map(\.parameter)
        return {
            var (_, gradients, _) = task.nextGradients(in: &context)
            let (scale, _) = GradientClipping.norm(5).apply(to: &gradients, of: parameters)
            optimizer.update(parameters, with: gradients, learningRate: 1e-3, gradientScale: scale)
        }
    }

    /// Targets of exactly the peer's length.
    private static func search(batch: Int, beamSize: Int, _ precision: Precision) -> () -> Void {
        let session = TranslatorSession(model(), precision: precision)
        let sources = sequences(batch, length: length, seed: 5)
        var options = SearchOptions()
        (options.beamSize, options.minLength, options.maxLength) = (beamSize, length - 1, length - 1)
        let search = try! BeamSearch(options, beginID: 2, endID: 3, forbidden: [0, 1, 2])
        return {
            var scorer = TranslatorScorer(session, sources: sources)
            _ = search(&scorer)
        }
    }
}
