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
