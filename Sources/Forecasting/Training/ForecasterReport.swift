import NeuralLayers
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

    /// The method taken: the name of a ``ForecastMethod``, or ``linear``.
    public let method: String
    /// Whether it was asked for rather than chosen.
    public let isGiven: Bool
    /// The method that the held-out rows speak for, whether it was taken or not; absent where none are held out.
    public let winner: String?
    /// The first and the last of the held-out rows; absent where none are held out.
    public let from: String?
    public let to: String?
    /// How many times they were forecast from.
    public let origins: Int
    /// The error of each method there.
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
    /// The method that forecasts the held-out rows best.
    case auto
    /// A network of some cell, whose name is the cell's.
    case network(RecurrentCellKind)
    case lastValue, drift, seasonalNaive, ridge, exponentialSmoothing, autoRegression

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
