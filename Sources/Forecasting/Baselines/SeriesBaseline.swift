import Foundation
import Tokenization

/// A baseline: a forecasting method for one series that needs no network.
///
/// A forecast may use every value before its origin. Values after the origin must not change it by a single bit.
public protocol SeriesBaseline: Sendable {
    /// What reports call it, such as `lastValue`.
    var name: String { get }

    /// Forecasts of `horizon` values from each origin.
    ///
    /// - Parameters:
    ///   - values: The series, oldest first.
    ///   - origins: In any order, each from 0 to `values.count`. The forecast of origin `o` sees `values[..<o]`; its
    ///     first element is the one for place `o`.
    ///   - horizon: The number of values to forecast.
    /// - Returns: `[origins][horizon]`.
    /// - Precondition: The ranges above hold, and `horizon` is at least 1.
    func forecasts(of values: [Double], origins: [Int], horizon: Int) -> [[Double]]
}

/// Traps unless every origin lies within the series and the horizon is at least 1.
func requireOrigins(_ origins: [Int], of values: [Double], horizon: Int, _ operation: StaticString) {
    precondition(horizon >= 1, "\(operation): horizon \(horizon) is below 1")
    for origin in origins where origin < 0 || origin > values.count {
        preconditionFailure("\(operation): origin \(origin) lies outside 0...\(values.count)")
    }
}

/// Fails unless there are enough values and each is a finite number.
func checkTraining(_ values: [Double], baseline: String, needed: Int) throws(SeriesBaselineError) {
    if let place = values.firstIndex(where: { !$0.isFinite }) {
        throw .notFinite(baseline: baseline, place: place)
    }
    guard values.count >= needed else {
        throw .tooShort(baseline: baseline, needed: needed, found: values.count)
    }
}

extension [Double] {
    /// The mean of the values; 0 if there are none.
    var mean: Double {
        isEmpty ? 0 : reduce(0, +) / Double(count)
    }
}

/// The naive forecast: the last value is repeated.
///
/// At an origin of 0, where there is no value yet, the forecast is 0.
public struct LastValue: SeriesBaseline {
    public let name = "lastValue"

    /// A baseline without parameters: nothing is fitted.
    public init() {}

    public func forecasts(of values: [Double], origins: [Int], horizon: Int) -> [[Double]] {
        requireOrigins(origins, of: values, horizon: horizon, "LastValue.forecasts")
        return origins.map { [Double](repeating: $0 > 0 ? values[$0 - 1] : 0, count: horizon) }
    }
}

/// The seasonal naive forecast: the last season is repeated.
///
/// The value `h` ahead is the last one seen at the same place of the season: Hyndman & Athanasopoulos (2021),
/// *Forecasting: Principles and Practice*, section 5.2. An origin that sees less than a season repeats the last value,
/// as ``LastValue`` does.
public struct SeasonalNaive: SeriesBaseline {
    /// The length of a season in values, such as 24 for hours of the day.
    public let period: Int

    /// - Precondition: `period` is at least 1.
    public init(period: Int) {
        precondition(period >= 1, "SeasonalNaive: period \(period) is below 1")
        self.period = period
    }

    public var name: String { "seasonalNaive(\(period))" }

    public func forecasts(of values: [Double], origins: [Int], horizon: Int) -> [[Double]] {
        requireOrigins(origins, of: values, horizon: horizon, "SeasonalNaive.forecasts")
        return origins.map { origin in
            guard origin >= period else {
                return LastValue().forecasts(of: values, origins: [origin], horizon: horizon)[0]
            }
            return (0..<horizon).map { values[origin - period + $0 % period] }
        }
    }
}

/// The straight line through the first and the last value seen, carried on.
///
/// `y[T] + h·(y[T] - y[1]) / (T - 1)`: Hyndman & Athanasopoulos (2021), *Forecasting: Principles and Practice*, section
/// 5.2. An origin that sees one value repeats it, and one that sees nothing gives 0.
public struct Drift: SeriesBaseline {
    public let name = "drift"

    /// A baseline without parameters: each origin has a line of its own.
    public init() {}

    public func forecasts(of values: [Double], origins: [Int], horizon: Int) -> [[Double]] {
        requireOrigins(origins, of: values, horizon: horizon, "Drift.forecasts")
        return origins.map { origin in
            let last = origin > 0 ? values[origin - 1] : 0
            let slope = origin > 1 ? (last - values[0]) / Double(origin - 1) : 0
            return (1...horizon).map { last + Double($0) * slope }
        }
    }
}

/// Why a baseline cannot be fitted to a series.
public enum SeriesBaselineError: RemediedError, Equatable {
    /// The training part has fewer values than the baseline needs.
    case tooShort(baseline: String, needed: Int, found: Int)
    /// A training value is NaN or infinite; places count from 0.
    case notFinite(baseline: String, place: Int)
    /// A training value is 0 or below where seasons are factors; places count from 0.
    case notPositive(baseline: String, place: Int)
    /// An option that is below what the baseline needs.
    case tooSmall(option: String, value: Int, minimum: Int)

    public var problem: String {
        switch self {
        case .tooShort(let baseline, let needed, let found):
            "\(baseline) needs \(needed) training values and has \(found)"
        case .notFinite(let baseline, let place):
            "\(baseline) cannot be fitted, since the training value at place \(place) is not a finite number"
        case .notPositive(let baseline, let place):
            "\(baseline) cannot be fitted, since the training value at place \(place) is not above 0"
        case .tooSmall(let option, let value, let minimum):
            "\(option) is \(value), and must be at least \(minimum)"
        }
    }

    public var remedies: [Remedy] {
        switch self {
        case .tooShort: [.advice("give a longer training part"), .advice("choose a simpler baseline")]
        case .notFinite: [.advice("fill the gap")]
        case .notPositive: [.advice("use additive seasons")]
        case .tooSmall: []
        }
    }
}

/// - Throws: ``SeriesBaselineError/tooSmall(option:value:minimum:)``
func requireMinimum(_ option: String, _ value: Int, _ minimum: Int) throws(SeriesBaselineError) {
    guard value >= minimum else { throw .tooSmall(option: option, value: value, minimum: minimum) }
}
