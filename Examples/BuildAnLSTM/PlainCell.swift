/// One LSTM cell in plain Swift: matrices are arrays of rows.
struct PlainCell {
    let inputWeight: [[Float]]  // [4 * hiddenSize, inputSize]
    let recurrentWeight: [[Float]]  // [4 * hiddenSize, hiddenSize]
    let bias: [Float]  // [4 * hiddenSize]

    var hiddenSize: Int { bias.count / 4 }

    /// One step: the sums, the gates, the new state.
    func step(_ input: [Float], _ state: inout CellState) {
        let sums = bias.indices.map { row in
            dot(inputWeight[row], input) + dot(recurrentWeight[row], state.hidden) + bias[row]
        }
        state.update(Gates(sums: sums))
    }
}

func dot(_ a: [Float], _ b: [Float]) -> Float { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
