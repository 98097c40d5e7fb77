import Foundation
import ModelFiles
import Training

/// The training report of a classifier, with a comparison to baselines: `report.json`.
public struct TextClassifierReport: Codable, Sendable, Equatable {
    /// What temperature scaling did on the held-out documents.
    public struct Calibration: Codable, Sendable, Equatable {
        /// What the logits were divided by.
        public let temperature: Double
        /// The exponent of a text's length in tokens; see ``TemperatureScaling``.
        public let lengthExponent: Double
        /// The expected calibration error before, 0 to 1.
        public let eceBefore: Double
        /// The expected calibration error after, 0 to 1.
        public let eceAfter: Double
        /// The Brier score before.
        public let brierBefore: Double
        /// The Brier score after.
        public let brierAfter: Double
    }

    /// The version of the format of `report.json`.
    public var formatVersion = 1
    /// The names of the classes or labels.
    public let classNames: [String]
    /// The number of texts that were trained on.
    public let trainingDocuments: Int
    /// The number of held-out texts.
    public let validationDocuments: Int
    /// Training documents of each class, or with each label.
    public let classCounts: [Int]
    /// The settings of the training.
    public let settings: TextClassifierSettings
    /// The number of trained values of the network.
    public let parameterCount: Int
    /// The number of token ids, special ones included.
    public let vocabularySize: Int
    /// Every validation of the training.
    public let history: [TrainingProgress.Validation]
    /// Seconds of training, over all runs.
    public let trainingSeconds: Double
    /// How the probabilities were calibrated; `nil` without held-out texts.
    public let calibration: Calibration?
    /// The weight of the baseline's logits in the model; 0 if the network is used alone.
    public let baselineMix: Double
    /// The model on the held-out documents; absent without any, and of a multi-label model.
    public let validation: TextClassifierEvaluation?
    /// A multi-label model on the held-out documents, which also chose the thresholds; absent without any.
    public let multiLabelValidation: MultiLabelEvaluation?
    /// Why the training ended.
    public let outcome: String
    /// What the training was started with, where that is known.
    public var start: TrainingStart?
    /// What the training changed, if it started from a finished model.
    public var continuation: ContinuationReport?
}

extension TextClassifierReport: DefaultedDecodable {
    package static var formerNames: [String: String] { ["baselineMix": "rivalMix"] }
}
