import Tokenization

/// Why a series cannot be forecast.
public enum ForecasterError: RemediedError, Equatable {
    /// There are fewer rows than the purpose needs.
    case tooFewRows(file: String, found: Int, needed: Int, purpose: Purpose)
    /// A column cannot be forecast, or forecasts cannot be made from it.
    case unsuitableColumn(file: String, column: String, problem: ColumnProblem)
    /// A column that is forecast has no value in a row.
    case missingValue(file: String, column: String, row: String)
    /// The series has another step than the one that the model was trained on.
    case otherFrequency(file: String, found: String, expected: String)
    /// Values of a column known in advance are missing after the end of the series.
    case futureUnknown(file: String, column: String, from: String, steps: Int)
    /// The horizon is longer than that of the model, and some columns are not known so far ahead.
    case horizonTooLong(Int, limit: Int, columns: [String])
    /// No interval of this probability was measured in training.
    case unknownLevel(Double, known: [Double])
    /// The settings contradict each other or are out of range; the text says which.
    case invalidSettings(String)
    /// An option of a forecast or of a search is out of range.
    case outOfRange(option: String, value: Int, range: ClosedRange<Int>)
    /// The requested method cannot be fitted.
    case unsuitableMethod(file: String, method: String, column: String)
    /// A forecast is NaN or infinite, for instance because the weights are damaged.
    case notFinite(model: String, column: String, row: String)

    /// What rows are too few for.
    public enum Purpose: String, Sendable {
        /// Training.
        case learning = "to learn from, without the test and those held out"
        /// Testing.
        case testing = "to test on"
        /// A backtest.
        case backtest = "for test, gap and learning"
        /// Forecasting with a trained model.
        case forecast = "to forecast from"
    }

    /// Why a column is unsuitable. Rows are named by their date or number.
    public enum ColumnProblem: Sendable, Equatable {
        /// It cannot be transformed as the settings ask.
        case transformation(SeriesTransformationError)
        /// The method cannot be fitted to it.
        case baseline(SeriesBaselineError)
        /// A value is outside the bounds; `bound` says which.
        case outsideBounds(row: String, value: Double, bound: String)
        /// A value has no logarithm.
        case noLogarithm(row: String, value: Double)
        /// A value is missing where the columns that are forecast have one.
        case missingValue(row: String)
        /// A value is too far from those of the training part.
        case tooFar(row: String)
    }

    public var problem: String {
        switch self {
        case .tooFewRows(let file, let found, let needed, let purpose):
            "\(file) has \(found == 1 ? "one row" : "\(found) rows") \(purpose.rawValue), and \(needed) are needed"
        case .unsuitableColumn(let file, let column, let problem): "\(file), column \"\(column)\": \(problem.text)"
        case .missingValue(let file, let column, let row): "\(file), column \"\(column)\" has no value at \(row)"
        case .otherFrequency(let file, let found, let expected):
            "\(file) is \(found), but the model was trained on a series that is \(expected)"
        case .futureUnknown(let file, let column, let from, let steps):
            "\(file) has no value of \"\(column)\" from \(from) on, and a forecast of \(steps) steps needs one for each"
        case .horizonTooLong(let horizon, let limit, let columns):
            "A horizon of \(horizon) is more than the \(limit) steps that the model forecasts at once, and "
                + "\(columns.joined(separator: ", ")) cannot be known so far ahead"
        case .unknownLevel(_, let known) where known.isEmpty:
            "No intervals were measured in training, since no rows were held out"
        case .unknownLevel(let level, let known):
            "Intervals of probability \(level) were not measured in training, only those of "
                + known.map { "\($0)" }.joined(separator: ", ")
        case .unsuitableMethod(let file, let method, let column):
            "\(file), column \"\(column)\" cannot be forecast by \(method): it has too few rows, or no seasons where the "
                + "method needs them"
        case .notFinite(let model, let column, let row):
            "\(model) gives no finite forecast of \"\(column)\" at \(row): its weights are damaged, or the series is far "
                + "from what it was trained on"
        case .invalidSettings(let problem): "These settings do not go together: \(problem)"
        case .outOfRange(let option, let value, let range):
            "\(option) is \(value), not in \(range.lowerBound) ... \(range.upperBound)"
        }
    }

    public var remedies: [Remedy] {
        switch self {
        case .tooFewRows(_, _, _, let purpose): purpose.remedies
        case .unsuitableColumn(_, _, let problem): problem.remedies
        case .missingValue: [.fill()]
        case .otherFrequency: [.advice("give a series with the same step"), .advice("train a model on this one")]
        case .futureUnknown: [.advice("append rows with its values and the other columns empty")]
        case .horizonTooLong(let horizon, _, _):
            [.set(.horizon, to: "\(horizon)", detail: "when you train the model")]
        case .unknownLevel(_, let known) where known.isEmpty:
            [.leaveOut([.levels]), .set(.validationSplit, detail: "above 0 when you train the model")]
        case .unknownLevel: [.set(.levels, detail: "when you train the model")]
        case .unsuitableMethod: [.leaveOut([.method])]
        case .notFinite: [.advice("train it again")]
        case .invalidSettings, .outOfRange: []
        }
    }
}

extension ForecasterError.Purpose {
    fileprivate var remedies: [Remedy] {
        switch self {
        case .learning:
            [.advice("give more rows"), .lower([.window, .horizon, .testRows, .validationSplit])]
        case .testing: [.advice("give more rows"), .raise([.testRows]), .lower([.horizon])]
        case .backtest:
            [.advice("give more rows"), .lower([.testRows, .folds, .gap, .window, .horizon])]
        case .forecast: [.advice("give more rows: the model reads that many before each forecast")]
        }
    }
}

extension ForecasterError.ColumnProblem {
    fileprivate var text: String {
        switch self {
        case .transformation(let error): error.problem
        case .baseline(let error): error.problem
        case .outsideBounds(let row, let value, let bound): "\(row) is \(value), \(bound)"
        case .noLogarithm(let row, let value): "\(row) is \(value), which has no logarithm"
        case .missingValue(let row):
            "it has no value at \(row), where the columns that are forecast have one"
        case .tooFar(let row): "the value at \(row) is too far from those of the training part"
        }
    }

    fileprivate var remedies: [Remedy] {
        switch self {
        case .transformation(let error): error.remedies
        case .baseline(let error): error.remedies
        case .outsideBounds: [.advice("correct it"), .advice("train with another bound")]
        case .noLogarithm: [.advice("correct it"), .advice("train without logarithms")]
        case .missingValue: [.advice("complete the row")]
        case .tooFar: [.advice("correct it"), .fill(detail: "after emptying the cell")]
        }
    }
}

extension Remedy {
    /// Fills what is missing.
    static func fill(detail: String? = nil) -> Remedy {
        .setOptions([OptionSetting(.fill, to: ["previous", "linear", "zero", "seasonal"])], detail: detail)
    }
}

/// - Throws: ``ForecasterError/outOfRange(option:value:range:)``
func requireRange(_ option: String, _ value: Int, _ range: ClosedRange<Int>) throws(ForecasterError) {
    guard range.contains(value) else { throw .outOfRange(option: option, value: value, range: range) }
}
