import NeuralLayers
import Tensors
import Tokenization

/// A model that learns from a text while it reads: dynamic evaluation (Krause, Kahembwe, Murray & Renals 2018, *Dynamic
/// Evaluation of Neural Sequence Models*, with the update scaled by the root mean square of the gradients).
///
/// Each segment is scored before the model learns from it. The paper takes the mean squares from the training text. A
/// model folder does not contain that, so they are the running means over the text read so far, and over the beginning
/// of a training text where there is one.
struct DynamicEvaluation {
    /// The copy that learns.
    let model: TextGeneratorNetwork
    private let parameters: [Parameter]
    private let trained: [Tensor]
    private let options: AdaptationOptions
    private var meanSquares: [Tensor]
    /// The mean of the roots of ``meanSquares``; 0 before the first step.
    private var meanRoot = 0.0
    private var steps = 0
    private var state: EncoderState?

    /// - Parameter trained: The model, which stays as it is: a copy learns.
    init(_ trained: TextGeneratorNetwork, _ options: AdaptationOptions) {
        model = trained.copy()
        parameters = model.namedParameters.map(\.parameter)
        self.trained = parameters.map(\.value)
        meanSquares = parameters.map { .zeros($0.shape) }
        self.options = options
    }

    /// Takes the first mean squares from the beginning of a training text.
    mutating func measure(_ training: [Int32]) throws {
        let ids = [Vocabulary.beginID] + training.prefix(options.measuredLength)
        for start in stride(from: 0, to: ids.count - 1, by: options.segmentLength) {
            try Task.checkCancellation()
            let segment = ids[start..<min(start + options.segmentLength + 1, ids.count)]
            _ = read(Array(segment.dropLast()), targets: Array(segment.dropFirst()), learns: false)
        }
        state = nil
    }

    /// Reads the next segment, and learns to predict its targets.
    ///
    /// - Parameter learns: Whether the weights move, and not only the mean squares.
    /// - Returns: The logits for the targets from before the step, `[inputs.count, vocabularySize]`.
    mutating func read(_ inputs: [Int32], targets: [Int32], learns: Bool = true) -> Tensor {
        var context = ForwardContext.inference
        var scores = Tensor.zeros([0])
        let layout = SequenceLayout(batchSize: 1, steps: inputs.count)
        let (_, gradients) = withGradients {
            let (logits, final) = model(inputs, layout: layout, state: state, in: &context)
            state = final.detached()
            scores = logits.value
            return crossEntropy(logits: logits, targets: targets)
        }
        learn(gradients, moves: learns && meanRoot > 0)
        return scores
    }

    /// Without mean squares from before, the first segment only begins them.
    private mutating func learn(_ gradients: Gradients, moves: Bool) {
        steps += 1
        let constants = DynamicStepConstants(
            share: 1 / Float(steps), learningRate: moves ? options.learningRate : 0,
            damping: moves ? options.damping * Float(meanRoot) : 1, pull: moves ? options.pull / Float(meanRoot) : 0)
        var (sum, count) = (0.0, 0)
        for (index, parameter) in parameters.enumerated() {
            guard let gradient = gradients[parameter] else { continue }
            sum += dynamicStep(
                &parameter.value, &meanSquares[index], trained: trained[index], gradient: gradient, constants)
            count += gradient.count
        }
        meanRoot = count > 0 ? sum / Double(count) : 0
    }
}
