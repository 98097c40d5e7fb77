import Foundation
import NeuralLayers
import Tensors

extension DoubleTwin {
    /// The recurrent cells; each has its step written from its equations in ``recurrentStep(_:_:_:_:_:_:)``.
    public typealias RecurrentCell = RecurrentCellKind

    /// The parameters of one direction of one layer.
    public struct RecurrentWeights {
        public var inputWeight: DoubleTensor  // [blocks * hiddenSize, inputSize]
        public var recurrentWeight: DoubleTensor  // [blocks * hiddenSize, hiddenSize]
        public var inputBias: DoubleTensor  // [blocks * hiddenSize]
        public var recurrentBias: DoubleTensor  // [blocks * hiddenSize]
        public var peepholes: DoubleTensor?  // [3 * hiddenSize]: of the input, forget and output gate

        /// Takes the tensors in the order of the properties.
        public init(_ tensors: [DoubleTensor]) {
            (inputWeight, recurrentWeight, inputBias, recurrentBias) = (tensors[0], tensors[1], tensors[2], tensors[3])
            peepholes = tensors.count > 4 ? tensors[4] : nil
        }
    }

    /// Output `[batch, time, directions * hiddenSize]`, final states `[batch, hiddenSize]`, one a layer and direction.
    public struct RecurrentResult {
        public var output: DoubleTensor
        public var hidden: [DoubleTensor] = []
        public var cell: [DoubleTensor] = []  // empty where the cell has none
    }

    /// A stacked network over padded input `[batch, time, inputSize]`, sequence by sequence and step by step.
    ///
    /// - Parameters:
    ///   - weights: One a layer and direction: layer 0 forward, layer 0 backward, layer 1 forward, …
    ///   - hidden, cell: The initial state in the same order, `[batch, hiddenSize]` each; `nil` for zeros.
    ///   - layerMasks: What the input of each layer but the first is multiplied with, of its shape; empty for nothing.
    public static func recurrent(
        _ kind: RecurrentCell, _ input: DoubleTensor, lengths: [Int], weights: [RecurrentWeights], directions: Int,
        hidden: [DoubleTensor]? = nil, cell: [DoubleTensor]? = nil, layerMasks: [DoubleTensor] = []
    ) -> RecurrentResult {
        var result = RecurrentResult(output: input)
        for layer in 0..<weights.count / directions {
            if layer > 0, !layerMasks.isEmpty { result.output = multiply(result.output, layerMasks[layer - 1]) }
            var halves: [DoubleTensor] = []
            for direction in 0..<directions {
                let index = layer * directions + direction
                let pass = recurrentDirection(
                    kind, result.output, lengths: lengths, weights: weights[index], hidden: hidden?[index],
                    cell: cell?[index], isReversed: direction == 1)
                halves.append(pass.output)
                result.hidden += pass.hidden
                result.cell += pass.cell
            }
            result.output = halves.count == 1 ? halves[0] : joinFeatures(halves[0], halves[1])
        }
        return result
    }

    /// One direction of one layer over padded input.
    public static func recurrentDirection(
        _ kind: RecurrentCell, _ input: DoubleTensor, lengths: [Int], weights: RecurrentWeights, hidden: DoubleTensor?,
        cell: DoubleTensor?, isReversed: Bool
    ) -> RecurrentResult {
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
                (h, c) = recurrentStep(kind, input.values, (b * time + t) * inputSize, weights, h, c)
                for j in 0..<size { output.values[(b * time + t) * size + j] = h[j] }
            }
            for j in 0..<size { (finalHidden[b, j], finalCell[b, j]) = (h[j], c[j]) }
        }
        return RecurrentResult(output: output, hidden: [finalHidden], cell: kind.hasCellState ? [finalCell] : [])
    }

    private static func recurrentStep(
        _ kind: RecurrentCell, _ input: [Double], _ start: Int, _ w: RecurrentWeights, _ h: [Double], _ c: [Double]
    ) -> (hidden: [Double], cell: [Double]) {
        let (size, inputSize) = (h.count, w.inputWeight.shape[1])
        func fromInput(_ row: Int) -> Double {
            w.inputBias.values[row] + dot(w.inputWeight.values, row * inputSize, input, start, inputSize)
        }
        func fromState(_ row: Int) -> Double {
            w.recurrentBias.values[row] + dot(w.recurrentWeight.values, row * size, h, 0, size)
        }
        func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
        func both(_ block: Int, _ j: Int) -> Double { fromInput(block * size + j) + fromState(block * size + j) }
        func peephole(_ block: Int, _ j: Int) -> Double { w.peepholes?.values[block * size + j] ?? 0 }
        var (hidden, cell) = (h, c)
        for j in 0..<size {
            switch kind {
            case .lstm, .peephole:
                let i = sigmoid(both(0, j) + peephole(0, j) * c[j])
                let f = sigmoid(both(1, j) + peephole(1, j) * c[j])
                cell[j] = f * c[j] + i * tanh(both(2, j))
                hidden[j] = sigmoid(both(3, j) + peephole(2, j) * cell[j]) * tanh(cell[j])
            case .gru:
                let (r, z) = (sigmoid(both(0, j)), sigmoid(both(1, j)))
                let n = tanh(fromInput(2 * size + j) + r * fromState(2 * size + j))
                hidden[j] = (1 - z) * n + z * h[j]
            case .simpleRNN:
                hidden[j] = tanh(both(0, j))
            }
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

extension RecurrentCellKind {
    public var kernel: RecurrentKernel { type.kernel }
    /// Blocks of the weights: of an LSTM input, forget, cell, output; of a GRU reset, update, new.
    public var blocks: Int { kernel.blocks }
    /// Whether there is a cell state beside the hidden state.
    public var hasCellState: Bool { kernel.hasCellState }
    /// Input weight, recurrent weight, both biases, and peepholes if any.
    public var parameterCount: Int { kernel.hasPeepholes ? 5 : 4 }
}
