/// The forecast of one column.
public struct Forecast: Codable, Sendable, Equatable {
    /// Where the truth lies with a probability.
    public struct Interval: Codable, Sendable, Equatable {
        public let level: Double
        public let low: [Double]
        public let high: [Double]
    }

    public let column: String
    /// The date of each step, as the file writes dates, or the number of its row.
    public let times: [String]
    /// One a step: the mean, or the median where the network tells quantiles.
    public let values: [Double]
    public let intervals: [Interval]
}
