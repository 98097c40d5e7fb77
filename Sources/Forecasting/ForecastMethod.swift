/// A forecasting method: a network, or a baseline.
public enum ForecastMethod: String, Codable, Sendable, CaseIterable {
    /// The method that forecasts the held-out rows best.
    case auto
    case lstm, gru, peephole
    case simpleRNN = "rnn"
    case lastValue, drift, seasonalNaive, ridge, exponentialSmoothing, autoRegression

    init(_ cell: SeriesCell) {
        switch cell {
        case .lstm: self = .lstm
        case .gru: self = .gru
        case .peephole: self = .peephole
        case .simpleRNN: self = .simpleRNN
        }
    }

    /// The cell of a network.
    public var cell: SeriesCell? {
        switch self {
        case .lstm: .lstm
        case .gru: .gru
        case .peephole: .peephole
        case .simpleRNN: .simpleRNN
        case .auto, .lastValue, .drift, .seasonalNaive, .ridge, .exponentialSmoothing, .autoRegression: nil
        }
    }

    /// Whether it needs no network.
    public var isBaseline: Bool { self != .auto && cell == nil }
}
