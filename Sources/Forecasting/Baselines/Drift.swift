/// The straight line through the first and the last value seen, carried on.
///
/// `y[T] + h·(y[T] - y[1]) / (T - 1)`: Hyndman & Athanasopoulos (2021), *Forecasting: Principles and Practice*, section
/// 5.2. An origin that sees one value repeats it, and one that sees nothing gives 0.
public struct Drift: SeriesBaseline {
    public let name = "drift"

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
