import Recurrent

let rhyme = """
    One, two, buckle my shoe;
    Three, four, knock at the door;
    Five, six, pick up sticks;
    Seven, eight, lay them straight.

    """

/// Trains a model on the rhyme.
///
/// - Returns: The model, and the loss of each step in nats per character.
func train(tokenizer: Tokenizer, steps: Int) -> (model: CharacterModel, losses: [Float]) {
    var generator = SeededGenerator(seed: 1)
    let model = CharacterModel(vocabularySize: tokenizer.vocabulary.count, using: &generator)
    let parameters = model.namedParameters.map(\.parameter)
    let ids = tokenizer.encodeIDs(rhyme)
    let inputs = [Vocabulary.beginID] + ids.dropLast()
    var optimizer = Adam()
    var context = ForwardContext.training(generator)

    let losses = (0..<steps).map { _ in
        var (loss, gradients) = withGradients {
            crossEntropy(logits: model(inputs, in: &context).logits, targets: ids)
        }
        let (scale, _) = GradientClipping.norm(1).apply(to: &gradients, of: parameters)
        optimizer.update(parameters, with: gradients, learningRate: 0.01, gradientScale: scale)
        return loss
    }
    return (model, losses)
}
