import Foundation
import Tensors

extension DoubleTwin {
    /// A stacked convolutional LSTM over padded maps `[batch, time, height, width, inputSize]`, pixel by pixel.
    ///
    /// - Parameters:
    ///   - weights: One a layer and direction, with matrices `[4 * hiddenSize, inputs, kernelSize, kernelSize]`.
    ///   - hidden, cell: The initial state in the same order, `[batch, height, width, hiddenSize]` each; `nil` for zeros.
    ///   - layerMasks: What the input of each layer but the first is multiplied with, of its shape; empty for nothing.
    public static func convLSTM(
        _ input: DoubleTensor, lengths: [Int], weights: [RecurrentWeights], directions: Int,
        hidden: [DoubleTensor]? = nil, cell: [DoubleTensor]? = nil, layerMasks: [DoubleTensor] = []
    ) -> RecurrentResult {
        var result = RecurrentResult(output: input)
        for layer in 0..<weights.count / directions {
            if layer > 0, !layerMasks.isEmpty { result.output = multiply(result.output, layerMasks[layer - 1]) }
            let passes = (0..<directions).map { direction in
                let index = layer * directions + direction
                return convLSTMDirection(
                    result.output, lengths: lengths, weights: weights[index], hidden: hidden?[index],
                    cell: cell?[index], isReversed: direction == 1)
            }
            result.hidden += passes.flatMap(\.hidden)
            result.cell += passes.flatMap(\.cell)
            let rows = passes.map { $0.output.reshaped([$0.output.values.count / $0.size, $0.size]) }
            let joined = directions == 1 ? rows[0] : concatenateColumns(rows[0], rows[1])
            result.output = joined.reshaped(Array(input.shape.prefix(4)) + [joined.shape[1]])
        }
        return result
    }

    private static func convLSTMDirection(
        _ input: DoubleTensor, lengths: [Int], weights: RecurrentWeights, hidden: DoubleTensor?, cell: DoubleTensor?,
        isReversed: Bool
    ) -> RecurrentResult {
        let (time, height, width) = (input.shape[1], input.shape[2], input.shape[3])
        let size = weights.recurrentWeight.shape[1]
        let (inputCount, stateCount) = (height * width * input.shape[4], height * width * size)
        let stateShape = [lengths.count, height, width, size]
        let zeros = DoubleTensor(repeating: 0, shape: stateShape)
        var (finalHidden, finalCell) = (hidden ?? zeros, cell ?? zeros)
        var output = DoubleTensor(repeating: 0, shape: [lengths.count, time, height, width, size])
        for (b, length) in lengths.enumerated() {
            let own = b * stateCount..<(b + 1) * stateCount
            var (h, c) = (Array(finalHidden.values[own]), Array(finalCell.values[own]))
            for n in 0..<length {
                let row = b * time + (isReversed ? length - 1 - n : n)
                let x = Array(input.values[row * inputCount..<(row + 1) * inputCount])
                let fromInput = convolve(x, height, width, weights.inputWeight, weights.inputBias)
                let fromState = convolve(h, height, width, weights.recurrentWeight, weights.recurrentBias)
                (h, c) = convLSTMGates(zip(fromInput, fromState).map { $0 + $1 }, c, size)
                output.values.replaceSubrange(row * stateCount..<(row + 1) * stateCount, with: h)
            }
            finalHidden.values.replaceSubrange(own, with: h)
            finalCell.values.replaceSubrange(own, with: c)
        }
        return RecurrentResult(output: output, hidden: [finalHidden], cell: [finalCell])
    }

    /// Hidden and cell state after pre-activations `a` `[pixels, 4 * size]` and cell state `c` `[pixels, size]`.
    private static func convLSTMGates(
        _ a: [Double], _ c: [Double], _ size: Int
    ) -> (hidden: [Double], cell: [Double]) {
        func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
        var (hidden, cell) = (c, c)
        for index in c.indices {
            let first = index / size * 4 * size + index % size
            cell[index] = sigmoid(a[first + size]) * c[index] + sigmoid(a[first]) * tanh(a[first + 2 * size])
            hidden[index] = sigmoid(a[first + 3 * size]) * tanh(cell[index])
        }
        return (hidden, cell)
    }

    /// One map `[height, width, inputs]` through `weight` `[outputs, inputs, kernelSize, kernelSize]`, zeros around it.
    private static func convolve(
        _ map: [Double], _ height: Int, _ width: Int, _ weight: DoubleTensor, _ bias: DoubleTensor
    ) -> [Double] {
        let (outputs, inputs, kernel) = (weight.shape[0], weight.shape[1], weight.shape[2])
        var result: [Double] = []
        for y in 0..<height {
            for x in 0..<width {
                for output in 0..<outputs {
                    var sum = bias.values[output]
                    for row in 0..<kernel where (0..<height).contains(y + row - kernel / 2) {
                        for column in 0..<kernel where (0..<width).contains(x + column - kernel / 2) {
                            let pixel = (y + row - kernel / 2) * width + x + column - kernel / 2
                            for input in 0..<inputs {
                                let place = ((output * inputs + input) * kernel + row) * kernel + column
                                sum += weight.values[place] * map[pixel * inputs + input]
                            }
                        }
                    }
                    result.append(sum)
                }
            }
        }
        return result
    }
}

extension DoubleTwin.RecurrentResult {
    /// The features of the output.
    fileprivate var size: Int { output.shape[output.shape.count - 1] }
}
