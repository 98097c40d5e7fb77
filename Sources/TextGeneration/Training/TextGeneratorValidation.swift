import NeuralLayers
import Tensors
import Tokenization

/// The loss of a language model on a held-out text, many stretches at a time.
///
/// Each stretch is read from `warmup` tokens before its first scored one, by which a state is that of a reader
/// who came from the very start, but for a difference far below the fourth digit. `TextGeneratorSession` reads a text
/// in one piece and takes longer.
public struct TextGeneratorValidation: Sendable {
    private let ids: [Int32]
    private let characters: Int
    private let lanes: Int
    private static let warmup = 256
    private static let chunk = 128

    /// - Parameter characters: What figures per character are divided by; `nil` for the number of tokens.
    /// - Precondition: There is at least one id.
    public init(ids: [Int32], characters: Int? = nil) {
        precondition(!ids.isEmpty, "TextGeneratorValidation: no text to score.")
        self.ids = ids
        self.characters = characters ?? ids.count
        lanes = min(64, (ids.count + 2 * Self.warmup - 1) / (2 * Self.warmup))
    }

    /// The characters that one validation reads, those of the warm-up included.
    var rowCount: Int {
        let length = (ids.count + lanes - 1) / lanes
        return lanes * (length + (lanes == 1 ? 0 : Self.warmup))
    }

    /// Mean of `-ln p` over all tokens.
    public func natsPerToken(of model: TextGeneratorNetwork) -> Double {
        natsPerToken(of: model, temperatures: [1])[0]
    }

    /// The sum of `-ln p` over all tokens, for each character of the text.
    public func natsPerCharacter(of model: TextGeneratorNetwork) -> Double {
        natsPerCharacter(of: model, temperatures: [1])[0]
    }

    /// ``natsPerCharacter(of:)`` with the logits divided by each of several temperatures.
    func natsPerCharacter(of model: TextGeneratorNetwork, temperatures: [Float]) -> [Double] {
        totalNats(of: model, temperatures: temperatures).map { $0 / Double(characters) }
    }

    /// Mean of `-ln p` over all tokens with the logits divided by each of several temperatures.
    public func natsPerToken(of model: TextGeneratorNetwork, temperatures: [Float]) -> [Double] {
        totalNats(of: model, temperatures: temperatures).map { $0 / Double(ids.count) }
    }

    private func totalNats(of model: TextGeneratorNetwork, temperatures: [Float]) -> [Double] {
        let length = (ids.count + lanes - 1) / lanes
        let warmup = lanes == 1 ? 0 : Self.warmup
        var context = ForwardContext.inference
        var state: EncoderState?
        var totals = temperatures.map { _ in 0.0 }
        for start in stride(from: -warmup, to: length, by: Self.chunk) {
            if start == 0 { state = state.map { restingFirstLane($0) } }
            let steps = min(Self.chunk, length - start)
            let piece = stretch(start..<start + steps, length: length)
            let layout = SequenceLayout(batchSize: lanes, steps: steps)
            let (logits, final) = model(piece.inputs, layout: layout, state: state, in: &context)
            state = final
            for (index, temperature) in temperatures.enumerated() {
                let scaled = temperature == 1 ? logits.value : logits.value.scaled(by: 1 / temperature)
                let losses = crossEntropies(logits: scaled, targets: piece.targets)
                for (loss, isScored) in zip(losses, piece.isScored) where isScored { totals[index] += Double(loss) }
            }
        }
        return totals
    }

    /// The first lane begins with the text and therefore with a state of zeros: it has nothing to warm up on.
    private func restingFirstLane(_ state: EncoderState) -> EncoderState {
        state.map { rows in
            var tensor = rows.value
            let width = tensor.shape[1]
            tensor.mutate { $0[..<width].update(repeating: 0) }
            return Variable(tensor)
        }
    }

    /// Inputs and targets of every lane at steps relative to its first scored token. Where there is no text stands the
    /// token for the beginning.
    private func stretch(
        _ range: Range<Int>, length: Int
    ) -> (inputs: [Int32], targets: [Int32], isScored: [Bool]) {
        var (inputs, targets, isScored): ([Int32], [Int32], [Bool]) = ([], [], [])
        for step in range {
            for lane in 0..<lanes {
                let index = lane * length + step
                let isText = ids.indices.contains(index)
                inputs.append(index > 0 && isText ? ids[index - 1] : Vocabulary.beginID)
                targets.append(isText ? ids[index] : 0)
                isScored.append(isText && step >= 0)
            }
        }
        return (inputs, targets, isScored)
    }
}

/// Temperature scaling (Guo, Pleiss, Sun & Weinberger 2017): one number that calibrates the probabilities of a model.
///
/// A network trained for many epochs is overconfident. Dividing its logits by a temperature slightly above 1 corrects
/// this without changing the most likely character. The temperature is fitted on held-out text. Fitting one number to
/// thousands of characters gains about half a nat over all of them together, which is too little to affect a figure.
public struct Calibration: Codable, Sendable, Equatable {
    /// What logits are divided by.
    public let temperature: Float
    /// Nats per character on the held-out text without the temperature.
    public let before: Double
    /// Nats per character on the held-out text with the temperature.
    public let after: Double

    /// Finds the best temperature on a grid of hundredths from 0.7 to 1.7.
    public init(of model: TextGeneratorNetwork, on validation: TextGeneratorValidation) {
        let coarse = stride(from: 70, through: 170, by: 5).map { Float($0) / 100 }
        let first = validation.natsPerCharacter(of: model, temperatures: coarse + [1])
        let best = first.indices.dropLast().min { first[$0] < first[$1] } ?? 0
        let center = Int((coarse[best] * 100).rounded())
        let fine = (max(70, center - 4)...min(170, center + 4)).map { Float($0) / 100 }
        let second = validation.natsPerCharacter(of: model, temperatures: fine)
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
