import ModelFiles
import NeuralLayers

/// A ``SeriesBaseline`` as stored in a file: the method and its fitted parameters.
public enum FittedBaseline: Sendable, Equatable {
    /// ``LastValue``.
    case lastValue
    /// ``Drift``.
    case drift
    /// ``SeasonalNaive``, with the length of a season in rows.
    case seasonalNaive(period: Int)
    /// The state to begin with is not kept: it is that of the first values of the series at hand, so a series may begin
    /// at another place of its season than the one learnt from.
    case exponentialSmoothing(
        kind: ExponentialSmoothing.Kind, period: Int, parameters: ExponentialSmoothing.Parameters)
    /// ``AutoRegression``, with what was fitted.
    case autoRegression(coefficients: [Double], intercept: Double, mean: Double)
    /// Ridge regression from a window to each step, with what was fitted.
    case ridge(weights: [[Double]], intercepts: [Double], mean: Double, isAnchored: Bool)

    /// - Returns: `nil` for a baseline of another module.
    public init?(_ baseline: any SeriesBaseline) {
        switch baseline {
        case is LastValue: self = .lastValue
        case is Drift: self = .drift
        case let naive as SeasonalNaive: self = .seasonalNaive(period: naive.period)
        case let smoothing as ExponentialSmoothing:
            self = .exponentialSmoothing(
                kind: smoothing.kind, period: smoothing.period, parameters: smoothing.parameters)
        case let regression as AutoRegression:
            self = .autoRegression(
                coefficients: regression.coefficients, intercept: regression.intercept, mean: regression.mean)
        case let ridge as RidgeWindow:
            self = .ridge(
                weights: ridge.weights, intercepts: ridge.intercepts, mean: ridge.mean, isAnchored: ridge.isAnchored)
        default: return nil
        }
    }

    /// The values that a forecast needs before its origin.
    public var rowsNeeded: Int {
        switch self {
        case .lastValue: 1
        case .drift: 2
        case .seasonalNaive(let period): period
        case .exponentialSmoothing(_, let period, _): max(3, 2 * period)
        case .autoRegression(let coefficients, _, _): max(1, coefficients.count)
        case .ridge(let weights, _, _, _): weights.first?.count ?? 1
        }
    }

    /// Whether a value far back still has a part in a forecast.
    public var seesAllRows: Bool {
        switch self {
        case .drift, .exponentialSmoothing: true
        case .lastValue, .seasonalNaive, .autoRegression, .ridge: false
        }
    }

    /// How many numbers were fitted.
    public var parameterCount: Int {
        switch self {
        case .lastValue, .drift, .seasonalNaive: 0
        case .exponentialSmoothing(let kind, _, _): kind.numParameters
        case .autoRegression(let coefficients, _, _): coefficients.count + 1
        case .ridge(let weights, let intercepts, _, _): weights.reduce(intercepts.count) { $0 + $1.count }
        }
    }

    /// Forecasts as ``SeriesBaseline/forecasts(of:origins:horizon:)`` says.
    ///
    /// - Throws: ``SeriesBaselineError`` where the values before the first origin are fewer than ``rowsNeeded``, or none
    ///   that it can begin with.
    public func forecasts(
        of values: [Double], origins: [Int], horizon: Int
    ) throws(SeriesBaselineError) -> [[Double]] {
        guard let first = origins.min() else { return [] }
        let beginning = Array(values.prefix(first))
        guard beginning.count >= rowsNeeded else {
            throw .tooShort(baseline: "\(self)", needed: rowsNeeded, found: beginning.count)
        }
        return try baseline(beginning: beginning).forecasts(of: values, origins: origins, horizon: horizon)
    }

    private func baseline(beginning values: [Double]) throws(SeriesBaselineError) -> any SeriesBaseline {
        switch self {
        case .lastValue: LastValue()
        case .drift: Drift()
        case .seasonalNaive(let period): SeasonalNaive(period: period)
        case .exponentialSmoothing(let kind, let period, let parameters):
            try ExponentialSmoothing(training: values, kind: kind, period: period, parameters: parameters)
        case .autoRegression(let coefficients, let intercept, let mean):
            AutoRegression(coefficients: coefficients, intercept: intercept, mean: mean)
        case .ridge(let weights, let intercepts, let mean, let isAnchored):
            RidgeWindow(weights: weights, intercepts: intercepts, mean: mean, isAnchored: isAnchored)
        }
    }

    /// What is wrong with these numbers, in words, or `nil`.
    public var problem: String? {
        switch self {
        case .lastValue, .drift: return nil
        case .seasonalNaive(let period): return (1...1 << 20).contains(period) ? nil : "its period is \(period)"
        case .exponentialSmoothing(let kind, let period, let parameters):
            let periods = kind.isSeasonal ? 2...1 << 20 : 1...1
            guard periods.contains(period) else { return "its period is \(period)" }
            return parameters.isWithinBounds ? nil : "its parameters lie outside 0 ... 1"
        case .autoRegression(let coefficients, let intercept, let mean):
            return (coefficients + [intercept, mean]).allSatisfy(\.isFinite) ? nil : "a number is not finite"
        case .ridge(let weights, let intercepts, let mean, _):
            guard let window = weights.first?.count, window >= 1, weights.allSatisfy({ $0.count == window }),
                weights.count == intercepts.count
            else { return "its weights are no matrix with an intercept for each row" }
            return (weights.joined() + intercepts + [mean]).allSatisfy(\.isFinite) ? nil : "a number is not finite"
        }
    }
}

extension FittedBaseline: CustomStringConvertible {
    public var description: String {
        switch self {
        case .lastValue: "lastValue"
        case .drift: "drift"
        case .seasonalNaive: "seasonalNaive"
        case .exponentialSmoothing: "exponentialSmoothing"
        case .autoRegression: "autoRegression"
        case .ridge: "ridge"
        }
    }
}

extension FittedBaseline: Codable {
    private enum Key: String, CodingKey {
        case method, kind, period, parameters, coefficients, intercept, mean, weights, intercepts, isAnchored
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        switch try values.decode(String.self, forKey: .method) {
        case "lastValue": self = .lastValue
        case "drift": self = .drift
        case "seasonalNaive": self = .seasonalNaive(period: try values.decode(Int.self, forKey: .period))
        case "exponentialSmoothing":
            self = .exponentialSmoothing(
                kind: try values.decode(ExponentialSmoothing.Kind.self, forKey: .kind),
                period: try values.decode(Int.self, forKey: .period),
                parameters: try values.decode(ExponentialSmoothing.Parameters.self, forKey: .parameters))
        case "autoRegression":
            self = .autoRegression(
                coefficients: try values.decode([Double].self, forKey: .coefficients),
                intercept: try values.decode(Double.self, forKey: .intercept),
                mean: try values.decode(Double.self, forKey: .mean))
        case "ridge":
            self = .ridge(
                weights: try values.decode([[Double]].self, forKey: .weights),
                intercepts: try values.decode([Double].self, forKey: .intercepts),
                mean: try values.decode(Double.self, forKey: .mean),
                isAnchored: try values.decode(Bool.self, forKey: .isAnchored))
        case let other:
            throw DecodingError.dataCorruptedError(
                forKey: .method, in: values, debugDescription: "there is no method \(other.debugDescription)")
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        try values.encode(description, forKey: .method)
        switch self {
        case .lastValue, .drift: break
        case .seasonalNaive(let period): try values.encode(period, forKey: .period)
        case .exponentialSmoothing(let kind, let period, let parameters):
            try values.encode(kind, forKey: .kind)
            try values.encode(period, forKey: .period)
            try values.encode(parameters, forKey: .parameters)
        case .autoRegression(let coefficients, let intercept, let mean):
            try values.encode(coefficients, forKey: .coefficients)
            try values.encode(intercept, forKey: .intercept)
            try values.encode(mean, forKey: .mean)
        case .ridge(let weights, let intercepts, let mean, let isAnchored):
            try values.encode(weights, forKey: .weights)
            try values.encode(intercepts, forKey: .intercepts)
            try values.encode(mean, forKey: .mean)
            try values.encode(isAnchored, forKey: .isAnchored)
        }
    }
}

/// A forecaster without a network: a ``FittedBaseline`` for each column, with all parameters in `config.json`.
public struct SeriesBaselineModel: Layer, StoredModel {
    public let configuration: Configuration

    /// A model of baselines that were fitted before.
    public init(_ configuration: Configuration) { self.configuration = configuration }

    public init(_ configuration: Configuration, using generator: inout some RandomNumberGenerator) {
        self.init(configuration)
    }

    /// There are no parameters to train.
    public func visitParameters(_ visitor: inout ParameterVisitor) {}

    public struct Configuration: StoredConfiguration {
        public static let modelType = "seriesBaseline"
        public static let fileNames = ForecasterNetwork.Configuration.fileNames

        /// One a column.
        public var columns: [FittedBaseline]

        /// One baseline for each column that is forecast.
        public init(columns: [FittedBaseline]) { self.columns = columns }

        public var problem: String? {
            guard let first = columns.first else { return "it has no columns" }
            guard columns.allSatisfy({ $0.description == first.description }) else {
                return "its columns have different methods"
            }
            return columns.lazy.compactMap(\.problem).first
        }
    }
}
