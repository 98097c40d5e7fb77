/// The forecast that nothing changes: every value ahead is the last one seen.
///
/// An origin of 0 sees nothing and gives 0.
public struct LastValue: SeriesBaseline {
    public let name = "lastValue"

    public init() {}

    public func forecasts(of values: [Double], origins: [Int], horizon: Int) -> [[Double]] {
        requireOrigins(origins, of: values, horizon: horizon, "LastValue.forecasts")
        return origins.map { [Double](repeating: $0 > 0 ? values[$0 - 1] : 0, count: horizon) }
    }
}
