extension PlainCell {
    /// Reads a sequence from a zero state.
    ///
    /// - Parameter sequence: `[time, inputSize]`.
    /// - Returns: The hidden state after each step, `[time, hiddenSize]`.
    func callAsFunction(_ sequence: [[Float]]) -> [[Float]] {
        var state = CellState(hiddenSize: hiddenSize)
        return sequence.map { input in
            step(input, &state)
            return state.hidden
        }
    }
}
