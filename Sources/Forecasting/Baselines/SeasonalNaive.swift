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
