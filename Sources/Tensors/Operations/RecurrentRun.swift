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
    private let needsWeightGradients: Bool
    private let isRecorded: Bool
    private let chunks: [Range<Int>]  // of steps
    private lazy var previousRows = layout.previousRows(isReversed: isReversed)
    private lazy var positions = layout.positionOfRow
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
        _ kernel: RecurrentKernel, input: Tensor, direction: RecurrentDirection, layout: SequenceLayout,
        maps: MapShape, isMixed: Bool, needsInputGradient: Bool, needsWeightGradients: Bool, isRecorded: Bool
    ) {
        self.kernel = kernel
        self.input = input
        let weights = direction.weights
        inputWeight = weights.inputWeight.value
        recurrentWeight = weights.recurrentWeight.value
        (projectionBias, productBias) = kernel.biases(
            input: weights.inputBias.value, recurrent: weights.recurrentBias.value)
        peepholes = direction.peepholes?.value
        initialHidden = direction.state?.first?.value
        initialCell = kernel.hasCellState ? direction.state?.last?.value : nil
        isReversed = direction.isReversed
        self.layout = layout
        self.maps = maps
        self.isMixed = isMixed
        self.needsInputGradient = needsInputGradient
        self.needsWeightGradients = needsWeightGradients
        self.isRecorded = isRecorded
        let width = weights.recurrentWeight.shape[0] * maps.pixelCount
        chunks = layout.stepChunks(mostRows: Self.mostRows ?? max(Self.fewestRows, Self.chunkSize / width))
    }

    /// Steps are treated in chunks: projected, gone through, and on the way back turned into gradients while what they
    /// left, this many floats or fewer, still lies in a cache.
    private static let chunkSize = 1 << 18
    /// Fewer rows than this make products that read their weights too often.
    private static let fewestRows = 512
    /// Chunks of another size, for tests.
    @TaskLocal static var mostRows: Int?

    /// Hidden states of all rows, then the final state.
    func forward() -> [Tensor] {
        let projection = convolution(of: input.shape[1])
        let packedInput = projection.packed(inputWeight)
        let recurrent = PackedMatrix(transposing: recurrentWeight, isMixed: isMixed)
        let gates = Tensor(uninitialized: [rows, width])
        let products = kernel.keepsProduct ? Tensor(uninitialized: [rows, width]) : nil
        let hidden = Tensor(uninitialized: [rows, hiddenSize])
        let cell = kernel.hasCellState && isRecorded ? Tensor(uninitialized: [rows, hiddenSize]) : nil
        let stateHidden = movable(initialHidden)
        let stateCell = kernel.hasCellState ? movable(initialCell) : nil
        for steps in isReversed ? chunks.reversed() : chunks {
            projection.project(input, by: packedInput, bias: projectionBias, rows: rows(of: steps), into: gates)
            forEachBatchRange(in: steps) { [self] sequence, workspace, range in
                let pass = recurrent_forward_pass(
                    packed_recurrent: recurrent.rawPointer, recurrent_bias: productBias?.pointer,
                    peepholes: peepholes?.pointer, projected: nil, gates: gates.freshPointer,
                    product: products?.freshPointer, hidden: hidden.freshPointer, cell: cell?.freshPointer,
                    state_hidden: stateHidden.freshPointer, state_cell: stateCell?.freshPointer)
                recurrent_forward_f32(kernel.cell, pass, workspace, sequence, range.lowerBound, range.upperBound)
            }
        }
        if isRecorded { kept = Kept(gates: gates, products: products, hidden: hidden, cell: cell) }
        return [hidden, stateHidden] + (stateCell.map { [$0] } ?? [])
    }

    /// The forward pass of a run that is recorded, and what it left of every step.
    func traced() -> RecurrentTrace {
        _ = forward()
        guard let kept else { fatalError("\(kernel.name): the run is not recorded.") }
        return RecurrentTrace(gates: kept.gates, hidden: kept.hidden, cell: kept.cell)
    }

    /// The gradient of the input, and those of the four weights, the peepholes if any, and the initial state if there was
    /// one. Uses up the activated gates.
    func backward(_ upstream: [Tensor?]) -> (input: Tensor?, others: [Tensor?]) {
        guard let kept else { fatalError("\(kernel.name): the backward pass ran twice.") }
        self.kept = nil
        let ofHidden = upstream[0] ?? .zeros([rows, hiddenSize])
        let ofStateHidden = movable(upstream[1])
        let ofStateCell = kernel.hasCellState ? movable(upstream[2]) : nil
        let recurrent = PackedMatrix(
            MatrixView(recurrentWeight, rows: width, columns: recurrentWeight.shape[1]), isMixed: isMixed)
        let slopes = Slopes(self)
        for steps in isReversed ? chunks : chunks.reversed() {
            forEachBatchRange(in: steps) { [self] sequence, workspace, range in
                let pass = recurrent_backward_pass(
                    packed_recurrent: recurrent.rawPointer, peepholes: peepholes?.pointer,
                    carried: (kept.cell ?? kept.hidden).pointer,
                    initial_carried: (kernel.hasCellState ? initialCell : initialHidden)?.pointer,
                    gradient_hidden: ofHidden.pointer, gates: kept.gates.freshPointer,
                    product: kept.products?.freshPointer, gradient_state_hidden: ofStateHidden.freshPointer,
                    gradient_state_cell: ofStateCell?.freshPointer)
                recurrent_backward_f32(kernel.cell, pass, workspace, sequence, range.lowerBound, range.upperBound)
            }
            add(rows(of: steps), of: kept, to: slopes)
        }
        var others = slopes.weights?.all ?? [nil, nil, nil, nil]
        if peepholes != nil { others.append(needsWeightGradients ? peepholeGradient(kept) : nil) }
        if initialHidden != nil { others.append(ofStateHidden) }
        if initialCell != nil { others.append(ofStateCell) }
        return (slopes.input, others)
    }

    /// What the backward pass fills, chunk by chunk.
    private struct Slopes {
        let input: Tensor?
        let packedInput: PackedMatrix?
        let weights: Weights?

        struct Weights {
            let inputWeight, recurrentWeight, inputBias: Tensor
            let recurrentBias: Tensor?  // `nil` where it is that of the input bias
            let previous: Tensor  // [rows, hiddenSize]: the hidden states that steps began with

            var all: [Tensor?] { [inputWeight, recurrentWeight, inputBias, recurrentBias ?? inputBias] }
        }

        init(_ run: RecurrentRun) {
            input = run.needsInputGradient ? Tensor(uninitialized: run.input.shape) : nil
            let projection = run.convolution(of: run.input.shape[1])
            packedInput = run.needsInputGradient ? projection.packedForGradient(run.inputWeight) : nil
            guard run.needsWeightGradients else {
                weights = nil
                return
            }
            weights = Weights(
                inputWeight: .zeros(run.inputWeight.shape), recurrentWeight: .zeros(run.recurrentWeight.shape),
                inputBias: .zeros([run.width]), recurrentBias: run.kernel.keepsProduct ? .zeros([run.width]) : nil,
                previous: Tensor(uninitialized: [run.rows, run.hiddenSize]))
        }
    }

    /// Adds what the gradients of some rows' pre-activations make of input, weights and biases.
    private func add(_ rows: Range<Int>, of kept: Kept, to slopes: Slopes) {
        let (projection, recurrence) = (convolution(of: input.shape[1]), convolution(of: hiddenSize))
        if let ofInput = slopes.input, let weight = slopes.packedInput {
            projection.inputGradient(kept.gates, by: weight, rows: rows, into: ofInput)
        }
        guard let weights = slopes.weights else { return }
        projection.addWeightGradient(kept.gates, maps: input, rows: rows, to: weights.inputWeight)
        copyPrevious(of: kept.hidden, initial: initialHidden, rows, to: weights.previous)
        recurrence.addWeightGradient(
            kept.products ?? kept.gates, maps: weights.previous, rows: rows, to: weights.recurrentWeight)
        kept.gates.addRows(rows, columns: width, to: weights.inputBias)
        if let ofBias = weights.recurrentBias { kept.products?.addRows(rows, columns: width, to: ofBias) }
    }

    /// Of the peepholes of input, forget and output gate, `[3 * hiddenSize]`: the first two saw the cell state before
    /// the step, the last one that after it.
    private func peepholeGradient(_ kept: Kept) -> Tensor {
        guard let cell = kept.cell else { fatalError("\(kernel.name): peepholes without a cell state.") }
        let before = Tensor(uninitialized: cell.shape)
        copyPrevious(of: cell, initial: initialCell, 0..<rows, to: before)
        let gradient = Tensor(uninitialized: [3 * hiddenSize])
        for (index, (block, seen)) in [(0, before), (1, before), (3, cell)].enumerated() {
            sumRowProducts(
                kept.gates.pointer + block * hiddenSize, rowStride: width, seen,
                into: gradient.freshPointer + index * hiddenSize)
        }
        return gradient
    }

    /// Copies what the steps of some rows began with of a state that `states` `[rows, hiddenSize]` holds after every
    /// step.
    private func copyPrevious(of states: Tensor, initial: Tensor?, _ rows: Range<Int>, to previous: Tensor) {
        let (first, count) = (rows.lowerBound / maps.pixelCount, rows.count / maps.pixelCount)
        let (previousRows, positions) = (previousRows, positions)
        ThreadPool.shared.forEachRange(of: count) { [self] range in
            for row in first + range.lowerBound..<first + range.upperBound {
                let target = previous.freshPointer + row * stateSize
                let before = previousRows[row]
                if before >= 0 {
                    target.update(from: states.pointer + Int(before) * stateSize, count: stateSize)
                } else if let initial {
                    target.update(from: initial.pointer + Int(positions[row]) * stateSize, count: stateSize)
                } else {
                    target.update(repeating: 0, count: stateSize)
                }
            }
        }
    }

    /// The map from rows of `inputSize` to pre-activations.
    private func convolution(of inputSize: Int) -> Convolution {
        Convolution(shape: maps, inputSize: inputSize, outputSize: width, isMixed: isMixed)
    }

    /// A copy of a state for the kernels to move on; zeros for none.
    private func movable(_ state: Tensor?) -> Tensor {
        guard let state else { return .zeros([layout.batchSize, stateSize]) }
        let copy = Tensor(uninitialized: state.shape)
        copy.freshPointer.update(from: state.pointer, count: state.count)
        return copy
    }

    /// The rows of some steps.
    private func rows(of steps: Range<Int>) -> Range<Int> {
        let rows = layout.rows(of: steps)
        return rows.lowerBound * maps.pixelCount..<rows.upperBound * maps.pixelCount
    }

    /// Shares the sequences of the batch among the threads, each with a workspace of its own.
    private func forEachBatchRange(
        in steps: Range<Int>, _ body: (recurrent_sequence, UnsafeMutablePointer<Float>, Range<Int>) -> Void
    ) {
        let (shape, pixels) = (maps.kernelShape, maps.pixelCount)
        layout.withKernelSequence(
            hiddenSize: hiddenSize, maps: maps, steps: steps, isReversed: isReversed, isMixed: isMixed
        ) {
            nonisolated(unsafe) let sequence = $0
            layout.forEachBatchRange(in: steps) { range in
                let workspace = Tensor(uninitialized: [kernels_convolution_workspace(shape, hiddenSize)])
                body(sequence, workspace.freshPointer, range.lowerBound * pixels..<range.upperBound * pixels)
            }
        }
    }
}
