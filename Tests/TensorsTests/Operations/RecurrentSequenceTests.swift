import CKernels
import NeuralLayers
import TestSupport
import Testing

@testable import Tensors

private typealias Cell = DoubleTwin.RecurrentCell

/// One direction of one layer of every cell, straight on the operations; `NeuralLayersTests` goes through the layers.
struct RecurrentSequenceTests {
    /// Also run under every instruction set, see `InstructionSetTests`.
    @Test func gradientsOfAllSizesAreThoseOfTheTwin() {
        for cell in Cell.allCases {
            for size in [1, 7, 17] {
                for isReversed in [false, true] {
                    for hasState in [false, true] {
                        SequenceCase(cell, size: size, lengths: [2, 3, 1], isReversed: isReversed, hasState: hasState)
                            .expectMatch(maximumChecked: 12)
                    }
                }
            }
            SequenceCase(cell, size: 129, lengths: [1, 2], isReversed: false, hasState: true)
                .expectMatch(maximumChecked: 3)
        }
    }

    @Test func aLongSequenceIsThatOfTheTwin() {
        for cell in Cell.allCases {
            SequenceCase(cell, size: 9, lengths: [40, 3, 25], isReversed: true, hasState: true)
                .expectMatch(relativeTolerance: 2e-5, maximumChecked: 4)
        }
    }

    /// Multiplying with zero and adding rounds nothing, so the two kernels must agree to the last bit.
    @Test(arguments: [1, 17, 64])
    func peepholesOfZeroGiveTheBitsOfAPlainLSTM(size: Int) {
        let plain = SequenceCase(.lstm, size: size, lengths: [4, 2, 5], isReversed: false, hasState: true)
        let peephole = SequenceCase(
            .peephole, size: size, lengths: [4, 2, 5], isReversed: false, hasState: true)
        for (from, to) in zip(plain.input + plain.weights + plain.state, peephole.withoutPeepholes) {
            to.value = from.value
        }
        peephole.weights[4].value = .zeros([3 * size])
        let (expected, found) = (plain.pass(), peephole.pass())
        #expect(found.outputs == expected.outputs)
        for (from, to) in zip(plain.input + plain.weights + plain.state, peephole.withoutPeepholes) {
            #expect(found.gradients[to] == expected.gradients[from])
        }
        #expect(found.gradients[peephole.weights[4]]?.elements.contains { $0 != 0 } == true)
    }

    /// In one chunk, and in many of a few steps each.
    @Test(arguments: Cell.allCases, [false, true])
    fileprivate func chunksOfStepsChangeNoOutputAndNoGradient(cell: Cell, isReversed: Bool) throws {
        let batch = SequenceCase(cell, size: 9, lengths: [12, 40, 3, 25], isReversed: isReversed, hasState: true)
        let whole = batch.pass()
        for mostRows in [1, 7, 30] {
            let parts = RecurrentRun.$mostRows.withValue(mostRows) { batch.pass() }
            #expect(parts.outputs == whole.outputs)
            for parameter in batch.input + batch.weights + batch.state {
                let (found, expected) = (parts.gradients[parameter], whole.gradients[parameter])
                let scale = try #require(expected).elements.reduce(0) { max($0, abs($1)) }
                for (a, b) in zip(try #require(found).elements, try #require(expected).elements) {
                    #expect(abs(a - b) <= 1e-5 * scale)
                }
            }
        }
    }

    @Test func anEmptyBatchHasNoRowsAndNoGradient() {
        for cell in Cell.allCases {
            let batch = SequenceCase(cell, size: 7, lengths: [], isReversed: false, hasState: true)
            let (outputs, gradients) = batch.pass()
            #expect(outputs.map(\.shape) == [[0, 7], [0, 7]] + (cell.hasCellState ? [[0, 7]] : []))
            for weight in batch.weights { #expect(gradients[weight] == .zeros(weight.shape)) }
        }
    }
}

/// One direction of one layer on a random batch.
private struct SequenceCase {
    let cell: Cell
    let lengths: [Int]
    let isReversed: Bool
    let input: [Parameter]  // one, [batch, time, 3]
    let weights: [Parameter]
    let state: [Parameter]

    init(_ cell: Cell, size: Int, lengths: [Int], isReversed: Bool, hasState: Bool) {
        var generator = SeededGenerator(seed: UInt64(size))
        func random(_ shape: [Int], _ deviation: Float = 1) -> Parameter {
            Parameter(.normal(shape, standardDeviation: deviation, using: &generator))
        }
        let height = cell.blocks * size
        (self.cell, self.lengths, self.isReversed) = (cell, lengths, isReversed)
        input = [random([lengths.count, lengths.max() ?? 0, 3])]
        let matrices = [
            random([height, 3], 0.5), random([height, size], 0.7 / Float(size).squareRoot()), random([height], 0.3),
            random([height], 0.3),
        ]
        weights = matrices + (cell.kernel.hasPeepholes ? [random([3 * size], 0.5)] : [])
        let states = (0..<(cell.hasCellState ? 2 : 1)).map { _ in random([lengths.count, size]) }
        state = hasState ? states : []
    }

    /// All parameters but the peepholes.
    var withoutPeepholes: [Parameter] { input + weights.prefix(4) + state }

    /// Padded output and final state.
    func outputs() -> [Variable] {
        let layout = SequenceLayout(lengths: lengths)
        let (batch, time) = (lengths.count, layout.steps)
        let rows = gatherRows(Variable(input[0]).reshaped([batch * time, 3]), layout.paddedRows())
        let results = run(rows, layout)
        let width = results[0].shape[1]
        let padded = gatherRows(results[0], layout.packedRows())
        return [lengths.isEmpty ? padded : padded.reshaped([batch, time, width])] + results.dropFirst()
    }

    private func run(_ rows: Variable, _ layout: SequenceLayout) -> [Variable] {
        let w = weights.map { Variable($0) }
        let matrices = RecurrentWeights(
            inputWeight: w[0], recurrentWeight: w[1], inputBias: w[2], recurrentBias: w[3])
        let initial = state.map { Variable($0) }
        let direction = RecurrentDirection(
            weights: matrices, peepholes: w.count > 4 ? w[4] : nil, state: initial.isEmpty ? nil : initial,
            isReversed: isReversed)
        let (output, final) = recurrentSequences(
            cell.kernel, rows, layout: layout, directions: [direction], precision: .fp32)[0]
        return [output] + final
    }

    /// Values, and the gradients of their sum with random weights.
    func pass() -> (outputs: [Tensor], gradients: Gradients) {
        var values: [Variable] = []
        let (_, gradients) = withGradients {
            values = outputs()
            return values.enumerated().map { ($1 * Variable(reductionWeights($1.shape, output: $0))).sum() }
                .reduce(Variable(Tensor(scalar: 0)), +)
        }
        return (values.map(\.value), gradients)
    }

    func expectMatch(relativeTolerance: Double = 1e-5, maximumChecked: Int) {
        let names = ["weight_ih", "weight_hh", "bias_ih", "bias_hh", "peepholes"]
        let parameters =
            [("input", input[0])] + zip(names, weights).map { ($0, $1) } + zip(["h0", "c0"], state).map { ($0, $1) }
        expectGradientsMatch(parameters, relativeTolerance: relativeTolerance, maximumChecked: maximumChecked) {
            outputs()
        } twin: { values in
            let initial = Array(values.dropFirst(1 + weights.count))
            let result = DoubleTwin.recurrentDirection(
                cell, values[0], lengths: lengths, weights: .init(Array(values[1...weights.count])),
                hidden: initial.first, cell: initial.count > 1 ? initial[1] : nil, isReversed: isReversed)
            return [result.output] + result.hidden + result.cell
        }
    }
}
