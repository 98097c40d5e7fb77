import CKernels

/// The step of a decoder with attention for some rows at a time, without a tape: what decoding makes again and again.
///
/// Gives what `attentionDecoder` gives, but for the last bits where a product is summed in another order.
public struct AttentionDecoderStep: Sendable {
    /// The memory that rows attend to; rows of one sequence share it.
    public struct Memory: Sendable {
        let values: Tensor  // [rows, valueSize]
        let keys: Tensor  // [rows, keySize]
        let starts: [Int32]
        let lengths: [Int32]

        /// Each sequence's rows lie one after the other, as in ``AttentionMemory``.
        public init(values: Tensor, keys: Tensor, lengths: [Int]) {
            (self.values, self.keys) = (values, keys)
            self.lengths = lengths.map(Int32.init)
            starts = lengths.starts
        }

        /// The length of the longest sequence; 0 without sequences.
        public var longest: Int { Int(lengths.max() ?? 0) }
        /// The length of a sequence's memory.
        public func length(of sequence: Int) -> Int { Int(lengths[sequence]) }
    }

    /// What rows carry from step to step.
    public struct State: Sendable {
        /// Feed and hidden state, `[rows, feedSize + hiddenSize]`.
        public fileprivate(set) var joined: Tensor
        /// `[rows, hiddenSize]`.
        public fileprivate(set) var cell: Tensor

        /// The rows `rows` of this state, in that order; a row may come several times.
        public func rows(_ rows: [Int32]) -> State {
            State(joined: gatherRows(Variable(joined), rows).value, cell: gatherRows(Variable(cell), rows).value)
        }
    }

    private let input: InferenceMatrix  // [inputSize, 4 * hiddenSize]
    private let state: InferenceMatrix  // [feedSize + hiddenSize, 4 * hiddenSize]
    private let bias: Tensor
    private let query: InferenceMatrix?  // [hiddenSize, keySize]
    private let queryBias: Tensor?
    private let score: Tensor?
    private let mix: InferenceMatrix  // [hiddenSize + valueSize, outputSize]
    private let mixBias: Tensor
    private var hiddenSize: Int { bias.count / 4 }
    private var feedSize: Int { state.depth - hiddenSize }
    private var outputSize: Int { mixBias.count }

    /// - Parameter precision: How many bits the products read for each weight.
    public init(_ weights: AttentionDecoderWeights, precision: Precision) {
        func packed(_ weight: Variable) -> InferenceMatrix {
            InferenceMatrix(transposing: weight.value, precision: precision)
        }
        input = packed(weights.inputWeight)
        state = packed(weights.stateWeight)
        bias = weights.bias.value
        query = weights.attention.queryWeight.map(packed)
        queryBias = weights.attention.queryBias?.value
        score = weights.attention.score?.value
        mix = packed(weights.mixWeight)
        mixBias = weights.mixBias.value
    }

    /// The state before the first step, from hidden and cell state `[rows, hiddenSize]`.
    public func start(hidden: Tensor, cell: Tensor) -> State {
        let feed = Variable(Tensor.zeros([hidden.shape[0], feedSize]))
        return State(joined: concatenateColumns(feed, Variable(hidden)).value, cell: cell)
    }

    /// The input projections of the words of a table `[words, inputSize]`, frequent ones first.
    public func projecting(_ table: Tensor) -> ProjectedWords {
        let (input, bias) = (input, bias)
        return ProjectedWords(of: table, width: 4 * hiddenSize, by: [{ affine($0, input, bias: bias) }])
    }

    /// Moves all rows on by a word each.
    ///
    /// - Parameters:
    ///   - ids: Of a word for each row.
    ///   - words: The input projections of their table.
    ///   - sequences: For each row the sequence of the memory that it attends to.
    /// - Returns: `[rows, outputSize]`, and the attention `[rows, memory.longest]`, exactly zero past each length.
    public func callAsFunction(
        _ ids: [Int32], of words: ProjectedWords, state: inout State, memory: Memory, sequences: [Int]
    ) -> (output: Tensor, attention: Tensor) {
        let (rows, joinedSize) = (ids.count, hiddenSize + memory.values.shape[1])
        var gates = words.gather(ids)
        self.state.multiply(state.joined.pointer, rows: rows, into: gates.freshPointer, accumulate: true)
        let joined = Tensor(uninitialized: [rows, joinedSize])
        moveOn(&state, &gates, rows: rows, joined: joined)
        let attention = Tensor(uninitialized: [rows, memory.longest])
        attend(memory, sequences, joined, attention, rows: rows)
        var output = affine(joined, mix, bias: mixBias)
        output.mutate { vector_tanh_f32($0.baseAddress, $0.baseAddress, $0.count) }
        if feedSize > 0 {
            let width = feedSize + hiddenSize
            state.joined.mutate { target in
                for row in 0..<rows {
                    (target.baseAddress! + row * width).update(from: output.pointer + row * feedSize, count: feedSize)
                }
            }
        }
        return (output, attention)
    }

    /// The LSTM's gates; each row's hidden state becomes the first part of its `joined` row.
    private func moveOn(_ state: inout State, _ gates: inout Tensor, rows: Int, joined: Tensor) {
        let (size, width, joinedSize) = (hiddenSize, feedSize + hiddenSize, joined.shape[1])
        gates.mutate { gates in
            state.joined.mutate { hidden in
                state.cell.mutate { cell in
                    nonisolated(unsafe) let (gates, hidden, cell) = (
                        gates.baseAddress!, hidden.baseAddress!, cell.baseAddress!
                    )
                    forEachRowRange(of: rows) { range in
                        for row in range {
                            let own = hidden + row * width + width - size
                            recurrent_gates_f32(
                                LSTM_CELL, nil, nil, gates + row * 4 * size, own, cell + row * size, size)
                            (joined.freshPointer + row * joinedSize).update(from: own, count: size)
                        }
                    }
                }
            }
        }
    }

    /// Each row's context becomes the second part of its `joined` row.
    private func attend(_ memory: Memory, _ sequences: [Int], _ joined: Tensor, _ attention: Tensor, rows: Int) {
        let joinedSize = joined.shape[1]
        let projected = query.map { affine(columns(0..<hiddenSize, of: Variable(joined)).value, $0, bias: queryBias) }
        let (queries, stride) = projected.map { ($0.pointer, $0.shape[1]) } ?? (joined.pointer, joinedSize)
        let (starts, lengths) = (sequences.map { memory.starts[$0] }, sequences.map { memory.lengths[$0] })
        starts.withUnsafeBufferPointer { starts in
            lengths.withUnsafeBufferPointer { lengths in
                nonisolated(unsafe) let source = attention_source(
                    keys: memory.keys.pointer, values: memory.values.pointer, score: score?.pointer,
                    first: starts.baseAddress, length: lengths.baseAddress, key_width: memory.keys.shape[1],
                    value_width: memory.values.shape[1])
                nonisolated(unsafe) let (queries, context) = (queries, joined.freshPointer + hiddenSize)
                forEachRowRange(of: rows) { range in
                    attention_f32(
                        source, queries, stride, attention.freshPointer, memory.longest, context, joinedSize,
                        range.lowerBound, range.upperBound)
                }
            }
        }
        withExtendedLifetime(projected) {}
    }
}

/// Shares rows among the threads where there are enough of them for it to pay.
func forEachRowRange(of rows: Int, _ body: (Range<Int>) -> Void) {
    if rows < 8 { body(0..<rows) } else { ThreadPool.shared.forEachRange(of: rows, body) }
}
