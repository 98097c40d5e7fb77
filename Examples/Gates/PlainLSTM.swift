import Foundation
import Recurrent

/// The gates and states of one LSTM layer at one step, with a value for each unit.
struct GateStep {
    let input, forget, output: [Float]  // the gates, 0 ... 1
    let cell: [Float]
    let hidden: [Float]
}

/// One LSTM layer with the equations of Documentation/lstm.md; only the matrix products are the library's.
///
/// - Parameter inputs: `[steps, inputSize]`.
func gateSteps(of layer: LSTMCell, inputs: Variable) -> [GateStep] {
    let recurrentWeight = Variable(layer.recurrentWeight)
    let size = recurrentWeight.shape[1]
    let fromInput = linear(inputs, weight: Variable(layer.inputWeight), bias: Variable(layer.bias)).value.elements
    var (h, c) = ([Float](repeating: 0, count: size), [Float](repeating: 0, count: size))
    return (0..<inputs.shape[0]).map { step in
        let fromState = linear(Variable(Tensor(h, shape: [1, size])), weight: recurrentWeight).value.elements
        let a = (0..<4 * size).map { fromInput[step * 4 * size + $0] + fromState[$0] }
        let i = a[..<size].map(sigmoid)
        let f = a[size..<2 * size].map(sigmoid)
        let g = a[2 * size..<3 * size].map { tanh($0) }
        let o = a[(3 * size)...].map(sigmoid)
        c = (0..<size).map { f[$0] * c[$0] + i[$0] * g[$0] }
        h = (0..<size).map { o[$0] * tanh(c[$0]) }
        return GateStep(input: i, forget: f, output: o, cell: c, hidden: h)
    }
}

private func sigmoid(_ x: Float) -> Float { 1 / (1 + exp(-x)) }

/// The gates and states of every layer at every character of a text, read from the beginning.
func gateSteps(of model: TextGeneratorNetwork, _ lstm: LSTM, reading ids: [Int32]) -> [[GateStep]] {
    var inputs = model.embedding(ids)  // [steps, embeddingSize]
    return lstm.cells.map { layer in
        let steps = gateSteps(of: layer, inputs: inputs)
        inputs = Variable(Tensor(steps.flatMap(\.hidden), shape: [steps.count, lstm.hiddenSize]))
        return steps
    }
}

/// The largest difference between the hidden states of the last layer and those of the library's LSTM.
func largestDifference(_ layers: [[GateStep]], _ model: TextGeneratorNetwork, _ ids: [Int32]) -> Float {
    var context = ForwardContext.inference
    let layout = SequenceLayout(batchSize: 1, steps: ids.count)
    let (hidden, _) = model.encoder(ids, layout: layout, in: &context)
    let plain = layers.last?.flatMap(\.hidden) ?? []
    return zip(plain, hidden.value.elements).map { abs($0 - $1) }.max() ?? 0
}
