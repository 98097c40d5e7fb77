import CKernels

/// The four parameters of one direction of one LSTM layer, gates in the order input, forget, cell, output.
public struct LSTMWeights {
    let inputWeight: Variable  // [4 * hiddenSize, inputSize]
    let recurrentWeight: Variable  // [4 * hiddenSize, hiddenSize]
    let inputBias: Variable  // [4 * hiddenSize]
    let recurrentBias: Variable  // [4 * hiddenSize]

    public init(inputWeight: Variable, recurrentWeight: Variable, inputBias: Variable, recurrentBias: Variable) {
        self.inputWeight = inputWeight
        self.recurrentWeight = recurrentWeight
        self.inputBias = inputBias
        self.recurrentBias = recurrentBias
    }

    var all: [Variable] { [inputWeight, recurrentWeight, inputBias, recurrentBias] }
    var hiddenSize: Int { recurrentWeight.shape[1] }
    var inputSize: Int { inputWeight.shape[1] }
}

/// One direction of one LSTM layer over a whole batch of sequences, as one operation.
///
/// Follows PyTorch's equations (Hochreiter & Schmidhuber 1997; Gers, Schmidhuber & Cummins 2000):
///
///     i, f, o = σ(W x + b + U h' + b')   g = tanh(W x + b + U h' + b')
///     c = f ∘ c' + i ∘ g                 h = o ∘ tanh(c)
///
/// The input projections of all steps are one product; then each step adds the recurrent product on packed weights for
/// the sequences still running. The backward pass walks the steps the other way, and the weight gradients are one
/// product each at its end.
///
/// - Parameters:
///   - input: Packed rows, `[layout.rowCount, inputSize]`.
///   - state: Hidden and cell state before the first step, `[batch, hiddenSize]` each; `nil` for zeros.
///   - isReversed: Runs each sequence from its own last step to its first.
///   - precision: `bf16` rounds both sides of every product, forward and backward.
/// - Returns: Packed hidden states `[layout.rowCount, hiddenSize]`, and the state after each sequence's own last step
///   (its first, when reversed), `[batch, hiddenSize]` each, in the caller's order of sequences.
public func lstmSequence(
    _ input: Variable, layout: SequenceLayout, weights: LSTMWeights, state: (hidden: Variable, cell: Variable)? = nil,
    isReversed: Bool = false, precision: Precision = .fp32
) -> (output: Variable, hidden: Variable, cell: Variable) {
    requireShapes(input, layout, weights, state)
    let order = layout.isIdentity ? nil : layout.order.map(Int32.init)
    let sorted = state.map { state in
        order.map { (hidden: gatherRows(state.hidden, $0), cell: gatherRows(state.cell, $0)) } ?? state
    }
    let inputs = [input] + weights.all + (sorted.map { [$0.hidden, $0.cell] } ?? [])
    let run = LSTMRun(
        input: input.value, weights: weights, initialHidden: sorted?.hidden.value, initialCell: sorted?.cell.value,
        layout: layout, isReversed: isReversed, isMixed: precision.isMixed, needsInputGradient: input.needsGradient,
        isRecorded: inputs.contains(where: \.needsGradient))
    let results = Variable.results(run.forward(), of: inputs) { run.backward($0) }
    guard let order else { return (results[0], results[1], results[2]) }
    var inverse = order
    for (position, sequence) in order.enumerated() { inverse[Int(sequence)] = Int32(position) }
    return (results[0], gatherRows(results[1], inverse), gatherRows(results[2], inverse))
}

/// One pass over a sequence and what its backward pass needs.
private final class LSTMRun {
    let input: Tensor
    let inputWeight: Tensor
    let recurrentWeight: Tensor
    let bias: Tensor
    let initialHidden: Tensor?
    let initialCell: Tensor?
    let layout: SequenceLayout
    let isReversed: Bool
    let isMixed: Bool
    let needsInputGradient: Bool
    let isRecorded: Bool
    private var gates: Tensor?
    private var cell: Tensor?
    private var hidden: Tensor?

    private var hiddenSize: Int { recurrentWeight.shape[1] }
    private var inputSize: Int { inputWeight.shape[1] }
    private var rows: Int { layout.rowCount }

    init(
        input: Tensor, weights: LSTMWeights, initialHidden: Tensor?, initialCell: Tensor?, layout: SequenceLayout,
        isReversed: Bool, isMixed: Bool, needsInputGradient: Bool, isRecorded: Bool
    ) {
        self.input = input
        inputWeight = weights.inputWeight.value
        recurrentWeight = weights.recurrentWeight.value
        bias = weights.inputBias.value.adding(weights.recurrentBias.value)
        self.initialHidden = initialHidden
        self.initialCell = initialCell
        self.layout = layout
        self.isReversed = isReversed
        self.isMixed = isMixed
        self.needsInputGradient = needsInputGradient
        self.isRecorded = isRecorded
    }

    /// Hidden states, final hidden and final cell state.
    func forward() -> [Tensor] {
        let gates = product(
            MatrixView(input, rows: rows, columns: inputSize),
            MatrixView(inputWeight, rows: 4 * hiddenSize, columns: inputSize).transposed, bias: bias,
            isMixed: isMixed)
        let recurrent = PackedMatrix(transposing: recurrentWeight, isMixed: isMixed)
        let hidden = Tensor(uninitialized: [rows, hiddenSize])
        let cell = isRecorded ? Tensor(uninitialized: [rows, hiddenSize]) : nil
        var stateHidden = initialHidden ?? .zeros([layout.batchSize, hiddenSize])
        var stateCell = initialCell ?? .zeros([layout.batchSize, hiddenSize])
        stateHidden.mutate { stateHidden in
            stateCell.mutate { stateCell in
                nonisolated(unsafe) let (stateHidden, stateCell) = (stateHidden.baseAddress, stateCell.baseAddress)
                forEachBatchRange { sequence, workspace, range in
                    lstm_sequence_forward_f32(
                        recurrent.rawPointer, gates.freshPointer, hidden.freshPointer, cell?.freshPointer, stateHidden,
                        stateCell, workspace, sequence, range.lowerBound, range.upperBound)
                }
            }
        }
        if isRecorded { (self.gates, self.cell, self.hidden) = (gates, cell, hidden) }
        return [hidden, stateHidden, stateCell]
    }

    /// Gradients of input, the four weights, and the initial state if there was one. Uses up the activated gates.
    func backward(_ upstream: [Tensor?]) -> [Tensor?] {
        guard let gates, let cell, let hidden else { fatalError("lstmSequence: the backward pass ran twice.") }
        (self.gates, self.cell, self.hidden) = (nil, nil, nil)
        let stateShape = [layout.batchSize, hiddenSize]
        let ofHidden = upstream[0] ?? .zeros([rows, hiddenSize])
        var ofStateHidden = upstream[1] ?? .zeros(stateShape)
        var ofStateCell = upstream[2] ?? .zeros(stateShape)
        let recurrent = PackedMatrix(
            MatrixView(recurrentWeight, rows: 4 * hiddenSize, columns: hiddenSize), isMixed: isMixed)
        ofStateHidden.mutate { stateHidden in
            ofStateCell.mutate { stateCell in
                nonisolated(unsafe) let (stateHidden, stateCell) = (stateHidden.baseAddress, stateCell.baseAddress)
                forEachBatchRange { sequence, workspace, range in
                    lstm_sequence_backward_f32(
                        recurrent.rawPointer, cell.pointer, initialCell?.pointer, ofHidden.pointer, gates.freshPointer,
                        stateHidden, stateCell, workspace, sequence, range.lowerBound, range.upperBound)
                }
            }
        }
        let slopes = MatrixView(gates, rows: rows, columns: 4 * hiddenSize)
        let ofInput =
            needsInputGradient
            ? product(slopes, MatrixView(inputWeight, rows: 4 * hiddenSize, columns: inputSize), isMixed: isMixed)
            : nil
        let ofInputWeight = product(
            slopes.transposed, MatrixView(input, rows: rows, columns: inputSize), isMixed: isMixed)
        let previous = previousHidden(hidden)
        let ofRecurrent = product(
            slopes.transposed, MatrixView(previous, rows: rows, columns: hiddenSize), isMixed: isMixed)
        let ofBias = gates.summedRows(columns: 4 * hiddenSize)
        return [ofInput, ofInputWeight, ofRecurrent, ofBias, ofBias, ofStateHidden, ofStateCell]
    }

    /// The hidden state that each row started from, `[rows, hiddenSize]`.
    private func previousHidden(_ hidden: Tensor) -> Tensor {
        let previous = Tensor(uninitialized: [rows, hiddenSize])
        let positions = layout.positionOfRow
        for (row, before) in layout.previousRows(isReversed: isReversed).enumerated() {
            let target = previous.freshPointer + row * hiddenSize
            if before >= 0 {
                target.update(from: hidden.pointer + Int(before) * hiddenSize, count: hiddenSize)
            } else if let initialHidden {
                target.update(from: initialHidden.pointer + Int(positions[row]) * hiddenSize, count: hiddenSize)
            } else {
                target.update(repeating: 0, count: hiddenSize)
            }
        }
        return previous
    }

    /// Shares the sequences of the batch among the threads, each with a workspace of its own.
    private func forEachBatchRange(_ body: (lstm_sequence, UnsafeMutablePointer<Float>, Range<Int>) -> Void) {
        layout.withKernelSequence(hiddenSize: hiddenSize, isReversed: isReversed, isMixed: isMixed) { sequence in
            nonisolated(unsafe) let sequence = sequence
            ThreadPool.shared.forEachRange(of: layout.batchSize) { range in
                let workspace = Tensor(uninitialized: [kernels_product_workspace()])
                body(sequence, workspace.freshPointer, range)
            }
        }
    }
}

private func requireShapes(
    _ input: Variable, _ layout: SequenceLayout, _ weights: LSTMWeights, _ state: (hidden: Variable, cell: Variable)?
) {
    let (hidden, batch) = (weights.hiddenSize, layout.batchSize)
    precondition(
        input.shape == [layout.rowCount, weights.inputSize],
        "lstmSequence: input \(input.shape), expected \([layout.rowCount, weights.inputSize]).")
    precondition(
        weights.inputWeight.shape[0] == 4 * hidden && weights.recurrentWeight.shape[0] == 4 * hidden
            && weights.inputBias.shape == [4 * hidden] && weights.recurrentBias.shape == [4 * hidden],
        "lstmSequence: weights \(weights.all.map(\.shape)) are not those of one layer.")
    if let state {
        precondition(
            state.hidden.shape == [batch, hidden] && state.cell.shape == [batch, hidden],
            "lstmSequence: state \(state.hidden.shape), \(state.cell.shape), expected \([batch, hidden]).")
    }
}
