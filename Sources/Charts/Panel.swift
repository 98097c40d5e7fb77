/// A plot area with its axes and layers.
public struct Panel: Sendable {
    /// What the values are, with their unit; stands above the axis.
    public var yLabel: String
    public var xLabel: String?
    public var layers: [Layer]
    public var xAxis: XAxis
    public var yScale: YScale
    /// Height relative to the other panels.
    public var share: Double

    /// What `x` counts.
    public enum XAxis: Sendable {
        case numbers
        /// `x` is the index of a row, from 0, and rows have labels. Labels that begin as ISO 8601 dates
        /// (`2024-03-01`, `2024-03-01T12:00`) have ticks where a year, month, day, hour or minute begins.
        case rows([String])
    }

    public enum YScale: Sendable {
        case linear
        /// To base 10; values of zero and less are left out.
        case logarithmic
    }

    public init(
        yLabel: String = "", layers: [Layer], xLabel: String? = nil, xAxis: XAxis = .numbers,
        yScale: YScale = .linear, share: Double = 1
    ) {
        (self.yLabel, self.layers, self.xLabel, self.xAxis) = (yLabel, layers, xLabel, xAxis)
        (self.yScale, self.share) = (yScale, share)
    }
}
