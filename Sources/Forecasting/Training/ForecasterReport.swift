import Training

/// The training report of a forecaster, with a comparison to baselines: `report.json`.
public struct ForecasterReport: Codable, Sendable, Equatable {
    public var formatVersion = 1
    public let settings: ForecasterSettings
    public let frequency: String
    public let trainingRows: Int
    public let validationRows: Int
    public let testRows: Int
    public let parameterCount: Int
    public let history: [TrainingProgress.Validation]
    public let trainingSeconds: Double
    /// On the rows after the training rows; absent if there are none.
    public let test: ForecasterEvaluation?
    /// What was done to the file as it was read.
    public let notes: [String]

    /// Whether the network did not better the linear part on the held-out rows, and was left out.
    public let isLinear: Bool
    /// What the model is, and how it and other methods did on the held-out rows; absent in older reports.
    public let selection: ForecastSelection?
    /// Why the training ended.
    public let outcome: String
    /// What the training was started with, where that is known.
    public var start: TrainingStart?

    init(
        _ training: ForecasterTraining, _ forecaster: Forecaster, table: SeriesTable, test: ForecasterEvaluation?,
        selection: ForecastSelection, outcome: String
    ) {
        settings = training.settings
        frequency = table.frequency.description
        notes = table.notes
        trainingRows = training.fittingRows.count
        validationRows = training.validationRows.count
        testRows = training.knownCount - training.validationRows.upperBound
        parameterCount = forecaster.parameterCount
        history = training.progress.history
        trainingSeconds = training.progress.seconds
        self.test = test
        isLinear = selection.method == ForecastSelection.linear
        self.selection = selection
        self.outcome = outcome
    }
}
