import CKernels

/// The mean of each sequence's rows.
///
/// - Parameter rows: Packed, `[layout.rowCount, columns]`.
/// - Returns: `[layout.batchSize, columns]`, in the caller's order of sequences.
public func meanOverTime(_ rows: Variable, layout: SequenceLayout) -> Variable {
    weightedSum(rows, weights: layout.sequenceOfRow.map { 1 / Float(layout.lengths[Int($0)]) }, layout: layout)
}

/// The highest value of each column over each sequence's rows; of equal ones the first gets the gradient.
///
/// - Parameter rows: Packed, `[layout.rowCount, columns]`.
/// - Returns: `[layout.batchSize, columns]`, in the caller's order of sequences.
public func maximumOverTime(_ rows: Variable, layout: SequenceLayout) -> Variable {
    let columns = requireColumns(rows, layout)
    let output = Tensor(repeating: -.infinity, shape: [layout.batchSize, columns])
    var winners = [Int32](repeating: 0, count: output.count)
    maximum_rows_f32(
        rows.value.pointer, layout.sequenceOfRow, output.freshPointer, &winners, layout.rowCount, columns)
    return .result(output, of: [rows]) { gradient in
        let ofRows = Tensor.zeros([layout.rowCount, columns])
        let (source, target) = (gradient.pointer, ofRows.freshPointer)
        winners.withUnsafeBufferPointer { winners in
            for index in 0..<winners.count { target[Int(winners[index]) * columns + index % columns] = source[index] }
        }
        return [ofRows]
    }
}

/// The sum of each sequence's rows, weighted by a softmax of their scores over the sequence (Yang et al. 2016).
///
/// - Parameters:
///   - rows: Packed, `[layout.rowCount, columns]`.
///   - scores: `[layout.rowCount, 1]`.
/// - Returns: `[layout.batchSize, columns]`, in the caller's order of sequences.
public func attentionOverTime(_ rows: Variable, scores: Variable, layout: SequenceLayout) -> Variable {
    let columns = requireColumns(rows, layout)
    precondition(scores.shape == [layout.rowCount, 1], "attentionOverTime: scores \(scores.shape).")
    let (values, sequences) = (rows.value, layout.sequenceOfRow)
    let weights = softmaxWeights(scores.value, sequences, count: layout.batchSize)
    let output = Tensor.zeros([layout.batchSize, columns])
    scatter_rows_f32(values.pointer, sequences, weights, output.freshPointer, layout.rowCount, columns)
    return .result(output, of: [rows, scores]) { gradient in
        let ofRows = Tensor(uninitialized: [layout.rowCount, columns])
        spread_rows_f32(gradient.pointer, sequences, weights, ofRows.freshPointer, layout.rowCount, columns)
        let ofScores = Tensor(uninitialized: [layout.rowCount, 1])
        dot_rows_f32(values.pointer, gradient.pointer, sequences, ofScores.freshPointer, layout.rowCount, columns)
        // Of the softmax: w (d - Σ w d).
        var means = [Float](repeating: 0, count: layout.batchSize)
        let slopes = ofScores.freshPointer
        for (row, sequence) in sequences.enumerated() { means[Int(sequence)] += weights[row] * slopes[row] }
        for (row, sequence) in sequences.enumerated() {
            slopes[row] = weights[row] * (slopes[row] - means[Int(sequence)])
        }
        return [ofRows, ofScores]
    }
}

/// The weights that ``attentionOverTime(_:scores:layout:)`` gives the rows.
public func attentionWeights(scores: Tensor, layout: SequenceLayout) -> [Float] {
    softmaxWeights(scores, layout.sequenceOfRow, count: layout.batchSize)
}

/// Rows scaled so that each sequence's rows together have the norm that `norm` gives for its length; rows of zeros stay.
///
/// - Parameter rows: Packed, `[layout.rowCount, columns]`.
public func normalizedOverTime(_ rows: Tensor, layout: SequenceLayout, norm: (Int) -> Float) -> Tensor {
    let columns = requireColumns(Variable(rows), layout)
    let numbers = (0..<Int32(layout.rowCount)).map { $0 }
    var squares = [Float](repeating: 0, count: layout.rowCount)
    dot_rows_f32(rows.pointer, rows.pointer, numbers, &squares, layout.rowCount, columns)
    var sums = [Float](repeating: 0, count: layout.batchSize)
    for (row, sequence) in layout.sequenceOfRow.enumerated() { sums[Int(sequence)] += squares[row] }
    let factors = sums.indices.map { sums[$0] > 0 ? norm(layout.lengths[$0]) / sums[$0].squareRoot() : 0 }
    let output = Tensor(uninitialized: rows.shape)
    spread_rows_f32(
        rows.pointer, numbers, layout.sequenceOfRow.map { factors[Int($0)] }, output.freshPointer, layout.rowCount,
        columns)
    return output
}

private func softmaxWeights(_ scores: Tensor, _ sequences: [Int32], count: Int) -> [Float] {
    var weights = scores.elements
    var highest = [Float](repeating: -.infinity, count: count)
    for (row, sequence) in sequences.enumerated() { highest[Int(sequence)] = max(highest[Int(sequence)], weights[row]) }
    for (row, sequence) in sequences.enumerated() { weights[row] -= highest[Int(sequence)] }
    let exponents = Tensor(weights, shape: [weights.count])
    vector_exp_f32(exponents.pointer, exponents.freshPointer, weights.count)
    weights = exponents.elements
    var sums = [Float](repeating: 0, count: count)
    for (row, sequence) in sequences.enumerated() { sums[Int(sequence)] += weights[row] }
    for (row, sequence) in sequences.enumerated() { weights[row] /= sums[Int(sequence)] }
    return weights
}

private func weightedSum(_ rows: Variable, weights: [Float], layout: SequenceLayout) -> Variable {
    let columns = requireColumns(rows, layout)
    let output = Tensor.zeros([layout.batchSize, columns])
    scatter_rows_f32(
        rows.value.pointer, layout.sequenceOfRow, weights, output.freshPointer, layout.rowCount, columns)
    return .result(output, of: [rows]) { gradient in
        let ofRows = Tensor(uninitialized: [layout.rowCount, columns])
        spread_rows_f32(
            gradient.pointer, layout.sequenceOfRow, weights, ofRows.freshPointer, layout.rowCount, columns)
        return [ofRows]
    }
}

private func requireColumns(_ rows: Variable, _ layout: SequenceLayout) -> Int {
    precondition(
        rows.shape.count == 2 && rows.shape[0] == layout.rowCount,
        "pooling: rows \(rows.shape), expected [\(layout.rowCount), columns].")
    return rows.shape[1]
}
