/// What a training that started from a finished model changed: part of `report.json`.
public struct ContinuationReport: Codable, Sendable, Equatable {
    /// Figures of the model on some held-out texts before and after the training.
    public struct Comparison: Codable, Sendable, Equatable {
        /// The number of texts, pairs or characters that are measured.
        public let count: Int
        /// Of those the ones that the model before could be measured on: texts of classes that it has.
        public let countBefore: Int
        /// The figures of the model that the training started from, such as `accuracy`; none where
        /// ``countBefore`` is 0.
        public let before: [String: Double]
        /// The figures of the trained model.
        public let after: [String: Double]

        /// Figures by name.
        ///
        /// - Parameter countBefore: `nil` for all.
        public init(count: Int, countBefore: Int? = nil, before: [String: Double], after: [String: Double]) {
            (self.count, self.countBefore) = (count, countBefore ?? count)
            (self.before, self.after) = (before, after)
        }
    }

    /// The folder or name of the model that the training started from.
    public let model: String
    /// The number of words, characters or pieces that the vocabulary gained.
    public let newTokens: Int
    /// The classes that the model did not have before.
    public let newClasses: [String]
    /// The number of texts, pairs or characters of the old kind that were mixed in.
    public let mixedCount: Int
    /// The model on the held-out part of the new texts; `nil` where nothing is held out.
    public let newTexts: Comparison?
    /// The model on held-out texts of the old kind; `nil` without any.
    public let oldTexts: Comparison?

    /// What a training changed.
    public init(
        model: String, newTokens: Int, newClasses: [String] = [], mixedCount: Int, newTexts: Comparison?,
        oldTexts: Comparison?
    ) {
        (self.model, self.newTokens, self.newClasses, self.mixedCount) = (model, newTokens, newClasses, mixedCount)
        (self.newTexts, self.oldTexts) = (newTexts, oldTexts)
    }
}
