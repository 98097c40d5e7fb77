import Foundation

/// Squashes any number to between 0 and 1.
func sigmoid(_ x: Float) -> Float { 1 / (1 + exp(-x)) }

/// The gates of an LSTM at one step, a value for each hidden unit.
struct Gates {
    let input: [Float]  // 0 ... 1: how much of the candidate is added to the cell
    let forget: [Float]  // 0 ... 1: how much of the cell is kept
    let candidate: [Float]  // -1 ... 1: what may be added to the cell
    let output: [Float]  // 0 ... 1: how much of the cell is shown

    /// - Parameter sums: The weighted sums of input and hidden state, `[4 * hiddenSize]`, one block for each gate.
    init(sums: [Float]) {
        let size = sums.count / 4
        input = sums[..<size].map(sigmoid)
        forget = sums[size..<2 * size].map(sigmoid)
        candidate = sums[2 * size..<3 * size].map { tanh($0) }
        output = sums[(3 * size)...].map(sigmoid)
    }
}
