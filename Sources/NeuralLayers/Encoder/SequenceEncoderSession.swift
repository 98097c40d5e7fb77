import Tensors

/// Inference of a ``SequenceEncoder`` over whole sequences, with weights that are packed once and input projections that
/// are kept for each token.
///
/// In fp32 it gives the bits of the encoder itself. What a sequence gets does not depend on the others of its batch.
public struct SequenceEncoderSession: Sendable {
    private let layers: [PackedRecurrentLayer]
    private let words: ProjectedWords?  // for the first layer

    /// - Parameter precision: How many bits the products read for each weight.
    public init(_ encoder: SequenceEncoder, precision: Precision = .fp32) {
        let directions = encoder.recurrent.isBidirectional ? 2 : 1
        let values = encoder.recurrent.allCells.map(\.values)
        layers = (0..<encoder.recurrent.numLayers).map { layer in
            PackedRecurrentLayer(
                Array(values[layer * directions..<(layer + 1) * directions]), precision: precision)
        }
        words = encoder.embedding.map { [layers] in layers[0].projecting($0.weight.value) }
    }

    /// Reads packed token ids, `[layout.rowCount]`.
    ///
    /// - Returns: The states of the last layer, `[layout.rowCount, outputSize]`, and for each direction the one after
    ///   each sequence's last step (its first, backwards), `[layout.batchSize, hiddenSize]`, in the caller's order.
    public func callAsFunction(_ ids: [Int32], layout: SequenceLayout) -> (states: Tensor, final: [Tensor]) {
        guard let words else { preconditionFailure("SequenceEncoderSession: token ids, but no embedding.") }
        return above(layers[0](ids, of: words, layout: layout), layout)
    }

    /// Reads vectors, `[layout.rowCount, inputSize]`.
    public func callAsFunction(embedded rows: Tensor, layout: SequenceLayout) -> (states: Tensor, final: [Tensor]) {
        above(layers[0](rows, layout: layout), layout)
    }

    /// The state of sequences of which nothing has been read.
    public func start(rows: Int) -> SequenceEncoderRowsStep.State {
        SequenceEncoderRowsStep.State(layers: layers.map { $0.start(rows: rows) })
    }

    /// Reads the next piece of sequences, packed token ids `[layout.rowCount]`, and moves their state on.
    ///
    /// - Returns: The states of the last layer, `[layout.rowCount, hiddenSize]`.
    /// - Precondition: The encoder reads in one direction, and the pieces are of one length.
    public func callAsFunction(
        _ ids: [Int32], layout: SequenceLayout, state: inout SequenceEncoderRowsStep.State
    ) -> Tensor {
        guard let words else { preconditionFailure("SequenceEncoderSession: token ids, but no embedding.") }
        var rows = layers[0](ids, of: words, layout: layout, state: &state.layers[0])
        for index in layers.indices.dropFirst() {
            rows = layers[index](rows, layout: layout, state: &state.layers[index])
        }
        return rows
    }

    /// What the layers above the first make of what it gives.
    private func above(
        _ first: (states: Tensor, final: [Tensor]), _ layout: SequenceLayout
    ) -> (states: Tensor, final: [Tensor]) {
        layers.dropFirst().reduce(first) { $1($0.states, layout: layout) }
    }
}

/// Inference of a ``SequenceEncoder`` in one direction that reads one token of one sequence at a time.
///
/// Weights are packed once, and the state is kept in place; the first layer's input projection is folded into a table
/// with a row for each token. Copies share the weights and have a state of their own.
public struct SequenceEncoderStep: Sendable {
    let weights: Weights
    private var layers: [RecurrentStep]

    /// An encoder at rest.
    ///
    /// - Parameter precision: How many bits the products read for each weight.
    /// - Precondition: The encoder has an embedding and reads in one direction.
    public init(_ encoder: SequenceEncoder, precision: Precision = .fp32) {
        weights = Weights(encoder, precision)
        layers = weights.layers.map { RecurrentStep($0) }
    }

    /// The hidden state of the last layer, `[1, hiddenSize]`.
    public var hidden: Tensor { layers[layers.count - 1].hidden }

    /// Reads a token.
    public mutating func read(_ id: Int32) {
        layers[0].advance(projectedInput: weights.table, row: Int(id), weights.layers[0])
        for index in layers.indices.dropFirst() {
            layers[index].advance(input: layers[index - 1].hidden, weights.layers[index])
        }
    }

    /// The weights as the kernels want them; shared by all copies.
    final class Weights: Sendable {
        let table: Tensor  // [vocabularySize, blocks * hiddenSize], biases included
        let layers: [RecurrentStepWeights]

        init(_ encoder: SequenceEncoder, _ precision: Precision) {
            guard let embedding = encoder.embedding, !encoder.recurrent.isBidirectional else {
                preconditionFailure("SequenceEncoderStep: the encoder has no embedding, or reads in both directions.")
            }
            layers = encoder.recurrent.allCells.enumerated().map { layer, cell in
                RecurrentStepWeights(cell.values, precision: precision, readsRows: layer > 0)
            }
            table = layers[0].projecting(embedding.weight.value)
        }
    }
}

/// Inference of a ``SequenceEncoder`` in one direction that reads one vector of each of some sequences at a time.
public struct SequenceEncoderRowsStep: Sendable {
    /// What rows carry from step to step.
    public struct State: Sendable {
        fileprivate var layers: [RecurrentRowsStep.State]

        /// The rows `rows` of this state, in that order; a row may come several times.
        public func rows(_ rows: [Int32]) -> State { State(layers: layers.map { $0.rows(rows) }) }

        /// Puts the first row of another state in the place of a row of this one.
        public mutating func replace(row: Int, by other: State) {
            for index in layers.indices { layers[index].replace(row: row, by: other.layers[index]) }
        }
    }

    private let layers: [RecurrentRowsStep]

    /// - Parameter precision: How many bits the products read for each weight.
    /// - Precondition: The encoder reads in one direction.
    public init(_ encoder: SequenceEncoder, precision: Precision = .fp32) {
        precondition(
            !encoder.recurrent.isBidirectional, "SequenceEncoderRowsStep: the encoder reads in both directions.")
        layers = encoder.recurrent.allCells.map { RecurrentRowsStep($0.values, precision: precision) }
    }

    /// A state of zeros.
    public func start(rows: Int) -> State { State(layers: layers.map { $0.start(rows: rows) }) }

    /// Moves all rows on by a vector each, `[rows, inputSize]`.
    ///
    /// - Returns: The new hidden states of the last layer, `[rows, hiddenSize]`.
    public func callAsFunction(_ inputs: Tensor, state: inout State) -> Tensor {
        var rows = inputs
        for (index, layer) in layers.enumerated() { rows = layer(rows, state: &state.layers[index]) }
        return rows
    }
}
