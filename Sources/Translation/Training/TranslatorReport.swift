import Foundation
import Training

/// The training report of a translator, with a comparison to baselines: `report.json`.
public struct TranslatorReport: Codable, Sendable, Equatable {
    public var formatVersion = 1
    public let trainingPairs: Int
    public let validationPairs: Int
    /// Pairs that were left out because a side has more tokens than `maxTokens`.
    public let tooLongPairs: Int
    /// Pairs that were left out because a side is empty.
    public let emptyPairs: Int
    public let settings: TranslatorSettings
    public let parameterCount: Int
    public let vocabularySize: Int
    public let targetVocabularySize: Int
    public let history: [TrainingProgress.Validation]
    public let trainingSeconds: Double
    /// The model on the held-out pairs; absent without any.
    public let validation: TranslatorEvaluation?
    /// Why the training ended.
    public let outcome: String
    /// What the training was started with, where that is known.
    public var start: TrainingStart?
}
