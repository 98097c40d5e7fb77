import Foundation

/// How a column of a series is made fit for a network, and how a forecast is turned back: logarithm, difference, scale,
/// in this order.
///
/// What it has to know of the data it learns from the training part alone.
public struct SeriesTransformation: Codable, Sendable, Equatable {
    public enum Scaling: String, Codable, Sendable, CaseIterable {
        /// To mean 0 and deviation 1.
        case standard
        /// To 0 ... 1.
        case minmax
        case none
    }

    /// Whether values are replaced by their natural logarithms: for series that grow by percents.
    public let takesLog: Bool
    /// The lag whose value is subtracted: 1 for changes, a season's length for changes over a season, 0 for none.
    public let difference: Int
    public let offset: Double
    public let scale: Double

    /// Learns offset and scale.
    ///
    /// - Parameter training: The training part, oldest first.
    /// - Throws: ``SeriesTransformationError`` where there is no logarithm, no more values than the lag, or a deviation
    ///   past the largest number.
    public init(
        fitting training: some Collection<Double>, takesLog: Bool = false, difference: Int = 0,
        scaling: Scaling = .standard
    ) throws(SeriesTransformationError) {
        precondition(difference >= 0, "SeriesTransformation: a lag of \(difference).")
        self.takesLog = takesLog
        self.difference = difference
        if takesLog, let row = training.enumerated().first(where: { $0.element <= 0 }) {
            throw .noLogarithm(row: row.offset, value: row.element)
        }
        let levels = training.map { takesLog ? log($0) : $0 }
        guard levels.count > difference + 1 else {
            throw .tooShort(count: levels.count, difference: difference)
        }
        let changes = difference == 0 ? levels : zip(levels.dropFirst(difference), levels).map { $0 - $1 }
        (offset, scale) = Self.scale(of: changes, scaling)
        guard offset.isFinite && scale.isFinite else { throw .tooLarge }
    }

    private static func scale(of values: [Double], _ scaling: Scaling) -> (offset: Double, scale: Double) {
        let count = Double(values.count)
        switch scaling {
        case .none: return (0, 1)
        case .standard:
            let mean = values.reduce(0, +) / count
            let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
            return (mean, deviation > 0 ? deviation : 1)
        case .minmax:
            let (low, high) = (values.min() ?? 0, values.max() ?? 0)
            return (low, high > low ? high - low : 1)
        }
    }

    /// What is forecast before any scaling: the values, or their logarithms; NaN where there is no logarithm.
    public func levels(_ values: [Double]) -> [Double] { takesLog ? values.map { $0 > 0 ? log($0) : .nan } : values }

    /// The values of some levels.
    public func values(_ levels: [Double]) -> [Double] { takesLog ? levels.map { exp($0) } : levels }

    /// What the network sees; the first `difference` are NaN.
    public func apply(toLevels levels: [Double]) -> [Double] {
        levels.indices.map { row in
            guard row >= difference else { return .nan }
            let change = difference == 0 ? levels[row] : levels[row] - levels[row - difference]
            return (change - offset) / scale
        }
    }

    /// The levels that follow an origin, from what the network says of them.
    ///
    /// - Parameters:
    ///   - outputs: One a step behind the origin.
    ///   - levels: Those of the series; none at or behind `origin` is read.
    ///   - path: The levels that a difference is added to where they lie behind the origin; `nil` for the result itself.
    public func levels(
        fromOutputs outputs: [Double], of levels: [Double], origin: Int, along path: [Double]? = nil
    ) -> [Double] {
        var result: [Double] = []
        for (step, output) in outputs.enumerated() {
            var level = output * scale + offset
            if difference > 0 {
                let base = step - difference
                level += base < 0 ? levels[origin + base] : (path ?? result)[base]
            }
            result.append(level)
        }
        return result
    }
}

/// Why a transformation does not suit a column.
public enum SeriesTransformationError: Error, Equatable, Sendable, CustomStringConvertible {
    case noLogarithm(row: Int, value: Double)
    case tooShort(count: Int, difference: Int)
    case tooLarge

    public var description: String {
        switch self {
        case .noLogarithm(let row, let value):
            "Row \(row + 1) of the series is \(value), which has no logarithm; leave out --log."
        case .tooShort(let count, let difference):
            "There are \(count) rows to learn from, too few"
                + (difference > 0 ? " for a difference over \(difference)." : ".")
        case .tooLarge: "Its values are too large to be scaled; give them in a larger unit."
        }
    }
}
