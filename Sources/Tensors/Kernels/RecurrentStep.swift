import CKernels

/// The weights of one recurrent layer of any cell, packed for steps of one row or of a few.
///
/// A class, since a step of a small layer takes a microsecond, of which counting the references of a structure's tensors
/// would take a third.
public final class RecurrentStepWeights: Sendable {
    let input: InferenceMatrix?  // [inputSize, width]
    let recurrent: InferenceMatrix  // [hiddenSize, width]
    let values: RecurrentValues
    fileprivate let hiddenSize: Int
    /// The length of a row of gates.
    fileprivate let width: Int
    fileprivate let cell: recurrent_cell
    fileprivate let keepsProduct: Bool

    /// - Parameters:
    ///   - precision: How many bits the products read for each weight.
    ///   - readsRows: Whether the inputs are rows; if not, they are input projections of a table, and the input weights
    ///     are not packed.
    public init(_ values: RecurrentValues, precision: Precision, readsRows: Bool = true) {
        input = readsRows ? InferenceMatrix(transposing: values.inputWeight, precision: precision) : nil
        recurrent = InferenceMatrix(transposing: values.recurrentWeight, precision: precision)
        self.values = values
        (hiddenSize, width) = (values.hiddenSize, values.width)
        (cell, keepsProduct) = (values.kernel.cell, values.kernel.keepsProduct)
    }

    /// The input projections of all rows of a table `[rows, inputSize]` in fp32, `[rows, blocks * hiddenSize]`.
    public func projecting(_ table: Tensor) -> Tensor {
        affine(table, PackedMatrix(transposing: values.inputWeight), bias: values.projectionBias)
    }
}

/// The state of one recurrent layer of any cell that reads one step of one sequence at a time, without a tape.
public struct RecurrentStep: Sendable {
    /// The hidden state, `[1, hiddenSize]`.
    public private(set) var hidden: Tensor
    private var cell: Tensor  // [1, hiddenSize]; empty where the cell has none
    private var gates: Tensor  // [1, blocks * hiddenSize]
    private var product: Tensor  // likewise; empty where the cell does not keep it apart

    /// A layer at rest, its state zero.
    public init(_ weights: RecurrentStepWeights) {
        let (kernel, size, width) = (weights.values.kernel, weights.values.hiddenSize, weights.values.width)
        hidden = .zeros([1, size])
        cell = .zeros([1, kernel.hasCellState ? size : 0])
        gates = .zeros([1, width])
        product = .zeros([1, kernel.keepsProduct ? width : 0])
    }

    /// Moves on by an input whose projection, biases included, stands in a row of `table`
    /// `[rows, blocks * hiddenSize]`; see ``RecurrentStepWeights/projecting(_:)``.
    public mutating func advance(projectedInput table: Tensor, row: Int, _ weights: RecurrentStepWeights) {
        advance(weights, projected: table.pointer + row * weights.width)
    }

    /// Moves on by an input `[1, inputSize]`.
    public mutating func advance(input: Tensor, _ weights: RecurrentStepWeights) {
        guard let matrix = weights.input else {
            preconditionFailure("RecurrentStep: the weights were packed for projected inputs.")
        }
        affineRow(input, matrix, bias: weights.values.projectionBias, into: &gates)
        advance(weights, projected: nil)
    }

    /// - Parameter projected: The projection of the input; `nil` where `gates` holds it.
    private mutating func advance(_ weights: RecurrentStepWeights, projected: UnsafePointer<Float>?) {
        if weights.keepsProduct { return advanceApart(weights, projected) }
        gates.mutate { gates in
            let gates = gates.baseAddress!
            weights.recurrent.multiply(hidden.pointer, bias: projected, into: gates, accumulate: projected == nil)
            Self.moveOn(weights, product: nil, gates, &hidden, &cell)
        }
    }

    /// For cells that keep the recurrent product apart from the projection of the input.
    private mutating func advanceApart(_ weights: RecurrentStepWeights, _ projected: UnsafePointer<Float>?) {
        product.mutate { product in
            weights.recurrent.multiply(
                hidden.pointer, bias: weights.values.productBias?.pointer, into: product.baseAddress!)
        }
        gates.mutate { gates in
            let gates = gates.baseAddress!
            if let projected { gates.update(from: projected, count: weights.width) }
            Self.moveOn(weights, product: product.pointer, gates, &hidden, &cell)
        }
    }

    private static func moveOn(
        _ weights: RecurrentStepWeights, product: UnsafePointer<Float>?, _ gates: UnsafeMutablePointer<Float>,
        _ hidden: inout Tensor, _ cell: inout Tensor
    ) {
        hidden.mutate { hidden in
            cell.mutate { cell in
                recurrent_gates_f32(
                    weights.cell, product, weights.values.peepholes?.pointer, gates, hidden.baseAddress,
                    cell.baseAddress, weights.hiddenSize)
            }
        }
    }
}

/// The step of a recurrent layer of any cell for some rows at a time, each a sequence of its own, without a tape.
public struct RecurrentRowsStep: Sendable {
    /// What rows carry from step to step, `[rows, hiddenSize]` each.
    public struct State: Sendable {
        /// The hidden states, `[rows, hiddenSize]`.
        public internal(set) var hidden: Tensor
        /// The cell states, `[rows, hiddenSize]`; `nil` where the cell has none.
        public internal(set) var cell: Tensor?

        /// The rows `rows` of this state, in that order; a row may come several times.
        public func rows(_ rows: [Int32]) -> State {
            State(
                hidden: gatherRows(Variable(hidden), rows).value,
                cell: cell.map { gatherRows(Variable($0), rows).value })
        }

        /// The rows `rows` of this state, in that order, and some rows of zeros after them.
        public func rows(_ rows: [Int32], addingZeros count: Int) -> State {
            State(
                hidden: Self.rows(rows, of: hidden, addingZeros: count),
                cell: cell.map { Self.rows(rows, of: $0, addingZeros: count) })
        }

        private static func rows(_ rows: [Int32], of values: Tensor, addingZeros count: Int) -> Tensor {
            let width = values.shape[1]
            let result = Tensor(uninitialized: [rows.count + count, width])
            for (place, row) in rows.enumerated() {
                (result.freshPointer + place * width).update(from: values.pointer + Int(row) * width, count: width)
            }
            (result.freshPointer + rows.count * width).update(repeating: 0, count: count * width)
            return result
        }

        /// Puts the first row of another state in the place of a row of this one.
        public mutating func replace(row: Int, by other: State) {
            let width = hidden.shape[1]
            hidden.mutate { ($0.baseAddress! + row * width).update(from: other.hidden.pointer, count: width) }
            guard let otherCell = other.cell else { return }
            cell?.mutate { ($0.baseAddress! + row * width).update(from: otherCell.pointer, count: width) }
        }
    }

    private let weights: RecurrentStepWeights

    /// - Parameter precision: How many bits the products read for each weight.
    public init(_ values: RecurrentValues, precision: Precision) {
        self.init(RecurrentStepWeights(values, precision: precision))
    }

    /// Steps with the weights of a ``RecurrentStep``: each row gets the bits that a step of this row alone gives.
    public init(_ weights: RecurrentStepWeights) { self.weights = weights }

    /// A state of zeros.
    public func start(rows: Int) -> State {
        let shape = [rows, weights.values.hiddenSize]
        return State(hidden: .zeros(shape), cell: weights.values.kernel.hasCellState ? .zeros(shape) : nil)
    }

    /// Moves all rows on by an input each, `[rows, inputSize]`; returns the new hidden states.
    public func callAsFunction(_ inputs: Tensor, state: inout State) -> Tensor {
        guard let matrix = weights.input else {
            preconditionFailure("RecurrentRowsStep: the weights were packed for projected inputs.")
        }
        return advance(affine(inputs, matrix, bias: weights.values.projectionBias), &state)
    }

    /// Moves all rows on by inputs whose projections, biases included, stand in the rows `ids` of `table`
    /// `[words, blocks * hiddenSize]`, see ``RecurrentStepWeights/projecting(_:)``; returns the new hidden states.
    public func callAsFunction(projectedInputs table: Tensor, _ ids: [Int32], state: inout State) -> Tensor {
        let width = weights.width
        let gates = Tensor(uninitialized: [ids.count, width])
        for (row, id) in ids.enumerated() {
            (gates.freshPointer + row * width).update(from: table.pointer + Int(id) * width, count: width)
        }
        return advance(gates, &state)
    }

    /// - Parameter gates: The projections of the inputs, `[rows, blocks * hiddenSize]`.
    private func advance(_ gates: Tensor, _ state: inout State) -> Tensor {
        let (rows, values, recurrent) = (gates.shape[0], weights.values, weights.recurrent)
        let product = values.kernel.keepsProduct ? Tensor(uninitialized: gates.shape) : nil
        recurrent.multiply(
            state.hidden.pointer, rows: rows, bias: values.productBias?.pointer,
            into: (product ?? gates).freshPointer, accumulate: product == nil)
        state.hidden.mutate { hidden in
            let hidden = hidden.baseAddress!
            if state.cell == nil {
                moveOn(gates, product, hidden, nil, rows: rows)
            } else {
                state.cell!.mutate { moveOn(gates, product, hidden, $0.baseAddress!, rows: rows) }
            }
        }
        return state.hidden
    }

    private func moveOn(
        _ gates: Tensor, _ product: Tensor?, _ hidden: UnsafeMutablePointer<Float>,
        _ cell: UnsafeMutablePointer<Float>?,
        rows: Int
    ) {
        let (values, size, width) = (weights.values, weights.values.hiddenSize, weights.values.width)
        nonisolated(unsafe) let (hidden, cell) = (hidden, cell)
        forEachRowRange(of: rows) { range in
            for row in range {
                recurrent_gates_f32(
                    values.kernel.cell, product.map { $0.pointer + row * width }, values.peepholes?.pointer,
                    gates.freshPointer + row * width, hidden + row * size, cell.map { $0 + row * size }, size)
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

/// input · weight + bias for rows `[rows, weight.depth]`.
///
/// Threads share the columns of a few rows, and the rows where there are many.
public func affine(_ input: Tensor, _ weight: InferenceMatrix, bias: Tensor?) -> Tensor {
    let rows = input.shape[0]
    let output = Tensor(uninitialized: [rows, weight.columns])
    let (from, to) = (input.pointer, output.freshPointer)
    func part(_ range: Range<Int>) {
        weight.multiply(
            from + range.lowerBound * weight.depth, rows: range.count, bias: bias?.pointer,
            into: to + range.lowerBound * weight.columns)
    }
    if rows >= 12 * ThreadPool.shared.threadCount {
        ThreadPool.shared.forEachRange(of: rows, grain: 6, part)
    } else {
        part(0..<rows)
    }
    return output
}

/// input · weight + bias for one row, written over `output`.
public func affineRow(_ input: Tensor, _ weight: InferenceMatrix, bias: Tensor?, into output: inout Tensor) {
    precondition(
        input.count == weight.depth && output.count == weight.columns,
        "affineRow: \(input.shape) · [\(weight.depth), \(weight.columns)] into \(output.shape).")
    output.mutate { weight.multiply(input.pointer, bias: bias?.pointer, into: $0.baseAddress!) }
}
