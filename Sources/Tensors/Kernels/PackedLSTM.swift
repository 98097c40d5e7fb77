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

        /// The input projections of rows `[rows, inputSize]`, `[rows, 4 * hiddenSize]`.
        fileprivate func project(_ rows: Tensor) -> Tensor {
            switch weights {
            case .exact(let input, _): affine(rows, input, bias: bias)
            case .rounded(let input, _): affine(rows, input, bias: bias)
            }
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

    /// The input projections of the words of a table, for ``callAsFunction(_:of:layout:)``.
    ///
    /// - Parameter table: `[words, inputSize]`, frequent words first.
    public func projecting(_ table: Tensor) -> ProjectedWords {
        ProjectedWords(
            of: table, width: 4 * hiddenSize, by: directions.map { direction in { direction.project($0) } })
    }

    /// Runs packed rows `[layout.rowCount, inputSize]` from a state of zeros.
    ///
    /// - Returns: The hidden states, `[layout.rowCount, directions * hiddenSize]`, and for each direction the one after
    ///   each sequence's last step (its first, backwards), `[layout.batchSize, hiddenSize]`, in the caller's order.
    public func callAsFunction(_ rows: Tensor, layout: SequenceLayout) -> (states: Tensor, final: [Tensor]) {
        forEachDirection(layout) { Gates(directions[$0].project(rows)) }
    }

    /// The same for the packed words `ids` of the table that `words` projects.
    public func callAsFunction(
        _ ids: [Int32], of words: ProjectedWords, layout: SequenceLayout
    ) -> (states: Tensor, final: [Tensor]) {
        let rows = words.rows(of: ids)
        return withExtendedLifetime(rows) {
            forEachDirection(layout) {
                Gates(Tensor(uninitialized: [layout.batchSize, 4 * hiddenSize]), projected: rows.pointers[$0])
            }
        }
    }

    /// Where the gates of a direction are worked out.
    private struct Gates: @unchecked Sendable {
        /// Input projections of all rows, which become the gates in place; or, where these are `projected`, memory for
        /// one step of the batch.
        let memory: Tensor
        /// Where the input projections of each row stand.
        let projected: [UnsafePointer<Float>]?

        init(_ memory: Tensor, projected: [UnsafePointer<Float>]? = nil) {
            self.memory = memory
            self.projected = projected
        }

        func withProjected(_ body: (UnsafePointer<UnsafePointer<Float>?>?) -> Void) {
            guard let projected else { return body(nil) }
            projected.map(Optional.some).withUnsafeBufferPointer { body($0.baseAddress) }
        }

        /// The input projections of the rows from `firstRow` on, which are those of the sequences from `position` on.
        func sums(firstRow: Int, position: Int, count: Int, width: Int) -> UnsafeMutablePointer<Float> {
            guard let projected else { return memory.freshPointer + firstRow * width }
            let sums = memory.freshPointer + position * width
            for index in 0..<count {
                (sums + index * width).update(from: projected[firstRow + index], count: width)
            }
            return sums
        }
    }

    private func forEachDirection(
        _ layout: SequenceLayout, gates: (Int) -> Gates
    ) -> (states: Tensor, final: [Tensor]) {
        let width = directions.count * hiddenSize
        let states = Tensor(uninitialized: [layout.rowCount, width])
        let final = directions.map { _ in Tensor.zeros([layout.batchSize, hiddenSize]) }
        func run(_ direction: Int) {
            let hidden = Tensor(uninitialized: [layout.rowCount, hiddenSize])
            forward(
                gates(direction), layout, directions[direction], isReversed: direction == 1, hidden, final[direction])
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
        _ gates: Gates, _ layout: SequenceLayout, _ direction: Direction, isReversed: Bool, _ hidden: Tensor,
        _ final: Tensor
    ) {
        let stateCell = Tensor.zeros([layout.batchSize, hiddenSize])
        switch direction.weights {
        case .exact(_, let recurrent): run(recurrent, gates, hidden, final, stateCell, layout, isReversed)
        case .rounded(_, let recurrent): run(recurrent, gates, hidden, final, stateCell, layout, isReversed)
        }
    }

    private func run(
        _ recurrent: PackedMatrix, _ gates: Gates, _ hidden: Tensor, _ stateHidden: Tensor, _ stateCell: Tensor,
        _ layout: SequenceLayout, _ isReversed: Bool
    ) {
        gates.withProjected { projected in
            let pass = recurrent_forward_pass(
                packed_recurrent: recurrent.rawPointer, recurrent_bias: nil, peepholes: nil, projected: projected,
                gates: gates.memory.freshPointer, product: nil, hidden: hidden.freshPointer, cell: nil,
                state_hidden: stateHidden.freshPointer, state_cell: stateCell.freshPointer)
            layout.withKernelSequence(hiddenSize: hiddenSize, isReversed: isReversed, isMixed: false) { sequence in
                nonisolated(unsafe) let (pass, sequence) = (pass, sequence)
                layout.forEachBatchRange { range in
                    let workspace = Tensor(uninitialized: [kernels_product_workspace()])
                    recurrent_forward_f32(
                        LSTM_CELL, pass, workspace.freshPointer, sequence, range.lowerBound, range.upperBound)
                }
            }
        }
    }

    /// The same with a product of rounded weights at each step.
    private func run(
        _ recurrent: InferenceMatrix, _ gates: Gates, _ hidden: Tensor, _ stateHidden: Tensor, _ stateCell: Tensor,
        _ layout: SequenceLayout, _ isReversed: Bool
    ) {
        let (size, width) = (hiddenSize, 4 * hiddenSize)
        let (states, cells, output) = (stateHidden.freshPointer, stateCell.freshPointer, hidden.freshPointer)
        layout.forEachBatchRange { range in
            for n in 0..<layout.steps {
                let step = isReversed ? layout.steps - 1 - n : n
                let active = range.clamped(to: 0..<Int(layout.stepCount[step]))
                guard !active.isEmpty else { continue }
                let first = Int(layout.stepOffset[step]) + active.lowerBound
                let state = states + active.lowerBound * size
                let sums = gates.sums(firstRow: first, position: active.lowerBound, count: active.count, width: width)
                recurrent.multiply(state, rows: active.count, into: sums, accumulate: true)
                for index in 0..<active.count {
                    lstm_gates_f32(
                        sums + index * width, cells + (active.lowerBound + index) * size, state + index * size, size)
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
