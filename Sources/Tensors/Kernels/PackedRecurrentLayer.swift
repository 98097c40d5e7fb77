import CKernels

/// The parameters of one direction of one recurrent layer as plain values, for inference without a tape.
public struct RecurrentValues: Sendable {
    let kernel: RecurrentKernel
    let inputWeight: Tensor  // [blocks * hiddenSize, inputSize]
    let recurrentWeight: Tensor  // [blocks * hiddenSize, hiddenSize]
    let projectionBias: Tensor  // [blocks * hiddenSize]: what input projections start from
    let productBias: Tensor?  // [blocks * hiddenSize]: what recurrent products start from, where they lie apart
    let peepholes: Tensor?  // [3 * hiddenSize]

    var hiddenSize: Int { recurrentWeight.shape[1] }
    /// The length of a row of gates.
    var width: Int { recurrentWeight.shape[0] }

    /// - Parameters:
    ///   - inputWeight: `[blocks * hiddenSize, inputSize]`.
    ///   - recurrentWeight: `[blocks * hiddenSize, hiddenSize]`.
    ///   - inputBias: `[blocks * hiddenSize]`.
    ///   - recurrentBias: `[blocks * hiddenSize]`.
    ///   - peepholes: `[3 * hiddenSize]`, of a cell that has them.
    public init(
        _ kernel: RecurrentKernel, inputWeight: Tensor, recurrentWeight: Tensor, inputBias: Tensor,
        recurrentBias: Tensor, peepholes: Tensor? = nil
    ) {
        precondition(
            recurrentWeight.shape == [kernel.blocks * recurrentWeight.shape[1], recurrentWeight.shape[1]]
                && (peepholes != nil) == kernel.hasPeepholes,
            "\(kernel.name): recurrent weight \(recurrentWeight.shape), peepholes \(peepholes?.shape ?? []).")
        self.kernel = kernel
        self.inputWeight = inputWeight
        self.recurrentWeight = recurrentWeight
        (projectionBias, productBias) = kernel.biases(input: inputBias, recurrent: recurrentBias)
        self.peepholes = peepholes
    }
}

/// A recurrent layer of any cell and of one or two directions with its weights packed once, for inference without a tape.
///
/// In fp32 it gives the bits that ``recurrentSequences(_:_:layout:directions:precision:)`` gives.
public struct PackedRecurrentLayer: Sendable {
    /// One direction with its weights packed.
    private struct Direction: Sendable {
        let values: RecurrentValues
        let weights: Weights

        init(_ values: RecurrentValues, _ precision: Precision) {
            self.values = values
            let (input, recurrent) = (values.inputWeight, values.recurrentWeight)
            weights =
                precision == .fp32
                ? .exact(input: PackedMatrix(transposing: input), recurrent: PackedMatrix(transposing: recurrent))
                : .rounded(
                    input: InferenceMatrix(transposing: input, precision: precision),
                    recurrent: InferenceMatrix(transposing: recurrent, precision: precision))
        }

        /// The input projections of rows `[rows, inputSize]`, `[rows, width]`.
        func project(_ rows: Tensor) -> Tensor {
            switch weights {
            case .exact(let input, _): affine(rows, input, bias: values.projectionBias)
            case .rounded(let input, _): affine(rows, input, bias: values.projectionBias)
            }
        }
    }

    /// The packed `[inputSize, width]` and `[hiddenSize, width]`.
    private enum Weights: Sendable {
        case exact(input: PackedMatrix, recurrent: PackedMatrix)
        case rounded(input: InferenceMatrix, recurrent: InferenceMatrix)
    }

    private let directions: [Direction]
    private let kernel: RecurrentKernel
    private let hiddenSize: Int
    private var width: Int { kernel.blocks * hiddenSize }

    /// - Parameters:
    ///   - directions: Forwards, and backwards if there is a second; of one cell and one size.
    ///   - precision: How many bits the products read for each weight.
    public init(_ directions: [RecurrentValues], precision: Precision = .fp32) {
        precondition(
            directions.count == 1 || directions.count == 2, "PackedRecurrentLayer: \(directions.count) directions.")
        self.directions = directions.map { Direction($0, precision) }
        (kernel, hiddenSize) = (directions[0].kernel, directions[0].hiddenSize)
    }

    /// The input projections of the words of a table, for ``callAsFunction(_:of:layout:)``.
    ///
    /// - Parameter table: `[words, inputSize]`, frequent words first.
    public func projecting(_ table: Tensor) -> ProjectedWords {
        ProjectedWords(of: table, width: width, by: directions.map { direction in { direction.project($0) } })
    }

    /// Runs packed rows `[layout.rowCount, inputSize]` from a state of zeros.
    ///
    /// - Returns: The hidden states, `[layout.rowCount, directions * hiddenSize]`, and for each direction the one after
    ///   each sequence's last step (its first, backwards), `[layout.batchSize, hiddenSize]`, in the caller's order.
    public func callAsFunction(_ rows: Tensor, layout: SequenceLayout) -> (states: Tensor, final: [Tensor]) {
        forEachDirection(layout) { gates(rows, layout, directions[$0]) }
    }

    /// The same for the packed words `ids` of the table that `words` projects.
    public func callAsFunction(
        _ ids: [Int32], of words: ProjectedWords, layout: SequenceLayout
    ) -> (states: Tensor, final: [Tensor]) {
        let rows = words.rows(of: ids)
        return withExtendedLifetime(rows) {
            forEachDirection(layout) { gates(projected: rows.pointers[$0], layout) }
        }
    }

    // MARK: Piece by piece

    /// The state of sequences of which nothing has been read.
    public func start(rows: Int) -> RecurrentRowsStep.State {
        RecurrentRowsStep.State(
            hidden: .zeros([rows, hiddenSize]), cell: kernel.hasCellState ? .zeros([rows, hiddenSize]) : nil)
    }

    /// Runs the next piece of sequences, `[layout.rowCount, inputSize]`, and moves their state on.
    ///
    /// - Returns: The hidden states, `[layout.rowCount, hiddenSize]`.
    /// - Precondition: The layer has one direction, and the pieces are of one length.
    public func callAsFunction(
        _ rows: Tensor, layout: SequenceLayout, state: inout RecurrentRowsStep.State
    ) -> Tensor {
        carryOn(gates(rows, layout, directions[0]), layout, &state)
    }

    /// The same for the packed words `ids` of the table that `words` projects.
    public func callAsFunction(
        _ ids: [Int32], of words: ProjectedWords, layout: SequenceLayout, state: inout RecurrentRowsStep.State
    ) -> Tensor {
        let rows = words.rows(of: ids)
        return withExtendedLifetime(rows) { carryOn(gates(projected: rows.pointers[0], layout), layout, &state) }
    }

    private func carryOn(_ gates: Gates, _ layout: SequenceLayout, _ state: inout RecurrentRowsStep.State) -> Tensor {
        precondition(
            directions.count == 1 && layout.rowCount == layout.batchSize * layout.steps
                && state.hidden.shape == [layout.batchSize, hiddenSize],
            "PackedRecurrentLayer: \(directions.count) directions, pieces of lengths \(layout.lengths).")
        let output = Tensor(uninitialized: [layout.rowCount, hiddenSize])
        // Memory that no other copy of the state shares.
        state.hidden.mutate { _ in }
        state.cell?.mutate { _ in }
        forward(gates, layout, directions[0], isReversed: false, output, state.hidden, state.cell)
        return output
    }

    private func gates(_ rows: Tensor, _ layout: SequenceLayout, _ direction: Direction) -> Gates {
        Gates(
            direction.project(rows),
            product: kernel.keepsProduct ? Tensor(uninitialized: [layout.rowCount, width]) : nil)
    }

    private func gates(projected: [UnsafePointer<Float>], _ layout: SequenceLayout) -> Gates {
        let step = [layout.batchSize, width]
        return Gates(
            Tensor(uninitialized: step), product: kernel.keepsProduct ? Tensor(uninitialized: step) : nil,
            projected: projected)
    }

    /// Where the gates of a direction are worked out.
    private struct Gates: @unchecked Sendable {
        /// Input projections of all rows, which become the gates in place; or, where these are `projected`, memory for
        /// one step of the batch.
        let memory: Tensor
        /// Memory as large for the recurrent products of a cell that keeps them apart.
        let product: Tensor?
        /// Where the input projections of each row stand.
        let projected: [UnsafePointer<Float>]?

        init(_ memory: Tensor, product: Tensor?, projected: [UnsafePointer<Float>]? = nil) {
            (self.memory, self.product, self.projected) = (memory, product, projected)
        }

        func withProjected(_ body: (UnsafePointer<UnsafePointer<Float>?>?) -> Void) {
            guard let projected else { return body(nil) }
            projected.map(Optional.some).withUnsafeBufferPointer { body($0.baseAddress) }
        }

        /// The input projections of the rows from `firstRow` on, which are those of the sequences from `position` on,
        /// and memory for their recurrent products.
        func sums(
            firstRow: Int, position: Int, count: Int, width: Int
        ) -> (gates: UnsafeMutablePointer<Float>, product: UnsafeMutablePointer<Float>?) {
            let place = (projected == nil ? firstRow : position) * width
            let sums = memory.freshPointer + place
            if let projected {
                for index in 0..<count {
                    (sums + index * width).update(from: projected[firstRow + index], count: width)
                }
            }
            return (sums, product.map { $0.freshPointer + place })
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
                gates(direction), layout, directions[direction], isReversed: direction == 1, hidden, final[direction],
                kernel.hasCellState ? .zeros([layout.batchSize, hiddenSize]) : nil)
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
        _ final: Tensor, _ stateCell: Tensor?
    ) {
        let values = direction.values
        switch direction.weights {
        case .exact(_, let recurrent): run(recurrent, values, gates, hidden, final, stateCell, layout, isReversed)
        case .rounded(_, let recurrent): run(recurrent, values, gates, hidden, final, stateCell, layout, isReversed)
        }
    }

    private func run(
        _ recurrent: PackedMatrix, _ values: RecurrentValues, _ gates: Gates, _ hidden: Tensor, _ stateHidden: Tensor,
        _ stateCell: Tensor?, _ layout: SequenceLayout, _ isReversed: Bool
    ) {
        gates.withProjected { projected in
            let pass = recurrent_forward_pass(
                packed_recurrent: recurrent.rawPointer, recurrent_bias: values.productBias?.pointer,
                peepholes: values.peepholes?.pointer, projected: projected, gates: gates.memory.freshPointer,
                product: gates.product?.freshPointer, hidden: hidden.freshPointer, cell: nil,
                state_hidden: stateHidden.freshPointer, state_cell: stateCell?.freshPointer)
            let cell = kernel.cell
            layout.withKernelSequence(hiddenSize: hiddenSize, isReversed: isReversed, isMixed: false) { sequence in
                nonisolated(unsafe) let (pass, sequence) = (pass, sequence)
                layout.forEachBatchRange { range in
                    let workspace = Tensor(uninitialized: [kernels_product_workspace()])
                    recurrent_forward_f32(
                        cell, pass, workspace.freshPointer, sequence, range.lowerBound, range.upperBound)
                }
            }
        }
    }

    /// The same with a product of rounded weights at each step.
    private func run(
        _ recurrent: InferenceMatrix, _ values: RecurrentValues, _ gates: Gates, _ hidden: Tensor,
        _ stateHidden: Tensor, _ stateCell: Tensor?, _ layout: SequenceLayout, _ isReversed: Bool
    ) {
        let (size, width, cell) = (hiddenSize, width, kernel.cell)
        let (states, cells, output) = (stateHidden.freshPointer, stateCell?.freshPointer, hidden.freshPointer)
        let (bias, peepholes) = (values.productBias?.pointer, values.peepholes?.pointer)
        layout.forEachBatchRange { range in
            for n in 0..<layout.steps {
                let step = isReversed ? layout.steps - 1 - n : n
                let active = range.clamped(to: 0..<Int(layout.stepCount[step]))
                guard !active.isEmpty else { continue }
                let first = Int(layout.stepOffset[step]) + active.lowerBound
                let state = states + active.lowerBound * size
                let (sums, product) = gates.sums(
                    firstRow: first, position: active.lowerBound, count: active.count, width: width)
                recurrent.multiply(
                    state, rows: active.count, bias: bias, into: product ?? sums, accumulate: product == nil)
                for index in 0..<active.count {
                    recurrent_gates_f32(
                        cell, product.map { $0 + index * width }, peepholes, sums + index * width,
                        state + index * size, cells.map { $0 + (active.lowerBound + index) * size }, size)
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
