import NeuralLayers
import Tensors

/// A sequence-to-sequence model with attention (Sutskever, Vinyals & Le 2014; Bahdanau, Cho & Bengio 2015; Luong, Pham &
/// Manning 2015): embeddings → stacked bidirectional LSTM → bridge → LSTM that attends, and any layers upon it →
/// projection to the target's vocabulary.
///
/// Sequences of a batch lie packed by their lengths, so there is no padding that could count.
public struct TranslatorNetwork: Layer, Sendable {
    public let configuration: Configuration
    public let embedding: Embedding
    let ownTargetEmbedding: Embedding?
    public let encoder: LSTM
    public let bridge: Linear
    public let decoder: AttentionDecoder
    public let upper: LSTM?
    public let outputBridge: Linear?
    public let projection: Projection

    /// The vectors of the target's tokens.
    public var targetEmbedding: Embedding { ownTargetEmbedding ?? embedding }

    public init(_ configuration: Configuration, using generator: inout some RandomNumberGenerator) {
        self.configuration = configuration
        let c = configuration
        let dropout = RecurrentDropout(
            betweenLayers: c.dropout.betweenLayers, recurrentWeights: c.dropout.recurrentWeights)
        let deviation: Float = c.tiesWeights ? 0.1 : 0.3
        func table(_ count: Int) -> Embedding {
            Embedding(
                vocabularySize: count, embeddingSize: c.embeddingSize, standardDeviation: deviation, using: &generator)
        }
        embedding = table(c.vocabularySize)
        ownTargetEmbedding = c.sharesVocabulary ? nil : table(c.targetVocabularySize)
        encoder = LSTM(
            inputSize: c.embeddingSize, hiddenSize: c.encoderSize, numLayers: c.encoderLayers, isBidirectional: true,
            dropout: dropout, using: &generator)
        bridge = Linear(inputSize: c.memorySize, outputSize: 2 * c.hiddenSize, using: &generator)
        let attention = Attention(
            c.attention, memorySize: c.memorySize, hiddenSize: c.hiddenSize, size: c.attentionSize,
            maxLength: c.maxTokens, using: &generator)
        decoder = AttentionDecoder(
            inputSize: c.embeddingSize, hiddenSize: c.hiddenSize, attention: attention, memorySize: c.memorySize,
            feedsInput: c.feedsInput, dropout: dropout, using: &generator)
        upper =
            c.decoderLayers > 1
            ? LSTM(
                inputSize: c.hiddenSize, hiddenSize: c.hiddenSize, numLayers: c.decoderLayers - 1, dropout: dropout,
                using: &generator) : nil
        outputBridge =
            c.needsOutputBridge
            ? Linear(inputSize: c.hiddenSize, outputSize: c.embeddingSize, hasBias: false, using: &generator) : nil
        projection = Projection(
            inputSize: c.hiddenSize, outputSize: c.targetVocabularySize,
            tiedTo: c.tiesWeights ? ownTargetEmbedding ?? embedding : nil, using: &generator)
    }

    /// What a source hands to the decoder.
    struct Encoded {
        let memory: AttentionMemory
        let hidden: Variable  // [batch, hiddenSize]
        let cell: Variable  // [batch, hiddenSize]
    }

    /// Reads sources, each of at least one token.
    func encode(_ sources: [[Int32]], in context: inout ForwardContext) -> Encoded {
        let layout = SequenceLayout(lengths: sources.map(\.count))
        func drop(_ rows: Variable, _ rate: Float) -> Variable {
            dropRows(rows, rate: rate, isLocked: true, layout: layout, in: &context)
        }
        let embedded = drop(embedding(layout.pack(sources)), configuration.dropout.embedding)
        let (states, final) = encoder(packed: embedded, layout: layout, in: &context)  // [rows, memorySize]
        let last = final.hidden.suffix(2)
        let joined = concatenateColumns(last.first!, last.last!)
        let size = configuration.hiddenSize
        let start = tanh(linear(joined, weight: Variable(bridge.weight), bias: Variable(bridge.bias!)))
        let values = gatherRows(drop(states, configuration.dropout.betweenLayers), layout.rowsBySequence)
        return Encoded(
            memory: decoder.attention.memory(values, lengths: layout.lengths, precision: context.precision),
            hidden: columns(0..<size, of: start), cell: columns(size..<2 * size, of: start))
    }

    /// The logits of the token after each token of the targets, which the decoder is told as they are.
    ///
    /// - Parameters:
    ///   - sources: Token ids, each with at least one.
    ///   - inputs: What the decoder reads, each beginning with the token that begins a text.
    /// - Returns: Packed logits `[layout.rowCount, targetVocabularySize]`, the layout of the targets, and the attention
    ///   of each packed row.
    public func callAsFunction(
        _ sources: [[Int32]], inputs: [[Int32]], in context: inout ForwardContext
    ) -> (logits: Variable, layout: SequenceLayout, attention: Tensor) {
        let encoded = encode(sources, in: &context)
        let layout = SequenceLayout(lengths: inputs.map(\.count))
        func drop(_ rows: Variable, _ rate: Float) -> Variable {
            dropRows(rows, rate: rate, isLocked: true, layout: layout, in: &context)
        }
        let embedded = drop(targetEmbedding(layout.pack(inputs)), configuration.dropout.embedding)
        var (rows, attention) = decoder(
            embedded, layout: layout, memory: encoded.memory, state: (encoded.hidden, encoded.cell), in: &context)
        if let upper {
            rows = drop(rows, configuration.dropout.betweenLayers)
            rows = upper(packed: rows, layout: layout, in: &context).output
        }
        rows = drop(rows, configuration.dropout.output)
        return (projection(outputBridge?(rows) ?? rows, precision: context.precision), layout, attention)
    }

    public func visitParameters(_ visitor: inout ParameterVisitor) {
        visitor.visit("embedding", embedding)
        if let ownTargetEmbedding { visitor.visit("target_embedding", ownTargetEmbedding) }
        visitor.visit("encoder", encoder)
        visitor.visit("bridge", bridge)
        visitor.visit("decoder", decoder)
        if let upper { visitor.visit("upper", upper) }
        if let outputBridge { visitor.visit("output_bridge", outputBridge) }
        visitor.visit("projection", projection)
    }
}
