/// Picks rows: `output[i] = table[indices[i]]`, a row of zeros where the index is negative.
///
/// An embedding is this with token ids; packing and unpacking sequences is this with row numbers. The gradient of a
/// parameter is kept as the rows read, see ``RowGradient``.
///
/// - Parameters:
///   - table: `[rows, columns]`.
///   - indices: Row numbers below `rows`.
/// - Returns: `[indices.count, columns]`.
public func gatherRows(_ table: Variable, _ indices: [Int32]) -> Variable {
    precondition(table.shape.count == 2, "gatherRows: a table of shape \(table.shape) is no matrix.")
    let (rows, columns) = (table.shape[0], table.shape[1])
    let output = Tensor(uninitialized: [indices.count, columns])
    let (source, target) = (table.value.pointer, output.freshPointer)
    for (i, index) in indices.enumerated() {
        precondition(index < rows, "gatherRows: row \(index) of a table of \(rows).")
        let row = target + i * columns
        if index < 0 {
            row.update(repeating: 0, count: columns)
        } else {
            row.update(from: source + Int(index) * columns, count: columns)
        }
    }
    let leaf = table.leaf
    return .result(output, of: [table]) { gradient in
        if let leaf {
            leaf.accumulate(RowGradient(indices: indices, gradient: gradient, tableRows: rows), tableRows: rows)
            return [nil]
        }
        var sum = Tensor.zeros([rows, columns])
        addRows(of: gradient, at: indices, to: &sum)
        return [sum]
    }
}
