import Foundation

extension DoubleTwin {
    /// The parameters of one direction of one layer, gates in the order input, forget, cell, output.
    public struct LSTMWeights {
        public var inputWeight: DoubleTensor  // [4 * hiddenSize, inputSize]
        public var recurrentWeight: DoubleTensor  // [4 * hiddenSize, hiddenSize]
        public var inputBias: DoubleTensor  // [4 * hiddenSize]
        public var recurrentBias: DoubleTensor  // [4 * hiddenSize]

        /// Takes the four tensors in the order of the properties.
        public init(_ tensors: [DoubleTensor]) {
            (inputWeight, recurrentWeight, inputBias, recurrentBias) = (tensors[0], tensors[1], tensors[2], tensors[3])
        }
    }

    /// Output `[batch, time, directions * hiddenSize]`, final states `[batch, hiddenSize]`, one a layer and direction.
    public struct LSTMResult {
        public var output: DoubleTensor
        public var hidden: [DoubleTensor] = []
        public var cell: [DoubleTensor] = []
    }

    /// A stacked LSTM over padded input `[batch, time, inputSize]`, sequence by sequence and step by step.
    ///
    /// - Parameters:
    ///   - weights: One a layer and direction: layer 0 forward, layer 0 backward, layer 1 forward, …
    ///   - hidden, cell: The initial state in the same order, `[batch, hiddenSize]` each; `nil` for zeros.
    ///   - layerMasks: What the input of each layer but the first is multiplied with, of its shape; empty for nothing.
    public static func lstm(
        _ input: DoubleTensor, lengths: [Int], weights: [LSTMWeights], directions: Int, hidden: [DoubleTensor]? = nil,
        cell: [DoubleTensor]? = nil, layerMasks: [DoubleTensor] = []
    ) -> LSTMResult {
        var result = LSTMResult(output: input)
        for layer in 0..<weights.count / directions {
            if layer > 0, !layerMasks.isEmpty { result.output = multiply(result.output, layerMasks[layer - 1]) }
            var halves: [DoubleTensor] = []
            for direction in 0..<directions {
                let index = layer * directions + direction
                let pass = lstmDirection(
                    result.output, lengths: lengths, weights: weights[index], hidden: hidden?[index],
                    cell: cell?[index], isReversed: direction == 1)
                halves.append(pass.output)
                result.hidden += pass.hidden
                result.cell += pass.cell
            }
            result.output = halves.count == 1 ? halves[0] : joinFeatures(halves[0], halves[1])
        }
        return result
    }

    private static func lstmDirection(
        _ input: DoubleTensor, lengths: [Int], weights: LSTMWeights, hidden: DoubleTensor?, cell: DoubleTensor?,
        isReversed: Bool
    ) -> LSTMResult {
        let (batch, time, inputSize) = (input.shape[0], input.shape[1], input.shape[2])
        let size = weights.recurrentWeight.shape[1]
        var output = DoubleTensor(repeating: 0, shape: [batch, time, size])
        var finalHidden = hidden ?? DoubleTensor(repeating: 0, shape: [batch, size])
        var finalCell = cell ?? DoubleTensor(repeating: 0, shape: [batch, size])
        for b in 0..<batch {
            var h = (0..<size).map { finalHidden[b, $0] }
            var c = (0..<size).map { finalCell[b, $0] }
            for n in 0..<lengths[b] {
                let t = isReversed ? lengths[b] - 1 - n : n
                (h, c) = lstmStep(input.values, (b * time + t) * inputSize, weights, h, c)
                for j in 0..<size { output.values[(b * time + t) * size + j] = h[j] }
            }
            for j in 0..<size { (finalHidden[b, j], finalCell[b, j]) = (h[j], c[j]) }
        }
        return LSTMResult(output: output, hidden: [finalHidden], cell: [finalCell])
    }

    private static func lstmStep(
        _ input: [Double], _ start: Int, _ w: LSTMWeights, _ h: [Double], _ c: [Double]
    ) -> (hidden: [Double], cell: [Double]) {
        let (size, inputSize) = (h.count, w.inputWeight.shape[1])
        func gate(_ row: Int) -> Double {
            w.inputBias.values[row] + w.recurrentBias.values[row]
                + dot(w.inputWeight.values, row * inputSize, input, start, inputSize)
                + dot(w.recurrentWeight.values, row * size, h, 0, size)
        }
        func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
        var (hidden, cell) = (h, c)
        for j in 0..<size {
            let (i, f) = (sigmoid(gate(j)), sigmoid(gate(size + j)))
            let (g, o) = (tanh(gate(2 * size + j)), sigmoid(gate(3 * size + j)))
            cell[j] = f * c[j] + i * g
            hidden[j] = o * tanh(cell[j])
        }
        return (hidden, cell)
    }

    /// `[batch, time, m]` and `[batch, time, n]` side by side.
    private static func joinFeatures(_ a: DoubleTensor, _ b: DoubleTensor) -> DoubleTensor {
        let rows = a.shape[0] * a.shape[1]
        let (m, n) = (a.shape[2], b.shape[2])
        let joined = concatenateColumns(a.reshaped([rows, m]), b.reshaped([rows, n]))
        return joined.reshaped([a.shape[0], a.shape[1], m + n])
    }
}
