import Tensors

/// Where the rows of a table come from that has grown: an embedding or output layer with further tokens or classes.
package struct RowOrigins: Sendable {
    /// For each row the rows of the old table whose mean it starts at; none where it starts at its random values.
    package let rows: [[Int]]
    /// The standard deviation of what is added to rows that are no copies, relative to that of the old table.
    package let noise: Float

    package init(_ rows: [[Int]], noise: Float = 0) {
        (self.rows, self.noise) = (rows, noise)
    }

    /// The values of a grown table.
    ///
    /// - Parameter new: Its random values, `[rows.count, …]`.
    func values(from old: Tensor, to new: Tensor, using generator: inout some RandomNumberGenerator) -> Tensor {
        precondition(
            new.shape[0] == rows.count && old.shape.dropFirst() == new.shape.dropFirst(),
            "RowOrigins: \(old.shape) to \(new.shape), with the origins of \(rows.count) rows.")
        let width = old.count / max(old.shape[0], 1)
        let deviation = noise * Float((old.sumOfSquares / Double(max(old.count, 1))).squareRoot())
        var values = new
        old.withElements { old in
            values.mutate { values in
                for (row, origins) in rows.enumerated() where !origins.isEmpty {
                    let share = 1 / Float(origins.count)
                    for column in 0..<width {
                        let sum = origins.reduce(Float(0)) { $0 + old[$1 * width + column] }
                        values[row * width + column] = origins.count == 1 ? sum : share * sum
                    }
                }
            }
        }
        guard deviation > 0 else { return values }
        for (row, origins) in rows.enumerated() where origins.count > 1 {
            let blur = Tensor.normal([width], standardDeviation: deviation, using: &generator)
            values.mutate { values in
                blur.withElements { for (column, value) in $0.enumerated() { values[row * width + column] += value } }
            }
        }
        return values
    }
}

extension Layer {
    /// Copies the parameters of a smaller network of the same kind, by name.
    ///
    /// - Parameter origins: Where the rows of parameters that have grown come from, by name; all others have the same
    ///   shape in both.
    package func copyParameters(
        from old: some Layer, origins: [String: RowOrigins], using generator: inout some RandomNumberGenerator
    ) {
        let values = Dictionary(uniqueKeysWithValues: old.namedParameters.map { ($0.name, $0.parameter.value) })
        for (name, parameter) in namedParameters {
            guard let value = values[name] else { preconditionFailure("copyParameters: \(name) is missing.") }
            if let origins = origins[name] {
                parameter.value = origins.values(from: value, to: parameter.value, using: &generator)
            } else {
                precondition(
                    value.shape == parameter.shape, "copyParameters: \(name) is \(value.shape), not \(parameter.shape)."
                )
                parameter.value = value
            }
        }
    }
}
