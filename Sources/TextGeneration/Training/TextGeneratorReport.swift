import Foundation
import Training

/// The training report of a language model, with a comparison to baselines: `report.json`.
public struct TextGeneratorReport: Codable, Sendable, Equatable {
    public struct Score: Codable, Sendable, Equatable {
        public let name: String
        public let natsPerCharacter: Double
        public let bitsPerCharacter: Double

        init(_ name: String, nats: Double, characters: Int) {
            self.name = name
            natsPerCharacter = nats / Double(characters)
            bitsPerCharacter = natsPerCharacter / log(2)
        }
    }

    public var formatVersion = 1
    /// The corpus: names of the files, characters of the training and of the held-out part.
    public let corpus: String
    public let trainingCharacters: Int
    public let validationCharacters: Int
    public let settings: TextGeneratorSettings
    public let parameterCount: Int
    public let vocabularySize: Int
    /// Every validation of the training.
    public let history: [TrainingProgress.Validation]
    public let trainingSeconds: Double
    /// The temperature that was folded into the model, if one was.
    public let calibration: Calibration?
    /// The model on the held-out part, read from its start in one piece with the state carried; absent without one.
    public let model: Score?
    /// The model on the same part when it reads with fewer bits for each weight.
    public let quantized: [Score]
    /// The baselines, trained on the same training part and evaluated on the same held-out part.
    public let rivals: [Score]
    /// Characters of the held-out part that the training part does not have.
    public let unknownCharacters: Int
    /// Why the training ended.
    public let outcome: String
    /// What the training was started with, where that is known.
    public var start: TrainingStart?

    /// The best baseline, and whether the model is better.
    public var bestRival: Score? { rivals.min { $0.natsPerCharacter < $1.natsPerCharacter } }
    public var beatsRivals: Bool? {
        guard let model, let bestRival else { return nil }
        return model.natsPerCharacter < bestRival.natsPerCharacter
    }
}
