import Recurrent

/// A character language model: embedding, LSTM, and a linear map to a logit for each character.
struct CharacterModel: Layer {
    let embedding: Embedding
    let lstm: LSTM
    let output: Linear

    init(vocabularySize: Int, using generator: inout some RandomNumberGenerator) {
        embedding = Embedding(vocabularySize: vocabularySize, embeddingSize: 16, using: &generator)
        lstm = LSTM(inputSize: 16, hiddenSize: 64, using: &generator)
        output = Linear(inputSize: 64, outputSize: vocabularySize, using: &generator)
    }

    /// - Parameter ids: The characters of one sequence.
    /// - Returns: The logits of the next character after each, `[ids.count, vocabularySize]`, and the final state.
    func callAsFunction(
        _ ids: [Int32], state: LSTMState? = nil, in context: inout ForwardContext
    ) -> (logits: Variable, state: LSTMState) {
        let layout = SequenceLayout(batchSize: 1, steps: ids.count)
        let (hidden, state) = lstm(packed: embedding(ids), layout: layout, state: state, in: &context)
        return (output(hidden), state)
    }

    func visitParameters(_ visitor: inout ParameterVisitor) {
        visitor.visit("embedding", embedding)
        visitor.visit("lstm", lstm)
        visitor.visit("output", output)
    }
}
