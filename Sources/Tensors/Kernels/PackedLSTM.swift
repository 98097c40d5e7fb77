import CKernels

/// An LSTM layer of one or two directions with its weights packed once, for inference without a tape.
///
/// In fp32 it gives the bits that `lstmSequence` gives.
public struct PackedLSTM: Sendable {
    /// The weights of one direction.
    public struct Direction: Sendable {
        fileprivate let weights: Weights
        fileprivate let bias: Tensor  // [4 * hiddenSize]

        /// - Parameters:
        ///   - inputWeight: `[4 * hiddenSize, inputSize]`.
        ///   - recurrentWeight: `[4 * hiddenSize, hiddenSize]`.
        ///   - bias: The sum of both biases, `[4 * hiddenSize]`.
        ///   - precision: How many bits the products read for each weight.
        public init(inputWeight: Tensor, recurrentWeight: Tensor, bias: Tensor, precision: Precision = .fp32) {
            weights =
                precision == .fp32
                ? .exact(
                    input: PackedMatrix(transposing: inputWeight), recurrent: PackedMatrix(transposing: recurrentWeight)
                )
                : .rounded(
                    input: InferenceMatrix(transposing: inputWeight, precision: precision),
                    recurrent: InferenceMatrix(transposing: recurrentWeight, precision: precision))
            self.bias = bias
        }
    }

    /// The packed `[inputSize, 4 * hiddenSize]` and `[hiddenSize, 4 * hiddenSize]`.
    fileprivate enum Weights: Sendable {
        case exact(input: PackedMatrix, recurrent: PackedMatrix)
        case rounded(input: InferenceMatrix, recurrent: InferenceMatrix)
    }

    private let directions: [Direction]
    private let hiddenSize: Int

    /// - Parameter directions: Forwards, and backwards if there is a second.
    public init(_ directions: [Direction]) {
        precondition(directions.count == 1 || directions.count == 2, "PackedLSTM: \(directions.count) directions.")
        self.directions = directions
        hiddenSize = directions[0].bias.count / 4
    }

    /// Runs packed rows `[layout.rowCount, inputSize]` from a state of zeros.
    ///
    /// - Returns: The hidden states, `[layout.rowCount, directions * hiddenSize]`, and for each direction the one after
    ///   each sequence's last step (its first, backwards), `[layout.batchSize, hiddenSize]`, in the caller's order.
    public func callAsFunction(_ rows: Tensor, layout: SequenceLayout) -> (states: Tensor, final: [Tensor]) {
        let width = directions.count * hiddenSize
        let states = Tensor(uninitialized: [layout.rowCount, width])
        let final = directions.map { _ in Tensor.zeros([layout.batchSize, hiddenSize]) }
        func run(_ direction: Int) {
            let hidden = forward(rows, layout, directions[direction], isReversed: direction == 1, final[direction])
            for row in 0..<layout.rowCount {
                (states.freshPointer + row * width + direction * hiddenSize).update(
                    from: hidden.pointer + row * hiddenSize, count: hiddenSize)
            }
        }
        if layout.batchSize == 1 {
            // One document: a thread for each direction, since its steps cannot be shared.
            ThreadPool.shared.run(parts: directions.count) { run($0) }
        } else {
            for direction in directions.indices { run(direction) }
        }
        return (states, final.map { inCallersOrder($0, layout) })
    }

    private func forward(
        _ rows: Tensor, _ layout: SequenceLayout, _ direction: Direction, isReversed: Bool, _ final: Tensor
    ) -> Tensor {
        let hidden = Tensor(uninitialized: [layout.rowCount, hiddenSize])
        let stateCell = Tensor.zeros([layout.batchSize, hiddenSize])
        switch direction.weights {
        case .exact(let input, let recurrent):
            let gates = affine(rows, input, bias: direction.bias)
            run(recurrent, gates, hidden, final, stateCell, layout, isReversed)
        case .rounded(let input, let recurrent):
            let gates = affine(rows, input, bias: direction.bias)
            run(recurrent, gates, hidden, final, stateCell, layout, isReversed)
        }
        return hidden
    }

    private func run(
        _ recurrent: PackedMatrix, _ gates: Tensor, _ hidden: Tensor, _ stateHidden: Tensor, _ stateCell: Tensor,
        _ layout: SequenceLayout, _ isReversed: Bool
    ) {
        let pass = recurrent_forward_pass(
            packed_recurrent: recurrent.rawPointer, recurrent_bias: nil, peepholes: nil,
            gates: gates.freshPointer, product: nil, hidden: hidden.freshPointer, cell: nil,
            state_hidden: stateHidden.freshPointer, state_cell: stateCell.freshPointer)
        layout.withKernelSequence(hiddenSize: hiddenSize, isReversed: isReversed, isMixed: false) { sequence in
            nonisolated(unsafe) let (pass, sequence) = (pass, sequence)
            ThreadPool.shared.forEachRange(of: layout.batchSize) { range in
                let workspace = Tensor(uninitialized: [kernels_product_workspace()])
                recurrent_forward_f32(
                    LSTM_CELL, pass, workspace.freshPointer, sequence, range.lowerBound, range.upperBound)
            }
        }
    }

    /// The same with a product of rounded weights at each step.
    private func run(
        _ recurrent: InferenceMatrix, _ gates: Tensor, _ hidden: Tensor, _ stateHidden: Tensor, _ stateCell: Tensor,
        _ layout: SequenceLayout, _ isReversed: Bool
    ) {
        let size = hiddenSize
        let (states, cells, output) = (stateHidden.freshPointer, stateCell.freshPointer, hidden.freshPointer)
        ThreadPool.shared.forEachRange(of: layout.batchSize) { range in
            for n in 0..<layout.steps {
                let step = isReversed ? layout.steps - 1 - n : n
                let active = range.clamped(to: 0..<Int(layout.stepCount[step]))
                guard !active.isEmpty else { continue }
                let first = Int(layout.stepOffset[step]) + active.lowerBound
                let state = states + active.lowerBound * size
                recurrent.multiply(
                    state, rows: active.count, into: gates.freshPointer + first * 4 * size, accumulate: true)
                for index in 0..<active.count {
                    lstm_gates_f32(
                        gates.freshPointer + (first + index) * 4 * size,
                        cells + (active.lowerBound + index) * size, state + index * size, size)
                }
                (output + first * size).update(from: state, count: active.count * size)
            }
        }
    }

    private func inCallersOrder(_ state: Tensor, _ layout: SequenceLayout) -> Tensor {
        guard !layout.isIdentity else { return state }
        let result = Tensor(uninitialized: state.shape)
        for (position, sequence) in layout.order.enumerated() {
            (result.freshPointer + sequence * hiddenSize).update(
                from: state.pointer + position * hiddenSize, count: hiddenSize)
        }
        return result
    }
}
