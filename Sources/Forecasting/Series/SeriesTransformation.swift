import Foundation
import Tokenization

/// The transformation of a column before it is given to a network, and its inverse for forecasts: logarithm, difference
/// and scale, in this order.
///
/// Its parameters are estimated from the training part only.
public struct SeriesTransformation: Codable, Sendable, Equatable {
    /// How values are shifted and scaled, after logarithm and difference: `(value - offset) / scale`.
    public enum Scaling: String, Codable, Sendable, CaseIterable {
        /// The training part gets mean 0 and standard deviation 1.
        case standard
        /// The training part gets minimum 0 and maximum 1.
        case minmax
        /// Values stay as they are: ``offset`` is 0, ``scale`` 1.
        case none
    }

    /// Whether values are replaced by their natural logarithms: for series that grow by percentages.
    public let takesLog: Bool
    /// Whether values are replaced by `ln(1 + value)`: for series that grow by percentages and contain zeros. `nil` for
    /// no.
    public let takesLog1p: Bool?
    /// The lower bound of the values, which forecasts are clipped to; `nil` for none.
    public let minimum: Double?
    /// The upper bound of the values, which forecasts are clipped to; `nil` for none.
    public let maximum: Double?
    /// The lag of the value that is subtracted: 1 for changes from row to row, a season's length for changes over a
    /// season, 0 for no difference.
    public let difference: Int
    /// What is subtracted before scaling: the mean (`standard`) or the minimum (`minmax`) of the training part, else 0.
    public let offset: Double
    /// What is divided by: the standard deviation (`standard`) or the range (`minmax`) of the training part; 1 with
    /// `none`, and where the training part is constant.
    public let scale: Double

    /// Fits ``offset`` and ``scale`` to the training part.
    ///
    /// - Parameters:
    ///   - training: The training part, oldest first.
    ///   - minimum: `nil` for no bound; with `takesLog1p` for 0 if no value of the training part is negative.
    /// - Throws: ``SeriesTransformationError`` where a value has no logarithm, there are too few values for the lag,
    ///   the scale is not finite, the lag is negative, or both logarithms are requested.
    public init(
        fitting training: some Collection<Double>, takesLog: Bool = false, takesLog1p: Bool = false,
        difference: Int = 0, scaling: Scaling = .standard, minimum: Double? = nil, maximum: Double? = nil
    ) throws(SeriesTransformationError) {
        guard difference >= 0 else { throw .negativeLag(difference) }
        guard !takesLog || !takesLog1p else { throw .twoLogarithms }
        self.takesLog = takesLog
        self.takesLog1p = takesLog1p ? true : nil
        self.difference = difference
        self.minimum = minimum ?? (takesLog1p && training.allSatisfy { !($0 < 0) } ? 0 : nil)
        self.maximum = maximum
        if takesLog || takesLog1p,
            let row = training.enumerated().first(where: { $0.element <= (takesLog1p ? -1 : 0) })
        {
            throw .noLogarithm(row: row.offset, value: row.element)
        }
        let levels = training.map { takesLog ? log($0) : takesLog1p ? log1p($0) : $0 }
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

    /// Whether ``takesLog`` or ``takesLog1p`` is set.
    public var isLogarithmic: Bool { takesLog || takesLog1p == true }

    /// The values before difference and scaling: as they are, or their logarithms; NaN where there is no logarithm.
    public func levels(_ values: [Double]) -> [Double] {
        if takesLog { return values.map { $0 > 0 ? log($0) : .nan } }
        if takesLog1p == true { return values.map { $0 > -1 ? log1p($0) : .nan } }
        return values
    }

    /// The inverse of ``levels(_:)``, clipped to ``minimum`` and ``maximum``.
    public func values(_ levels: [Double]) -> [Double] {
        let values = takesLog ? levels.map { exp($0) } : takesLog1p == true ? levels.map { expm1($0) } : levels
        guard minimum != nil || maximum != nil else { return values }
        // A value that is no number stays so.
        return values.map { value in
            if let minimum, value < minimum { return minimum }
            if let maximum, value > maximum { return maximum }
            return value
        }
    }

    /// The bound that a value lies beyond, in words, or `nil`.
    public func bound(violatedBy value: Double) -> String? {
        if let minimum, value < minimum { return "below the minimum of \(minimum)" }
        if let maximum, value > maximum { return "above the maximum of \(maximum)" }
        return nil
    }

    /// The inputs of the network: levels after difference and scaling. The first `difference` are NaN.
    public func apply(toLevels levels: [Double]) -> [Double] {
        levels.indices.map { row in
            guard row >= difference else { return .nan }
            let change = difference == 0 ? levels[row] : levels[row] - levels[row - difference]
            return (change - offset) / scale
        }
    }

    /// The inverse of ``apply(toLevels:)`` for forecasts: the levels from an origin on.
    ///
    /// - Parameters:
    ///   - outputs: The outputs of the network, one for each step from `origin` on.
    ///   - levels: The levels of the series; none at or after `origin` is read.
    ///   - path: The levels from `origin` on, for the steps whose difference is to a step after the origin; `nil` for
    ///     the result itself.
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
public enum SeriesTransformationError: RemediedError, Equatable {
    /// A value has no logarithm; rows count from 0.
    case noLogarithm(row: Int, value: Double)
    /// There are too few rows to fit the transformation.
    case tooShort(count: Int, difference: Int)
    /// The values are too large to be scaled.
    case tooLarge
    /// The lag of the differences is negative.
    case negativeLag(Int)
    /// Both logarithms are requested.
    case twoLogarithms

    public var problem: String {
        switch self {
        case .noLogarithm(let row, let value): "row \(row + 1) of the series is \(value), which has no logarithm"
        case .tooShort(let count, let difference):
            "there are \(count) rows to learn from, too few"
                + (difference > 0 ? " for a difference over \(difference)" : "")
        case .tooLarge: "the values are too large to be scaled"
        case .negativeLag(let lag): "the lag of the differences is \(lag), below 0"
        case .twoLogarithms: "values cannot be replaced by two logarithms"
        }
    }

    public var remedies: [Remedy] {
        switch self {
        case .noLogarithm, .twoLogarithms: [.leaveOut([.takesLog, .takesLog1p])]
        case .tooShort: [.advice("give more rows")]
        case .tooLarge: [.advice("give them in a larger unit")]
        case .negativeLag: []
        }
    }
}

extension SeriesTransformation {
    /// Whether the swings of a series grow with its level, so that logarithms even them out.
    ///
    /// The rows are cut into stretches of a season. Where the deviations within them, divided by their means, vary less
    /// than the deviations themselves, logarithms suit the series (Guerrero 1993, with the powers 0 and 1 alone).
    ///
    /// - Parameters:
    ///   - values: Training rows, oldest first.
    ///   - length: Rows of a stretch.
    ///   - offset: What is added before the logarithm is taken: 1 for a series that holds zeros.
    /// - Returns: `false` where a value has no logarithm or there are fewer than four stretches.
    public static func suitsLogarithms(_ values: [Double], length: Int, offset: Double = 0) -> Bool {
        guard values.allSatisfy({ $0 + offset > 0 }), length >= 2, values.count >= 4 * length else { return false }
        var (spreads, ratios): ([Double], [Double]) = ([], [])
        for start in stride(from: values.count % length, to: values.count, by: length) {
            let (mean, deviation) = moments(values[start..<start + length])
            spreads.append(deviation)
            ratios.append(deviation / (mean + offset))
        }
        func variation(_ values: [Double]) -> Double {
            let (mean, deviation) = moments(values[...])
            return mean > 0 ? deviation / mean : 0
        }
        return variation(ratios) < variation(spreads)
    }

    private static func moments(_ values: ArraySlice<Double>) -> (mean: Double, deviation: Double) {
        let mean = values.reduce(0, +) / Double(values.count)
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (mean, (squares / Double(values.count)).squareRoot())
    }
}
