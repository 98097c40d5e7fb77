import CKernels
import TestSupport
import Testing

@testable import Tensors

/// One direction of one layer, straight on the operation; `NeuralLayersTests` goes through the layer.
struct ConvLSTMSequenceTests {
    /// Also run under every instruction set, see `InstructionSetTests`.
    @Test func gradientsOfAllSizesAreThoseOfTheTwin() {
        for size in [1, 7, 17] {
            for isReversed in [false, true] {
                expectMatch(size: size, height: 3, width: 2, kernelSize: 3, isReversed: isReversed)
            }
        }
        expectMatch(size: 2, height: 2, width: 6, kernelSize: 5, isReversed: false)
        expectMatch(size: 1, height: 14, width: 15, kernelSize: 3, isReversed: false)
    }

    /// Also run under every instruction set.
    @Test func aRangeOfPixelsTouchesItsOwnRowsAlone() {
        var generator = SeededGenerator(seed: 3)
        let map = map_shape(height: 15, width: 14, kernel: 3)
        let (pixels, inputs, outputs) = (3 * 210, 5, 7)
        let maps = Tensor.normal([pixels, inputs], using: &generator)
        let weight = Tensor.normal([outputs, 9 * inputs], using: &generator)
        let forwards = PackedMatrix(transposing: weight)
        let backwards = PackedMatrix(MatrixView(weight, rows: outputs, columns: 9 * inputs))
        let slopes = Tensor.normal([pixels, outputs], using: &generator)
        func run(_ range: Range<Int>) -> (forward: [Float], backward: [Float]) {
            let workspace = Tensor(uninitialized: [kernels_convolution_workspace(map, inputs)])
            let output = Tensor(repeating: 12345, shape: [pixels + 2, outputs])
            let gradient = Tensor(repeating: 12345, shape: [pixels + 2, inputs])
            convolve_f32(
                false, map, maps.pointer, inputs, forwards.rawPointer, nil, output.freshPointer + outputs, outputs,
                workspace.freshPointer, false, range.lowerBound, range.upperBound)
            convolve_backward_f32(
                false, map, slopes.pointer, outputs, backwards.rawPointer, gradient.freshPointer + inputs, inputs,
                workspace.freshPointer, false, range.lowerBound, range.upperBound)
            return (output.elements, gradient.elements)
        }
        let whole = run(0..<pixels)
        for range in [0..<210, 210..<630, 420..<630] {
            let part = run(range)
            for (width, found, expected) in [
                (outputs, part.forward, whole.forward), (inputs, part.backward, whole.backward),
            ] {
                let own = (range.lowerBound + 1) * width..<(range.upperBound + 1) * width
                let isRight = found.indices.allSatisfy { found[$0] == (own.contains($0) ? expected[$0] : 12345) }
                #expect(isRight, "pixels \(range), \(width) wide")
            }
        }
    }

    @Test func anEmptyBatchHasNoRowsAndNoGradient() {
        let parameters = randomParameters(size: 3, kernelSize: 3, batch: 0, time: 0, height: 2, width: 2)
        let (_, gradients) = withGradients {
            outputs(parameters.map(\.parameter), lengths: [], isReversed: false)[0].sum()
        }
        for (_, weight) in parameters[1..<5] { #expect(gradients[weight] == .zeros(weight.shape)) }
    }

    private func expectMatch(size: Int, height: Int, width: Int, kernelSize: Int, isReversed: Bool) {
        let lengths = [2, 3, 1]
        let parameters = randomParameters(
            size: size, kernelSize: kernelSize, batch: 3, time: 3, height: height, width: width)
        expectGradientsMatch(parameters, maximumChecked: height > 10 ? 2 : 6) {
            outputs(parameters.map(\.parameter), lengths: lengths, isReversed: isReversed)
        } twin: { values in
            let result = DoubleTwin.convLSTM(
                isReversed ? reversed(values[0], lengths) : values[0], lengths: lengths,
                weights: [.init(Array(values[1..<5]))], directions: 1, hidden: [values[5]], cell: [values[6]])
            return [isReversed ? reversed(result.output, lengths) : result.output] + result.hidden + result.cell
        }
    }

    private func randomParameters(
        size: Int, kernelSize: Int, batch: Int, time: Int, height: Int, width: Int
    ) -> [(name: String, parameter: Parameter)] {
        var generator = SeededGenerator(seed: UInt64(size))
        func random(_ shape: [Int], _ deviation: Float = 1) -> Parameter {
            Parameter(.normal(shape, standardDeviation: deviation, using: &generator))
        }
        return [
            ("input", random([batch, time, height, width, 2])),
            ("weight_ih", random([4 * size, 2, kernelSize, kernelSize], 0.3)),
            ("weight_hh", random([4 * size, size, kernelSize, kernelSize], 0.3 / Float(size).squareRoot())),
            ("bias_ih", random([4 * size], 0.3)), ("bias_hh", random([4 * size], 0.3)),
            ("h0", random([batch, height, width, size])), ("c0", random([batch, height, width, size])),
        ]
    }

    /// Padded output and final state.
    private func outputs(_ parameters: [Parameter], lengths: [Int], isReversed: Bool) -> [Variable] {
        let v = parameters.map { Variable($0) }
        let layout = SequenceLayout(lengths: lengths)
        let (batch, time, map) = (lengths.count, layout.steps, Array(v[0].shape.suffix(3)))
        let rows = gatherRows(v[0].reshaped([batch * time, map.reduce(1, *)]), layout.paddedRows())
        let (output, hidden, cell) = convLSTMSequence(
            rows.reshaped([layout.rowCount] + map), layout: layout,
            weights: RecurrentWeights(inputWeight: v[1], recurrentWeight: v[2], inputBias: v[3], recurrentBias: v[4]),
            state: (v[5], v[6]), isReversed: isReversed)
        let state = Array(output.shape.dropFirst())
        let padded = gatherRows(
            output.reshaped([layout.rowCount, state.reduce(1, *)]), layout.packedRows())
        return [padded.reshaped([batch, time] + state), hidden, cell]
    }

    /// Each sequence `[batch, time, …]` backwards within its length.
    private func reversed(_ tensor: DoubleTensor, _ lengths: [Int]) -> DoubleTensor {
        let (time, size) = (tensor.shape[1], tensor.values.count / tensor.shape[0] / tensor.shape[1])
        var result = tensor
        for (sequence, length) in lengths.enumerated() {
            for step in 0..<length {
                let (to, from) = ((sequence * time + step) * size, (sequence * time + length - 1 - step) * size)
                result.values.replaceSubrange(to..<to + size, with: tensor.values[from..<from + size])
            }
        }
        return result
    }
}
