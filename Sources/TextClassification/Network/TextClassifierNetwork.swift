import NeuralLayers
import Tensors

/// A classifier of documents: word embeddings → bidirectional LSTM → pooling over time → classes.
///
/// Documents of a batch lie packed by their lengths (see `SequenceLayout`), so there is no padding that could count:
/// neither the length of its neighbours nor their number changes a bit of what a document gets.
public struct TextClassifierNetwork: Layer, Sendable {
    public let configuration: Configuration
    public let embedding: Embedding
    public let lstm: LSTM
    public let pooling: Pooling
    public let output: Linear

    public init(_ configuration: Configuration, using generator: inout some RandomNumberGenerator) {
        self.configuration = configuration
        let c = configuration
        embedding = Embedding(
            vocabularySize: c.vocabularySize, embeddingSize: c.embeddingSize, standardDeviation: 0.3, using: &generator)
        lstm = LSTM(
            inputSize: c.embeddingSize, hiddenSize: c.hiddenSize, numLayers: c.numLayers,
            isBidirectional: c.isBidirectional,
            dropout: RecurrentDropout(
                betweenLayers: c.dropout.betweenLayers, recurrentWeights: c.dropout.recurrentWeights),
            using: &generator)
        pooling = Pooling(c.pooling, inputSize: c.stateSize, using: &generator)
        output = Linear(
            inputSize: Pooling.outputSize(of: c.pooling, inputSize: c.stateSize), outputSize: c.classNames.count,
            using: &generator)
    }

    /// The logits of each document.
    ///
    /// - Parameters:
    ///   - ids: Packed token ids, `[layout.rowCount]`.
    ///   - perturbation: Is added to the embeddings, `[layout.rowCount, embeddingSize]`, for adversarial training.
    /// - Returns: `[layout.batchSize, classNames.count]`, in the caller's order of documents.
    public func callAsFunction(
        _ ids: [Int32], layout: SequenceLayout, perturbation: Variable? = nil, in context: inout ForwardContext
    ) -> Variable {
        let embedded = embedding(ids)  // [rows, embeddingSize]
        return logits(embedded: perturbation.map { embedded + $0 } ?? embedded, layout: layout, in: &context)
    }

    /// The logits of documents whose words are given as vectors, `[layout.rowCount, embeddingSize]`.
    public func logits(embedded: Variable, layout: SequenceLayout, in context: inout ForwardContext) -> Variable {
        let dropped = dropRows(
            embedded, rate: configuration.dropout.embedding, isLocked: true, layout: layout, in: &context)
        let (states, final) = lstm(packed: dropped, layout: layout, in: &context)  // [rows, stateSize]
        let last = Array(final.hidden.suffix(configuration.directions))
        var pooled = pooling(states, final: last, layout: layout)
        if let key = context.dropoutKey(rate: configuration.dropout.output) {
            pooled = dropout(pooled, rate: configuration.dropout.output, key: key)
        }
        return output(pooled)
    }

    public func visitParameters(_ visitor: inout ParameterVisitor) {
        visitor.visit("embedding", embedding)
        visitor.visit("lstm", lstm)
        visitor.visit("pooling", pooling)
        visitor.visit("output", output)
    }
}
