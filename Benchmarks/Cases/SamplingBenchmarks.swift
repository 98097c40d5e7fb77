import Decoding
import Tensors
import TextGeneration

/// Writing text one character at a time: embedding, layers, projection, softmax and draw.
enum SamplingBenchmarks {
    static let all = [CharacterModelSize.all[0], CharacterModelSize.all[1]].flatMap { size in
        Precision.allCases.map { precision in
            Benchmark(
                name: "sample/\(size.name) \(precision.rawValue)", unit: "chars", unitsPerRound: 100,
                operationsPerRound: 100 * size.operationsPerCharacter,
                prepare: { makeRound(of: size, precision) }, peers: peers(size, precision))
        }
    }

    /// Toolkits that offer the precision for a step of an LSTM on a processor.
    private static func peers(_ size: CharacterModelSize, _ precision: Precision) -> [PeerProgram] {
        let arguments = ["--layers", String(size.numLayers), "--hidden", String(size.hiddenSize)]
        return switch precision {
        case .fp32:
            [
                PeerProgram(script: "sample_onnx.py", arguments: arguments),
                PeerProgram(script: "sample_torch.py", arguments: arguments),
            ]
        case .int8: [PeerProgram(script: "sample_onnx.py", arguments: arguments + ["--int8"])]
        case .bf16: []
        }
    }

    private static func makeRound(of size: CharacterModelSize, _ precision: Precision) -> () -> Void {
        var writer = Writer(size, precision)
        return { writer.write(100) }
    }

    /// A model that writes to nobody.
    private struct Writer {
        private var generator = SeededGenerator(seed: 1)
        private var session: TextGeneratorSession
        private var sampler = Sampler(vocabularySize: CharacterModelSize.vocabularySize)
        private var id: Int32 = 4

        init(_ size: CharacterModelSize, _ precision: Precision) {
            let model = TextGeneratorNetwork(size.configuration, using: &generator)
            session = TextGeneratorSession(model, precision: precision)
        }

        mutating func write(_ count: Int) {
            for _ in 0..<count {
                session.next(after: id)
                do {
                    id = Int32(try session.withLogits { try sampler.next(logits: $0.span, using: &generator) })
                } catch {
                    fatalError("\(error)")
                }
            }
        }
    }
}
