import Foundation

/// What an LSTM carries from one step to the next, a value for each hidden unit.
struct CellState {
    var hidden: [Float]
    var cell: [Float]

    /// The state before the first step.
    init(hiddenSize: Int) {
        hidden = Array(repeating: 0, count: hiddenSize)
        cell = Array(repeating: 0, count: hiddenSize)
    }

    /// Forgets a part of the cell, adds a part of the candidate, and shows a part of the result.
    mutating func update(_ gates: Gates) {
        for unit in cell.indices {
            cell[unit] = gates.forget[unit] * cell[unit] + gates.input[unit] * gates.candidate[unit]
            hidden[unit] = gates.output[unit] * tanh(cell[unit])
        }
    }
}
