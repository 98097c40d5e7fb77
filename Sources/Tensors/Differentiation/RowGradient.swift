/// The gradient of a table of which only some rows were read: those rows, all others being zero.
///
/// An embedding's gradient is kept so, since a batch reads few of the words there are.
public struct RowGradient: Sendable, Equatable {
    /// The rows read, ascending, each once.
    public let rows: [Int32]
    /// Their gradients, `[rows.count, columns]`.
    public fileprivate(set) var values: Tensor

    /// Sums the gradients of reads of the same row, in the order of the reads.
    ///
    /// - Parameters:
    ///   - indices: The row of each read; negative where nothing was read.
    ///   - gradient: `[indices.count, columns]`.
    ///   - tableRows: How many rows the table has.
    init(indices: [Int32], gradient: Tensor, tableRows: Int) {
        var slots = [Int32](repeating: -1, count: tableRows)
        for index in indices where index >= 0 { slots[Int(index)] = 0 }
        var rows: [Int32] = []
        for row in slots.indices where slots[row] == 0 {
            slots[row] = Int32(rows.count)
            rows.append(Int32(row))
        }
        self.rows = rows
        values = .zeros([rows.count, gradient.shape[1]])
        addRows(of: gradient, at: indices.map { $0 < 0 ? -1 : slots[Int($0)] }, to: &values)
    }

    /// The sum of two gradients of one table.
    func adding(_ other: RowGradient, tableRows: Int) -> RowGradient {
        let columns = values.shape[1]
        let both = Tensor(uninitialized: [rows.count + other.rows.count, columns])
        both.freshPointer.update(from: values.pointer, count: values.count)
        (both.freshPointer + values.count).update(from: other.values.pointer, count: other.values.count)
        return RowGradient(indices: rows + other.rows, gradient: both, tableRows: tableRows)
    }

    /// Adds these rows to a table.
    func add(to table: inout Tensor) { addRows(of: values, at: rows, to: &table) }

    /// Changes the gradients of the rows in place.
    mutating func mutate(_ body: (UnsafeMutableBufferPointer<Float>) -> Void) { values.mutate(body) }
}

/// Adds row i of `source` to row `indices[i]` of `target`, in order; a negative index is passed over.
func addRows(of source: Tensor, at indices: [Int32], to target: inout Tensor) {
    let columns = source.shape[1]
    target.mutate { target in
        for (i, index) in indices.enumerated() where index >= 0 {
            let (row, own) = (target.baseAddress! + Int(index) * columns, source.pointer + i * columns)
            for j in 0..<columns { row[j] += own[j] }
        }
    }
}
