/// The naive forecast: the last value is repeated.
///
/// At an origin of 0, where there is no value yet, the forecast is 0.
public struct LastValue: SeriesBaseline {
    public let name = "lastValue"

    public init() {}

    public func forecasts(of values: [Double], origins: [Int], horizon: Int) -> [[Double]] {
        requireOrigins(origins, of: values, horizon: horizon, "LastValue.forecasts")
        return origins.map { [Double](repeating: $0 > 0 ? values[$0 - 1] : 0, count: horizon) }
    }
}
