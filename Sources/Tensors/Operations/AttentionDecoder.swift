import CKernels

/// What a decoder looks back at: the memory of a batch of sequences, each sequence's rows one after the other.
public struct AttentionMemory {
    /// What is averaged, `[rows, valueSize]`.
    public let values: Variable
    /// What queries are compared with, `[rows, keySize]`.
    public let keys: Variable
    /// The number of rows of each sequence of the batch, at least 1.
    public let lengths: [Int]

    /// The memory of a batch.
    ///
    /// - Precondition: `values` and `keys` have as many rows as `lengths` sums to.
    public init(values: Variable, keys: Variable, lengths: [Int]) {
        let rows = lengths.reduce(0, +)
        precondition(
            lengths.allSatisfy { $0 >= 1 } && values.shape.count == 2 && keys.shape.count == 2
                && values.shape[0] == rows && keys.shape[0] == rows,
            "AttentionMemory: values \(values.shape) and keys \(keys.shape) for lengths \(lengths).")
        self.values = values
        self.keys = keys
        self.lengths = lengths
    }
}

extension [Int] {
    /// The first row of each sequence, where sequences of these lengths lie one after the other.
    var starts: [Int32] {
        var start: Int32 = 0
        return map { length in
            defer { start += Int32(length) }
            return start
        }
    }
}

/// How queries are compared with keys.
public struct AttentionWeights {
    let queryWeight: Variable?  // [keySize, hiddenSize]
    let queryBias: Variable?  // [keySize]
    let score: Variable?  // [keySize]

    /// The score is the product of key and hidden state (dot, general and location of Luong, Pham & Manning 2015, who
    /// differ in where the keys come from): nothing to learn here.
    public static var product: AttentionWeights { AttentionWeights(queryWeight: nil, queryBias: nil, score: nil) }

    /// The score is `score · tanh(key + queryWeight · hidden + queryBias)` (Bahdanau, Cho & Bengio 2015).
    public static func additive(queryWeight: Variable, queryBias: Variable, score: Variable) -> AttentionWeights {
        AttentionWeights(queryWeight: queryWeight, queryBias: queryBias, score: score)
    }

    private init(queryWeight: Variable?, queryBias: Variable?, score: Variable?) {
        self.queryWeight = queryWeight
        self.queryBias = queryBias
        self.score = score
    }

    var all: [Variable] { [queryWeight, queryBias, score].compactMap { $0 } }
}

/// The parameters of a decoder step.
public struct AttentionDecoderWeights {
    let inputWeight: Variable  // [4 * hiddenSize, inputSize]
    let stateWeight: Variable  // [4 * hiddenSize, feedSize + hiddenSize]
    let bias: Variable  // [4 * hiddenSize]
    let attention: AttentionWeights
    let mixWeight: Variable  // [outputSize, hiddenSize + valueSize]
    let mixBias: Variable  // [outputSize]

    /// - Parameters:
    ///   - feedWeight: `[4 * hiddenSize, outputSize]`; `nil` for a decoder without input feeding.
    ///   - recurrentWeight: `[4 * hiddenSize, hiddenSize]`.
    public init(
        inputWeight: Variable, feedWeight: Variable?, recurrentWeight: Variable, bias: Variable,
        attention: AttentionWeights, mixWeight: Variable, mixBias: Variable
    ) {
        self.inputWeight = inputWeight
        stateWeight = feedWeight.map { concatenateColumns($0, recurrentWeight) } ?? recurrentWeight
        self.bias = bias
        self.attention = attention
        self.mixWeight = mixWeight
        self.mixBias = mixBias
    }

    var hiddenSize: Int { bias.shape[0] / 4 }
    var feedSize: Int { stateWeight.shape[1] - hiddenSize }
    var outputSize: Int { mixBias.shape[0] }
    var all: [Variable] { [inputWeight, stateWeight, bias, mixWeight, mixBias] + attention.all }
}

/// An LSTM that attends to a memory at every step, over a whole batch of targets, as one operation.
///
/// For each step (Bahdanau, Cho & Bengio 2015; input feeding of Luong, Pham & Manning 2015):
///
///     h, c    = LSTM(input; state [feed, h'], c')
///     context = Σ a_s value_s,   a = softmax over the sequence's rows of score(key_s, h)
///     output  = tanh(W [h, context] + b),   the next step's feed
///
/// The input projections of all steps are one product before, the weight gradients one each behind; a step makes one
/// product with the state, one with the query where attention is additive, and one with `[h, context]`.
///
/// - Parameters:
///   - input: Packed rows, `[layout.rowCount, inputSize]`.
///   - layout: The targets' lengths.
///   - memory: Of as many sequences as the layout has.
///   - state: Hidden and cell state before the first step, `[batch, hiddenSize]` each; the first feed is zero.
/// - Returns: Packed outputs `[layout.rowCount, outputSize]`, and the attention of each packed row,
///   `[layout.rowCount, longest memory]`, exactly zero past the memory's length.
public func attentionDecoder(
    _ input: Variable, layout: SequenceLayout, memory: AttentionMemory, weights: AttentionDecoderWeights,
    state: (hidden: Variable, cell: Variable), precision: Precision = .fp32
) -> (output: Variable, attention: Tensor) {
    requireShapes(input, layout, memory, weights, state)
    let order = layout.order.map(Int32.init)
    let (hidden, cell) = (gatherRows(state.hidden, order), gatherRows(state.cell, order))
    let inputs = [input, hidden, cell, memory.keys, memory.values] + weights.all
    let run = AttentionDecoderRun(
        input: input, hidden: hidden.value, cell: cell.value, memory: memory, weights: weights, layout: layout,
        isMixed: precision.isMixed)
    let (output, attention) = run.forward()
    return (.result(output, of: inputs) { run.backward($0) }, attention)
}

private func requireShapes(
    _ input: Variable, _ layout: SequenceLayout, _ memory: AttentionMemory, _ weights: AttentionDecoderWeights,
    _ state: (hidden: Variable, cell: Variable)
) {
    let (hidden, keySize) = (weights.hiddenSize, memory.keys.shape[1])
    precondition(
        memory.lengths.count == layout.batchSize && input.shape == [layout.rowCount, weights.inputWeight.shape[1]]
            && state.hidden.shape == [layout.batchSize, hidden] && state.cell.shape == [layout.batchSize, hidden],
        "attentionDecoder: input \(input.shape), state \(state.hidden.shape), \(memory.lengths.count) memories.")
    precondition(
        weights.feedSize == 0 || weights.feedSize == weights.outputSize,
        "attentionDecoder: a feed of \(weights.feedSize) for outputs of \(weights.outputSize).")
    precondition(
        weights.mixWeight.shape == [weights.outputSize, hidden + memory.values.shape[1]],
        "attentionDecoder: mixWeight \(weights.mixWeight.shape).")
    precondition(
        weights.attention.queryWeight.map { $0.shape == [keySize, hidden] } ?? (keySize == hidden),
        "attentionDecoder: keys of \(keySize) for a hidden state of \(hidden).")
}
