import Tensors
import TestSupport

@testable import NeuralLayers

/// Values and gradients of one pass of a case, in plain tensors.
struct Pass: Equatable {
    var outputs: [Tensor]
    var gradients: [String: Tensor]

    /// - Parameter weights: What each output is reduced with; fixed random numbers where `nil`.
    init(_ batch: RecurrentCase, weights: [Tensor]? = nil, in context: ForwardContext = .inference) {
        var values: [Variable] = []
        let (_, gradients) = withGradients {
            values = batch.outputs(in: context)
            let weights = weights ?? values.enumerated().map { reductionWeights($1.shape, output: $0) }
            return zip(values, weights).map { ($0 * Variable($1)).sum() }.reduce(Variable(Tensor(scalar: 0)), +)
        }
        outputs = values.map(\.value)
        self.gradients = Dictionary(
            uniqueKeysWithValues: batch.parameters.compactMap { name, parameter in
                gradients[parameter].map { (name, $0) }
            })
    }
}

extension RecurrentCase {
    /// Whether a parameter has a row for each sequence, so that its gradient has one too.
    func isPerSequence(_ name: String) -> Bool {
        name == "input" || name.hasPrefix("h0") || name.hasPrefix("c0")
    }

    /// The same network on some of the sequences, in the given order.
    func selecting(_ sequences: [Int]) -> RecurrentCase {
        copy(
            input: input.value.rows(sequences), lengths: sequences.map { lengths[$0] },
            hidden: hidden.map { $0.value.rows(sequences) }, cell: cell.map { $0.value.rows(sequences) })
    }
}

extension Tensor {
    /// The chosen parts along the first axis.
    func rows(_ chosen: [Int]) -> Tensor {
        let (all, size) = (elements, count / shape[0])
        return Tensor(
            chosen.flatMap { all[$0 * size..<($0 + 1) * size] }, shape: [chosen.count] + shape.dropFirst())
    }
}

/// `[batch, time, …]` on a longer time axis, with `filler` past each length.
func repadded(_ tensor: Tensor, _ lengths: [Int], time: Int, filler: Float) -> Tensor {
    let old = tensor.shape[1]
    let width = tensor.shape.dropFirst(2).reduce(1, *)
    let elements = tensor.elements
    var result = [Float](repeating: filler, count: lengths.count * time * width)
    for (sequence, length) in lengths.enumerated() {
        let (from, to) = (sequence * old * width, sequence * time * width)
        for index in 0..<length * width { result[to + index] = elements[from + index] }
    }
    return Tensor(result, shape: [lengths.count, time] + tensor.shape.dropFirst(2))
}
