import CKernels

/// The state of one LSTM layer that reads one step of one sequence at a time, without a tape.
public struct LSTMStep: Sendable {
    /// The hidden state, `[1, hiddenSize]`.
    public private(set) var hidden: Tensor
    private var cell: Tensor
    private var gates: Tensor
    private let hiddenSize: Int

    /// A layer at rest: hidden and cell state zero.
    public init(hiddenSize: Int) {
        self.hiddenSize = hiddenSize
        hidden = .zeros([1, hiddenSize])
        cell = .zeros([1, hiddenSize])
        gates = .zeros([1, 4 * hiddenSize])
    }

    /// Moves on by an input whose projection, biases included, stands in a row of `table` `[rows, 4 * hiddenSize]`.
    public mutating func advance(projectedInput table: Tensor, row: Int, _ recurrent: InferenceMatrix) {
        advance(recurrent, bias: table.pointer + row * 4 * hiddenSize)
    }

    /// Moves on by an input `[1, inputSize]`.
    ///
    /// - Parameter bias: The sum of both biases, `[4 * hiddenSize]`.
    public mutating func advance(
        input: Tensor, _ weight: InferenceMatrix, _ bias: Tensor, _ recurrent: InferenceMatrix
    ) {
        affineRow(input, weight, bias: bias, into: &gates)
        advance(recurrent, bias: nil)
    }

    /// - Parameter bias: What to add to the recurrent product; `nil` adds what `gates` holds.
    private mutating func advance(_ recurrent: InferenceMatrix, bias: UnsafePointer<Float>?) {
        let size = hiddenSize
        gates.mutate { gates in
            recurrent.multiply(hidden.pointer, bias: bias, into: gates.baseAddress!, accumulate: bias == nil)
            hidden.mutate { hidden in
                cell.mutate { cell in
                    lstm_gates_f32(gates.baseAddress, cell.baseAddress, hidden.baseAddress, size)
                }
            }
        }
    }
}

/// input · weight + bias, `[rows, weight.columns]`.
public func affine(_ input: Tensor, _ weight: PackedMatrix, bias: Tensor?) -> Tensor {
    let output = Tensor(uninitialized: [input.shape[0], weight.columns])
    multiply(
        MatrixView(input, rows: input.shape[0], columns: input.shape[1]), weight, bias: bias, into: output.freshPointer)
    return output
}

/// input · weight + bias for a few rows `[rows, weight.depth]`.
public func affine(_ input: Tensor, _ weight: InferenceMatrix, bias: Tensor?) -> Tensor {
    let output = Tensor(uninitialized: [input.shape[0], weight.columns])
    weight.multiply(input.pointer, rows: input.shape[0], bias: bias?.pointer, into: output.freshPointer)
    return output
}

/// input · weight + bias for one row, written over `output`.
public func affineRow(_ input: Tensor, _ weight: InferenceMatrix, bias: Tensor?, into output: inout Tensor) {
    precondition(
        input.count == weight.depth && output.count == weight.columns,
        "affineRow: \(input.shape) · [\(weight.depth), \(weight.columns)] into \(output.shape).")
    output.mutate { weight.multiply(input.pointer, bias: bias?.pointer, into: $0.baseAddress!) }
}
