/// Temperature scaling (Guo, Pleiss, Sun & Weinberger 2017): one number that calibrates the probabilities of a model.
///
/// A network trained for many epochs is overconfident. Dividing its logits by a temperature slightly above 1 corrects
/// this without changing the most likely character. The temperature is fitted on held-out text. Fitting one number to
/// thousands of characters gains about half a nat over all of them together, which is too little to affect a figure.
public struct Calibration: Codable, Sendable, Equatable {
    /// What logits are divided by.
    public let temperature: Float
    /// Nats a token on the held-out text before and after.
    public let before: Double
    public let after: Double

    /// Finds the best temperature on a grid of hundredths from 0.7 to 1.7.
    public init(of model: TextGeneratorNetwork, on validation: TextGeneratorValidation) {
        let coarse = stride(from: 70, through: 170, by: 5).map { Float($0) / 100 }
        let first = validation.natsPerToken(of: model, temperatures: coarse + [1])
        let best = first.indices.dropLast().min { first[$0] < first[$1] } ?? 0
        let center = Int((coarse[best] * 100).rounded())
        let fine = (max(70, center - 4)...min(170, center + 4)).map { Float($0) / 100 }
        let second = validation.natsPerToken(of: model, temperatures: fine)
        let finest = second.indices.min { second[$0] < second[$1] } ?? 0
        before = first[first.count - 1]
        temperature = second[finest] < before ? fine[finest] : 1
        after = min(second[finest], before)
    }

    /// Folds the temperature into the model's projection. A projection tied to the embedding is left as it is.
    ///
    /// - Returns: Whether the model changed.
    public func apply(to model: TextGeneratorNetwork) -> Bool {
        guard !model.configuration.tiesWeights, temperature != 1 else { return false }
        for parameter in [model.projection.weight, model.projection.bias] {
            parameter.value = parameter.value.scaled(by: 1 / temperature)
        }
        return true
    }
}
