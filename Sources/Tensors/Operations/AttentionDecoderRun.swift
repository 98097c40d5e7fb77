import CKernels

/// One pass of a decoder with attention, and what its backward pass needs.
final class AttentionDecoderRun {
    private let input: Tensor
    private let needsInputGradient: Bool
    private let initialHidden: Tensor
    private let initialCell: Tensor
    private let memory: AttentionMemory
    private let weights: AttentionDecoderWeights
    private let layout: SequenceLayout
    private let isMixed: Bool
    private let starts: [Int32]  // of the memories, in the sorted order of the batch
    private let lengths: [Int32]
    private var kept: Kept?

    /// What the forward pass leaves to the backward pass.
    private struct Kept {
        let gates: Tensor  // [rows, 4 * hiddenSize], activated
        let before: Tensor  // [rows, feedSize + hiddenSize]
        let cell: Tensor  // [rows, hiddenSize]
        let query: Tensor?  // [rows, keySize]
        let attention: Tensor  // [rows, most]
        let joined: Tensor  // [rows, joinedSize]
        let output: Tensor  // [rows, outputSize]
    }

    private var rows: Int { layout.rowCount }
    private var batch: Int { layout.batchSize }
    private var hiddenSize: Int { weights.hiddenSize }
    private var width: Int { 4 * hiddenSize }
    private var stateSize: Int { weights.feedSize + hiddenSize }
    private var keySize: Int { memory.keys.shape[1] }
    private var valueSize: Int { memory.values.shape[1] }
    private var joinedSize: Int { hiddenSize + valueSize }
    private var outputSize: Int { weights.outputSize }
    private var most: Int { memory.lengths.max() ?? 0 }

    init(
        input: Variable, hidden: Tensor, cell: Tensor, memory: AttentionMemory, weights: AttentionDecoderWeights,
        layout: SequenceLayout, isMixed: Bool
    ) {
        self.input = input.value
        needsInputGradient = input.needsGradient
        initialHidden = hidden
        initialCell = cell
        self.memory = memory
        self.weights = weights
        self.layout = layout
        self.isMixed = isMixed
        let all = memory.lengths.starts
        starts = layout.order.map { all[$0] }
        lengths = layout.order.map { Int32(memory.lengths[$0]) }
    }

    /// Outputs and attention of all rows.
    func forward() -> (output: Tensor, attention: Tensor) {
        let kept = Kept(
            gates: product(
                MatrixView(input, rows: rows, columns: input.shape[1]),
                matrix(weights.inputWeight).transposed, bias: weights.bias.value, isMixed: isMixed),
            before: Tensor(uninitialized: [rows, stateSize]), cell: Tensor(uninitialized: [rows, hiddenSize]),
            query: weights.attention.queryWeight.map { _ in Tensor(uninitialized: [rows, keySize]) },
            attention: Tensor(uninitialized: [rows, most]), joined: Tensor(uninitialized: [rows, joinedSize]),
            output: Tensor(uninitialized: [rows, outputSize]))
        let state = PackedMatrix(transposing: weights.stateWeight.value, isMixed: isMixed)
        let query = weights.attention.queryWeight.map { PackedMatrix(transposing: $0.value, isMixed: isMixed) }
        let mix = PackedMatrix(transposing: weights.mixWeight.value, isMixed: isMixed)
        let (moving, movingCell) = (firstState(), Tensor(uninitialized: [batch, hiddenSize]))
        movingCell.freshPointer.update(from: initialCell.pointer, count: initialCell.count)
        forEachBatchRange { [self] sequence, source, workspace, range in
            let pass = decoder_forward_pass(
                packed_state: state.rawPointer, packed_query: query?.rawPointer,
                query_bias: weights.attention.queryBias?.value.pointer, packed_mix: mix.rawPointer,
                mix_bias: weights.mixBias.value.pointer, source: source, gates: kept.gates.freshPointer,
                state: moving.freshPointer, state_cell: movingCell.freshPointer, before: kept.before.freshPointer,
                cell: kept.cell.freshPointer, query: kept.query?.freshPointer, weights: kept.attention.freshPointer,
                joined: kept.joined.freshPointer, output: kept.output.freshPointer, feed_width: weights.feedSize,
                output_width: outputSize, most: most)
            decoder_forward_f32(pass, workspace, sequence, range.lowerBound, range.upperBound)
        }
        self.kept = kept
        return (kept.output, kept.attention)
    }

    /// The gradients of input, initial state, keys, values, and the weights in the order of
    /// `AttentionDecoderWeights.all`. Uses up the activated gates.
    func backward(_ upstream: Tensor) -> [Tensor?] {
        guard let kept else { fatalError("attentionDecoder: the backward pass ran twice.") }
        self.kept = nil
        let slopes = Slopes(self)
        let state = PackedMatrix(matrix(weights.stateWeight), isMixed: isMixed)
        let query = weights.attention.queryWeight.map { PackedMatrix(matrix($0), isMixed: isMixed) }
        let mix = PackedMatrix(matrix(weights.mixWeight), isMixed: isMixed)
        forEachBatchRange { [self] sequence, source, workspace, range in
            let gradients = attention_gradients(
                keys: slopes.keys.freshPointer, values: slopes.values.freshPointer, score: slopes.score?.freshPointer)
            let pass = decoder_backward_pass(
                packed_state: state.rawPointer, packed_query: query?.rawPointer, packed_mix: mix.rawPointer,
                source: source, gradients: gradients, cell: kept.cell.pointer, initial_cell: initialCell.pointer,
                query: kept.query?.pointer, weights: kept.attention.pointer, joined: kept.joined.pointer,
                output: kept.output.pointer, gradient_output: upstream.pointer, gates: kept.gates.freshPointer,
                slope_output: slopes.output.freshPointer, slope_query: slopes.query?.freshPointer,
                gradient_joined: slopes.joined.freshPointer, slopes: slopes.attention.freshPointer,
                gradient_state: slopes.state.freshPointer, gradient_cell: slopes.cell.freshPointer,
                feed_width: weights.feedSize, output_width: outputSize, most: most)
            decoder_backward_f32(pass, workspace, sequence, range.lowerBound, range.upperBound)
        }
        return [inputGradient(kept)] + stateGradients(slopes) + [slopes.keys, slopes.values]
            + weightGradients(kept, slopes)
    }

    /// What the backward pass fills.
    private struct Slopes {
        let keys, values, output, joined, attention, state, cell: Tensor
        let score, query: Tensor?

        init(_ run: AttentionDecoderRun) {
            keys = .zeros(run.memory.keys.shape)
            values = .zeros(run.memory.values.shape)
            output = Tensor(uninitialized: [run.rows, run.outputSize])
            joined = Tensor(uninitialized: [run.batch, run.joinedSize])
            attention = Tensor(uninitialized: [run.batch, run.most])
            state = .zeros([run.batch, run.stateSize])
            cell = .zeros([run.batch, run.hiddenSize])
            score = run.weights.attention.score.map { _ in .zeros([run.batch, run.keySize]) }
            query = run.weights.attention.queryWeight.map { _ in Tensor(uninitialized: [run.rows, run.keySize]) }
        }
    }

    private func inputGradient(_ kept: Kept) -> Tensor? {
        needsInputGradient
            ? product(
                MatrixView(kept.gates, rows: rows, columns: width), matrix(weights.inputWeight), isMixed: isMixed) : nil
    }

    /// Of the initial hidden and cell state; the first feed is a constant.
    private func stateGradients(_ slopes: Slopes) -> [Tensor] {
        let hidden = Tensor(uninitialized: [batch, hiddenSize])
        for row in 0..<batch {
            (hidden.freshPointer + row * hiddenSize).update(
                from: slopes.state.pointer + row * stateSize + weights.feedSize, count: hiddenSize)
        }
        return [hidden, slopes.cell]
    }

    private func weightGradients(_ kept: Kept, _ slopes: Slopes) -> [Tensor?] {
        func outer(_ slopes: Tensor, _ columns: Int, _ input: MatrixView) -> Tensor {
            product(MatrixView(slopes, rows: rows, columns: columns).transposed, input, isMixed: isMixed)
        }
        let ofAttention: [Tensor?] =
            slopes.query.map { query in
                let hidden = MatrixView(kept.joined, rows: rows, columns: 0..<hiddenSize, width: joinedSize)
                return [
                    outer(query, keySize, hidden), query.summedRows(columns: keySize),
                    slopes.score?.summedRows(columns: keySize),
                ]
            } ?? []
        return [
            outer(kept.gates, width, MatrixView(input, rows: rows, columns: input.shape[1])),
            outer(kept.gates, width, MatrixView(kept.before, rows: rows, columns: stateSize)),
            kept.gates.summedRows(columns: width),
            outer(slopes.output, outputSize, MatrixView(kept.joined, rows: rows, columns: joinedSize)),
            slopes.output.summedRows(columns: outputSize),
        ] + ofAttention
    }

    private func matrix(_ weight: Variable) -> MatrixView {
        MatrixView(weight.value, rows: weight.shape[0], columns: weight.shape[1])
    }

    /// The state before the first step, `[batch, feedSize + hiddenSize]`: no feed, and the initial hidden state.
    private func firstState() -> Tensor {
        let state = Tensor.zeros([batch, stateSize])
        for row in 0..<batch {
            (state.freshPointer + row * stateSize + weights.feedSize).update(
                from: initialHidden.pointer + row * hiddenSize, count: hiddenSize)
        }
        return state
    }

    /// Shares the sequences of the batch among the threads, each with a workspace of its own.
    private func forEachBatchRange(
        _ body: (recurrent_sequence, attention_source, UnsafeMutablePointer<Float>, Range<Int>) -> Void
    ) {
        starts.withUnsafeBufferPointer { starts in
            lengths.withUnsafeBufferPointer { lengths in
                nonisolated(unsafe) let source = attention_source(
                    keys: memory.keys.value.pointer, values: memory.values.value.pointer,
                    score: weights.attention.score?.value.pointer, first: starts.baseAddress,
                    length: lengths.baseAddress, key_width: keySize, value_width: valueSize)
                layout.withKernelSequence(hiddenSize: hiddenSize, isReversed: false, isMixed: isMixed) { sequence in
                    nonisolated(unsafe) let sequence = sequence
                    layout.forEachBatchRange { range in
                        let workspace = Tensor(uninitialized: [kernels_product_workspace()])
                        body(sequence, source, workspace.freshPointer, range)
                    }
                }
            }
        }
    }
}
