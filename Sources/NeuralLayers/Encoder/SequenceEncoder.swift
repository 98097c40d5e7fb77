import Tensors

/// Turns sequences of tokens, or of vectors, into a state at every step: an embedding, and above it recurrent layers of
/// any cell in one direction or both, with their dropouts.
///
/// Classifier, language model, translator and forecaster are built on it; the layers above are theirs. Sequences lie
/// packed by their lengths (see `SequenceLayout`), so there is no padding that could count.
///
/// ```swift
/// let encoder = SequenceEncoder(
///     cell: .gru, embedding: embedding, inputSize: 128, hiddenSize: 256, isBidirectional: true, using: &generator)
/// let (states, final) = encoder(layout.pack(documents), layout: layout, in: &context)  // [rows, 512]
/// ```
public struct SequenceEncoder: Layer, Sendable {
    /// The vectors of the tokens; `nil` where sequences are given as vectors.
    public let embedding: Embedding?
    /// The recurrent layers.
    public let recurrent: any RecurrentLayers
    /// The dropout of the vectors that the first recurrent layer reads, in 0 ..< 1.
    public let embeddingDropout: Float

    /// The cell of the recurrent layers.
    public var cell: RecurrentCellKind { recurrent.kind }
    /// Units of each recurrent layer and direction.
    public var hiddenSize: Int { recurrent.hiddenSize }
    /// The width of a state: `hiddenSize`, twice that when bidirectional.
    public var outputSize: Int { recurrent.outputSize }

    /// - Parameters:
    ///   - embedding: A table `[vocabularySize, inputSize]`, which other layers may share; `nil` for vectors alone.
    ///   - inputSize: The width of the vectors that the first recurrent layer reads.
    ///   - hiddenSize: Units of each layer and direction.
    ///   - embeddingDropout: The dropout of these vectors, locked over a sequence where `dropout.isLocked`.
    ///   - dropout: The dropout of the recurrent layers.
    ///   - generator: Draws the initial weights of the recurrent layers.
    public init(
        cell: RecurrentCellKind = .lstm, embedding: Embedding? = nil, inputSize: Int, hiddenSize: Int,
        numLayers: Int = 1, isBidirectional: Bool = false, embeddingDropout: Float = 0,
        dropout: RecurrentDropout = .none, using generator: inout some RandomNumberGenerator
    ) {
        precondition(
            embedding.map { $0.weight.shape[1] == inputSize } ?? true,
            "SequenceEncoder: embedding \(embedding?.weight.shape ?? []), inputSize \(inputSize).")
        self.embedding = embedding
        self.embeddingDropout = embeddingDropout
        recurrent = cell.type.makeLayers(
            inputSize: inputSize, hiddenSize: hiddenSize, numLayers: numLayers, isBidirectional: isBidirectional,
            dropout: dropout, using: &generator)
    }

    /// Reads tokens.
    ///
    /// - Parameters:
    ///   - ids: Packed token ids, `[layout.rowCount]`.
    ///   - state: The state that earlier pieces of the sequences left; `nil` at their start.
    /// - Returns: The states of the last layer, `[layout.rowCount, outputSize]`, and what all layers carry on after each
    ///   sequence's last step.
    public func callAsFunction(
        _ ids: [Int32], layout: SequenceLayout, state: EncoderState? = nil, in context: inout ForwardContext
    ) -> (output: Variable, state: EncoderState) {
        guard let embedding else { preconditionFailure("SequenceEncoder: token ids, but no embedding.") }
        return self(embedded: embedding(ids), layout: layout, state: state, in: &context)
    }

    /// Reads vectors, `[layout.rowCount, inputSize]`.
    public func callAsFunction(
        embedded rows: Variable, layout: SequenceLayout, state: EncoderState? = nil, in context: inout ForwardContext
    ) -> (output: Variable, state: EncoderState) {
        let dropped = dropRows(
            rows, rate: embeddingDropout, isLocked: recurrent.dropout.isLocked, layout: layout, in: &context)
        return recurrent.run(dropped, layout: layout, state: state, in: &context)
    }

    /// The hidden states of the last layer after each direction's last step, forwards first, `[batch, hiddenSize]` each.
    public func lastHidden(of state: EncoderState) -> [Variable] {
        Array(state.hidden.suffix(recurrent.isBidirectional ? 2 : 1))
    }

    /// Names the embedding `embedding` and the recurrent layers as their cell is named in options: `lstm`, `gru`, ….
    public func visitParameters(_ visitor: inout ParameterVisitor) {
        if let embedding { visitor.visit("embedding", embedding) }
        visitor.visit(cell.rawValue, recurrent)
    }
}

/// What the recurrent layers of a ``SequenceEncoder`` carry from one piece of a sequence to the next.
///
/// One entry for each layer and direction, in PyTorch's order: layer 0 forward, layer 0 backward, layer 1 forward, ….
public struct EncoderState {
    /// The hidden states, `[batch, hiddenSize]` each.
    public var hidden: [Variable]
    /// The cell states, `[batch, hiddenSize]` each; empty where the cell has no cell state.
    public var cell: [Variable]

    /// - Parameter cell: The cell states, where the cell has them.
    public init(hidden: [Variable], cell: [Variable] = []) {
        (self.hidden, self.cell) = (hidden, cell)
    }

    /// The same values with no history: truncated backpropagation stops here.
    public func detached() -> EncoderState { map { $0.detached() } }

    /// Every entry transformed.
    public func map(_ transform: (Variable) -> Variable) -> EncoderState {
        EncoderState(hidden: hidden.map(transform), cell: cell.map(transform))
    }
}

/// Word dropout: puts the unknown token in place of some tokens, so that a model relies on no single one; the sequences
/// themselves at inference.
///
/// - Parameter rate: The probability for each token.
public func dropTokens(
    _ sequences: [[Int32]], rate: Float, unknownID: Int32, in context: inout ForwardContext
) -> [[Int32]] {
    guard let key = context.dropoutKey(rate: rate) else { return sequences }
    var generator = SeededGenerator(seed: key)
    return sequences.map { $0.map { generator.nextUniform() < Double(rate) ? unknownID : $0 } }
}
