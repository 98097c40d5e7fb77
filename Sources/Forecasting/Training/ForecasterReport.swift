import NeuralLayers
import Training

/// The training report of a forecaster, with a comparison to baselines: `report.json`.
public struct ForecasterReport: Codable, Sendable, Equatable {
    /// The version of the format of `report.json`.
    public var formatVersion = 1
    /// The settings of the training, with the epochs that were planned.
    public let settings: ForecasterSettings
    /// The step between rows, in words such as `monthly` or `hourly`.
    public let frequency: String
    /// The number of rows that were trained on.
    public let trainingRows: Int
    /// The number of held-out rows, which follow the training rows.
    public let validationRows: Int
    /// The number of test rows: those after the held-out rows for which the targets are known.
    public let testRows: Int
    /// The number of fitted values of the model that was saved.
    public let parameterCount: Int
    /// Every validation of the training, in order. Empty where no network was trained.
    public let history: [TrainingProgress.Validation]
    /// Seconds of training, over all runs.
    public let trainingSeconds: Double
    /// The model and the baselines on the test rows; absent without any.
    public let test: ForecasterEvaluation?
    /// What was done to the file as it was read, one sentence each.
    public let notes: [String]

    /// Whether the linear part was saved without the network, which did not beat it on the held-out rows.
    public let isLinear: Bool
    /// The selected method, and the errors of all methods on the held-out rows; absent in older reports.
    public let selection: ForecastSelection?
    /// Why the training ended: `finished`, `stopped early`, or `fitted` for a baseline.
    public let outcome: String
    /// What the training was started with, where that is known.
    public var start: TrainingStart?

    init(
        _ training: ForecasterTraining, _ forecaster: Forecaster, table: SeriesTable, test: ForecasterEvaluation?,
        selection: ForecastSelection, outcome: String
    ) {
        settings = training.settings
        frequency = table.frequency.description
        notes = table.notes.map(\.description)
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

/// The selection of the method that is saved, with the errors of all methods on the held-out rows.
///
/// Methods are compared by the root mean squared error over all origins and steps; with several columns, in units of
/// each column's standard deviation in the training rows. Every method is fitted to the rows before the held-out ones.
/// The simplest method whose error is at most 1 % above the lowest is selected; the baselines are
/// simpler than networks, and among them the last value is the simplest and autoregression the least simple.
public struct ForecastSelection: Codable, Sendable, Equatable {
    /// The name of the linear part of a network, whose weights are those of a ridge regression.
    public static let linear = "linear"

    /// The method that is saved: the name of a ``ForecastMethod``, or ``linear``.
    public let method: String
    /// Whether the settings fixed the method, rather than let the held-out rows select it (`auto`).
    public let isGiven: Bool
    /// The method that the held-out rows favour, whether it is saved or not; absent where none are held out.
    public let winner: String?
    /// The date, or number, of the first held-out row; absent where none are held out.
    public let from: String?
    /// The date, or number, of the last held-out row that is forecast; absent where none are held out.
    public let to: String?
    /// The number of held-out rows that forecasts start from.
    public let origins: Int
    /// The root mean squared error of each method over all origins and steps: of one column in its unit, of several in
    /// standard deviations of the training rows.
    public let rmse: [String: Double]

    /// From the simplest method on; networks, which are not in it, come last.
    static let order =
        ["lastValue", "drift", "seasonalNaive", linear, "ridge", "exponentialSmoothing", "autoRegression"]

    /// What another method has to win by, in parts of the error.
    private static let tolerance = 1.01

    /// - Parameter preferred: One that is taken where it has the least error, by however little.
    static func winner(of errors: [String: Double], preferred: String? = nil) -> String? {
        let finite = errors.filter(\.value.isFinite)
        guard let least = finite.values.min() else { return nil }
        if let preferred, finite[preferred] == least { return preferred }
        func rank(_ name: String) -> Int { order.firstIndex(of: name) ?? order.count }
        return finite.filter { $0.value <= tolerance * least }.keys.min { (rank($0), $0) < (rank($1), $1) }
    }
}

/// A forecasting method: a network, or a baseline.
public enum ForecastMethod: RawRepresentable, Codable, Sendable, Hashable, CaseIterable {
    /// The method that the held-out rows favour; see ``ForecastSelection``.
    case auto
    /// A network of recurrent layers of this cell; it has the name of the cell, such as `gru`.
    case network(RecurrentCellKind)
    /// The last value, repeated: ``LastValue``.
    case lastValue
    /// The line through the first and the last value: ``Drift``.
    case drift
    /// The last season, repeated: ``SeasonalNaive``. Needs rows of more than two seasons.
    case seasonalNaive
    /// Ridge regression of the horizon on the window (Hoerl & Kennard 1970).
    case ridge
    /// ``ExponentialSmoothing``, of a season where the rows have one.
    case exponentialSmoothing
    /// ``AutoRegression``, whose order is at most the window, or a season and one row where that is longer.
    case autoRegression

    public static let allCases =
        [auto] + RecurrentCellKind.allCases.map(network)
        + [lastValue, drift, seasonalNaive, ridge, exponentialSmoothing, autoRegression]

    public init?(rawValue: String) {
        guard let method = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
        self = method
    }

    /// The name in options, settings and reports.
    public var rawValue: String {
        switch self {
        case .auto: "auto"
        case .network(let cell): cell.rawValue
        case .lastValue: "lastValue"
        case .drift: "drift"
        case .seasonalNaive: "seasonalNaive"
        case .ridge: "ridge"
        case .exponentialSmoothing: "exponentialSmoothing"
        case .autoRegression: "autoRegression"
        }
    }

    /// The cell of a network.
    public var cell: RecurrentCellKind? {
        if case .network(let cell) = self { cell } else { nil }
    }

    /// Whether it needs no network.
    public var isBaseline: Bool { self != .auto && cell == nil }
}
