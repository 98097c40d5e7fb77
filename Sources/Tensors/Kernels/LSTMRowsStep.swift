import CKernels

/// The step of an LSTM layer for some rows at a time, each a sequence of its own, without a tape.
public struct LSTMRowsStep: Sendable {
    /// What rows carry from step to step, `[rows, hiddenSize]` each.
    public struct State: Sendable {
        /// The hidden states, `[rows, hiddenSize]`.
        public fileprivate(set) var hidden: Tensor
        /// The cell states, `[rows, hiddenSize]`.
        public fileprivate(set) var cell: Tensor

        /// The rows `rows` of this state, in that order; a row may come several times.
        public func rows(_ rows: [Int32]) -> State {
            State(hidden: gatherRows(Variable(hidden), rows).value, cell: gatherRows(Variable(cell), rows).value)
        }
    }

    private let input: InferenceMatrix  // [inputSize, 4 * hiddenSize]
    private let recurrent: InferenceMatrix  // [hiddenSize, 4 * hiddenSize]
    private let bias: Tensor

    /// - Parameters:
    ///   - inputWeight: `[4 * hiddenSize, inputSize]`.
    ///   - recurrentWeight: `[4 * hiddenSize, hiddenSize]`.
    ///   - bias: The sum of both biases, `[4 * hiddenSize]`.
    public init(inputWeight: Tensor, recurrentWeight: Tensor, bias: Tensor, precision: Precision) {
        input = InferenceMatrix(transposing: inputWeight, precision: precision)
        recurrent = InferenceMatrix(transposing: recurrentWeight, precision: precision)
        self.bias = bias
    }

    /// A state of zeros.
    public func start(rows: Int) -> State {
        State(hidden: .zeros([rows, recurrent.depth]), cell: .zeros([rows, recurrent.depth]))
    }

    /// Moves all rows on by an input each, `[rows, inputSize]`; returns the new hidden states.
    public func callAsFunction(_ inputs: Tensor, state: inout State) -> Tensor {
        let (rows, size) = (inputs.shape[0], recurrent.depth)
        var gates = affine(inputs, input, bias: bias)
        recurrent.multiply(state.hidden.pointer, rows: rows, into: gates.freshPointer, accumulate: true)
        gates.mutate { gates in
            state.hidden.mutate { hidden in
                state.cell.mutate { cell in
                    nonisolated(unsafe) let (gates, hidden, cell) = (
                        gates.baseAddress!, hidden.baseAddress!, cell.baseAddress!
                    )
                    forEachRowRange(of: rows) { range in
                        for row in range {
                            lstm_gates_f32(gates + row * 4 * size, cell + row * size, hidden + row * size, size)
                        }
                    }
                }
            }
        }
        return state.hidden
    }
}
