import NeuralLayers
import Tensors
import TextGeneration

/// The parts that a training step of the 2×512 model consists of, each for itself: where the time goes.
///
/// A round is a step's worth of each, for both layers, so that seconds can be compared with those of `train/2x512`.
enum PhaseBenchmarks {
    private static let (rows, hidden, gates, embedding, vocabulary) = (8_192, 512, 2_048, 64, 96)
    private static let layout = SequenceLayout(batchSize: 64, steps: 128)

    static let all = [
        phase("input projections", products: [(rows, embedding, gates), (rows, hidden, gates)]),
        phase("recurrence forward") { recurrence(isTraining: false) },
        phase("recurrence and its weights, both passes") { recurrence(isTraining: true) },
        phase("input gradients", products: [(rows, gates, embedding), (rows, gates, hidden)]),
        phase("weight gradients") {
            let slopes = random([rows, gates])
            let inputs = [embedding, hidden, hidden, hidden].map { random([rows, $0]) }
            return { for input in inputs { _ = productOfTransposed(slopes, input) } }
        },
        phase("projection and loss") {
            let (hiddenStates, weight) = (Parameter(random([rows, hidden])), Parameter(random([vocabulary, hidden])))
            let targets = (0..<rows).map { Int32($0 % vocabulary) }
            return {
                _ = withGradients {
                    crossEntropy(
                        logits: linear(Variable(hiddenStates), weight: Variable(weight)), targets: targets)
                }
            }
        },
        phase("clipping and Adam") {
            var generator = SeededGenerator(seed: 1)
            let model = TextGeneratorNetwork(CharacterModelSize.all[1].configuration, using: &generator)
            let parameters = model.namedParameters.map(\.parameter)
            var (_, gradients) = withGradients {
                parameters.map { Variable($0).sum() }.dropFirst().reduce(Variable(parameters[0]).sum(), +)
            }
            var optimizer = Adam()
            return {
                let (scale, _) = GradientClipping.norm(5).apply(to: &gradients, of: parameters)
                optimizer.update(parameters, with: gradients, learningRate: 1e-9, gradientScale: scale)
            }
        },
    ]

    private static func phase(_ name: String, _ prepare: @escaping @Sendable () -> () -> Void) -> Benchmark {
        Benchmark(name: "phase/" + name, unit: "steps", unitsPerRound: 1, prepare: prepare)
    }

    /// Products [rows, depth] · [depth, columns] with weights that are packed each time, as in training.
    private static func phase(_ name: String, products: [(rows: Int, depth: Int, columns: Int)]) -> Benchmark {
        phase(name) {
            let pairs = products.map { (random([$0.rows, $0.depth]), random([$0.columns, $0.depth])) }
            return { for (a, b) in pairs { _ = affine(a, PackedMatrix(transposing: b), bias: nil) } }
        }
    }

    /// Two layers whose input is one number a step, which leaves the recurrence alone.
    private static func recurrence(isTraining: Bool) -> () -> Void {
        var generator = SeededGenerator(seed: 1)
        let layers = (0..<2).map { _ in LSTM(inputSize: 1, hiddenSize: hidden, using: &generator) }
        let input = Variable(random([rows, 1]))
        func run() -> Variable {
            var context = ForwardContext.inference
            let sums = layers.map { $0(packed: input, layout: layout, in: &context).output.sum() }
            return sums[0] + sums[1]
        }
        return { if isTraining { _ = withGradients { run() } } else { _ = run() } }
    }

    private static func random(_ shape: [Int]) -> Tensor {
        var generator = SeededGenerator(seed: 1)
        return .uniform(shape, in: -0.1...0.1, using: &generator)
    }
}
