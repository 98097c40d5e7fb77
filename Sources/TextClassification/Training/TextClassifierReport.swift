import Foundation
import Training

/// The training report of a classifier, with a comparison to baselines: `report.json`.
public struct TextClassifierReport: Codable, Sendable, Equatable {
    /// What temperature scaling did on the held-out documents.
    public struct Calibration: Codable, Sendable, Equatable {
        public let temperature: Double
        public let lengthExponent: Double
        public let eceBefore: Double
        public let eceAfter: Double
        public let brierBefore: Double
        public let brierAfter: Double
    }

    public var formatVersion = 1
    public let classNames: [String]
    public let trainingDocuments: Int
    public let validationDocuments: Int
    /// Training documents of each class.
    public let classCounts: [Int]
    public let settings: TextClassifierSettings
    public let parameterCount: Int
    public let vocabularySize: Int
    public let history: [TrainingProgress.Validation]
    public let trainingSeconds: Double
    public let calibration: Calibration?
    /// The weight of the baseline's logits in the model; 0 if the network is used alone.
    public let rivalMix: Double
    /// The model on the held-out documents; absent without any.
    public let validation: TextClassifierEvaluation?
    /// Why the training ended.
    public let outcome: String
    /// What the training was started with, where that is known.
    public var start: TrainingStart?
}
