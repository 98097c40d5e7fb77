import NeuralLayers
import Tensors

/// A character language model: embedding → stacked LSTM → projection to the vocabulary (Graves 2013; Karpathy 2015).
///
/// The projection is free, or tied to the embedding (Press & Wolf 2017; Inan, Khosravi & Socher 2017), with a bridge
/// from hidden to embedding size where these differ. Regularised as Merity, Keskar & Socher (2018): locked dropout of
/// embeddings, between layers and of the output, and dropout of the recurrent weights.
public struct TextGeneratorNetwork: Layer, Sendable {
    public let configuration: Configuration
    public let embedding: Embedding
    public let lstm: LSTM
    public let bridge: Linear?
    public let projection: Projection

    public init(_ configuration: Configuration, using generator: inout some RandomNumberGenerator) {
        self.configuration = configuration
        let c = configuration
        // As an input alone, vectors of the size that LSTM gates react to; as output weights too, small ones.
        embedding = Embedding(
            vocabularySize: c.vocabularySize, embeddingSize: c.embeddingSize,
            standardDeviation: c.tiesWeights ? 0.05 : 1, using: &generator)
        lstm = LSTM(
            inputSize: c.embeddingSize, hiddenSize: c.hiddenSize, numLayers: c.numLayers,
            dropout: RecurrentDropout(
                betweenLayers: c.dropout.betweenLayers, recurrentWeights: c.dropout.recurrentWeights,
                isLocked: c.dropout.isLocked),
            using: &generator)
        let needsBridge = c.tiesWeights && c.embeddingSize != c.hiddenSize
        bridge =
            needsBridge
            ? Linear(inputSize: c.hiddenSize, outputSize: c.embeddingSize, hasBias: false, using: &generator) : nil
        projection = Projection(
            inputSize: c.hiddenSize, outputSize: c.vocabularySize, tiedTo: c.tiesWeights ? embedding : nil,
            using: &generator)
    }

    /// The logits of the next token after every token.
    ///
    /// - Parameters:
    ///   - ids: Packed token ids, `[layout.rowCount]`.
    ///   - state: The state that earlier text left; `nil` at the start.
    /// - Returns: `[layout.rowCount, vocabularySize]`, and the state after the last token of each sequence.
    public func callAsFunction(
        _ ids: [Int32], layout: SequenceLayout, state: LSTMState? = nil, in context: inout ForwardContext
    ) -> (logits: Variable, state: LSTMState) {
        let dropout = configuration.dropout
        func drop(_ rows: Variable, _ rate: Float) -> Variable {
            dropRows(rows, rate: rate, isLocked: dropout.isLocked, layout: layout, in: &context)
        }
        let embedded = drop(embedding(ids), dropout.embedding)  // [rows, embeddingSize]
        let (hidden, final) = lstm(packed: embedded, layout: layout, state: state, in: &context)
        let dropped = drop(hidden, dropout.output)  // [rows, hiddenSize]
        return (projection(bridge?(dropped) ?? dropped, precision: context.precision), final)
    }

    public func visitParameters(_ visitor: inout ParameterVisitor) {
        visitor.visit("embedding", embedding)
        visitor.visit("lstm", lstm)
        if let bridge { visitor.visit("bridge", bridge) }
        visitor.visit("projection", projection)
    }
}
