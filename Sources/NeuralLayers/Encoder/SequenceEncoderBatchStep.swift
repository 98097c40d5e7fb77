import Tensors

/// Inference of a ``SequenceEncoder`` in one direction that reads a token of each of some sequences at a time.
///
/// It has the weights of a ``SequenceEncoderStep``, and each row gets the bits that this step gives it alone: a product
/// sums each row by itself, in an order that does not depend on the number of rows. Reading the weights takes most of
/// the time of a step, and all rows share it.
public struct SequenceEncoderBatchStep: Sendable {
    /// What the sequences carry from step to step, a row each.
    public struct State: Sendable {
        fileprivate var layers: [RecurrentRowsStep.State]

        /// Keeps the rows `rows`, in that order, and adds rows at rest after them.
        public mutating func keep(rows: [Int32], adding count: Int = 0) {
            layers = layers.map { $0.rows(rows, addingZeros: count) }
        }
    }

    private let weights: SequenceEncoderStep.Weights
    private let layers: [RecurrentRowsStep]

    /// Shares the weights of `step`, at its precision.
    public init(sharing step: SequenceEncoderStep) {
        weights = step.weights
        layers = weights.layers.map { RecurrentRowsStep($0) }
    }

    /// A state of zeros.
    public func start(rows: Int) -> State { State(layers: layers.map { $0.start(rows: rows) }) }

    /// Reads a token of each sequence, `[rows]`.
    ///
    /// - Returns: The new hidden states of the last layer, `[rows, hiddenSize]`.
    public func callAsFunction(_ ids: [Int32], state: inout State) -> Tensor {
        var rows = layers[0](projectedInputs: weights.table, ids, state: &state.layers[0])
        for index in layers.indices.dropFirst() { rows = layers[index](rows, state: &state.layers[index]) }
        return rows
    }
}
