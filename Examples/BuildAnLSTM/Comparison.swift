import Recurrent

extension PlainCell {
    /// A cell with the weights of the library's.
    init(_ cell: LSTMCell) {
        inputWeight = cell.inputWeight.value.rows
        recurrentWeight = cell.recurrentWeight.value.rows
        bias = cell.bias.elements
    }
}

extension Tensor {
    /// The rows of a matrix.
    var rows: [[Float]] {
        (0..<shape[0]).map { Array(elements[$0 * shape[1]..<($0 + 1) * shape[1]]) }
    }
}

/// The largest difference between the plain layer and the library's on a random sequence.
func differenceFromLibrary() -> Float {
    var generator = SeededGenerator(seed: 7)
    let lstm = LSTM(inputSize: 3, hiddenSize: 5, using: &generator)
    let sequence = Tensor.normal([8, 3], using: &generator)  // [time, inputSize]

    var context = ForwardContext.inference
    let (output, _) = lstm(Variable(sequence.reshaped([1, 8, 3])), in: &context)  // [batch, time, hiddenSize]
    let plain = PlainCell(lstm.cells[0])(sequence.rows)
    return zip(output.value.elements, plain.joined()).map { abs($0 - $1) }.max() ?? 0
}
