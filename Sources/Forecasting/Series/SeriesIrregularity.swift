/// An irregular step of a series.
public struct SeriesIrregularity: Equatable, Sendable {
    public enum Kind: Equatable, Sendable, CaseIterable {
        /// A row is earlier than the one before.
        case backward
        /// Two rows have the same time.
        case repeated
        /// The step is no whole number of steps.
        case offStep
        /// Rows are missing.
        case gap
    }

    public let kind: Kind
    /// The second row of the first such step.
    public let place: SeriesPlace
    /// The timestamps of the two rows, as the file writes them.
    public let before: String
    public let after: String
    /// How many such steps there are.
    public let count: Int
    public let frequency: SeriesFrequency
    /// Whether nearly all irregular steps, of any kind, are an hour skipped or repeated when clocks are changed.
    public let looksLikeDaylightSaving: Bool
}

extension SeriesIrregularity: CustomStringConvertible {
    public var description: String {
        let times = count == 1 ? "" : ", the first of \(count) such places"
        return "\(place): \(finding)\(times)\(looksLikeDaylightSaving ? "; it looks like daylight saving time" : ""); "
            + "\(wayOut)."
    }

    private var finding: String {
        switch kind {
        case .backward: "\(after) comes behind \(before)"
        case .repeated: "\(after) is repeated"
        case .offStep: "\(after) is no whole step behind \(before) (\(frequency))"
        case .gap: "rows are missing between \(before) and \(after) (\(frequency))"
        }
    }

    private var wayOut: String {
        let mends =
            if looksLikeDaylightSaving {
                "--time-zone with the place of the clock, such as Europe/Berlin, or "
                    + (kind == .backward ? "--sort " : "") + "--fill linear --duplicates mean"
            } else {
                switch kind {
                case .backward: "--sort"
                case .repeated: "--duplicates first, last or mean"
                case .offStep: "another --frequency"
                case .gap: "--fill previous, linear, zero or seasonal"
                }
            }
        return "give \(mends), or --irregular to take each row as a step"
    }
}

extension SeriesFrequency {
    /// What is wrong with a step; nil where nothing is. Trading days may have holidays of up to two weeks.
    func irregularity(from first: Timestamp, to second: Timestamp) -> SeriesIrregularity.Kind? {
        if second < first { return .backward }
        if second == first { return .repeated }
        guard let steps = steps(from: first, to: second) else { return .offStep }
        return steps > (self == .tradingDays ? 10 : 1) ? .gap : nil
    }

    /// Whether all steps are as they should be.
    func isRegular(_ timestamps: [Timestamp]) -> Bool {
        zip(timestamps, timestamps.dropFirst()).allSatisfy { irregularity(from: $0, to: $1) == nil }
    }

    /// Whether a step is an hour too long or too short in the night of a Sunday in a month in which clocks are changed
    /// somewhere.
    func mayBeDaylightSaving(from first: Timestamp, to second: Timestamp) -> Bool {
        guard case .seconds(let step) = self, step <= Self.hour else { return false }
        let excess = second.seconds - first.seconds - Int64(step)
        return abs(excess) == Int64(Self.hour) && second.weekday == 7 && second.hour <= 4
            && [3, 4, 9, 10, 11].contains(second.month)
    }
}
