import Foundation
import Tensors

/// The windows of a series: the input of a forecaster before an origin, and the targets after it.
///
/// Each row of the series has targets, further columns that are known only up to the present, and columns that are known
/// in advance, in this order. The window of origin `o` holds the rows `o - window ..< o`; behind it come the rows
/// `o ..< o + horizon`, of which the network is given the columns known in advance and is to tell the targets.
public struct SeriesWindows: Sendable {
    /// Rows of a window.
    public let window: Int
    /// Steps after the origin.
    public let horizon: Int
    /// Columns that are forecast.
    public let targetSize: Int
    /// Columns that are known in advance.
    public let futureSize: Int
    /// All columns of a row.
    public let inputSize: Int
    /// Whether the targets of a window, and what follows, are encoded relative to the window's last row (as NLinear
    /// does, Zeng et al. 2023), so that the level of the series does not matter.
    public let isAnchored: Bool
    private let rows: [Float]  // [rowCount, inputSize]

    /// Rows of the series.
    public var rowCount: Int { rows.count / inputSize }

    /// - Parameters:
    ///   - targets: Columns, each of as many rows.
    ///   - observed: Columns that are known up to the present.
    ///   - known: Columns that are known in advance, up to a horizon behind the last origin that is asked for.
    /// - Precondition: All columns have the same count; what is not known is NaN.
    public init(
        targets: [[Double]], observed: [[Double]] = [], known: [[Double]] = [], window: Int, horizon: Int,
        isAnchored: Bool = false
    ) {
        let columns = targets + observed + known
        let count = targets.first?.count ?? 0
        precondition(
            window >= 1 && horizon >= 1 && !targets.isEmpty && columns.allSatisfy { $0.count == count },
            "SeriesWindows: window \(window), horizon \(horizon), columns of \(columns.map(\.count)) rows.")
        self.window = window
        self.horizon = horizon
        self.isAnchored = isAnchored
        (targetSize, futureSize, inputSize) = (targets.count, known.count, columns.count)
        rows = (0..<count).flatMap { row in columns.map { Float($0[row]) } }
    }

    /// The windows of some origins, in the layout of a batch of sequences of one length.
    ///
    /// - Parameter hasTargets: Whether what follows is known and asked for.
    public func batch(of origins: [Int], hasTargets: Bool = true) -> SeriesBatch {
        precondition(
            origins.allSatisfy { $0 >= window && $0 <= rowCount && (!hasTargets || $0 + horizon <= rowCount) },
            "SeriesWindows: origins \(origins.min() ?? 0) to \(origins.max() ?? 0) of \(rowCount) rows.")
        let anchors = origins.map(anchor)
        return SeriesBatch(
            count: origins.count, window: window, inputs: inputs(of: origins, anchors),
            future: futureSize > 0 ? future(of: origins) : nil,
            targets: hasTargets ? targets(of: origins, anchors) : nil,
            anchors: anchors)
    }

    private func anchor(of origin: Int) -> [Float] {
        let row = (origin - 1) * inputSize
        return isAnchored ? Array(rows[row..<row + targetSize]) : Array(repeating: 0, count: targetSize)
    }

    private func inputs(of origins: [Int], _ anchors: [[Float]]) -> Tensor {
        var inputs = Tensor(uninitialized: [window * origins.count, inputSize])
        inputs.mutate { target in
            var next = 0
            for step in 0..<window {
                for (origin, anchor) in zip(origins, anchors) {
                    let source = (origin - window + step) * inputSize
                    for column in 0..<inputSize {
                        target[next] = rows[source + column] - (column < targetSize ? anchor[column] : 0)
                        next += 1
                    }
                }
            }
        }
        return inputs
    }

    private func future(of origins: [Int]) -> Tensor {
        Tensor(
            origins.flatMap { origin in
                (origin..<origin + horizon).flatMap {
                    rows[($0 + 1) * inputSize - futureSize..<($0 + 1) * inputSize]
                }
            }, shape: [origins.count, horizon * futureSize])
    }

    private func targets(of origins: [Int], _ anchors: [[Float]]) -> Tensor {
        Tensor(
            zip(origins, anchors).flatMap { origin, anchor in
                (origin..<origin + horizon).flatMap { row in
                    anchor.indices.map { rows[row * inputSize + $0] - anchor[$0] }
                }
            }, shape: [origins.count, horizon * targetSize])
    }
}

/// Some windows of a series.
public struct SeriesBatch: Sendable {
    /// The number of windows.
    public let count: Int
    /// Rows of a window.
    public let window: Int
    /// The rows of the first step of all windows, then those of the second, …: `[window * count, inputSize]`.
    public let inputs: Tensor
    /// What is known in advance, `[count, horizon * futureSize]`; `nil` for nothing.
    public let future: Tensor?
    /// What follows, `[count, horizon * targetSize]`, the targets of a step side by side; `nil` where it is not known.
    public let targets: Tensor?
    /// What was subtracted from the targets of each window, `[count][targetSize]`; zeros without anchors.
    public let anchors: [[Float]]
}

extension SeriesTable {
    /// A cycle of the calendar.
    private enum Cycle: String {
        case timeOfDay = "time of day"
        case dayOfWeek = "day of week"
        case dayOfYear = "day of year"
        case monthOfYear = "month of year"

        /// The part of the cycle that has passed, 0..<1.
        func phase(of timestamp: Timestamp) -> Double {
            switch self {
            case .timeOfDay: Double(timestamp.secondOfDay) / Double(SeriesFrequency.day)
            case .dayOfWeek: Double(timestamp.weekday - 1) / 7
            case .dayOfYear: Double(timestamp.dayOfYear - 1) / Double(timestamp.daysInYear)
            case .monthOfYear: Double(timestamp.month - 1) / 12
            }
        }
    }

    /// Those that the frequency makes vary.
    private var cycles: [Cycle] {
        switch frequency {
        case .rows: []
        case .tradingDays: [.dayOfWeek, .dayOfYear]
        case .months(let months): months.isMultiple(of: 12) ? [] : [.monthOfYear]
        case .nanoseconds: [.timeOfDay, .dayOfWeek, .dayOfYear]
        case .seconds(let seconds):
            (seconds.isMultiple(of: SeriesFrequency.day) ? [] : [.timeOfDay])
                + (seconds.isMultiple(of: SeriesFrequency.week) ? [] : [.dayOfWeek]) + [.dayOfYear]
        }
    }

    /// What each of ``calendarFeatures(rows:)`` is, such as "time of day, sine".
    public var calendarFeatureNames: [String] {
        cycles.flatMap { ["\($0.rawValue), sine", "\($0.rawValue), cosine"] }
    }

    /// What the calendar says of rows, which is known in advance: the sine and cosine of the time of day, the day of
    /// the week, and the day or month of the year, as far as they vary at this frequency.
    ///
    /// - Parameter rows: From 0; also behind the last row.
    /// - Returns: For each row as many numbers as ``calendarFeatureNames`` has names; `[rows, features]`.
    public func calendarFeatures(rows: Range<Int>) -> [[Double]] {
        let cycles = cycles
        return rows.map { row in
            guard let timestamp = localTime(ofRow: row) else { return [] }
            return cycles.flatMap { cycle in
                let angle = 2 * Double.pi * cycle.phase(of: timestamp)
                return [sin(angle), cos(angle)]
            }
        }
    }
}
