import CKernels

/// An LSTM layer of one or two directions with its weights packed once, for inference without a tape.
///
/// Gives the bits that `lstmSequence` gives.
public struct PackedLSTM: Sendable {
    /// The weights of one direction.
    public struct Direction: Sendable {
        let inputWeight: PackedMatrix  // [inputSize, 4 * hiddenSize]
        let recurrentWeight: PackedMatrix  // [hiddenSize, 4 * hiddenSize]
        let bias: Tensor  // [4 * hiddenSize]

        /// - Parameters:
        ///   - inputWeight: `[4 * hiddenSize, inputSize]`.
        ///   - recurrentWeight: `[4 * hiddenSize, hiddenSize]`.
        ///   - bias: The sum of both biases, `[4 * hiddenSize]`.
        public init(inputWeight: Tensor, recurrentWeight: Tensor, bias: Tensor) {
            self.inputWeight = PackedMatrix(transposing: inputWeight)
            self.recurrentWeight = PackedMatrix(transposing: recurrentWeight)
            self.bias = bias
        }
    }

    private let directions: [Direction]
    private let hiddenSize: Int

    /// - Parameter directions: Forwards, and backwards if there is a second.
    public init(_ directions: [Direction]) {
        precondition(directions.count == 1 || directions.count == 2, "PackedLSTM: \(directions.count) directions.")
        self.directions = directions
        hiddenSize = directions[0].recurrentWeight.depth
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
        _ rows: Tensor, _ layout: SequenceLayout, _ weights: Direction, isReversed: Bool, _ final: Tensor
    ) -> Tensor {
        let gates = affine(rows, weights.inputWeight, bias: weights.bias)
        let hidden = Tensor(uninitialized: [layout.rowCount, hiddenSize])
        let stateCell = Tensor.zeros([layout.batchSize, hiddenSize])
        let pass = recurrent_forward_pass(
            packed_recurrent: weights.recurrentWeight.rawPointer, recurrent_bias: nil, peepholes: nil,
            gates: gates.freshPointer, product: nil, hidden: hidden.freshPointer, cell: nil,
            state_hidden: final.freshPointer, state_cell: stateCell.freshPointer)
        layout.withKernelSequence(hiddenSize: hiddenSize, isReversed: isReversed, isMixed: false) { sequence in
            nonisolated(unsafe) let (pass, sequence) = (pass, sequence)
            ThreadPool.shared.forEachRange(of: layout.batchSize) { range in
                let workspace = Tensor(uninitialized: [kernels_product_workspace()])
                recurrent_forward_f32(
                    LSTM_CELL, pass, workspace.freshPointer, sequence, range.lowerBound, range.upperBound)
            }
        }
        withExtendedLifetime((gates, stateCell)) {}
        return hidden
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
