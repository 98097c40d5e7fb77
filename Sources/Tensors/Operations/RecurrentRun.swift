import CKernels

/// One pass of a recurrent layer over a sequence, and what its backward pass needs.
final class RecurrentRun {
    private let kernel: RecurrentKernel
    private let input: Tensor
    private let inputWeight: Tensor
    private let recurrentWeight: Tensor
    private let projectionBias: Tensor  // what the input projections start from
    private let productBias: Tensor?  // what the recurrent products start from, where they lie apart
    private let peepholes: Tensor?
    private let initialHidden: Tensor?
    private let initialCell: Tensor?
    private let layout: SequenceLayout
    private let maps: MapShape
    private let isReversed: Bool
    private let isMixed: Bool
    private let needsInputGradient: Bool
    private let isRecorded: Bool
    private var kept: Kept?

    /// What the forward pass leaves to the backward pass.
    private struct Kept {
        let gates: Tensor  // [rows, width], activated
        let products: Tensor?  // [rows, width]
        let hidden: Tensor  // [rows, hiddenSize]
        let cell: Tensor?  // [rows, hiddenSize]
    }

    private var hiddenSize: Int { width / kernel.blocks }
    private var width: Int { recurrentWeight.shape[0] }
    private var rows: Int { layout.rowCount * maps.pixelCount }
    private var stateSize: Int { maps.pixelCount * hiddenSize }

    init(
        _ kernel: RecurrentKernel, input: Tensor, weights: RecurrentWeights, peepholes: Tensor?, initialState: [Tensor],
        layout: SequenceLayout, maps: MapShape, isReversed: Bool, isMixed: Bool, needsInputGradient: Bool,
        isRecorded: Bool
    ) {
        self.kernel = kernel
        self.input = input
        inputWeight = weights.inputWeight.value
        recurrentWeight = weights.recurrentWeight.value
        let (inputBias, recurrentBias) = (weights.inputBias.value, weights.recurrentBias.value)
        projectionBias = kernel.keepsProduct ? inputBias : inputBias.adding(recurrentBias)
        productBias = kernel.keepsProduct ? recurrentBias : nil
        self.peepholes = peepholes
        initialHidden = initialState.first
        initialCell = kernel.hasCellState ? initialState.last : nil
        self.layout = layout
        self.maps = maps
        self.isReversed = isReversed
        self.isMixed = isMixed
        self.needsInputGradient = needsInputGradient
        self.isRecorded = isRecorded
    }

    /// Hidden states of all rows, then the final state.
    func forward() -> [Tensor] {
        let gates = convolution(of: input.shape[1])(input, weight: inputWeight, bias: projectionBias)
        let recurrent = PackedMatrix(transposing: recurrentWeight, isMixed: isMixed)
        let products = kernel.keepsProduct ? Tensor(uninitialized: [rows, width]) : nil
        let hidden = Tensor(uninitialized: [rows, hiddenSize])
        let cell = kernel.hasCellState && isRecorded ? Tensor(uninitialized: [rows, hiddenSize]) : nil
        let stateHidden = movable(initialHidden)
        let stateCell = kernel.hasCellState ? movable(initialCell) : nil
        forEachBatchRange { [self] sequence, workspace, range in
            let pass = recurrent_forward_pass(
                packed_recurrent: recurrent.rawPointer, recurrent_bias: productBias?.pointer,
                peepholes: peepholes?.pointer, projected: nil, gates: gates.freshPointer,
                product: products?.freshPointer,
                hidden: hidden.freshPointer, cell: cell?.freshPointer, state_hidden: stateHidden.freshPointer,
                state_cell: stateCell?.freshPointer)
            recurrent_forward_f32(kernel.cell, pass, workspace, sequence, range.lowerBound, range.upperBound)
        }
        if isRecorded { kept = Kept(gates: gates, products: products, hidden: hidden, cell: cell) }
        return [hidden, stateHidden] + (stateCell.map { [$0] } ?? [])
    }

    /// Gradients of input, the four weights, the peepholes if any, and the initial state if there was one. Uses up the
    /// activated gates.
    func backward(_ upstream: [Tensor?]) -> [Tensor?] {
        guard let kept else { fatalError("\(kernel.name): the backward pass ran twice.") }
        self.kept = nil
        let ofHidden = upstream[0] ?? .zeros([rows, hiddenSize])
        let ofStateHidden = movable(upstream[1])
        let ofStateCell = kernel.hasCellState ? movable(upstream[2]) : nil
        let recurrent = PackedMatrix(
            MatrixView(recurrentWeight, rows: width, columns: recurrentWeight.shape[1]), isMixed: isMixed)
        forEachBatchRange { [self] sequence, workspace, range in
            let pass = recurrent_backward_pass(
                packed_recurrent: recurrent.rawPointer, peepholes: peepholes?.pointer,
                carried: (kept.cell ?? kept.hidden).pointer,
                initial_carried: (kernel.hasCellState ? initialCell : initialHidden)?.pointer,
                gradient_hidden: ofHidden.pointer, gates: kept.gates.freshPointer, product: kept.products?.freshPointer,
                gradient_state_hidden: ofStateHidden.freshPointer, gradient_state_cell: ofStateCell?.freshPointer)
            recurrent_backward_f32(kernel.cell, pass, workspace, sequence, range.lowerBound, range.upperBound)
        }
        return weightGradients(kept) + (peepholes == nil ? [] : [peepholeGradient(kept)]) + [
            ofStateHidden, ofStateCell,
        ]
    }

    /// Gradients of input, input weight, recurrent weight and both biases, from the gradients of the pre-activations.
    private func weightGradients(_ kept: Kept) -> [Tensor?] {
        let (projection, recurrence) = (convolution(of: input.shape[1]), convolution(of: hiddenSize))
        let ofInput = needsInputGradient ? projection.inputGradient(kept.gates, weight: inputWeight) : nil
        let ofInputWeight = projection.weightGradient(kept.gates, maps: input)
        let ofRecurrentWeight = recurrence.weightGradient(
            kept.products ?? kept.gates, maps: previous(of: kept.hidden, initial: initialHidden))
        let ofInputBias = kept.gates.summedRows(columns: width)
        let ofRecurrentBias = kept.products?.summedRows(columns: width) ?? ofInputBias
        return [ofInput, ofInputWeight, ofRecurrentWeight, ofInputBias, ofRecurrentBias]
    }

    /// Of the peepholes of input, forget and output gate, `[3 * hiddenSize]`: the first two saw the cell state before
    /// the step, the last one that after it.
    private func peepholeGradient(_ kept: Kept) -> Tensor {
        guard let cell = kept.cell else { fatalError("\(kernel.name): peepholes without a cell state.") }
        let before = previous(of: cell, initial: initialCell)
        let gradient = Tensor(uninitialized: [3 * hiddenSize])
        for (index, (block, seen)) in [(0, before), (1, before), (3, cell)].enumerated() {
            sumRowProducts(
                kept.gates.pointer + block * hiddenSize, rowStride: width, seen,
                into: gradient.freshPointer + index * hiddenSize)
        }
        return gradient
    }

    /// What each row's step began with of a state that `states` `[rows, hiddenSize]` holds after every step.
    private func previous(of states: Tensor, initial: Tensor?) -> Tensor {
        let previous = Tensor(uninitialized: [rows, hiddenSize])
        let positions = layout.positionOfRow
        for (row, before) in layout.previousRows(isReversed: isReversed).enumerated() {
            let target = previous.freshPointer + row * stateSize
            if before >= 0 {
                target.update(from: states.pointer + Int(before) * stateSize, count: stateSize)
            } else if let initial {
                target.update(from: initial.pointer + Int(positions[row]) * stateSize, count: stateSize)
            } else {
                target.update(repeating: 0, count: stateSize)
            }
        }
        return previous
    }

    /// The map from rows of `inputSize` to pre-activations.
    private func convolution(of inputSize: Int) -> Convolution {
        Convolution(
            shape: maps, mapCount: layout.rowCount, inputSize: inputSize, outputSize: width, isMixed: isMixed)
    }

    /// A copy of a state for the kernels to move on; zeros for none.
    private func movable(_ state: Tensor?) -> Tensor {
        guard let state else { return .zeros([layout.batchSize, stateSize]) }
        let copy = Tensor(uninitialized: state.shape)
        copy.freshPointer.update(from: state.pointer, count: state.count)
        return copy
    }

    /// Shares the sequences of the batch among the threads, each with a workspace of its own.
    private func forEachBatchRange(_ body: (recurrent_sequence, UnsafeMutablePointer<Float>, Range<Int>) -> Void) {
        let (shape, pixels) = (maps.kernelShape, maps.pixelCount)
        layout.withKernelSequence(hiddenSize: hiddenSize, maps: maps, isReversed: isReversed, isMixed: isMixed) {
            nonisolated(unsafe) let sequence = $0
            layout.forEachBatchRange { range in
                let workspace = Tensor(uninitialized: [kernels_convolution_workspace(shape, hiddenSize)])
                body(sequence, workspace.freshPointer, range.lowerBound * pixels..<range.upperBound * pixels)
            }
        }
    }
}
