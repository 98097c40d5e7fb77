import Foundation

/// Why a baseline cannot be fitted to a series.
public enum SeriesBaselineError: Error, Equatable, Sendable {
    /// The training part has fewer values than the baseline needs.
    case tooShort(baseline: String, needed: Int, found: Int)
    /// A training value is NaN or infinite; places count from 0.
    case notFinite(baseline: String, place: Int)
    /// A training value is 0 or below where seasons are factors; places count from 0.
    case notPositive(baseline: String, place: Int)
}

extension SeriesBaselineError: CustomStringConvertible, LocalizedError {
    public var errorDescription: String? { description }

    public var description: String {
        switch self {
        case .tooShort(let baseline, let needed, let found):
            "\(baseline) needs \(needed) training values and has \(found); give a longer training part or ask for less."
        case .notFinite(let baseline, let place):
            "\(baseline) cannot be fitted, since the training value at place \(place) is no finite number;"
                + " fill the gap."
        case .notPositive(let baseline, let place):
            "\(baseline) cannot be fitted, since the training value at place \(place) is not above 0;"
                + " use additive seasons."
        }
    }
}
