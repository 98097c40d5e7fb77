/// Why a series cannot be forecast.
public enum ForecasterError: Error, Equatable, Sendable, CustomStringConvertible {
    case tooFewRows(file: String, found: Int, needed: Int, purpose: Purpose)
    case unsuitableColumn(file: String, column: String, reason: String)
    case missingValue(file: String, column: String, row: String)
    case otherFrequency(file: String, found: String, expected: String)
    case futureUnknown(file: String, column: String, from: String, steps: Int)
    case horizonTooLong(Int, limit: Int, columns: [String])
    case unknownLevel(Double, known: [Double])
    case invalidSettings(String)
    /// An option of a forecast or of a search that is out of range.
    case outOfRange(option: String, value: Int, range: ClosedRange<Int>)
    /// A method that was asked for and cannot be fitted.
    case unsuitableMethod(file: String, method: String, column: String)
    /// A forecast that is no finite number, as one of damaged weights is.
    case notFinite(model: String, column: String, row: String)

    /// What rows are too few for.
    public enum Purpose: String, Sendable {
        case learning = "to learn from, without the test and those held out"
        case testing = "to test on"
        case backtest = "for test, gap and learning"
        case forecast = "to forecast from"

        /// The way out.
        var remedy: String {
            switch self {
            case .learning: "more rows, or less --window, --horizon, --test or --validation-split"
            case .testing: "more rows, a larger --test or a shorter --horizon"
            case .backtest: "more rows, or less --test, --folds, --gap, --window or --horizon"
            case .forecast: "more rows: the model reads so many before each forecast"
            }
        }
    }

    public var description: String {
        switch self {
        case .tooFewRows(let file, let found, let needed, let purpose):
            return
                "\(file) has \(found == 1 ? "one row" : "\(found) rows") \(purpose.rawValue), and \(needed) are needed; "
                + "give \(purpose.remedy)."
        case .unsuitableColumn(let file, let column, let reason):
            return "\(file), column \"\(column)\": \(reason)"
        case .missingValue(let file, let column, let row):
            return "\(file), column \"\(column)\" has no value at \(row); fill it with --fill."
        case .otherFrequency(let file, let found, let expected):
            return "\(file) is \(found), but the model was trained on a series that is \(expected)."
        case .futureUnknown(let file, let column, let from, let steps):
            return
                "\(file) does not say what \"\(column)\" is from \(from) on; a forecast of \(steps) steps needs it for "
                + "each of them, in rows whose other columns are empty."
        case .horizonTooLong(let horizon, let limit, let columns):
            let names = columns.joined(separator: ", ")
            return
                "A horizon of \(horizon) is more than the \(limit) that the model tells at once, and \(names) cannot be "
                + "known so far ahead; train with --horizon \(horizon)."
        case .unknownLevel(let level, let known):
            guard !known.isEmpty else {
                return "No intervals were measured in training, since no rows were held out; leave out --levels, or "
                    + "train with a larger --validation-split."
            }
            return "Intervals of probability \(level) were not measured in training, only those of "
                + "\(known.map { "\($0)" }.joined(separator: ", "))."
        case .unsuitableMethod(let file, let method, let column):
            return "\(file), column \"\(column)\" cannot be forecast by \(method): it has too few rows, or no seasons "
                + "where the method needs them; leave out --method to have one chosen."
        case .notFinite(let model, let column, let row):
            return
                "\(model) gives no finite forecast of \"\(column)\" at \(row): its weights are damaged, or the series "
                + "is far from what it was trained on; train it anew."
        case .outOfRange(let option, let value, let range):
            return "\(option) is \(value), not in \(range.lowerBound) ... \(range.upperBound)."
        case .invalidSettings(let problem):
            return "These settings do not go together: \(problem)."
        }
    }
}

/// - Throws: ``ForecasterError/outOfRange(option:value:range:)``
func requireRange(_ option: String, _ value: Int, _ range: ClosedRange<Int>) throws(ForecasterError) {
    guard range.contains(value) else { throw .outOfRange(option: option, value: value, range: range) }
}
