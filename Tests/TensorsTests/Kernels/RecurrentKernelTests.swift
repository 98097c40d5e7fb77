import CKernels
import NeuralLayers
import TestSupport
import Testing

@testable import Tensors

/// The kernels themselves: a range of sequences must leave the rows of all others alone, and write within its buffers.
struct RecurrentKernelTests {
    /// Also run under every instruction set, see `InstructionSetTests`.
    @Test func aRangeOfSequencesTouchesItsOwnRowsAlone() {
        for cell in DoubleTwin.RecurrentCell.allCases {
            for size in [0, 1, 7, 17, 129] {
                for isReversed in [false, true] {
                    let whole = KernelBuffers(cell, size: size, isReversed: isReversed)
                    let bare = KernelBuffers(cell, size: size, isReversed: isReversed)
                    whole.run(0..<5)
                    for range in [0..<2, 1..<4, 4..<5] {
                        let part = KernelBuffers(cell, size: size, isReversed: isReversed)
                        part.run(range)
                        let (expected, untouched) = (whole.buffers, bare.buffers)
                        for (index, buffer) in part.buffers.enumerated() {
                            let isRight = buffer.isThat(of: expected[index], in: range, else: untouched[index])
                            #expect(isRight, "\(cell), size \(size), sequences \(range), buffer \(index)")
                        }
                    }
                }
            }
        }
    }
}

/// Rows of floats with guards before and behind, and the sequence that each row belongs to.
private struct GuardedRows {
    private let tensor: Tensor
    private let sequences: [Int]
    private let width: Int

    private static let guardCount = 32

    init(_ sequences: [Int], width: Int, using generator: inout SeededGenerator) {
        self.sequences = sequences
        self.width = width
        let guards = [Float](repeating: 12345, count: Self.guardCount)
        let values = Tensor.normal([sequences.count * width], using: &generator).elements
        tensor = Tensor(guards + values + guards, shape: [values.count + 2 * Self.guardCount])
    }

    var pointer: UnsafeMutablePointer<Float> { tensor.freshPointer + Self.guardCount }

    /// Whether rows of the sequences in `range` have the bits of `expected`, and all else those of `untouched`.
    func isThat(of expected: GuardedRows, in range: Range<Int>, else untouched: GuardedRows) -> Bool {
        let (found, expected, untouched) = (tensor.elements, expected.tensor.elements, untouched.tensor.elements)
        return found.indices.allSatisfy { index in
            let element = index - Self.guardCount
            let isInside =
                element >= 0 && element < sequences.count * width && range.contains(sequences[element / width])
            return found[index].bitPattern == (isInside ? expected : untouched)[index].bitPattern
        }
    }
}

/// The memory of a forward and a backward pass over five sequences of 4, 4, 3, 1 and 1 steps.
private struct KernelBuffers {
    let cell: DoubleTwin.RecurrentCell
    let size: Int
    let layout = SequenceLayout(lengths: [4, 4, 3, 1, 1])
    let isReversed: Bool
    let constants: [Tensor]  // both packed weights, bias, peepholes, gradient of the output, initial carried state
    let buffers: [GuardedRows]  // gates, product, hidden, cell, state, gradients of the state

    init(_ cell: DoubleTwin.RecurrentCell, size: Int, isReversed: Bool) {
        var generator = SeededGenerator(seed: UInt64(size))
        (self.cell, self.size, self.isReversed) = (cell, size, isReversed)
        let (rows, width) = (layout.sequenceOfRow.map(Int.init), cell.blocks * size)
        let weight = Tensor.normal([width, size], standardDeviation: 0.3, using: &generator)
        constants = [
            PackedMatrix(transposing: weight).panels,
            PackedMatrix(MatrixView(weight, rows: width, columns: size)).panels,
            .normal([width], using: &generator), .normal([3 * size], using: &generator),
            .normal([rows.count, size], using: &generator), .normal([5, size], using: &generator),
        ]
        let batch = Array(0..<5)
        buffers = [
            (rows, width), (rows, width), (rows, size), (rows, size), (batch, size), (batch, size), (batch, size),
            (batch, size),
        ].map { GuardedRows($0.0, width: $0.1, using: &generator) }
    }

    /// Forward, then backward, for the sequences of `range`.
    func run(_ range: Range<Int>) {
        let workspace = Tensor(uninitialized: [kernels_product_workspace()])
        let p = buffers.map(\.pointer)
        let (product, hasCell) = (cell.kernel.keepsProduct ? p[1] : nil, cell.hasCellState)
        let forward = recurrent_forward_pass(
            packed_recurrent: constants[0].pointer, recurrent_bias: constants[2].pointer,
            peepholes: constants[3].pointer, projected: nil, gates: p[0], product: product, hidden: p[2],
            cell: hasCell ? p[3] : nil,
            state_hidden: p[4], state_cell: hasCell ? p[5] : nil)
        let backward = recurrent_backward_pass(
            packed_recurrent: constants[1].pointer, peepholes: constants[3].pointer, carried: hasCell ? p[3] : p[2],
            initial_carried: constants[5].pointer, gradient_hidden: constants[4].pointer, gates: p[0],
            product: product, gradient_state_hidden: p[6], gradient_state_cell: hasCell ? p[7] : nil)
        layout.withKernelSequence(hiddenSize: size, isReversed: isReversed, isMixed: false) { sequence in
            let (kernel, memory) = (cell.kernel.cell, workspace.freshPointer)
            recurrent_forward_f32(kernel, forward, memory, sequence, range.lowerBound, range.upperBound)
            recurrent_backward_f32(kernel, backward, memory, sequence, range.lowerBound, range.upperBound)
        }
    }
}
