import Foundation
import ModelFiles
import Training

/// The training report of a language model, with a comparison to baselines: `report.json`.
public struct TextGeneratorReport: Codable, Sendable, Equatable {
    /// The loss of a model or baseline on the held-out text.
    public struct Score: Codable, Sendable, Equatable {
        /// The name of the model or baseline.
        public let name: String
        /// The sum of `-ln p` over the held-out text, divided by its characters.
        public let natsPerCharacter: Double
        /// The same in bits.
        public let bitsPerCharacter: Double

        init(_ name: String, nats: Double, characters: Int) {
            self.name = name
            natsPerCharacter = nats / Double(characters)
            bitsPerCharacter = natsPerCharacter / log(2)
        }
    }

    /// The version of the format of `report.json`.
    public var formatVersion = 1
    /// The name of the corpus: by default its files, separated by commas.
    public let corpus: String
    /// The number of characters that were trained on: for byte pairs grapheme clusters, else tokens.
    public let trainingCharacters: Int
    /// The number of held-out characters.
    public let validationCharacters: Int
    /// The number of tokens that were trained on; `nil` in reports of versions that did not say.
    public let trainingTokens: Int?
    /// The number of held-out tokens; `nil` in reports of versions that did not say.
    public let validationTokens: Int?
    /// The settings of the training.
    public let settings: TextGeneratorSettings
    /// The number of trained values.
    public let parameterCount: Int
    /// The number of token ids, special ones included.
    public let vocabularySize: Int
    /// Every validation of the training.
    public let history: [TrainingProgress.Validation]
    /// Seconds of training, over all runs.
    public let trainingSeconds: Double
    /// The temperature that was folded into the weights of the model; `nil` if none was.
    public let calibration: Calibration?
    /// The model on the held-out part, read from its start in one piece with the state carried; absent without held-out
    /// text.
    public let model: Score?
    /// The model on the same part, with its weights read in `bf16` and in `int8`.
    public let quantized: [Score]
    /// The baselines, trained on the same training part and evaluated on the same held-out part. Those of a model of byte
    /// pairs are of characters.
    public let baselines: [Score]
    /// Characters of the held-out part that the training part does not have.
    public let unknownCharacters: Int
    /// Why the training ended.
    public let outcome: String
    /// What the training was started with, where that is known.
    public var start: TrainingStart?
    /// What the training changed, if it started from a finished model.
    public var continuation: ContinuationReport?

    /// Characters of a token of the training text, on average; `nil` where the tokens are not known.
    public var charactersPerToken: Double? {
        trainingTokens.map { Double(trainingCharacters) / Double(max($0, 1)) }
    }
    /// The baseline with the lowest loss; `nil` without held-out text.
    public var bestBaseline: Score? { baselines.min { $0.natsPerCharacter < $1.natsPerCharacter } }
    /// Whether the model has a lower loss than every baseline; `nil` without held-out text.
    public var beatsBaselines: Bool? {
        guard let model, let bestBaseline else { return nil }
        return model.natsPerCharacter < bestBaseline.natsPerCharacter
    }
}

extension TextGeneratorReport: DefaultedDecodable {
    package static var formerNames: [String: String] { ["baselines": "rivals"] }
}
