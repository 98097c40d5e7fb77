import Recurrent

/// Text that the model continues from its start, one character at a time.
func sample(_ model: CharacterModel, tokenizer: Tokenizer, length: Int, temperature: Float) throws -> String {
    var sampler = Sampler(
        options: try SamplingOptions(temperature: temperature), vocabularySize: tokenizer.vocabulary.count,
        bannedIDs: Array(0..<Vocabulary.specialCount))
    var generator = SeededGenerator(seed: 1, stream: "sampling")
    var context = ForwardContext.inference
    var (logits, state) = model([Vocabulary.beginID], in: &context)
    var ids: [Int32] = []
    while ids.count < length {
        let id = Int32(try sampler.next(logits: logits.value.elements, using: &generator))
        ids.append(id)
        (logits, state) = model([id], state: state, in: &context)
    }
    return tokenizer.decode(ids)
}
